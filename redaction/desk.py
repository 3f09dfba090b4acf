"""The privacy desk: where an analyst decides on what the pipeline was unsure of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, shows
from audit.events import Event
from audit.log import Receipt


@shows(Event.HOME_OPENED, Role.ANALYST)
def desk(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Where a privacy analyst starts."""
    return render(request, "redaction/desk.html")
