"""Has each rule look at what is new: once, whoever runs it, and without losing a stretch when one fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

import structlog
from django.db import DatabaseError, connection, transaction

from audit import alerts, findings
from audit.models import Alert, RuleMark
from audit.rules import tally
from audit.rules.catalogue import RULES
from audit.rules.registry import Rule, Window
from foundation.clock import now

log = structlog.get_logger("sotto.watcher")

STEP: Final = 50_000  # entries a look: a pass over what came in a minute stays short, and a long silence is caught up bit by bit
SMALLER: Final = 20  # after a failure, which may have been the time limit of a statement
TALLY: Final = "tally"

# The period that is being sealed, the mark below which nothing can still come, and when its log began.
_SETTLED: Final = """
    SELECT p.n, p.opened_at, h.settled_seq FROM audit_heartbeat h, audit_period p WHERE p.closed_at IS NULL ORDER BY p.n LIMIT 1
"""
_LAST_OF: Final = "SELECT coalesce(max(seq), 0) FROM audit_entries WHERE period = %s"
_WHEN: Final = "SELECT recorded_at FROM audit_entries WHERE period = %s AND seq <= %s ORDER BY seq DESC LIMIT 1"


class Settled(NamedTuple):
    period: int
    opened_at: datetime
    seq: int


class Looked(NamedTuple):
    """raised: ids of new findings. is_behind: there is more to read at once."""

    raised: list[str]
    is_behind: bool


def look_all() -> Looked:
    """One look of every rule. A rule that fails keeps its mark and is tried again at the next pass."""
    steps: list[tuple[str, Callable[[Window], list[str]]]] = [(TALLY, _tally)]
    steps += [(name, _with(rule)) for name, rule in RULES.items()]
    looks = [_guarded(name, step) for name, step in steps]
    return Looked([one for look in looks for one in look.raised], any(look.is_behind for look in looks))


def _tally(window: Window) -> list[str]:
    tally.add(window)
    return []


def _with(rule: Rule) -> Callable[[Window], list[str]]:
    def look(window: Window) -> list[str]:
        return list(_raised(rule, window))

    return look


def _raised(rule: Rule, window: Window) -> Iterator[str]:
    for found in rule.find(window, rule.thresholds()):
        finding_id = findings.keep(rule.name, found)
        if finding_id is not None:
            alerts.post(Alert.Kind.FINDING, finding_id)
            yield finding_id


def _guarded(name: str, step: Callable[[Window], list[str]]) -> Looked:
    try:
        return _look(name, step)
    except Exception as error:  # one rule's fault must not blind the others
        if connection.connection is None or connection.connection.closed:
            raise  # the connection is gone for all of them
        log.error("rule_failed", rule=name, error=type(error).__name__)
        RuleMark.objects.update_or_create(pk=name, defaults={"ran_at": now(), "error": type(error).__name__})
        return Looked([], False)


@transaction.atomic
def _look(name: str, step: Callable[[Window], list[str]]) -> Looked:
    """Findings, their entries, their alerts and the mark: together, or none of them."""
    started = time.monotonic()
    mark = _take(name)
    if mark is None:
        return Looked([], False)
    window, is_behind = _window(mark)
    raised = step(window)
    mark.period, mark.seq, mark.looked_until = window.period, window.upto, window.until
    mark.ran_at, mark.error = now(), ""
    mark.took_ms = round((time.monotonic() - started) * 1000)
    mark.save()
    return Looked(raised, is_behind)


def _take(name: str) -> RuleMark | None:
    """The rule's mark, locked; None while another watcher is at it."""
    RuleMark.objects.bulk_create([RuleMark(rule=name)], ignore_conflicts=True)
    return RuleMark.objects.select_for_update(skip_locked=True).filter(pk=name).first()


def _window(mark: RuleMark) -> tuple[Window, bool]:
    """What is new and settled, at most STEP entries; an older period is read to its end first."""
    settled = _settled()
    period = mark.period or settled.period
    is_old = period < settled.period
    end = _number(_LAST_OF, period) if is_old else settled.seq
    if is_old and mark.seq >= end:
        period, mark.seq = period + 1, 0
        is_old = period < settled.period
        end = _number(_LAST_OF, period) if is_old else settled.seq
    since = mark.looked_until or settled.opened_at
    step = STEP if not mark.error else STEP // SMALLER
    upto = max(mark.seq, min(end, mark.seq + step))
    is_behind = is_old or upto < end
    until = max(since, _when(period, upto, since) if is_behind else now())
    return Window("default", period, mark.seq, upto, since, until), is_behind


def _settled() -> Settled:
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED)
        found = cursor.fetchone()
    if found is None:
        raise DatabaseError("no period of the log is open")
    return Settled(*found)


def _number(query: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _when(period: int, seq: int, otherwise: datetime) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(_WHEN, [period, seq])
        found = cursor.fetchone()
    at: datetime = found[0] if found else otherwise
    return at
