"""What the rules found, as officers see it, and what they decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, connections, transaction
from django.db.models import Count, Max, Q
from psycopg.types.json import Jsonb

from audit.access import Actor, Denied, process_actor
from audit.entries import plain
from audit.events import Event, PrivateClass
from audit.log import record
from audit.models import Finding, RuleMark
from audit.rules import catalogue
from audit.rules.registry import MOST_ENTRIES, Found
from foundation.clock import now
from foundation.ids import new_id
from foundation.jobs import LostRace

READER: Final = "reader"
PAGE: Final = 50
WATCHER: Final = process_actor("watcher")
Disposition = Finding.Disposition


class OwnFinding(Denied):
    """It is about this officer, or came from something this officer did: somebody else judges it."""


class AlreadyDisposed(LostRace):
    """Another officer decided meanwhile."""


@dataclass(frozen=True)
class Shown:
    """A finding for people. `sentence` has ids and numbers only."""

    id: str
    rule: str
    title: str
    sentence: str
    at: datetime
    raised_at: datetime
    person: str
    subject: str
    details: dict[str, int | str]
    entries: list[str]
    disposition: str
    disposed_at: datetime | None
    disposed_by: str

    @property
    def is_open(self) -> bool:
        return not self.disposition

    @property
    def decided(self) -> str:
        """The disposition, for people."""
        return str(Disposition(self.disposition).label)


@dataclass(frozen=True)
class Page:
    """`older` is what the next page's `before` is; empty on the last."""

    findings: list[Shown]
    older: str


def page(*, state: str = "open", rule: str = "", person: str = "", before: str = "") -> Page:
    """The newest findings first. state: open, disposed, or empty for all. before: the id of the last one of the page before."""
    wanted = Finding.objects.using(READER).order_by("-raised_at", "-id")
    if state:
        wanted = wanted.filter(disposition="") if state == "open" else wanted.exclude(disposition="")
    wanted = wanted.filter(**{name: value for name, value in (("rule", rule), ("person", person)) if value})
    last = Finding.objects.using(READER).filter(pk=before).first() if before else None
    if last is not None:
        wanted = wanted.filter(Q(raised_at__lt=last.raised_at) | Q(raised_at=last.raised_at, id__lt=last.pk))
    rows = list(wanted[: PAGE + 1])
    return Page([shown(row) for row in rows[:PAGE]], rows[PAGE - 1].pk if len(rows) > PAGE else "")


def one(finding_id: str) -> Shown:
    """Raises Finding.DoesNotExist."""
    return shown(Finding.objects.using(READER).get(pk=finding_id))


def shown(row: Finding) -> Shown:
    title, sentence = catalogue.described(row.rule, {"person": row.person, "subject": row.subject, **row.details})
    return Shown(
        row.pk, row.rule, title, sentence, row.at, row.raised_at, row.person, row.subject, row.details, row.entries,
        row.disposition, row.disposed_at, row.disposed_by,
    )  # fmt: skip


def waiting() -> dict[str, int]:
    """How many findings are open, by rule."""
    found = Finding.objects.using(READER).filter(disposition="").values_list("rule").annotate(n=Count("pk"))
    return dict(found.order_by("rule"))


def ran_at() -> datetime | None:
    """When all rules had last looked; None before the first time."""
    found: datetime | None = RuleMark.objects.using(READER).aggregate(at=Max("ran_at"))["at"]
    return found


def why_not(finding: Finding | Shown, *, by: Actor) -> str:
    """Why this officer may not judge it: `about` or `own`; empty when he may."""
    if by.id in (finding.person, finding.subject):
        return "about"
    with connections[READER].cursor() as cursor:
        cursor.execute("SELECT 1 FROM audit_entries WHERE id = ANY(%s) AND actor = %s LIMIT 1", [finding.entries, by.id])
        return "own" if cursor.fetchone() is not None else ""


@transaction.atomic
def dispose(finding_id: str, *, by: Actor, disposition: str, note: str) -> None:
    """Say what becomes of a finding; the note is sealed beside the entry.

    Raises Finding.DoesNotExist, OwnFinding, AlreadyDisposed, ValueError for an unknown disposition or no note.
    """
    if disposition not in set(Disposition) - {Disposition.OPEN} or not note.strip():
        raise ValueError("say explained, incident or false_alarm, and why")
    finding = Finding.objects.select_for_update().get(pk=finding_id)
    if obstacle := why_not(finding, by=by):
        raise OwnFinding(f"finding {finding.pk} is {obstacle} of {by.id}: another officer judges it")
    if not finding.is_open:
        raise AlreadyDisposed(f"finding {finding.pk} was decided meanwhile: {finding.disposition}")
    Finding.objects.filter(pk=finding.pk).update(disposition=disposition, disposed_by=by.id)
    details: dict[str, int | str] = {"disposition": disposition, "rule": finding.rule}
    record(Event.FINDING_DISPOSED, by=by, object=finding.pk, details=details, private={PrivateClass.NOTE: note.strip()})


def ask(*, by: Actor) -> None:
    """Have the rules look at once. The entry itself is the request: the watcher finds it within seconds."""
    record(Event.RULES_ASKED, by=by)


_KEEP: Final = """
    INSERT INTO audit_finding AS f (id, rule, key, at, raised_at, person, subject, details, entries, disposition, disposed_by)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')
    ON CONFLICT (rule, key) DO UPDATE SET at = EXCLUDED.at, details = EXCLUDED.details, entries = EXCLUDED.entries
        WHERE f.disposition = '' AND f.details <> EXCLUDED.details
    RETURNING id
"""


def keep(rule: str, found: Found) -> str | None:
    """Raise a finding, with its entry; its id when it is new. One that is known and open is brought up to date, a decided one is left."""
    finding_id = new_id()
    entries = list(found.entries[:MOST_ENTRIES])
    values: list[Any] = [finding_id, rule, found.key, found.at, now(), found.person, found.subject, Jsonb(_fit(found.details)), Jsonb(entries)]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
        row = cursor.fetchone()
    if row is None or row[0] != finding_id:
        return None
    details: dict[str, int | str] = {"rule": rule, "entries": len(found.entries), "person": found.person}
    record(Event.FINDING_RAISED, by=WATCHER, object=finding_id, details=details)
    return finding_id


def _fit(details: Mapping[str, int | str]) -> dict[str, int | str]:
    """Whole numbers and short plain words only, as in an entry. Raises UnfitDetail."""
    return {name: value if type(value) is int else plain(name, str(value)) for name, value in details.items()}
