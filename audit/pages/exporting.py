"""The export wizard: choose, see how much it is, take it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from audit import permits
from audit.access import Role, acting, does, shows
from audit.events import Event, Outcome, Purpose
from audit.exporting.choosing import TooMany, choose, most
from audit.exporting.giving import TooLarge, export, hashes_most
from audit.forms import FindForm, SearchForm
from audit.log import Receipt, record
from audit.permits import Format, Unselectable
from audit.queries import title
from audit.reading import Search
from audit.sealing.proving import Unproven
from foundation.clock import now

TYPES: Final = {Format.CSV: "text/csv; charset=utf-8", Format.JSONL: "application/jsonl", Format.BUNDLE: "application/zip"}
ENDINGS: Final = {Format.CSV: "csv", Format.JSONL: "jsonl", Format.BUNDLE: "zip"}


class ExportForm(FindForm):
    """What is searched for, as above the timeline; without words, which no address may hold."""

    def __init__(self, data: QueryDict | None = None, *, search: Search | None = None) -> None:
        super().__init__(data, search=search)
        del self.fields["words"]


class DownloadForm(SearchForm):
    """The search as it was counted, and how it is to be written."""

    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        widget=forms.RadioSelect,
        initial=Format.CSV.value,
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


class AskForm(DownloadForm):
    """The same, and why another officer should allow it."""

    reason = forms.CharField(
        label=_("Why so much is needed"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("The other officer reads it; it is sealed beside the entry. No names of data subjects."),
        error_messages={
            "required": _("Say why it is needed: another officer is to judge it."),
            "min_length": _("Say a little more: ten characters."),
        },
    )

    def search(self) -> Search:
        self.said = self.cleaned_data.pop("reason", "")
        return super().search()


@shows(Event.EXPORTS_SHOWN, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def wizard(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """The filters, and how many entries they leave; counting is a search, so it is an entry like one."""
    form, search = _asked(request)
    if search is None:
        return _page(request, form)
    record(Event.LOG_SEARCHED, by=acting(request), subject=search.about, details=search.details)
    try:
        return _page(request, form, search, count=len(choose(search)))
    except TooMany:
        return _page(request, form, search, why="too_many")


def _asked(request: HttpRequest) -> tuple[ExportForm, Search | None]:
    """From the form of this page, or from an address of the timeline."""
    if "what" in request.GET:
        form = ExportForm(request.GET)
        return form, form.search() if form.is_valid() else None
    linked = SearchForm(request.GET)
    if request.GET and linked.is_valid():
        return ExportForm(search=linked.search()), linked.search()
    return ExportForm(), None


@does(Role.COMPLIANCE)
def download(request: HttpRequest) -> HttpResponseBase:
    """What was chosen, in the format that was chosen: recorded, and its leaf waited for, before the first byte."""
    form = DownloadForm(request.POST)
    if not form.is_valid():
        return unfit(request)
    search = form.search()
    try:
        blocks = export(search, format=form.chosen, by=acting(request))
    except TooMany:
        return refused(request, search, "too_many", status=400, chosen=form.chosen)
    except TooLarge:
        return refused(request, search, "too_large", status=400, chosen=form.chosen)
    except Unproven:
        return refused(request, search, "unproven", status=409)
    except Unselectable:
        return refused(request, search, "unselectable", status=400)
    return attachment(form.chosen, blocks)


def attachment(format: Format, blocks: Iterator[bytes]) -> StreamingHttpResponse:
    named = f'attachment; filename="sotto-log-{now():%Y-%m-%d}.{ENDINGS[format]}"'
    return StreamingHttpResponse(blocks, content_type=TYPES[format], headers={"Content-Disposition": named})


def unfit(request: HttpRequest) -> HttpResponse:
    """The page lists the officer's own requests, so it is an entry here too."""
    record(Event.EXPORTS_SHOWN, by=acting(request), outcome=Outcome.DENIED)
    return _page(request, ExportForm(), why="unfit", status=400)


def refused(request: HttpRequest, search: Search, why: str, *, status: int, **found: Any) -> HttpResponse:
    """A refusal tells how much there is, so it is an entry first."""
    record(Event.LOG_SEARCHED, by=acting(request), subject=search.about, outcome=Outcome.DENIED, details=search.details)
    return _page(request, ExportForm(search=search), search, status=status, why=why, **found)


def _page(request: HttpRequest, form: ExportForm, search: Search | None = None, *, status: int = 200, **found: Any) -> HttpResponse:
    """With the officer's own requests below; where another officer is needed, with the form that asks for one."""
    own = [(permit, title(permit.pairs)) for permit in permits.of_asker(acting(request).id)]
    context: dict[str, Any] = {
        "form": form,
        "search": search,
        "formats": DownloadForm()["format"],
        "most": most(),
        "hashes_most": hashes_most(),
        "own": own,
    }
    context["asking"] = found.pop("asking", None) or AskForm(initial={"format": found.get("chosen", Format.CSV)})
    context["hours"] = settings.AUDIT_PERMIT_HOURS
    return render(request, "audit/export.html", context | found, status=status)
