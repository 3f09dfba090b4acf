"""What one person did; and the name behind the id, for a reason that the log holds."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from audit import names
from audit.access import Role, acting, does, shows
from audit.charts.drawing import Chart, chart
from audit.charts.series import Bar
from audit.events import Event, PrivateClass, Purpose
from audit.forms import ReasonForm
from audit.log import Receipt, record
from audit.pages.unknown import or_404
from audit.reading import people
from audit.reading.people import PersonSeen


@shows(Event.LOG_PERSON_SHOWN, Role.COMPLIANCE, subject="person_id", purpose=Purpose.LEGAL)
def person(request: HttpRequest, person_id: str, *, receipt: Receipt) -> HttpResponse:
    """Sessions, days, clips and refusals of one id. No name."""
    with or_404():
        seen = people.person(person_id)
    called = names.sites()
    context = {
        "seen": seen,
        "chart": _days(seen),
        "sessions": [(session, called.get(session.site, session.site[:8])) for session in seen.sessions],
        "form": ReasonForm(),
        "counted_at": people.counted_at(),
    }
    return render(request, "audit/person.html", context)


@does(Role.COMPLIANCE)
def unmask(request: HttpRequest, person_id: str) -> HttpResponse:
    """The name, once, on this answer. The reason is in the tree of the log before anything is opened."""
    with or_404():
        people.must_be_known(person_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "audit/unmask.html", {"person_id": person_id, "form": form})
    note, reason = form.cleaned_data["note"], form.cleaned_data["reason"]
    details: dict[str, int | str] = {"reason": reason}
    record(Event.NAME_UNMASKED, by=acting(request), subject=person_id, details=details, private={PrivateClass.NOTE: note}).sealed()
    return render(request, "audit/name.html", {"person_id": person_id, "name": names.name_of(person_id)})


def _days(seen: PersonSeen) -> Chart:
    bars = [Bar(f"{day:%m-%d}", entries, _address(actor=seen.id, since=f"{day}", until=f"{day}")) for day, entries in seen.days]
    return chart(gettext("Entries by day"), bars, unit=gettext("entries"))


def _address(**asked: str) -> str:
    return f"{reverse('audit:timeline')}?{urlencode(asked)}"
