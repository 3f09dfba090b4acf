"""Reading the book: pages of entries, and one entry with what is sealed beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext

from audit import openings
from audit.events import Event, PrivateClass, event_of
from audit.models import Entry, Leaf, Private
from audit.receipts import Receipt
from foundation.ids import LENGTH
from foundation.seal import Erased

READER: Final = "reader"
PAGE: Final = 50


@dataclass(frozen=True)
class Search:
    event: str = ""
    actor: str = ""
    subject: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def details(self) -> dict[str, int | str]:
        """What was looked for, as the entry about it keeps it; the subject is the entry's own."""
        asked: dict[str, int | str] = {"event": self.event, "actor": self.actor, "outcome": self.outcome}
        asked |= {name: day.isoformat() for name, day in (("since", self.since), ("until", self.until)) if day}
        return {name: value for name, value in asked.items() if value}

    @property
    def is_narrow(self) -> bool:
        return bool(self.details or self.subject)


@dataclass(frozen=True)
class Line:
    """An entry for people, read from its body: the columns only found it."""

    seq: int
    id: str
    at: datetime
    event: str
    sentence: str
    outcome: str
    purpose: str
    actor: str
    actor_kind: str
    roles: str
    factor: str
    object: str
    subject: str
    details: dict[str, int | str]
    private: dict[str, str]


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    older: int | None


@dataclass(frozen=True)
class Opening:
    kind: str
    text: str
    is_erased: bool = False


@dataclass(frozen=True)
class OpenEntry:
    line: Line
    body: str
    position: int | None
    openings: list[Opening]


def page(search: Search) -> Page:
    """The newest entries that fit, and where the next page begins."""
    rows = list(_found(search).order_by("-seq")[: PAGE + 1])
    lines = [line(row) for row in rows[:PAGE]]
    return Page(lines, lines[-1].seq if len(rows) > PAGE else None)


def _found(search: Search) -> QuerySet[Entry]:
    found = Entry.objects.using(READER)
    columns = {"action": search.event, "actor": search.actor, "outcome": search.outcome}
    found = found.filter(**{name: value for name, value in columns.items() if value})
    if search.subject:
        found = found.annotate(width=Length("object")).filter(Q(subject=search.subject) | Q(object=search.subject, width=LENGTH))
    if search.since:
        found = found.filter(recorded_at__gte=_midnight(search.since))
    if search.until:
        found = found.filter(recorded_at__lt=_midnight(search.until + timedelta(days=1)))
    return found.filter(seq__lt=search.before) if search.before else found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def line(row: Entry) -> Line:
    body: dict[str, Any] = json.loads(row.body)
    return Line(
        seq=row.seq,
        id=body["id"],
        at=datetime.fromisoformat(body["at"]),
        event=body["event"],
        sentence=_sentence(body["event"]),
        outcome=body["outcome"],
        purpose=body["purpose"],
        actor=body["actor"],
        actor_kind=body["actor_kind"],
        roles=body.get("roles", ""),
        factor=body.get("factor", ""),
        object=body.get("object", ""),
        subject=body.get("subject", ""),
        details=body.get("details", {}),
        private=body.get("private", {}),
    )


def _sentence(code: str) -> str:
    """An event that another version of the program wrote shows its code."""
    event = event_of(code)
    return event.sentence if event else code


def open_entry(entry_id: str, *, receipt: Receipt) -> OpenEntry:
    """One entry with its openings. Raises Entry.DoesNotExist."""
    receipt.must_be(Event.ENTRY_OPENED, entry_id)
    row = Entry.objects.using(READER).get(id=entry_id)
    leaf = Leaf.objects.using(READER).filter(entry=entry_id).first()
    shown = line(row)
    parts = Private.objects.using(READER).in_bulk(list(shown.private.values()))
    found = [_opening(entry_id, kind, committed, parts.get(committed)) for kind, committed in shown.private.items()]
    return OpenEntry(shown, row.body, leaf.position if leaf else None, found)


def _opening(entry_id: str, kind: str, committed: str, part: Private | None) -> Opening:
    if part is None:
        return Opening(kind, "", is_erased=True)
    try:
        opened = openings.open_part(entry_id=entry_id, kind=PrivateClass(kind), key_id=part.key, sealed=bytes(part.sealed), committed=committed)
    except Erased:
        return Opening(kind, "", is_erased=True)
    return Opening(kind, _readable(kind, opened.payload.decode()))


def _readable(kind: str, text: str) -> str:
    if kind != PrivateClass.CONNECTION:
        return text
    connection: dict[str, str] = json.loads(text)
    return gettext("%(address)s with %(agent)s") % connection if connection["agent"] else connection["address"]
