"""The access log, newest first; and the searches that an officer keeps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from audit import queries, reading
from audit.access import Role, acting, does, shows
from audit.events import Event, Purpose
from audit.forms import FindForm, SearchForm
from audit.log import Receipt, record
from audit.models import Query
from audit.reading import Page, Place, Search, archived


@shows(Event.LOG_READ, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def timeline(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """The newest entries, or those that an address asks for. What is looked for is an entry too, written before the answer is sought."""
    return _page_of(request, SearchForm(request.GET))


@shows(Event.LOG_READ, Role.COMPLIANCE, subject="query_id", purpose=Purpose.LEGAL)
def saved(request: HttpRequest, query_id: str, *, receipt: Receipt) -> HttpResponse:
    """What a search of the officer's own finds today."""
    try:
        kept = queries.one_of(acting(request).id, query_id)
    except Query.DoesNotExist as missing:
        raise Http404("no saved search of this officer") from missing
    return _page_of(request, SearchForm(QueryDict(urlencode(kept.pairs))), kept=kept)


@does(Role.COMPLIANCE)
def find(request: HttpRequest) -> HttpResponse:
    """From what was typed to an address that holds ids and codes only; going there is what is recorded."""
    form = FindForm(request.POST)
    if form.is_valid():
        return redirect(_address(form.search()))
    return render(request, "audit/timeline.html", _context(request, form, Page([]), Search()))


@does(Role.COMPLIANCE)
def save(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST)
    if not form.is_valid() or not form.search().pairs:
        raise Http404("no search that can be kept")
    try:
        kept = queries.save(form.search(), by=acting(request))
    except queries.TooMany:
        return render(request, "audit/too_many.html", {"most": queries.MOST}, status=409)
    return redirect("audit:saved", kept.pk)


@does(Role.COMPLIANCE)
def remove(request: HttpRequest, query_id: str) -> HttpResponse:
    try:
        queries.remove(query_id, by=acting(request))
    except Query.DoesNotExist as missing:
        raise Http404("no saved search of this officer") from missing
    return redirect("audit:timeline")


def _page_of(request: HttpRequest, form: SearchForm, *, kept: queries.Saved | None = None) -> HttpResponse:
    if not form.is_valid():
        context = _context(request, FindForm(), Page([]), Search()) | {"unread": form}
        return render(request, "audit/timeline.html", context)
    search = form.search()
    if search.is_narrow:
        record(Event.LOG_SEARCHED, by=acting(request), subject=search.about, details=search.details)
    return render(request, "audit/timeline.html", _context(request, FindForm(search=search), reading.page(search), search) | {"kept": kept})


def _context(request: HttpRequest, form: FindForm, page: Page, search: Search) -> dict[str, Any]:
    return {
        "form": form,
        "page": page,
        "search": search,
        "asked": queries.title(search.pairs) if search.pairs else "",
        "older": _address(search, older=page.older) if page.older else "",
        "newer": _address(search, newer=page.newer) if page.newer else "",
        "newest": _address(search) if search.older or search.newer else "",
        "archived": [] if page.older else archived.periods(),
        "archive": f"{reverse('audit:archive')}?{urlencode(search.pairs)}",
        "saved": queries.kept_by(acting(request).id),
    }


def _address(search: Search, **place: Place | None) -> str:
    pairs = search.pairs + [(name, str(value)) for name, value in place.items()]
    return reverse("audit:timeline") + (f"?{urlencode(pairs)}" if pairs else "")
