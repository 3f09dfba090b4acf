"""The compliance officer's pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit import reading
from audit.access import Role, actor_of, shows
from audit.events import Event, Purpose
from audit.forms import SearchForm
from audit.log import Receipt, record
from audit.models import Entry
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


@shows(Event.ENTRY_OPENED, Role.COMPLIANCE, subject="entry_id", purpose=Purpose.LEGAL)
def entry(request: HttpRequest, entry_id: str, *, receipt: Receipt) -> HttpResponse:
    """One entry, its place in the tree, and what is sealed beside it."""
    try:
        opened = reading.open_entry(entry_id, receipt=receipt)
    except Entry.DoesNotExist as missing:
        raise Http404("no such entry") from missing
    return render(request, "audit/entry.html", {"opened": opened})
