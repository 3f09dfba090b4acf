"""One entry: its place in the tree, and what is sealed beside it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit import reading
from audit.access import Role, shows
from audit.events import Event, Purpose
from audit.log import Receipt
from audit.models import Entry


@shows(Event.ENTRY_OPENED, Role.COMPLIANCE, subject="entry_id", purpose=Purpose.LEGAL)
def entry(request: HttpRequest, entry_id: str, *, receipt: Receipt) -> HttpResponse:
    """The facts of the entry and its opened parts."""
    try:
        opened = reading.open_entry(entry_id, receipt=receipt)
    except Entry.DoesNotExist as missing:
        raise Http404("no such entry") from missing
    return render(request, "audit/entry.html", {"opened": opened})
