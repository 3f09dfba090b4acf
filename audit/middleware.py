"""The gate: no view runs that did not declare itself, for nobody else than it declared, and nothing is shown unrecorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from audit import log
from audit.access import Access, Actor, access_of, actor_of
from audit.entries import LONGEST, is_plain
from audit.events import Event, Outcome
from audit.log import NothingRecorded, Receipt
from audit.sealing import freshness

ALWAYS_OPEN: Final = frozenset({"healthz", "accounts:lock", "accounts:sign-out"})  # served to a signed-in person while the sealer is stale
_NOTED: Final = "gate_has_noted"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Gate:
    """Stands after the middleware that sets `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        try:
            _note_refusal(request, response)
        except NothingRecorded:
            return closed()
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        try:
            return _pass(request, access_of(view), kwargs)
        except NothingRecorded:
            return closed()


def closed() -> HttpResponse:
    """503: without person, session or database, which may be just what is broken."""
    return HttpResponse(render_to_string("errors/503.html"), status=503, headers={"Retry-After": "30"})


def _pass(request: HttpRequest, access: Access | None, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    """None lets the view run. Raises PermissionDenied, Http404, NothingRecorded."""
    actor = actor_of(request)
    if access is None:
        raise _refusal(request, actor, "undeclared")
    if not access.is_public and (actor is None or not access.admits(actor)):
        raise _refusal(request, actor, "role")
    if request.method not in access.methods:
        return HttpResponseNotAllowed(sorted(access.methods))
    is_somebodys: str = getattr(request, "session_mark", "")  # a locked page shows a person's name too
    if actor is not None or is_somebodys:
        _ask_sealer(request)
    if actor is not None and access.event is not None:
        kwargs["receipt"] = _record_showing(request, access, access.event, actor, kwargs)
    return None


def _ask_sealer(request: HttpRequest) -> None:
    if _route(request) not in ALWAYS_OPEN and not freshness.is_fresh():
        raise NothingRecorded("the sealer is silent or behind; see whether it runs")


def _record_showing(request: HttpRequest, access: Access, event: Event, actor: Actor, kwargs: dict[str, Any]) -> Receipt:
    subject, purpose = str(kwargs[access.subject]) if access.subject else "", access.purpose
    if not is_plain(subject):
        raise Http404("no such id")
    if access.find is not None:
        found = kwargs["found"] = access.find(request, actor, **kwargs)
        subject, purpose = found.subject_id, getattr(found, "purpose", purpose)
    return log.record(event, by=actor, subject=subject, object=_route(request), purpose=purpose)


def _refusal(request: HttpRequest, actor: Actor | None, reason: str) -> PermissionDenied:
    """Write the refusal down, then hand back the exception to raise."""
    if actor is None:
        log.count_refusal(request)
    else:
        _note(request, actor, Outcome.DENIED, reason)
    return PermissionDenied(reason)


def _note_refusal(request: HttpRequest, response: HttpResponseBase) -> None:
    """What was refused behind the gate (not your object, a verb's no) or before it (CSRF, nobody signed in)."""
    match = request.resolver_match
    if match is None or getattr(request, _NOTED, False):
        return
    actor, access = actor_of(request), access_of(match.func)
    if actor is None:
        if response.status_code == 403 or access is None or not access.is_public:
            log.count_refusal(request)
    elif response.status_code == 403:
        _note(request, actor, Outcome.DENIED, "refused")
    elif response.status_code == 404:
        _note(request, actor, Outcome.FAILED, "not_found")


def _note(request: HttpRequest, actor: Actor, outcome: Outcome, reason: str) -> None:
    setattr(request, _NOTED, True)
    method = request.method if request.method in _METHODS else "other"
    log.record_apart(
        Event.ACCESS_DENIED,
        by=actor,
        subject=_subject(request),
        object=_route(request),
        outcome=outcome,
        details={"reason": reason, "method": str(method)},
    )


def _subject(request: HttpRequest) -> str:
    """The id that the view declared as its subject, when the address holds a fit one."""
    match = request.resolver_match
    access = access_of(match.func) if match else None
    value = str(match.kwargs.get(access.subject, "")) if match and access and access.subject else ""
    return value if is_plain(value) else ""


def _route(request: HttpRequest) -> str:
    """The view's name in the URL table: the address itself may hold what somebody typed."""
    match = request.resolver_match
    return match.view_name[:LONGEST] if match else ""
