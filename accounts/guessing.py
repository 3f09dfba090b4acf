"""Password guessing is counted by django-axes, on keyed hashes: its table learns no address, agent or form field."""

from __future__ import annotations

import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, HttpResponse

from foundation import keys
from foundation.address import client_address
from foundation.clock import now


def pseudonym(request: HttpRequest) -> str:
    """A unique local IPv6 address that stands for the client's: axes keeps an address, it need not be the real one."""
    index = keys.blind_index("accounts", f"guess:{client_address(request)}")
    return str(ipaddress.IPv6Address(bytes([0xFD]) + bytes.fromhex(index)[:15]))


class Guesses(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts on a blank request, so that nothing which a client sent can end in a column."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        request.axes_attempt_time = now()  # type: ignore[attr-defined]  # the one clock of the house
        return bool(super().is_allowed(request, credentials))

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
        if request is None:
            return
        blank = _blank(request)
        super().user_login_failed(sender, {"username": credentials.get("username")}, blank, **kwargs)
        # The try that fills the measure still gets the usual answer; the backend turns away the one after it.
        request.axes_failures_since_start = blank.axes_failures_since_start  # type: ignore[attr-defined]


def our_answer(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """The page of the view stays; axes would put a line of its own in its place."""
    return response


def _blank(request: HttpRequest) -> HttpRequest:
    blank: Any = HttpRequest()
    blank.axes_updated = True
    blank.axes_locked_out = getattr(request, "axes_locked_out", False)
    blank.axes_attempt_time = now()
    blank.axes_ip_address = pseudonym(request)
    blank.axes_user_agent = blank.axes_path_info = blank.axes_http_accept = ""
    blank.axes_failures_since_start = blank.axes_credentials = None
    return blank  # type: ignore[no-any-return]
