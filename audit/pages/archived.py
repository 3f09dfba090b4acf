"""Searching periods that have left the database."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit import queries
from audit.access import Role, acting, shows
from audit.archive.dropped import NotTheArchive
from audit.archive.index import BadIndex
from audit.events import Event, Purpose
from audit.forms import SearchForm
from audit.log import Receipt, record
from audit.proof.tiles import BadTile
from audit.reading import Search, archived
from audit.storage import MissingFile

_PLACE = re.compile(r"\d{1,4}\.\d{1,12}")


@shows(Event.ARCHIVE_SEARCHED, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def archive(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """The timeline's filters; slower, for it reads files."""
    form, before = SearchForm(request.GET), request.GET.get("before", "")
    if not form.is_valid() or (before and not _PLACE.fullmatch(before)):
        raise Http404("no search of the archive")
    search = form.search()
    context: dict[str, Any] = {
        "search": search,
        "asked": queries.title(search.pairs),
        "periods": archived.periods(),
        "query": urlencode(search.pairs),
    }
    if context["periods"]:
        context |= _found(request, search, before)
    return render(request, "audit/archive.html", context)


def _found(request: HttpRequest, search: Search, before: str) -> dict[str, Any]:
    is_second = "second" in request.GET  # the same id, looked for as the object of entries
    subject, about = ("", search.about) if is_second else (search.about, "")
    record(Event.ARCHIVE_SEARCHED, by=acting(request), subject=subject, object=about, details=search.details)
    try:
        page = archived.page(search, is_second=is_second, before=archived.place_of(before))
    except (MissingFile, BadIndex, BadTile, NotTheArchive):
        return {"problem": True}
    pairs = search.pairs + [("second", "1")] * is_second
    return {"page": page, "older": urlencode([*pairs, ("before", page.older)]) if page.older else "", "is_second": is_second}
