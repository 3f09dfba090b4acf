"""A large export needs a second officer: one asks here, another decides, the first takes it away. Each step asks for a fresh second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit import permits, reading
from audit.access import Role, acting, does, shows
from audit.events import Event, PrivateClass, Purpose
from audit.exporting.giving import ask as ask_another
from audit.exporting.giving import export_permitted
from audit.log import Receipt, record
from audit.models import Entry, Permit
from audit.officers import fresh
from audit.pages.exporting import AskForm, attachment, refused, unfit
from audit.permits import Empty, Move, NotNeeded, OwnPermit, Refused, Shown, TooManyOpen, Unselectable
from audit.queries import title
from audit.reading import Opening
from audit.sealing.proving import Unproven
from foundation.jobs import LostRace

# Why a permit opens nothing, for its asker.
REFUSALS: Final = {
    "asked": _("Nobody has decided about it yet."),
    "refused": _("Another officer refused it."),
    "revoked": _("Another officer took the approval back. Ask again."),
    "approver": _("Whoever approved it is no officer any more. Ask again."),
    "used": _("It was used already. What is needed again is asked for again."),
    "expired": _("Its time is over. Ask again."),
    "changed": _("Another number of entries fits now than was approved. Ask again."),
    "unproven": _("The tables contradict what was signed, so nothing is given out as proved. Have the log verified now."),
}


class DecisionForm(forms.Form):
    """Yes or no, and why."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (Move.APPROVE.value, _("Approve: exactly this may be taken away, once")),
            (Move.REFUSE.value, _("Refuse")),
        ],
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("Sealed beside the entry about your decision. No names of data subjects."),
    )


class RevocationForm(forms.Form):
    """Why an approval is taken back."""

    note = DecisionForm.base_fields["note"]


@does(Role.COMPLIANCE)
@fresh("audit:export")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask another officer for what is too much for one."""
    form = AskForm(request.POST)
    if set(form.errors) - {"reason"}:
        return unfit(request)
    search = form.search()
    if not form.is_valid():
        return refused(request, search, "reason", status=400, asking=form, chosen=form.chosen)
    try:
        permit = ask_another(search, format=form.chosen, by=acting(request), reason=form.said)
    except Unselectable:
        return refused(request, search, "unselectable", status=400)
    except NotNeeded:
        return refused(request, search, "not_needed", status=400)
    except Empty:
        return refused(request, search, "empty", status=400)
    except TooManyOpen:
        return refused(request, search, "too_many_open", status=400)
    return redirect("audit:permit", permit.pk)


@shows(Event.EXPORT_REQUEST_SHOWN, Role.COMPLIANCE, subject="permit_id", purpose=Purpose.LEGAL)
def permit(request: HttpRequest, permit_id: str, *, receipt: Receipt) -> HttpResponse:
    """What is asked for and why; for another officer with the decision, for its asker with the way to take it away."""
    return _page(request, _one(permit_id))


@does(Role.COMPLIANCE)
@fresh("audit:permit")
def decide(request: HttpRequest, permit_id: str) -> HttpResponse:
    """Nobody decides about what he asked for himself, and the first decision counts."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _again(request, permit_id, status=400, form=form)
    how, note = Move(form.cleaned_data["decision"]), form.cleaned_data["note"]
    return _moved(request, permit_id, lambda: permits.decide(permit_id, how, by=acting(request), note=note))


def _moved(request: HttpRequest, permit_id: str, move: Callable[[], None]) -> HttpResponse:
    try:
        move()
    except Permit.DoesNotExist as missing:
        raise Http404("no such permit") from missing
    except OwnPermit:
        return _again(request, permit_id, status=403)
    except LostRace:
        return _again(request, permit_id, status=409, came_late=True)
    return redirect("audit:permit", permit_id)


@does(Role.COMPLIANCE)
def revoke(request: HttpRequest, permit_id: str) -> HttpResponse:
    """Any officer but the one who asked takes an approval back, as long as it was not used. To stop something needs no fresh code."""
    form = RevocationForm(request.POST)
    if not form.is_valid():
        return _again(request, permit_id, status=400, revoking=form)
    return _moved(request, permit_id, lambda: permits.revoke(permit_id, by=acting(request), note=form.cleaned_data["note"]))


@does(Role.COMPLIANCE)
@fresh("audit:permit")
def take(request: HttpRequest, permit_id: str) -> HttpResponseBase:
    """What was approved, once. The entries about it are written and sealed before the first byte."""
    try:
        chosen, blocks = export_permitted(permit_id, by=acting(request))
    except Permit.DoesNotExist as missing:
        raise Http404("no such permit of this officer") from missing
    except Refused as error:
        return _again(request, permit_id, status=409, refusal=REFUSALS[error.reason])
    except Unproven:
        return _again(request, permit_id, status=409, refusal=REFUSALS["unproven"])
    return attachment(chosen, blocks)


def _again(request: HttpRequest, permit_id: str, *, status: int, **found: Any) -> HttpResponse:
    """The page as an answer to what was not done shows the request too, so it is an entry first."""
    shown = _one(permit_id)
    record(Event.EXPORT_REQUEST_SHOWN, by=acting(request), subject=permit_id)
    return _page(request, shown, status=status, **found)


def _one(permit_id: str) -> Shown:
    try:
        return permits.one(permit_id)
    except Permit.DoesNotExist as missing:
        raise Http404("no such permit") from missing


def _page(request: HttpRequest, shown: Shown, *, status: int = 200, **found: Any) -> HttpResponse:
    is_own = shown.asked_by == acting(request).id
    context = {"shown": shown, "title": title(shown.pairs), "is_own": is_own, "form": DecisionForm(), "revoking": RevocationForm()}
    context["reason"] = None if is_own else _reason(request, shown)
    return render(request, "audit/permit.html", context | found, status=status)


def _reason(request: HttpRequest, shown: Shown) -> Opening | None:
    """For another officer, opened from beside the entry of the asking; that is an entry, as for any other. The asker knows it, and to read of
    oneself is a finding. Address and browser stay sealed. None when its period has left the tables."""
    receipt = record(Event.ENTRY_OPENED, by=acting(request), subject=shown.entry)
    try:
        opened = reading.open_entry(shown.entry, receipt=receipt, only=PrivateClass.NOTE)
    except Entry.DoesNotExist:
        return None
    return next(iter(opened.openings), None)
