"""Where a person was going when a step came in between. Kept in the session, and only ever a path of our own."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

AFTER = "after"
LONGEST = 300


def remember(request: HttpRequest, path: str) -> None:
    """Kept when it is an address of the house, without what was asked there: words could stand in it."""
    bare = path.split("?")[0]
    if len(bare) <= LONGEST and url_has_allowed_host_and_scheme(bare, allowed_hosts=None) and _leads_somewhere(bare):
        request.session[AFTER] = bare


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def recall(request: HttpRequest) -> str:
    """The remembered path, once; else the first page."""
    return str(request.session.pop(AFTER, "/"))
