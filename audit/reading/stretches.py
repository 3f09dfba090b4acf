"""Where in time a search of two filters can find anything, by the counts. An index knows one filter, that of persons the event too; without
this, it would be walked past millions of entries for an event that never failed. The counts only say where to look: what is shown comes from
the log."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, TypeVar

from django.db.models import QuerySet, Sum

from audit.models import Counted, Day, Hour
from audit.reading.lines import READER
from audit.reading.search import Search

UNCOUNTED: Final = timedelta(minutes=5)  # entries this young are looked at one by one
REFUSALS: Final = ("denied", "failed")
Counts = TypeVar("Counts", Day, Hour)
Stretch = tuple[str, list[Any]]  # words of SQL, their values
EVERYWHERE: Final[Stretch] = ("true", [])


def stretches(search: Search, limit: int) -> list[Stretch]:
    """Conditions, of which an entry that is found fits one: no more time than `limit` of them need."""
    if search.about or search.session or not _has_two_filters(search):
        return [EVERYWHERE]
    first, last = _by_days(search, limit) if search.actor else _by_hours(search, limit)
    if first is None or last is None:
        return [young()]
    return [("e.recorded_at >= %s AND e.recorded_at < %s", [first, last]), young()]


def young() -> Stretch:
    """What the counts may not have yet."""
    counted_at = Counted.objects.using(READER).values_list("counted_at", flat=True).get()
    return "e.recorded_at >= %s", [counted_at - UNCOUNTED]


def _has_two_filters(search: Search) -> bool:
    return sum((bool(search.actor), bool(search.actions), search.outcome in REFUSALS)) > 1


def _by_days(search: Search, limit: int) -> tuple[datetime | None, datetime | None]:
    found = fitting(Day.objects.using(READER).filter(actor=search.actor), search)
    if at := upper(search):
        found = found.filter(day__lte=at.date())
    if at := lower(search):
        found = found.filter(day__gte=at.date())
    counts = [(datetime.combine(day, time(), UTC), count) for day, count in found.values_list("day").annotate(Sum("entries")).order_by("day")]
    return _enough(counts, timedelta(days=1), search, limit)


def _by_hours(search: Search, limit: int) -> tuple[datetime | None, datetime | None]:
    found = fitting(Hour.objects.using(READER), search)
    if at := upper(search):
        found = found.filter(hour__lte=at)
    if at := lower(search):
        found = found.filter(hour__gt=at - timedelta(hours=1))
    counts = list(found.values_list("hour").annotate(Sum("entries")).order_by("hour"))
    return _enough(counts, timedelta(hours=1), search, limit)


def _enough(counts: list[tuple[datetime, int]], width: timedelta, search: Search, limit: int) -> tuple[datetime | None, datetime | None]:
    """The stretch that is walked until the page is full. What lies in it only in part, at the place where the walk begins, is not relied on."""
    if not counts:
        return None, None
    begin = lower(search) if search.newer else upper(search)
    walk, total, at = (counts if search.newer else counts[::-1]), 0, counts[0][0]
    for at, count in walk:
        total += 0 if begin and at <= begin < at + width else count
        if total >= limit:
            break
    return (walk[0][0], at + width) if search.newer else (at, walk[0][0] + width)


def fitting(found: QuerySet[Counts], search: Search) -> QuerySet[Counts]:
    if search.actions:
        found = found.filter(action__in=search.actions)
    return found.filter(outcome=search.outcome) if search.outcome else found


def upper(search: Search) -> datetime | None:
    return min((at for at in (search.until, search.older.at if search.older else None) if at), default=None)


def lower(search: Search) -> datetime | None:
    return max((at for at in (search.begins, search.newer.at if search.newer else None) if at), default=None)
