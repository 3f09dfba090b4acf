"""What is promised of redaction is what was measured: before a version was used, and at the desk since."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, shows
from audit.events import Event
from audit.log import Receipt
from redaction import desk_figures
from redaction.measurements import Measured, Measurement, Unmeasured, of_version
from redaction.version import VERSION


@shows(Event.QUALITY_SHOWN, Role.ANALYST, Role.COMPLIANCE, Role.OPERATOR)
def page(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Figures of the version in use, then those of the last thirty days."""
    measured = _measured()
    context = {
        "version": VERSION,
        "measured": measured,
        "sets": _by_set(measured.rows) if measured else [],
        "locales": desk_figures.by_locale(),
        "recognizers": desk_figures.by_recognizer(),
        "work": desk_figures.work(),
        "days": desk_figures.WINDOW.days,
    }
    return render(request, "redaction/quality.html", context)


def _measured() -> Measurement | None:
    try:
        return of_version(VERSION)
    except Unmeasured:
        return None


def _by_set(rows: tuple[Measured, ...]) -> list[tuple[str, Measured, list[Measured]]]:
    """Name, the row that stands for the whole set, and all of them: a set's first row is that of everything in it."""
    sets = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.set)]
    return [(name, group[0], group) for name, group in sets]
