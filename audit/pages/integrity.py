"""The state of the log on one page, fit to be printed: size, root, witnesses, and the checkpoint as a code to take away."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.access import Role, shows
from audit.events import Event, Purpose
from audit.integrity import standing
from audit.log import Receipt
from audit.pages.qr import qr_of
from foundation.clock import now
from foundation.ids import LENGTH


class EntryForm(forms.Form):
    """Which entry is to be proved."""

    entry = forms.RegexField(
        f"^[0-9a-f]{{{LENGTH}}}$",
        label=_("Entry (id)"),
        error_messages={"invalid": _("An id has 32 letters and digits. Copy it from an entry.")},
    )


@shows(Event.INTEGRITY_SHOWN, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def integrity(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """What was signed and witnessed; asked for an entry, on to its proof."""
    form = EntryForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("audit:proof", form.cleaned_data["entry"])
    shown = standing()
    return render(request, "audit/integrity.html", {"shown": shown, "form": form, "qr": qr_of(shown.note), "at": now()})
