"""What a breach may have touched, and how long is left to notify it (GDPR 33: 72 hours)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from audit import names
from audit.access import Role, acting, shows
from audit.events import Event, Purpose
from audit.exporting.tables import csv_row
from audit.forms import BreachForm
from audit.log import Receipt, record
from audit.reading import breaches, people
from audit.reading.breaches import Bounds
from foundation.clock import now

TO_NOTIFY: Final = timedelta(hours=72)
COLUMNS: Final = ("clip", "recording", "subject", "person", "session", "site", "first_at", "last_at", "fetched", "heard_s")


@shows(Event.BREACH_OPENED, Role.COMPLIANCE, purpose=Purpose.INCIDENT)
def breach(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """A form; with bounds, how many people, clips and data subjects lie inside them."""
    form = _form(request)
    context: dict[str, Any] = {"form": form, "counted_at": people.counted_at()}
    if form.is_asked and form.is_valid():
        bounds = _bounds(form)
        record(Event.BREACH_OPENED, by=acting(request), details=bounds.details)
        extent = breaches.extent(bounds, trace="trace" in request.GET)
        context |= {"extent": extent, "query": request.GET.urlencode(), "shown": breaches.SHOWN}
    if form.is_valid() and (aware_at := form.cleaned_data["aware_at"]):
        context |= _clock(aware_at)
    return render(request, "audit/breach.html", context)


@shows(Event.BREACH_OPENED, Role.COMPLIANCE, purpose=Purpose.INCIDENT)
def listing(request: HttpRequest, *, receipt: Receipt) -> StreamingHttpResponse:
    """Every clip inside the bounds as CSV: ids, times and numbers, which no spreadsheet takes for a formula."""
    form = _form(request)
    if not form.is_asked or not form.is_valid():
        raise Http404("a list has bounds")
    bounds = _bounds(form)
    record(Event.BREACH_OPENED, by=acting(request), details=bounds.details).sealed()
    answer = StreamingHttpResponse(_lines(bounds), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="breach-{now():%Y%m%d-%H%M}.csv"'
    return answer


def _form(request: HttpRequest) -> BreachForm:
    return BreachForm(request.GET, sites=list(names.sites().items()))


def _bounds(form: BreachForm) -> Bounds:
    return Bounds(**{name: form.cleaned_data[name] for name in ("actor", "session", "site", "since", "until")})


def _clock(aware_at: datetime) -> dict[str, Any]:
    """Hours and minutes until the authority must know, or since it should."""
    deadline = aware_at + TO_NOTIFY
    left = deadline - now()
    minutes = abs(left) // timedelta(minutes=1)
    return {"deadline": deadline, "is_late": left < timedelta(0), "hours": minutes // 60, "minutes": minutes % 60}


def _lines(bounds: Bounds) -> Iterator[bytes]:
    yield csv_row(COLUMNS)
    for each in breaches.every(bounds):
        first, last = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (each.first_at, each.last_at))
        yield csv_row((each.clip, each.recording, each.subject, each.actor, each.session, each.site, first, last, each.fetched, each.heard_s))
