"""The export wizard: choose, see how much it is, take it away."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from audit.access import Role, acting, does, shows
from audit.events import Event, Purpose
from audit.exporting.choosing import TooMany, choose, most
from audit.exporting.giving import Format, export
from audit.forms import SearchForm
from audit.log import Receipt, record
from foundation.clock import now

TYPES: Final = {Format.CSV: "text/csv; charset=utf-8", Format.JSONL: "application/jsonl", Format.BUNDLE: "application/zip"}
ENDINGS: Final = {Format.CSV: "csv", Format.JSONL: "jsonl", Format.BUNDLE: "zip"}


class ExportForm(SearchForm):
    """What is searched for, and how it is written."""

    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Format.CSV.value, _("CSV: a table for a spreadsheet, with the sentences; proves nothing by itself")),
            (Format.JSONL.value, _("JSON lines: each entry byte for byte as it was sealed")),
            (Format.BUNDLE.value, _("Provable bundle (zip): the entries with their proofs, for the stand-alone verifier")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """The format is no part of the search: it is kept apart, as `chosen`."""
        found = super().clean()
        self.chosen = Format(found.pop("format", "") or Format.CSV)
        return found


@shows(Event.EXPORTS_SHOWN, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def wizard(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """The filters, and how many entries they leave; counting is a search, so it is an entry like one."""
    form = ExportForm(request.GET or None)
    if form.is_bound and form.is_valid():
        search = form.search()
        record(Event.LOG_SEARCHED, by=acting(request), subject=search.subject, details=search.details)
        try:
            return _page(request, form, count=len(choose(search)))
        except TooMany:
            return _page(request, form, is_too_many=True)
    return _page(request, form)


@does(Role.COMPLIANCE)
def download(request: HttpRequest) -> HttpResponseBase:
    """What was chosen, in the format that was chosen: recorded, and its leaf waited for, before the first byte."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        blocks = export(form.search(), format=form.chosen, by=acting(request))
    except TooMany:
        return _page(request, form, is_too_many=True, status=400)
    named = f'attachment; filename="sotto-log-{_day()}.{ENDINGS[form.chosen]}"'
    return StreamingHttpResponse(blocks, content_type=TYPES[form.chosen], headers={"Content-Disposition": named})


def _page(request: HttpRequest, form: ExportForm, *, count: int | None = None, is_too_many: bool = False, status: int = 200) -> HttpResponse:
    asked = [(name, str(value)) for name, value in form.data.items() if name in form.fields and name != "format" and value]
    context = {"form": form, "count": count, "is_too_many": is_too_many, "most": most(), "asked": asked}
    return render(request, "audit/export.html", context, status=status)


def _day() -> date:
    return now().date()
