"""Where a search by purpose, kind of actor or factor can find anything. Only a body says these, so no index of the log knows them; the counts do:
each cell is an event in an hour (or in a person's day) that has such entries. So many cells are walked as a page needs, however rare they are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple

from django.db import connections
from django.db.models import QuerySet, Sum

from audit.events import Event
from audit.models import Day, Hour
from audit.reading.lines import READER
from audit.reading.search import Search
from audit.reading.stretches import fitting, lower, upper

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
# A step for each factor that there is, through the index: the counts of a year are not read for five words.
_FACTORS: Final = """
    WITH RECURSIVE known AS (
        (SELECT factor FROM audit_hour ORDER BY factor LIMIT 1)
        UNION ALL
        SELECT (SELECT h.factor FROM audit_hour h WHERE h.factor > k.factor ORDER BY h.factor LIMIT 1) FROM known k WHERE k.factor IS NOT NULL
    ) SELECT factor FROM known WHERE factor <> ''
"""


class Cell(NamedTuple):
    action: str
    begins: datetime
    ends: datetime


def cells(search: Search, limit: int) -> list[Cell]:
    """In the order of the page, until so many entries lie in them. A cell that the page begins in is not relied on: part of it lies before."""
    begin, found, total = lower(search) if search.newer else upper(search), list[Cell](), 0
    for action, begins, ends, entries in _by_days(search, limit) if search.actor else _by_hours(search, limit):
        if total >= limit and begins != found[-1].begins:
            break
        found.append(Cell(action, begins, ends))
        total += 0 if begin and begins <= begin < ends else entries
    return found


def factors() -> list[str]:
    """Every factor that the counts know of."""
    with connections[READER].cursor() as cursor:
        cursor.execute(_FACTORS)
        return [factor for (factor,) in cursor.fetchall()]


def _by_days(search: Search, limit: int) -> list[tuple[str, datetime, datetime, int]]:
    found = fitting(Day.objects.using(READER).filter(actor=search.actor), search)
    if at := upper(search):
        found = found.filter(day__lte=at.date())
    if at := lower(search):
        found = found.filter(day__gte=at.date())
    rows = _counted(found, "day", search, limit)
    return [(action, begins := datetime.combine(day, time(), UTC), begins + _DAY, entries) for day, action, entries in rows]


def _by_hours(search: Search, limit: int) -> list[tuple[str, datetime, datetime, int]]:
    found = fitting(Hour.objects.using(READER), search)
    if at := upper(search):
        found = found.filter(hour__lte=at)
    if at := lower(search):
        found = found.filter(hour__gt=at - _HOUR)
    return [(action, hour, hour + _HOUR, entries) for hour, action, entries in _counted(found, "hour", search, limit)]


def _counted(found: QuerySet[Hour] | QuerySet[Day], by: str, search: Search, limit: int) -> list[tuple[datetime, str, int]]:
    """Each row has an entry at least, so that few rows are enough: beside those, all events of the first and of the last time."""
    rows = found.filter(**search.manner).values_list(by, "action").annotate(Sum("entries")).order_by(by if search.newer else f"-{by}")
    return list(rows[: limit + 2 * len(Event)])
