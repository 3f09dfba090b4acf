"""The two documents for compliance officers: to read, to print, to take away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from audit.access import Role, acting, does, shows
from audit.events import Event, Purpose
from audit.log import Receipt, record
from audit.pages.qr import qr_of
from config.governance.assessment import assessment
from config.governance.documents import Document, Format, lines_of
from config.governance.record import record_of_processing
from foundation.statements import Block, Facts, Prose

TYPES: Final = {Format.MARKDOWN: "text/markdown; charset=utf-8", Format.JSON: "application/json"}
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")


class FileForm(forms.Form):
    """How it is to be written."""

    format = forms.ChoiceField(choices=[(Format.MARKDOWN.value, _("Markdown")), (Format.JSON.value, _("JSON"))])


@shows(Event.RECORD_SHOWN, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def processing(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """GDPR 30."""
    return _page(request, record_of_processing())


@does(Role.COMPLIANCE)
def processing_file(request: HttpRequest) -> HttpResponse:
    return _given(request, record_of_processing, Event.RECORD_GIVEN)


@shows(Event.ASSESSMENT_SHOWN, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def impact(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """GDPR 35."""
    return _page(request, assessment())


@does(Role.COMPLIANCE)
def impact_file(request: HttpRequest) -> HttpResponse:
    return _given(request, assessment, Event.ASSESSMENT_GIVEN)


def _page(request: HttpRequest, document: Document) -> HttpResponse:
    sections = [(section, [_shown(block) for block in section.blocks]) for section in document.sections]
    context = {"document": document, "sections": sections, "qr": qr_of(document.checkpoint), "formats": FileForm().fields["format"]}
    return render(request, "governance/document.html", context)


def _shown(block: Block) -> dict[str, object]:
    """A block as the template walks it: each cell as its lines, in a table with the head of its column."""
    if isinstance(block, Prose):
        return {"prose": SafeString(_MARKDOWN.render(block.markdown))}
    if isinstance(block, Facts):
        return {"facts": [(name, lines_of(value)) for name, value in block.rows]}
    rows = [[(head, lines_of(cell)) for head, cell in zip(block.head, row, strict=True)] for row in block.rows]
    return {"table": block, "rows": rows, "none": lines_of(block.none)}


def _given(request: HttpRequest, make: Callable[[], Document], event: Event) -> HttpResponse:
    """The file, whose SHA-256 stands in the entry: recorded and sealed before its first byte."""
    form = FileForm(request.POST)
    if not form.is_valid():
        raise BadRequest("a format is md or json")
    chosen, document = Format(form.cleaned_data["format"]), make()
    written = document.written(chosen).encode()
    record(event, by=acting(request), details={"format": chosen.value, "digest": hashlib.sha256(written).hexdigest()}).sealed()
    named = f'attachment; filename="{document.key}-{document.made_at:%Y-%m-%d}.{chosen.value}"'
    return HttpResponse(written, content_type=TYPES[chosen], headers={"Content-Disposition": named})
