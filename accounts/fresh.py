"""@fresh_mfa: what changes people, keys or secrets asks for the second factor again when it is some minutes old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.paths import remember
from audit.access import actor_of
from foundation.clock import now

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]


def fresh_mfa(seconds: int = 300, *, back: str = "") -> Callable[[View], View]:
    """Write it below @does or @shows.

    back: the name of the page to return to after the code; its URL arguments are taken from the view's.
    A GET page returns to itself. A POST is not repeated: the person presses the button again.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is not None and actor.mfa_at is not None and now() - actor.mfa_at <= timedelta(seconds=seconds):
                return view(request, *args, **kwargs)
            remember(request, _back(request, back, kwargs))
            return _ask(request)

        return guarded

    return guard


def _back(request: HttpRequest, back: str, kwargs: dict[str, Any]) -> str:
    if request.method == "GET":
        return request.path
    match = request.resolver_match
    named = {name: value for name, value in kwargs.items() if match is not None and name in match.kwargs}
    return reverse(back, kwargs=named) if back else "/"


def _ask(request: HttpRequest) -> HttpResponse:
    address = reverse("accounts:again")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=403, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
