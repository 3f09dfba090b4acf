"""Who asks: sets request.actor for a fully signed-in person, and sends everybody else to the step that is missing."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import activity, sessions
from accounts.limits import Stand, Verdict, judge, roles_at
from accounts.models import Session
from accounts.presence import Presence, presence_of
from accounts.seals import shown_name_of
from accounts.sessions import store_of
from accounts.signing_in import FACTORS, live_assignments, somebody
from audit.access import Actor, ActorKind, access_of, is_quiet
from foundation.clock import now

STEP_OF = {Stand.HALF: "accounts:code", Stand.LOCKED: "accounts:locked"}


class SignedIn:
    """Stands before the gate. Deny by default: only a view that says @public is reached without an actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked: Any = request  # the attributes below are ours; Django's request does not know them
        asked.actor, asked.person_name, asked.session_mark = None, "", ""
        asked.stand = Stand.NAMELESS
        row = store_of(request).row
        if row is not None and row.person is not None:
            asked.stand = _admit(asked, row, presence_of(request))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        access = access_of(view)
        asked: Any = request
        if asked.actor is not None and not is_quiet(view):
            activity.see(request)
        if access is None or access.is_public or asked.actor is not None:
            return None  # the gate decides
        return _send_to_step(request, asked.stand)


def _admit(asked: Any, row: Session, presence: Presence) -> Stand:
    """Let the session in, lock it or end it, and say who sits there."""
    person = row.person
    assert person is not None
    verdict = judge(row, presence, now())
    by = somebody(asked, person, session=row.pk)
    if verdict.stand is Stand.END:
        sessions.end(row, by=by, reason=verdict.reason)
        store_of(asked).flush()
        return Stand.NAMELESS
    if verdict.stand is Stand.LOCK:
        sessions.lock(row, by=by, reason=verdict.reason)
        verdict = Verdict(Stand.LOCKED)
    if row.mfa_at is not None:
        asked.person_name = SimpleLazyObject(lambda: shown_name_of(person))
        asked.session_mark = mark_of(row)
    if verdict.stand is Stand.FULL:
        asked.actor = _actor(row, presence)
    return verdict.stand


def _actor(row: Session, presence: Presence) -> Actor:
    assert row.person is not None
    roles = roles_at(live_assignments(row.person, now()), presence, now())
    return Actor(row.person.pk, ActorKind.PERSON, roles, FACTORS, row.pk, presence.address, presence.agent, row.mfa_at)


def mark_of(session: Session) -> str:
    """Stands faintly on the screen, so that a photograph of it names the session. It opens nothing."""
    return sha256(f"mark:{session.pk}".encode()).hexdigest()[:8]


def _send_to_step(request: HttpRequest, stand: Stand) -> HttpResponseBase:
    """A page is led to the missing step; what a page fetches is refused, it would take the step's page for data."""
    address = reverse(STEP_OF.get(stand, "accounts:sign-in"))
    if request.method in ("GET", "HEAD"):
        address = f"{address}?{urlencode({'next': request.path}, safe='/')}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=403, headers={"HX-Redirect": address})
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return HttpResponse(status=403)
    return HttpResponseRedirect(address, status=302 if request.method in ("GET", "HEAD") else 303)
