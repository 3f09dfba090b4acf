"""The privacy desk: where an analyst decides on what the pipeline was unsure of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, shows
from audit.events import Event
from audit.log import Receipt
from redaction.holds import Hold
from redaction.models import Recording

MOST_SHOWN = 50


@dataclass(frozen=True)
class Held:
    """One held recording as the list shows it: nothing of what was said, nothing of whom."""

    id: str
    locale: str
    captured_on: date
    decided_at: datetime
    duration_s: float | None
    reasons: tuple[str, ...]


@shows(Event.HELD_LISTED, Role.ANALYST)
def desk(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Where a privacy analyst starts: what is held and why, the longest waiting first."""
    counts = dict(Recording.objects.values_list("state").annotate(Count("id")))
    return render(request, "redaction/desk.html", {"held": longest_waiting(), "counts": counts, "most_shown": MOST_SHOWN})


def longest_waiting() -> list[Held]:
    fields = ("id", "locale", "captured_on", "decided_at", "duration_ms", "held_for")
    rows = Recording.objects.filter(state=Recording.State.HELD).order_by("decided_at", "id").values(*fields)[:MOST_SHOWN]
    return [
        Held(
            row["id"],
            row["locale"],
            row["captured_on"],
            row["decided_at"],
            row["duration_ms"] / 1000 if row["duration_ms"] is not None else None,
            tuple(Hold.of(code).sentence for code in row["held_for"]),
        )
        for row in rows
    ]
