"""How redaction does in daily work, as the desk finds it: what is held, what analysts corrected, how long a held recording takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.aggregates import Aggregate
from django.db.models.fields import CharField, DurationField

from foundation.clock import now
from redaction.models import Mistake, Recording, Release

WINDOW: Final = timedelta(days=30)


@dataclass(frozen=True)
class Locale:
    """held: ever, also those that were released since. missed: words that an analyst had silenced and nobody had found."""

    locale: str
    decided: int
    held: int
    missed: int

    @property
    def held_percent(self) -> float:
        return 100 * self.held / self.decided


@dataclass(frozen=True)
class Recognizer:
    """recordings: in which it masked something. needless: its holes that analysts opened."""

    name: str
    locale: str
    recordings: int
    needless: int


@dataclass(frozen=True)
class Work:
    """Of those released: minutes from the first opening of the case to the word that it may go."""

    cases: int
    median_min: float | None


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def by_locale() -> list[Locale]:
    """Recordings received within WINDOW."""
    was_held = Q(state=Recording.State.HELD) | Q(pk__in=Release.objects.filter(asked_at__gte=_since()).values("recording"))
    counted = _recent().values("locale").annotate(decided=Count("pk"), held=Count("pk", filter=was_held)).order_by("locale")
    missed = dict(_mistakes(Mistake.Kind.MISSED).values_list("recording__locale").annotate(Count("pk")))
    return [Locale(row["locale"], row["decided"], row["held"], missed.get(row["locale"], 0)) for row in counted]


def by_recognizer() -> list[Recognizer]:
    """The most needless first."""
    unnested = Func(F("found_by"), function="unnest", output_field=CharField())
    made = _recent().annotate(name=unnested).values_list("name", "locale").annotate(Count("pk"))
    opened = _mistakes(Mistake.Kind.NEEDLESS).values_list("recognizer", "recording__locale").annotate(Count("pk"))
    needless = {(name, locale): n for name, locale, n in opened}
    counts = {(name, locale): n for name, locale, n in made}
    rows = [Recognizer(*key, counts.get(key, 0), needless.get(key, 0)) for key in counts.keys() | needless.keys()]
    return sorted(rows, key=lambda row: (-row.needless, -row.recordings, row.name, row.locale))


def work() -> Work:
    done = Release.objects.filter(asked_at__gte=_since(), opened_at__isnull=False)
    found = done.aggregate(cases=Count("pk"), median=_Median(F("asked_at") - F("opened_at")))
    return Work(found["cases"], found["median"].total_seconds() / 60 if found["median"] is not None else None)


def _recent() -> QuerySet[Recording]:
    decided = (Recording.State.READY, Recording.State.HELD)
    return Recording.objects.filter(state__in=decided, received_at__gte=_since())


def _mistakes(kind: Mistake.Kind) -> QuerySet[Mistake]:
    return Mistake.objects.filter(kind=kind, noted_at__gte=_since())


def _since() -> datetime:
    return now() - WINDOW
