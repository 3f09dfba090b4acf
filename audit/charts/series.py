"""What is drawn: numbers from the counts, each with the address of the entries that it stands for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext

from audit import names
from audit.charts.buckets import BOUNDS_MS, label
from audit.models import ClipSeen, Delay, Hour, Plays
from audit.reading.groups import GROUPS
from audit.reading.lines import READER, sentence
from foundation.clock import now, to_the_minute

# name -> (how far back, how wide a bar)
SPANS: Final = {"24h": (timedelta(hours=24), 1), "7d": (timedelta(days=7), 6), "30d": (timedelta(days=30), 24)}
MOST_PLAYS: Final = 10
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    address: str = ""


@dataclass(frozen=True)
class Times:
    """Whole bars, the last one still growing."""

    since: datetime
    until: datetime
    hours: int

    @property
    def begins(self) -> list[datetime]:
        count = round((self.until - self.since) / (self.hours * _HOUR))
        return [self.since + n * self.hours * _HOUR for n in range(count)]


def times(span: str) -> Times:
    back, hours = SPANS[span]
    at = now()
    until = at.replace(hour=at.hour // hours * hours, minute=0, second=0, microsecond=0) + hours * _HOUR
    return Times(until - back, until, hours)


def accesses(when: Times) -> list[Bar]:
    """Clips and cases opened by people, by time."""
    found = _hours(when).filter(action__in=[event.value for event in GROUPS["accesses"].events])
    return _by_time(when, found, {"group": "accesses"})


def accesses_by_site(when: Times) -> list[Bar]:
    found = _hours(when).filter(action__in=[event.value for event in GROUPS["accesses"].events])
    called = names.sites()
    counts = sorted(found.values_list("site").annotate(Sum("entries")), key=lambda pair: -pair[1])
    return [Bar(called.get(site, site[:8]) if site else gettext("no site"), count, _breach(site, when)) for site, count in counts]


def refusals(when: Times) -> list[Bar]:
    return _by_time(when, _hours(when).filter(outcome="denied"), {"outcome": "denied"})


def refusals_by_event(when: Times) -> list[Bar]:
    """Denied and failed, by what was tried."""
    counts = _hours(when).exclude(outcome="granted").values_list("action", "outcome").annotate(count=Sum("entries")).order_by("-count")
    bounds = _between(when.since, when.until)
    return [Bar(sentence(action), count, _timeline(event=action, outcome=outcome, **bounds)) for action, outcome, count in counts]


def plays() -> list[Bar]:
    """How many clips were fetched how often; the bar of a number leads to such clips."""
    counts: Counter[int] = Counter()
    for times, clips in Plays.objects.using(READER).values_list("plays", "clips"):
        counts[min(times, MOST_PLAYS)] += clips
    return [Bar(f"{n}+" if n == MOST_PLAYS else str(n), counts[n], f"?plays={n}#clips") for n in range(1, MOST_PLAYS + 1)]


def played(times: int | None, shown: int = 12) -> list[ClipSeen]:
    """Clips that were fetched so often; without a number those fetched most."""
    found = ClipSeen.objects.using(READER).order_by("-plays", "-clip")
    if times is not None:
        found = found.filter(plays__gte=times) if times >= MOST_PLAYS else found.filter(plays=times)
    return list(found[:shown])


def delays(when: Times) -> list[Bar]:
    """How long entries waited for their leaf; each bar leads to the newest hour that had such."""
    found = Delay.objects.using(READER).filter(hour__gte=when.since, hour__lt=when.until)
    by_bucket = {bucket: (count, newest) for bucket, count, newest in found.values_list("bucket").annotate(Sum("entries"), Max("hour"))}
    return [_delay(bucket, *by_bucket.get(bucket, (0, None))) for bucket in range(len(BOUNDS_MS) + 1)]


def _delay(bucket: int, count: int, newest: datetime | None) -> Bar:
    address = _timeline(**_between(newest, newest + _HOUR)) if newest else ""
    return Bar(label(bucket), count, address)


def _hours(when: Times) -> QuerySet[Hour]:
    return Hour.objects.using(READER).filter(hour__gte=when.since, hour__lt=when.until)


def _by_time(when: Times, found: QuerySet[Hour], asked: dict[str, str]) -> list[Bar]:
    counts: Counter[int] = Counter()
    for hour, entries in found.values_list("hour").annotate(Sum("entries")):
        counts[(hour - when.since) // (when.hours * _HOUR)] += entries
    wide = when.hours * _HOUR
    return [Bar(_label(begin, when.hours), counts[n], _timeline(**asked, **_between(begin, begin + wide))) for n, begin in enumerate(when.begins)]


def _label(begin: datetime, hours: int) -> str:
    return f"{begin:%H:%M}" if hours == 1 else f"{begin:%m-%d}" if hours == 24 else f"{begin:%m-%d %H}h"


def _between(since: datetime, until: datetime) -> dict[str, str]:
    """As an address has it."""
    return {"since": to_the_minute(since, zone=""), "until": to_the_minute(until, zone="")}


def _timeline(**asked: Any) -> str:
    return f"{reverse('audit:timeline')}?{urlencode(asked)}"


def _breach(site: str, when: Times) -> str:
    bounds = {"site": site, **_between(when.since, when.until)}
    return f"{reverse('audit:breach')}?{urlencode(bounds)}" if site else ""
