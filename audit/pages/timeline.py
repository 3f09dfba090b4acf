"""The access log, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit import reading
from audit.access import Role, actor_of, shows
from audit.events import Event, Purpose
from audit.forms import SearchForm
from audit.log import Receipt, record
from audit.reading import Page, Search


@shows(Event.LOG_READ, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def timeline(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """The newest entries first. What is looked for is an entry too, written before the answer is sought."""
    form = SearchForm(request.GET)
    found = _search(request, form.search()) if form.is_valid() else Page([], None)
    part = bool(getattr(request, "htmx", False))
    older = _address_of_older(request, found.older)
    template = "audit/_entries.html" if part else "audit/timeline.html"
    return render(request, template, {"form": form, "page": found, "older": older})


def _search(request: HttpRequest, search: Search) -> Page:
    actor = actor_of(request)
    if search.is_narrow and actor is not None:
        record(Event.LOG_SEARCHED, by=actor, subject=search.subject, details=search.details)
    return reading.page(search)


def _address_of_older(request: HttpRequest, before: int | None) -> str:
    if before is None:
        return ""
    query = request.GET.copy()
    query["before"] = str(before)
    return f"?{query.urlencode()}"
