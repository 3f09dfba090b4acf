"""Where a person was going when a step came in between. Kept in the session, and only ever a path of our own."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

AFTER = "after"
LONGEST = 300


def remember(request: HttpRequest, path: str) -> None:
    if path.startswith("/") and len(path) <= LONGEST and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        request.session[AFTER] = path


def recall(request: HttpRequest) -> str:
    """The remembered path, once; else the first page."""
    return str(request.session.pop(AFTER, "/"))
