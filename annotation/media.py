"""What a reviewer or a supervisor gets of a clip: its text, the shape of its sound, the sound. Each opening takes the receipt of its entry."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.http import Http404, HttpRequest

from annotation.models import Clip, PlayGrant
from audit.access import Actor
from audit.events import Event, Purpose
from audit.log import Receipt
from audit.player import is_our_player
from foundation import seal
from foundation.clock import now
from foundation.keys import Ring, WrongContext
from foundation.seal import Erased
from redaction import store
from redaction.models import Copy
from redaction.redactor import ABOUT, AUDIO
from redaction.store import MissingObject

MOST_FETCHES = 5  # the page asks once and keeps the sound in memory; a broken connection may ask again
CANNOT_OPEN = (Erased, MissingObject, WrongContext, Copy.DoesNotExist)
_SHOWN = (Event.CLIP_DEALT, Event.CLIP_DEALT_AGAIN, Event.CASE_OPENED)


@dataclass(frozen=True)
class Shown:
    """words: [{"text", "start_s", "end_s"}] of the text, or none. peaks: base64 of bytes 0 to 127."""

    text: str = field(repr=False)
    words: list[dict[str, Any]] = field(repr=False)
    holes_s: list[list[float]]
    duration_s: float
    peaks: str = field(repr=False)


def show(clip: Clip, receipt: Receipt) -> Shown:
    """Text and shape of a clip. Raises WrongReceipt, and CANNOT_OPEN."""
    receipt.must_be(receipt.event if receipt.event in _SHOWN else Event.CLIP_DEALT, clip.pk)
    copies = {copy.kind: copy for copy in Copy.objects.filter(recording=clip.recording_id, kind__in=(Copy.Kind.LISTENING, Copy.Kind.TRANSCRIPT))}
    said = _about(Ring.TRANSCRIPTS, copies, Copy.Kind.TRANSCRIPT)
    shape = _about(Ring.LISTENING, copies, Copy.Kind.LISTENING)
    return Shown(said["text"], said["words"], shape["holes_s"], shape["duration_s"], shape["peaks"])


def _about(ring: Ring, copies: dict[str, Copy], kind: Copy.Kind) -> dict[str, Any]:
    copy = copies.get(kind)
    if copy is None:
        raise Copy.DoesNotExist(f"there is no {kind} copy")
    key = seal.open_key(ring, object_id=copy.recording_id, purpose=kind)
    about: dict[str, Any] = json.loads(key.open(copy.sealed, field=ABOUT))
    return about


@dataclass(frozen=True)
class Play:
    """A grant that is good now, for the one who asks."""

    grant: PlayGrant

    @property
    def subject_id(self) -> str:
        return self.grant.clip_id

    @property
    def purpose(self) -> Purpose:
        return Purpose.TASK if self.grant.escalation_id is None else Purpose.ESCALATION


def find_play(request: HttpRequest, by: Actor, *, grant: str, **_more: object) -> Play:
    """For the gate, before the entry: a grant of this person in this session, not over, not closed, not used up; asked for by our own page.

    Raises Http404.
    """
    if not is_our_player(request):
        raise Http404("sound is given to the player of our own page only")
    good = PlayGrant.objects.select_related("clip").filter(pk=grant, person=by.id, session=by.session, closed_at__isnull=True, until__gt=now())
    found = good.filter(
        Q(lease__isnull=False, lease__ended_at__isnull=True) | Q(escalation__isnull=False, escalation__closed_at__isnull=True)
    ).first()
    if found is None or not PlayGrant.objects.filter(pk=found.pk, fetched__lt=MOST_FETCHES).update(fetched=F("fetched") + 1):
        raise Http404("no such grant, or it is used up")
    return Play(found)


def sound(play: Play, receipt: Receipt) -> bytes:
    """The whole listening copy, FLAC. Raises WrongReceipt, and CANNOT_OPEN."""
    receipt.must_be(Event.CLIP_FETCHED, play.grant.clip_id)
    copy = Copy.objects.get(recording=play.grant.clip.recording_id, kind=Copy.Kind.LISTENING)
    key = seal.open_key(Ring.LISTENING, object_id=copy.recording_id, purpose=copy.kind)
    return key.open(store.get(copy.stored_as), field=AUDIO)
