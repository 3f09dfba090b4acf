"""What one person did, from the counts; the newest entries from the log itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Min, Sum

from audit.models import Counted, Day, SessionSeen, Touch
from audit.reading import sessions
from audit.reading.finding import rows
from audit.reading.lines import READER, Line, line_of, sentence
from audit.reading.paging import page
from audit.reading.search import Search
from foundation.clock import now

DAYS: Final = 30
SHOWN: Final = 20
MOST_LOOKED_AT: Final = 200


@dataclass(frozen=True)
class Kind:
    """How often one event, by outcome."""

    event: str
    sentence: str
    entries: int
    refused: int


@dataclass(frozen=True)
class PersonSeen:
    id: str
    lines: list[Line]
    days: list[tuple[date, int]]
    kinds: list[Kind]
    sessions: list[SessionSeen]
    session_count: int
    clip_count: int
    clips: list[Touch]
    refused: int
    first_at: datetime | None
    last_at: datetime | None

    @property
    def active_days(self) -> int:
        return sum(1 for _, entries in self.days if entries)

    @property
    def roles(self) -> str:
        return self.lines[0].roles if self.lines else ""


class Unknown(Exception):
    """The log in the database holds no act of or to this id; that somebody read or tried to read about it is none."""


def must_be_known(person_id: str) -> None:
    """Raises Unknown."""
    found = (line_of(seq, body, at=at) for seq, at, body in rows(Search(id=person_id, outcome="granted"), limit=MOST_LOOKED_AT))
    if not any(not line.is_about_the_log or line.actor == person_id for line in found):
        raise Unknown(person_id)


def person(actor: str) -> PersonSeen:
    """The last 30 days by day; everything else as far as counts go back. Raises Unknown."""
    must_be_known(actor)
    seen = SessionSeen.objects.using(READER).filter(actor=actor).aggregate(Count("session"), Min("first_at"), Max("last_at"))
    touches = Touch.objects.using(READER).filter(actor=actor)
    kinds = _kinds(actor)
    return PersonSeen(
        id=actor,
        lines=page(Search(actor=actor)).lines[:SHOWN],
        days=_days(actor),
        kinds=kinds,
        sessions=sessions.of_person(actor),
        session_count=seen["session__count"],
        clip_count=touches.aggregate(n=Count("touched", distinct=True))["n"],
        clips=list(touches.order_by("-first_at")[:SHOWN]),
        refused=sum(kind.refused for kind in kinds),
        first_at=seen["first_at__min"],
        last_at=seen["last_at__max"],
    )


def _days(actor: str) -> list[tuple[date, int]]:
    today = now().date()
    found = Day.objects.using(READER).filter(actor=actor, day__gt=today - timedelta(days=DAYS))
    counts = dict(found.values_list("day").annotate(Sum("entries")))
    return [(day, counts.get(day, 0)) for day in (today - timedelta(days=back) for back in range(DAYS - 1, -1, -1))]


def _kinds(actor: str) -> list[Kind]:
    every: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for action, outcome, entries in Day.objects.using(READER).filter(actor=actor).values_list("action", "outcome").annotate(Sum("entries")):
        every[action] += entries
        refused[action] += 0 if outcome == "granted" else entries
    return [Kind(action, sentence(action), entries, refused[action]) for action, entries in every.most_common()]


def counted_at() -> datetime:
    """Up to when the counts go: they follow the log by a minute."""
    return Counted.objects.using(READER).values_list("counted_at", flat=True).get()
