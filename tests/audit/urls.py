"""A small house with one door of each kind."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from audit.access import Denied, Role, does, public, shows
from audit.events import Event
from audit.log import Receipt, record

SECRET = "what the page shows"
ran: list[str] = []


@shows(Event.PERSON_SHOWN, Role.OPERATOR, subject="person_id")
def shown(request: HttpRequest, person_id: str, *, receipt: Receipt) -> HttpResponse:
    ran.append("shown")
    receipt.must_be(Event.PERSON_SHOWN, person_id)
    return HttpResponse(SECRET)


@shows(Event.PEOPLE_LISTED, Role.OPERATOR)
def streamed(request: HttpRequest, *, receipt: Receipt) -> StreamingHttpResponse:
    def parts() -> Iterator[str]:
        ran.append("streamed")
        yield SECRET

    return StreamingHttpResponse(parts())


@does(Role.OPERATOR)
def done(request: HttpRequest) -> HttpResponse:
    ran.append("done")
    with transaction.atomic():
        record(Event.PERSON_SUSPENDED, by=request.actor, object=request.POST.get("id", ""))
    return HttpResponse(SECRET)


@does(Role.OPERATOR)
def refused(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        record(Event.PERSON_SUSPENDED, by=request.actor)
        raise Denied("not this one")


@shows(Event.PERSON_SHOWN, Role.OPERATOR, subject="person_id")
def foreign(request: HttpRequest, person_id: str, *, receipt: Receipt) -> HttpResponse:
    raise Http404


@shows(Event.PERSON_SHOWN, Role.OPERATOR)
def forbidden(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    raise PermissionDenied


def undeclared(request: HttpRequest) -> HttpResponse:
    ran.append("undeclared")
    return HttpResponse(SECRET)


@public("GET", "POST")
def open_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [
    path("shown/<str:person_id>/", shown, name="shown"),
    path("streamed/", streamed, name="streamed"),
    path("done/", done, name="done"),
    path("refused/", refused, name="refused"),
    path("foreign/<str:person_id>/", foreign, name="foreign"),
    path("forbidden/", forbidden, name="forbidden"),
    path("undeclared/", undeclared, name="undeclared"),
    path("open/", open_door, name="open"),
    path("healthz", open_door, name="healthz"),
]

handler403 = "config.errors.not_allowed"
handler404 = "config.errors.not_here"
handler500 = "config.errors.broken"
