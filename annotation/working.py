"""The JSON of a dealt slot, as CONTRACT promises it and the workbench reads it."""

from __future__ import annotations

import re
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from annotation import drafts, leases, media, schema
from annotation.models import Clip, Lease, Slot
from annotation.queue import Dealt
from annotation.states import Move, move
from audit.access import Actor
from audit.events import Event, Outcome
from audit.log import record
from foundation.clock import now
from redaction.marks import in_seconds

PLACEHOLDER: Final = re.compile(r"\[[A-Z]+_\d+\]")


def shown(dealt: Dealt) -> dict[str, Any]:
    """Opens the clip's copies against the receipt of its dealing. Raises media.CANNOT_OPEN."""
    slot = Slot.objects.select_related("clip__project__brief").get(pk=dealt.lease.slot_id)
    clip, brief = slot.clip, slot.clip.project.brief
    open_clip = media.show(clip, dealt.receipt)
    draft = None if dealt.is_new else drafts.read(dealt.lease, dealt.receipt)
    more = {"words": open_clip.words} if open_clip.words else {}
    return {
        "slot": slot.pk,
        "project": clip.project.name,
        "clip": {
            "duration_s": open_clip.duration_s,
            "hypothesis": open_clip.text,
            "holes_s": open_clip.holes_s,
            **more,
            "schema": schema.written(brief.labels),
            "peaks": open_clip.peaks,
            "locale": clip.locale,
            "topic": clip.topic,
            "placeholders": list(dict.fromkeys(PLACEHOLDER.findall(open_clip.text))),
            "focus_s": in_seconds(slot.focus),
        },
        "audio": reverse("annotation:audio", args=[dealt.grant.pk]),
        "grant": dealt.grant.pk,
        **until(dealt.lease),
        "guidelines": reverse("annotation:guidelines", args=[clip.project_id]) if brief.guidelines else "",
        "draft": vars(draft) if draft else None,
    }


def until(lease: Lease) -> dict[str, Any]:
    return {"lease_until": lease.until.isoformat(), "lease_s": max(0, round((lease.until - now()).total_seconds()))}


@transaction.atomic
def set_aside(clip_id: str, error: Exception, *, by: Actor) -> None:
    """A clip whose copies cannot be opened leaves the queue: nobody is shown half of one, and nobody is dealt it again and again."""
    clip = Clip.objects.select_for_update(no_key=True).get(pk=clip_id)
    leases.empty(clip)
    move(clip, Move.LOSE)
    details = {"error": type(error).__name__}
    record(Event.CLIP_UNREADABLE, by=by, subject=clip_id, outcome=Outcome.FAILED, details=details)
