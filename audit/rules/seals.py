"""Rules about the log itself: was it sealed all the time, and did a witness see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from django.db import connections
from django.utils.translation import gettext_noop as _

from audit.rules.registry import NEW, Found, Limits, Window, rule
from audit.sealing import cosignatures
from foundation.clock import to_the_minute

_SIGNED: Final = """
    SELECT signed_at AS at FROM audit_checkpoints WHERE signed_at <= %(until)s
        AND signed_at >= (SELECT coalesce(max(signed_at), '-infinity') FROM audit_checkpoints WHERE signed_at <= %(since)s)
    UNION SELECT opened_at FROM audit_period WHERE opened_at BETWEEN %(since)s AND %(until)s ORDER BY at
"""
_OPENED: Final = "SELECT min(opened_at) FROM audit_period WHERE dropped_at IS NULL HAVING min(opened_at) <= %(until)s"
_STEP: Final = timedelta(hours=6)  # of so long the check of true lines, of which there are a few a minute, reads every one
_FURTHER: Final = (timedelta(hours=1), timedelta(days=1), timedelta(days=30))


def _pauses(window: Window, life: Iterable[datetime], silent_s: int) -> Iterator[Found]:
    """Between one sign of life and the next, those that ended, or go on, since the last look; the last one up to now."""
    for at, following in pairwise([*life, window.until]):
        silent = following - at
        if silent > timedelta(seconds=silent_s) and following > window.since:
            details: dict[str, int | str] = {"minutes": silent // timedelta(minutes=1), "from": to_the_minute(at)}
            yield Found(to_the_minute(at), following, details=details)


def _witnessed(window: Window) -> list[datetime]:
    """When a witness that this house believes cosigned since the last look, and the time before that; lines that do not verify are none."""
    begin = _last_before(window)
    found = {begin} if begin else {at for (at,) in window.rows(_OPENED)}
    at = window.since
    while at < window.until:
        found.update(_cosigned(window, at, min(at + _STEP, window.until)))
        at += _STEP
    return sorted(found)


def _last_before(window: Window) -> datetime | None:
    """Usually minutes ago."""
    earliest = datetime(1970, 1, 1, tzinfo=UTC)
    spans = (*(window.since - further for further in _FURTHER), earliest)
    return next((at for after in spans for at in _cosigned(window, after, window.since)), None)


def _cosigned(window: Window, after: datetime, upto: datetime) -> Iterator[datetime]:
    """The newest first, of every period."""
    with connections[window.using].cursor() as cursor:
        known = cosignatures.believed()
        for said in cosignatures.newest(cursor, (1, 2**31 - 1), known, before=upto.timestamp(), after=after.timestamp()):
            yield datetime.fromtimestamp(said.cosignature.at, UTC)


@rule(
    "seal_gap",
    _("The log was not sealed for a while"),
    _("No checkpoint was signed for %(minutes)s minutes from %(from)s on."),
    blind=_("A pause shorter than the threshold. What was written meanwhile is sealed afterwards, or the log does not verify."),
    silent_s=300,
)
def seal_gap(window: Window, limits: Limits) -> Iterator[Found]:
    """Between two checkpoints, or since the last, more than `silent_s`; the sealer signs one each minute."""
    yield from _pauses(window, [at for (at,) in window.rows(_SIGNED)], limits["silent_s"])


@rule(
    "witness_gap",
    _("No witness saw the log for a while"),
    _("No witness cosigned for %(minutes)s minutes from %(from)s on."),
    blind=_("A witness that is run by the same hands as the house."),
    silent_s=900,
)
def witness_gap(window: Window, limits: Limits) -> Iterator[Found]:
    """No cosignature that verifies under the key of a witness of ours for more than `silent_s`: sensitive accesses are closed then."""
    yield from _pauses(window, _witnessed(window), limits["silent_s"])


_UNSEALED: Final = """
    SELECT e.id, e.recorded_at FROM audit_entry e
    WHERE e.seq > %(settled)s AND e.recorded_at < %(before)s AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry_seq = e.seq)
    ORDER BY e.seq LIMIT 1000
