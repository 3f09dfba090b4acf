"""The supervisor's pages: who waits, and one case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotation import escalations, media, working
from annotation.escalations import Case, UnfitGuidance
from annotation.media import Shown
from annotation.models import Escalation
from annotation.states import State
from audit.access import Role, acting, does, quiet, shows
from audit.events import Event, Purpose
from audit.log import Receipt
from foundation.clock import now
from redaction.marks import in_seconds

DUE: timedelta = timedelta(minutes=5)  # so long may a reviewer wait for a first answer
MOST_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """One line of the inbox: nothing of what was said, nothing of who raised it."""

    escalation: Escalation
    waited: timedelta
    is_mine: bool

    @property
    def minutes(self) -> int:
        return int(self.waited.total_seconds() // 60)

    @property
    def seconds(self) -> int:
        return int(self.waited.total_seconds() % 60)

    @property
    def is_late(self) -> bool:
        return self.waited > DUE and self.escalation.taken_by_id is None


def _rows(request: HttpRequest) -> list[Row]:
    me, at = acting(request).id, now()
    return [Row(one, at - one.raised_at, one.taken_by_id == me) for one in escalations.waiting(acting(request))[:MOST_SHOWN]]


@shows(Event.HOME_OPENED, Role.SUPERVISOR)
def inbox(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Who waits for a supervisor, the longest waiting first."""
    return render(request, "annotation/inbox.html", {"rows": _rows(request), "due_minutes": int(DUE.total_seconds() // 60)})


@does(Role.SUPERVISOR)
@quiet
def rows(request: HttpRequest) -> HttpResponse:
    """The same list for the open page, which asks every second; its opening was the entry."""
    return render(request, "annotation/_inbox_rows.html", {"rows": _rows(request)})


@shows(Event.CASE_OPENED, Role.SUPERVISOR, purpose=Purpose.ESCALATION, find=escalations.find_case)
def case(request: HttpRequest, escalation: str, *, found: Case, receipt: Receipt) -> HttpResponse:
    """One escalated clip: its text and shape, what the reviewer marked, and what can be done."""
    return _case_page(request, found.escalation, receipt)


def _case_page(request: HttpRequest, one: Escalation, receipt: Receipt) -> HttpResponse:
    shown, is_lost = None, one.clip.state != State.ESCALATED
    if one.closed_at is None and one.clip.state == State.ESCALATED:
        try:
            shown = media.show(one.clip, receipt)
        except media.CANNOT_OPEN as error:
            working.set_aside(one.clip_id, error, by=acting(request))
            is_lost = True
    facts = {"one": one, "clip": one.clip, "shown": shown, "is_lost": is_lost, "marks": in_seconds(one.marks), "outcomes": outcomes()}
    mine = one.taken_by_id == acting(request).id
    done = {code: name for code, name, _what in outcomes()}.get(one.outcome, "")
    more = {
        "outcome": done,
        "sent": escalations.guidance_of(one, receipt),
        "age": _age(one.clip.captured_in),
        "mine": mine,
        **_for_the_player(one, shown),
        "longest": escalations.LONGEST_GUIDANCE,
    }
    return render(request, "annotation/case.html", facts | more)


def _for_the_player(one: Escalation, shown: Shown | None) -> dict[str, str]:
    if shown is None:
        return {}
    marks = in_seconds(one.marks)
    return {"holes": json.dumps(shown.holes_s), "words": json.dumps(shown.words), "mark": json.dumps(marks[0]) if marks else ""}


def outcomes() -> list[tuple[str, str, str]]:
    """Code, what the button says, what it does."""
    return [
        (Escalation.Outcome.RETURNED, _("Return to the queue"), _("It is dealt to other reviewers, never again to the one who escalated it.")),
        (Escalation.Outcome.WITHDRAWN, _("Withdraw"), _("Nobody is dealt it any more.")),
        (Escalation.Outcome.TO_DESK, _("To the privacy desk"), _("Something personal is left in it: an analyst masks it first.")),
    ]


def _age(week: date) -> str:
    """Coarse on purpose: the exact time could tell whose clip it is."""
    weeks = (now().date() - week).days // 7
    return _("this week") if weeks <= 0 else _("last week") if weeks == 1 else _("%(weeks)s weeks ago") % {"weeks": weeks}


@does(Role.SUPERVISOR)
def take(request: HttpRequest, escalation: str) -> HttpResponse:
    escalations.take(escalation, by=acting(request))
    return redirect("annotation:case", escalation)


@does(Role.SUPERVISOR)
def grant(request: HttpRequest, escalation: str) -> HttpResponse:
    """An address to hear the clip by, good for two minutes."""
    made = escalations.grant(escalation, by=acting(request))
    return JsonResponse({"audio": reverse("annotation:audio", args=[made.pk])})


@does(Role.SUPERVISOR)
def answer(request: HttpRequest, escalation: str) -> HttpResponse:
    escalations.answer(escalation, _guidance(request), by=acting(request))
    return redirect("annotation:case", escalation)


@does(Role.SUPERVISOR)
def close(request: HttpRequest, escalation: str) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    if outcome not in Escalation.Outcome.values:
        raise Http404("no such outcome")
    escalations.close(escalation, Escalation.Outcome(outcome), guidance=_guidance(request), by=acting(request))
    return redirect("annotation:inbox")


def _guidance(request: HttpRequest) -> str:
    """Raises UnfitGuidance."""
    text = request.POST.get("guidance", "").strip()
    if len(text) > escalations.LONGEST_GUIDANCE:
        raise UnfitGuidance
    return text
