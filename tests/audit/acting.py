"""Stands where accounts' middleware stands, so that the gate can be tried without passwords: the test says who acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.access import Actor, ActorKind, Role
from foundation.clock import now
from foundation.ids import new_id

MIDDLEWARE = f"{__name__}.Acting"
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def person(*roles: Role, address: str = "192.0.2.7", agent: str = "Testbrowser/1") -> Actor:
    """A person of these roles who signed in just now."""
    return Actor(new_id(), ActorKind.PERSON, frozenset(roles), "totp", new_id(), address, agent, mfa_at=now())


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


class Acting:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = _actor.get()
        return self.get_response(request)
