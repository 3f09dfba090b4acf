"""The reviewer's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, shows
from audit.events import Event
from audit.log import Receipt


@shows(Event.HOME_OPENED, Role.REVIEWER)
def workbench(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Where a reviewer starts the day."""
    return render(request, "annotation/workbench.html")
