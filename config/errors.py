"""From what went wrong to the page that says what to do: one table, at the edge of the house."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from annotation.escalations import UnfitGuidance
from annotation.leases import NotYours
from audit.access import Denied
from audit.log import NothingRecorded
from foundation.jobs import LostRace

log = structlog.get_logger("sotto.errors")


@dataclass(frozen=True)
class Page:
    status: int
    template: str


NOT_ALLOWED = Page(403, "errors/403.html")
NOT_HERE = Page(404, "errors/404.html")
CHANGED = Page(409, "errors/409.html")
TOO_OFTEN = Page(429, "errors/429.html")
UNREADABLE = Page(400, "errors/400.html")
BROKEN = Page(500, "errors/500.html")
CLOSED = Page(503, "errors/503.html")

# The first line that fits decides. A database that cannot be asked and a log that cannot be written close the house.
TABLE: tuple[tuple[type[BaseException], Page], ...] = (
    (NothingRecorded, CLOSED),
    (OperationalError, CLOSED),
    (InterfaceError, CLOSED),
    (LostRace, CHANGED),
    (Denied, NOT_ALLOWED),
    (PermissionDenied, NOT_ALLOWED),
    (Http404, NOT_HERE),
    (NotYours, NOT_HERE),
    (SuspiciousOperation, UNREADABLE),
    (BadRequest, UNREADABLE),
    (UnfitGuidance, UNREADABLE),
)


def page_of(error: BaseException | None) -> Page:
    return next((page for kind, page in TABLE if isinstance(error, kind)), BROKEN)


def answer(page: Page) -> HttpResponse:
    """The page alone, without person or session: what is broken may be just what would be asked for them."""
    response = HttpResponse(render_to_string(page.template), status=page.status)
    if page.status in (429, 503):
        response.headers["Retry-After"] = "30"
    return response


class Edge:
    """Innermost middleware: turns what a view raises into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        page = page_of(error)
        if page is BROKEN:
            return None  # Django reports it (class and place only) and asks `broken`
        return answer(page)


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: also reached by what a middleware raises, so it asks the table too."""
    error = sys.exc_info()[1]
    page = page_of(error)
    log.error("answer_failed", status=page.status, error=type(error).__name__)
    return answer(page)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(NOT_ALLOWED)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(NOT_HERE)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(UNREADABLE)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or of an ended session."""
    return HttpResponse(render_to_string("errors/csrf.html"), status=403)
