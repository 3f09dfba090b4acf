"""The operator's pages about people, and the sessions that a supervisor may end."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import activation, mfa, people_list, sessions
from accounts import people as verbs
from accounts.forms import InviteForm, ReasonForm, RoleForm
from accounts.fresh import fresh_mfa
from accounts.models import Assignment, Person, Session
from accounts.reach import people_of, sessions_of
from accounts.seals import email_of, name_of
from audit.access import Actor, Denied, Role, actor_of, does, shows
from audit.events import Event
from audit.log import Receipt
from foundation.clock import now

PAGE = 50
PERSON_PAGE = "people:person"


def _actor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor is None:
        raise Denied("nobody is signed in")
    return actor


def _person(request: HttpRequest, person_id: str) -> Person:
    """Http404 for somebody outside the operator's scopes, as for nobody."""
    return get_object_or_404(people_of(_actor(request), Role.OPERATOR), pk=person_id)


@shows(Event.PEOPLE_LISTED, Role.OPERATOR)
def people(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Everybody inside the operator's scopes."""
    found = people_of(_actor(request), Role.OPERATOR).select_related("organisation").order_by("created_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": people_list.rows(list(page.object_list)), "form": InviteForm(by=_actor(request))}
    return render(request, "accounts/people.html", context)


@does(Role.OPERATOR)
@fresh_mfa(back="people:list")
def invite(request: HttpRequest) -> HttpResponse:
    """Add a person with a role; the activation code is shown on this answer and never again."""
    form = InviteForm(request.POST, by=_actor(request))
    if form.is_valid():
        try:
            person, code = _invite(form.cleaned_data, by=_actor(request))
            return render(request, "accounts/activation_code.html", {"person": person, "name": name_of(person), "code": code})
        except (verbs.UnfitPerson, verbs.AlreadyThere) as error:
            form.add_error(None, str(error))
    return render(request, "accounts/invite.html", {"form": form})


@transaction.atomic
def _invite(typed: dict[str, Any], *, by: Actor) -> tuple[Person, str]:
    organisation, site = typed["organisation"], typed["site"]
    person = verbs.add(typed["email"], by=by, name=typed["name"], organisation=organisation, locales=typed["locales"])
    verbs.give_role(person, Role(typed["role"]), by=by, organisation=organisation, site=site, until=typed["until"])
    return person, activation.issue(person, by=by)


@shows(Event.PERSON_SHOWN, Role.OPERATOR, subject="person_id")
def person(request: HttpRequest, person_id: str, *, receipt: Receipt) -> HttpResponse:
    return _person_page(request, _person(request, person_id), RoleForm(by=_actor(request)))


def _person_page(request: HttpRequest, shown: Person, form: RoleForm) -> HttpResponse:
    roles = shown.assignments.filter(ended_at__isnull=True).select_related("organisation", "site").order_by("given_at")
    context = {
        "shown": shown,
        "name": name_of(shown),
        "email": email_of(shown),
        "roles": [(role, role.until is not None and role.until < now().date()) for role in roles],
        "sessions": people_list.session_rows(sessions_of(_actor(request), Role.OPERATOR).filter(person=shown)),
        "device": mfa.device_of(shown),
        "is_oneself": shown.pk == _actor(request).id,
        "form": form,
        "reason_form": ReasonForm(),
    }
    return render(request, "accounts/person.html", context)


@does(Role.OPERATOR)
@fresh_mfa(back=PERSON_PAGE)
def suspend(request: HttpRequest, person_id: str) -> HttpResponse:
    verbs.suspend(_person(request, person_id), by=_actor(request), reason=_reason(request))
    return redirect(PERSON_PAGE, person_id)


@does(Role.OPERATOR)
@fresh_mfa(back=PERSON_PAGE)
def restore(request: HttpRequest, person_id: str) -> HttpResponse:
    verbs.restore(_person(request, person_id), by=_actor(request), reason=_reason(request))
    return redirect(PERSON_PAGE, person_id)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


@does(Role.OPERATOR)
@fresh_mfa(back=PERSON_PAGE)
def activation_code(request: HttpRequest, person_id: str) -> HttpResponse:
    """A new code for somebody who has not activated yet."""
    shown = _person(request, person_id)
    try:
        code = activation.issue(shown, by=_actor(request))
    except activation.NothingToActivate:
        return redirect(PERSON_PAGE, person_id)
    return render(request, "accounts/activation_code.html", {"person": shown, "name": name_of(shown), "code": code})


@does(Role.OPERATOR)
@fresh_mfa(back=PERSON_PAGE)
def give_role(request: HttpRequest, person_id: str) -> HttpResponse:
    shown = _person(request, person_id)
    form = RoleForm(request.POST, by=_actor(request))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            verbs.give_role(
                shown,
                Role(typed["role"]),
                by=_actor(request),
                organisation=typed["organisation"],
                site=typed["site"],
                until=typed["until"],
            )
            return redirect(PERSON_PAGE, person_id)
        except (verbs.UnfitPerson, verbs.AlreadyThere) as error:
            form.add_error(None, str(error))
    return render(request, "accounts/give_role.html", {"form": form, "shown": shown})


@does(Role.OPERATOR)
@fresh_mfa(back=PERSON_PAGE)
def end_role(request: HttpRequest, person_id: str, assignment_id: str) -> HttpResponse:
    assignment = get_object_or_404(Assignment, pk=assignment_id, person=_person(request, person_id))
    verbs.end_role(assignment, by=_actor(request))
    return redirect(PERSON_PAGE, person_id)


# -- sessions -------------------------------------------------------------------------------------


@shows(Event.SESSIONS_LISTED, Role.SUPERVISOR, Role.OPERATOR)
def sessions_page(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Who sits where, inside the scopes of a supervisor or operator."""
    rows = people_list.session_rows(_sessions(request))
    return render(request, "accounts/sessions.html", {"rows": rows})


def _sessions(request: HttpRequest) -> Any:
    actor = _actor(request)
    return sessions_of(actor, *(actor.roles & {Role.SUPERVISOR, Role.OPERATOR}))


@does(Role.SUPERVISOR, Role.OPERATOR)
def end_session(request: HttpRequest, session_id: str) -> HttpResponse:
    """At once and without a fresh code: whoever sees an abandoned desk must not have to hunt for a token first."""
    _end(request, get_object_or_404(_sessions(request), pk=session_id))
    return redirect("people:sessions")


@does(Role.OPERATOR)
def end_session_of(request: HttpRequest, person_id: str, session_id: str) -> HttpResponse:
    _end(request, get_object_or_404(_sessions(request), pk=session_id, person=_person(request, person_id)))
    return redirect(PERSON_PAGE, person_id)


def _end(request: HttpRequest, session: Session) -> None:
    sessions.end(session, by=_actor(request), reason="ended by another")
