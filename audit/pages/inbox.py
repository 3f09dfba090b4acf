"""What the rules found: the list, one finding with its entries, and what an officer decides about it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit import findings, permits
from audit.access import Role, acting, does, shows
from audit.events import Event, Purpose
from audit.findings import AlreadyDisposed, Disposition, OwnFinding, Shown
from audit.forms import IdField, must_be_actor
from audit.log import Receipt, record
from audit.models import Finding
from audit.queries import title
from audit.reading import lines_of
from audit.rules.catalogue import RULES
from foundation.ids import LENGTH

OBSTACLES = {
    "about": _("This finding is about you: another officer decides what becomes of it."),
    "own": _("Something that you did yourself raised this finding: another officer decides what becomes of it."),
}


def _rules() -> list[tuple[str, str]]:
    return [("", str(_("Every rule"))), *((name, rule.title) for name, rule in RULES.items())]


class FilterForm(forms.Form):
    """Which findings. Everything may stay empty: then the open ones."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Open")), ("disposed", _("Decided")), ("all", _("All"))])
    rule = forms.ChoiceField(label=_("Rule"), required=False, choices=_rules)
    person = IdField(label=_("Person (id)"), validators=[must_be_actor])
    before = forms.CharField(required=False, max_length=LENGTH, widget=forms.HiddenInput)

    def page(self) -> findings.Page:
        """Of a valid form."""
        wanted = self.cleaned_data
        state = {"": "open", "all": ""}.get(wanted["state"], wanted["state"])
        return findings.page(state=state, rule=wanted["rule"], person=wanted["person"], before=wanted["before"])


class DispositionForm(forms.Form):
    """What becomes of a finding, and why."""

    disposition = forms.ChoiceField(
        label=_("What it is"),
        widget=forms.RadioSelect,
        choices=[
            (Disposition.EXPLAINED.value, _("Explained: it happened, and was in order")),
            (Disposition.INCIDENT.value, _("An incident: it happened, and was not in order")),
            (Disposition.FALSE_ALARM.value, _("A false alarm: the rule read it wrongly")),
        ],
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed beside the entry about your decision. No names of data subjects, no words of a clip."),
    )


@shows(Event.INBOX_SHOWN, Role.COMPLIANCE, purpose=Purpose.INCIDENT)
def inbox(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """What other officers ask for, then the open findings, the newest first."""
    form = FilterForm(request.GET)
    page = form.page() if form.is_valid() else findings.Page([], "")
    waiting = [(name, RULES[name].title if name in RULES else name, count) for name, count in findings.waiting().items()]
    asked = [(permit, title(permit.pairs), permit.asked_by == acting(request).id) for permit in permits.waiting()]
    context = {"form": form, "page": page, "waiting": waiting, "ran_at": findings.ran_at(), "older": _address_of_older(request, page.older)}
    context["asked"] = asked
    return render(request, "audit/inbox.html", context)


def _address_of_older(request: HttpRequest, before: str) -> str:
    query = request.GET.copy()
    query["before"] = before
    return f"?{query.urlencode()}" if before else ""


@shows(Event.FINDING_SHOWN, Role.COMPLIANCE, subject="finding_id", purpose=Purpose.INCIDENT)
def finding(request: HttpRequest, finding_id: str, *, receipt: Receipt) -> HttpResponse:
    """One finding: its sentence, its entries, and the decision."""
    return _finding_page(request, _one(finding_id), DispositionForm())


def _one(finding_id: str) -> Shown:
    try:
        return findings.one(finding_id)
    except Finding.DoesNotExist as missing:
        raise Http404("no such finding") from missing


def _finding_page(request: HttpRequest, shown: Shown, form: DispositionForm, *, status: int = 200) -> HttpResponse:
    obstacle = OBSTACLES.get(findings.why_not(shown, by=acting(request)), "")
    blind = RULES[shown.rule].blind if shown.rule in RULES else ""
    context = {"shown": shown, "lines": lines_of(shown.entries), "form": form, "obstacle": obstacle, "blind": blind, "came_late": status == 409}
    return render(request, "audit/finding.html", context, status=status)


@does(Role.COMPLIANCE)
def dispose(request: HttpRequest, finding_id: str) -> HttpResponse:
    """Decide. Whoever comes second, or may not judge, gets the page again with the reason."""
    form = DispositionForm(request.POST)
    if not form.is_valid():
        return _again(request, finding_id, form, status=400)
    try:
        findings.dispose(finding_id, by=acting(request), disposition=form.cleaned_data["disposition"], note=form.cleaned_data["note"])
    except Finding.DoesNotExist as missing:
        raise Http404("no such finding") from missing
    except OwnFinding:
        return _again(request, finding_id, form, status=403)
    except AlreadyDisposed:
        return _again(request, finding_id, form, status=409)
    return redirect("audit:inbox")


def _again(request: HttpRequest, finding_id: str, form: DispositionForm, *, status: int) -> HttpResponse:
    """The page as an answer to a decision that was not taken shows a finding too, so it is an entry first."""
    shown = _one(finding_id)
    record(Event.FINDING_SHOWN, by=acting(request), subject=finding_id, purpose=Purpose.INCIDENT)
    return _finding_page(request, shown, form, status=status)


@does(Role.COMPLIANCE)
def run(request: HttpRequest) -> HttpResponse:
    """Have the rules look now; the watcher does it within seconds."""
    findings.ask(by=acting(request))
    return redirect("audit:inbox")
