"""Who had to do with a clip."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit import names
from audit.access import Role, shows
from audit.events import Event, Purpose
from audit.log import Receipt
from audit.pages.unknown import or_404
from audit.reading import clips, sessions

SHOWN = 200


@shows(Event.LOG_CLIP_SHOWN, Role.COMPLIANCE, subject="clip_id", purpose=Purpose.LEGAL)
def clip(request: HttpRequest, clip_id: str, *, receipt: Receipt) -> HttpResponse:
    """Dealt, fetched and heard, told apart for each person; and whose recording it is, by id."""
    with or_404():
        seen = clips.clip(clip_id)
    called = names.sites()
    sites = sessions.sites_of(session for party in seen.parties for session in party.sessions)
    recording = seen.recording or clip_id
    context = {
        "seen": seen,
        "parties": [(party, sorted({called.get(site, site[:8]) for each in party.sessions if (site := sites.get(each))})) for party in seen.parties],
        "subject": names.subjects_of([recording]).get(recording, ""),
        "lines": seen.lines[:SHOWN],
        "is_cut": seen.is_cut or len(seen.lines) > SHOWN,
    }
    return render(request, "audit/clip.html", context)
