"""What accounts, which lies above the log, knows of officers. It fills this in when it is ready; without it nobody is one, and no code is fresh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.access import Denied, Role

View = Callable[..., HttpResponseBase]


@dataclass
class Sources:
    """fresh: makes of a view one that asks for the second factor again when it is some minutes old, and then leads `back`."""

    holds: Callable[[str, Role], bool] | None = None
    fresh: Callable[[View, str], View] | None = None


SOURCES = Sources()


def is_officer(person: str) -> bool:
    """Has the role of an officer now, and is not suspended."""
    return SOURCES.holds is not None and SOURCES.holds(person, Role.COMPLIANCE)


def fresh(back: str) -> Callable[[View], View]:
    """Write it below @does. back: the name of the page to return to after the code, where the person presses the button again."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if SOURCES.fresh is None:
                raise Denied("nobody can ask for a second factor")
            return SOURCES.fresh(view, back)(request, *args, **kwargs)

        return guarded

    return guard
