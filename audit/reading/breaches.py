"""What a breach may have touched, bounded by person, session, site and time: from what each session had to do with each clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, TypeVar

from django.db import connections
from django.db.models import QuerySet

from audit import names
from audit.models import Touch
from audit.reading.clips import recordings_of
from audit.reading.lines import READER
from foundation.clock import to_the_minute

SHOWN: Final = 50
LONGEST: Final = timedelta(hours=24)  # no session lasts so long: bounds the walk through the index
AT_ONCE: Final = 2_000
MOST_TRACED: Final = 2_000  # clips whose data subjects are counted while a page waits


_SUMS: Final = """
    WITH t AS MATERIALIZED ({})
    SELECT (SELECT count(*) FROM (SELECT DISTINCT touched FROM t) AS a), (SELECT count(*) FROM (SELECT DISTINCT actor FROM t) AS b),
           (SELECT count(*) FROM (SELECT DISTINCT session FROM t) AS c), coalesce(sum(fetched), 0), coalesce(sum(heard_ms), 0) FROM t
"""
Item = TypeVar("Item")


@dataclass(frozen=True)
class Bounds:
    actor: str = ""
    session: str = ""
    site: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def details(self) -> dict[str, int | str]:
        times = {name: to_the_minute(at) for name, at in (("since", self.since), ("until", self.until)) if at}
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


def extent(bounds: Bounds, *, trace: bool = False) -> Extent:
    """trace: count the data subjects however many clips there are."""
    found = _touches(bounds)
    clips, people, sessions, fetched, heard_ms = _sums(found)
    subjects = _count_subjects(found) if trace or clips <= MOST_TRACED else None
    first = _rows(list(found.order_by("-first_at")[:SHOWN]))
    return Extent(clips, people, sessions, subjects, fetched, heard_ms / 1000, first)


def _sums(found: QuerySet[Touch]) -> tuple[int, int, int, int, int]:
    """Read once, counted five times."""
    statement, values = found.values("touched", "actor", "session", "fetched", "heard_ms").query.sql_with_params()
    with connections[READER].cursor() as cursor:
        cursor.execute(_SUMS.format(statement), values)
        clips, people, sessions, fetched, heard_ms = cursor.fetchone()
    return clips, people, sessions, int(fetched), int(heard_ms)


def _count_subjects(found: QuerySet[Touch]) -> int:
    subjects: set[str] = set()
    clips = found.values_list("touched", flat=True).distinct()
    for some in _chunks(clips.iterator(AT_ONCE)):
        subjects |= set(names.subjects_of(_recordings(set(some)).values()).values())
    return len(subjects)


def _chunks(each: Iterator[Item]) -> Iterator[list[Item]]:
    while some := list(islice(each, AT_ONCE)):
        yield some


def every(bounds: Bounds) -> Iterator[Touched]:
    """The whole list, oldest first."""
    for some in _chunks(_touches(bounds).order_by("first_at", "session", "touched").iterator(AT_ONCE)):
        yield from _rows(some)


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
