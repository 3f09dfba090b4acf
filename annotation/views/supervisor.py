"""The supervisor's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, shows
from audit.events import Event
from audit.log import Receipt


@shows(Event.HOME_OPENED, Role.SUPERVISOR)
def inbox(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Where a supervisor starts: what reviewers have asked for."""
    return render(request, "annotation/inbox.html")
