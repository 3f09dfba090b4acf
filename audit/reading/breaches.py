"""What a breach may have touched, bounded by person, session, site and time: from what each session had to do with each clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, QuerySet, Sum

from audit import names
from audit.models import Touch
from audit.reading.clips import recordings_of
from audit.reading.lines import READER

SHOWN: Final = 50
LONGEST: Final = timedelta(hours=24)  # no session lasts so long: bounds the walk through the index
MOST_TRACED: Final = 20_000  # clips whose data subjects are counted while a page waits


@dataclass(frozen=True)
class Bounds:
    actor: str = ""
    session: str = ""
    site: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def details(self) -> dict[str, int | str]:
        times = {name: f"{at:%Y-%m-%dT%H:%MZ}" for name, at in (("since", self.since), ("until", self.until)) if at}
        return {name: value for name in ("actor", "session", "site") if (value := getattr(self, name))} | times


@dataclass(frozen=True)
class Touched:
    """A row of the list: ids, times, how much was heard."""

    clip: str
    recording: str
    subject: str
    actor: str
    session: str
    site: str
    first_at: datetime
    last_at: datetime
    fetched: int
    heard_s: float


@dataclass(frozen=True)
class Extent:
    clips: int
    people: int
    sessions: int
    subjects: int | None  # None: too many clips to count them while a page waits; the list has them
    fetched: int
    heard_s: float
    first: list[Touched]


def extent(bounds: Bounds) -> Extent:
    found = _touches(bounds)
    sums = found.aggregate(
        clips=Count("touched", distinct=True),
        people=Count("actor", distinct=True),
        sessions=Count("session", distinct=True),
        fetched=Sum("fetched", default=0),
        heard_ms=Sum("heard_ms", default=0),
    )
    subjects = None
    if sums["clips"] <= MOST_TRACED:
        clips = set(found.values_list("touched", flat=True))
        subjects = len(set(names.subjects_of(_recordings(clips).values()).values()))
    first = _rows(list(found.order_by("-first_at")[:SHOWN]))
    return Extent(sums["clips"], sums["people"], sums["sessions"], subjects, sums["fetched"], sums["heard_ms"] / 1000, first)


def every(bounds: Bounds, *, at_once: int = 2_000) -> Iterator[Touched]:
    """The whole list, oldest first."""
    rows: list[Touch] = []
    for touch in _touches(bounds).order_by("first_at", "session", "touched").iterator(at_once):
        rows.append(touch)
        if len(rows) == at_once:
            yield from _rows(rows)
            rows = []
    yield from _rows(rows)


def _touches(bounds: Bounds) -> QuerySet[Touch]:
    found = Touch.objects.using(READER)
    columns = {"actor": bounds.actor, "session": bounds.session, "site": bounds.site}
    found = found.filter(**{name: value for name, value in columns.items() if value})
    if bounds.since:
        found = found.filter(last_at__gte=bounds.since, first_at__gte=bounds.since - LONGEST)
    return found.filter(first_at__lt=bounds.until) if bounds.until else found


def _recordings(touched: set[str]) -> dict[str, str]:
    """Clip -> recording; what is no clip is a recording itself."""
    return {each: each for each in touched} | recordings_of(touched)


def _rows(touches: list[Touch]) -> list[Touched]:
    recordings = _recordings({touch.touched for touch in touches})
    subjects = names.subjects_of(recordings.values())
    return [_row(touch, recordings[touch.touched], subjects) for touch in touches]


def _row(touch: Touch, recording: str, subjects: dict[str, str]) -> Touched:
    return Touched(
        touch.touched,
        recording,
        subjects.get(recording, ""),
        touch.actor,
        touch.session,
        touch.site,
        touch.first_at,
        touch.last_at,
        touch.fetched,
        touch.heard_ms / 1000,
    )