"""
_SETTLED: Final = "SELECT settled_seq FROM audit_heartbeat"


@rule(
    "unsealed",
    _("Entries without a leaf"),
    _("%(entries)s entries or more waited longer than %(seconds)s seconds for their leaf in the tree."),
    blind=_("Entries whose clock was set forward: see the rule about clocks."),
    seconds=60,
)
def unsealed(window: Window, limits: Limits) -> Iterator[Found]:
    """Written, and not in the tree after `seconds`: the sealer stands still, or leaves somebody's entries out."""
    settled = next(window.rows(_SETTLED))[0]
    found = list(window.rows(_UNSEALED, settled=settled, before=window.until - timedelta(seconds=limits["seconds"])))
    if found:
        details: dict[str, int | str] = {"entries": len(found), "seconds": limits["seconds"]}
        yield Found(f"{found[0][0]}", found[0][1], details=details, entries=tuple(entry for entry, _at in found))


_APART: Final = f"""
    SELECT date_trunc('hour', l.sealed_at), n.recorded_at > l.sealed_at, count(*), max(abs(extract(epoch FROM l.sealed_at - n.recorded_at)))::bigint,
        array_agg(n.id ORDER BY abs(extract(epoch FROM l.sealed_at - n.recorded_at)) DESC)
    FROM audit_entries n JOIN audit_leaves l ON l.period = n.period AND l.entry_seq = n.seq
    WHERE {NEW}
        AND (n.recorded_at > l.sealed_at + make_interval(secs => %(ahead_s)s) OR n.recorded_at < l.sealed_at - make_interval(secs => %(behind_s)s))
    GROUP BY 1, 2
"""  # noqa: S608 - our own words only


@rule(
    "clock_apart",
    _("Entries that name another time than that of their sealing"),
    _("%(entries)s entries lie up to %(seconds)s seconds from the time of their sealing: the sealer stood still, or a clock was wrong or forged."),
    blind=_("A forged time within the thresholds; and the sealer's own clock, when it is forged too: the witness's stands beside it."),
    ahead_s=5,
    behind_s=600,
)
def clock_apart(window: Window, limits: Limits) -> Iterator[Found]:
    """More than `ahead_s` after their leaf, or `behind_s` before it."""
    for hour, is_ahead, count, seconds, ids in window.rows(_APART, **limits):
        details: dict[str, int | str] = {"entries": count, "seconds": seconds, "direction": "ahead" if is_ahead else "behind"}
        yield Found(f"{hour:%Y-%m-%dT%H}:{details['direction']}", hour, details=details, entries=tuple(ids[:50]))


_DISAGREES: Final = f"""
    SELECT n.id, n.actor, n.recorded_at, n.action FROM audit_entries n
    WHERE {NEW} AND (n.action = ANY(%(events)s) OR (n.action = 'log.verified' AND n.outcome <> 'granted')) ORDER BY n.seq
"""  # noqa: S608
_DOUBTS: Final = ["log.publishing_stopped", "log.witness_refused", "log.sealer_adopted"]


@rule(
    "log_disagrees",
    _("Something does not agree with what was signed"),
    _("The entry %(event)s says that the log and what was signed of it do not agree, or that somebody made the sealer go on all the same."),
    blind=_("What nobody compares: keep the publisher running, and have the log verified from outside."),
)
def log_disagrees(window: Window, limits: Limits) -> Iterator[Found]:
    """The publisher stopped, a witness refused, a verification failed, or the sealer was told to adopt what it found."""
    for entry, _actor, at, event in window.rows(_DISAGREES, events=_DOUBTS):
        yield Found(f"{event}:{at:%Y-%m-%dT%H}", at, details={"event": event}, entries=(entry,))
