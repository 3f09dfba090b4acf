"""What a data subject may be told: who had to do with the recordings, by date, role, place and purpose. No reviewer."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.access import Role, shows
from audit.events import Event, Purpose
from audit.log import Receipt
from audit.pages.unknown import or_404
from audit.reading import subjects
from foundation.clock import now, to_the_minute


@shows(Event.LOG_SUBJECT_SHOWN, Role.COMPLIANCE, subject="subject_id", purpose=Purpose.SUBJECT_REQUEST)
def subject(request: HttpRequest, subject_id: str, *, receipt: Receipt) -> HttpResponse:
    """The report to look at and to print (GDPR 15)."""
    with or_404():
        seen = subjects.subject(subject_id)
    return render(request, "audit/subject.html", {"seen": seen, "at": now()})


@shows(Event.LOG_SUBJECT_SHOWN, Role.COMPLIANCE, subject="subject_id", purpose=Purpose.SUBJECT_REQUEST)
def report(request: HttpRequest, subject_id: str, *, receipt: Receipt) -> HttpResponse:
    """The same as JSON; it leaves the house, so its entry is in the tree first."""
    receipt.sealed()
    with or_404():
        seen = subjects.subject(subject_id)
    told = {
        "subject": seen.id,
        "made_at": to_the_minute(now()),
        "recordings": seen.recordings,
        "is_complete": not seen.is_cut,
        "heard_s": seen.heard_s,
        "accesses": [access.as_dict() for access in seen.accesses],
    }
    answer = HttpResponse(json.dumps(told, indent=1, ensure_ascii=False), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="subject-{seen.id[:8]}.json"'
    return answer
