"""What must not be kept: clips that were not meant for us after a day, answers to copies that are gone, drafts after the shift.

Run by the retention process: it destroys keys and rows in every ring and opens nothing.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from annotation import answers, drafts
from annotation.models import Answer, Clip, Draft, Lease
from annotation.states import Move, State, move
from audit.access import process_actor
from audit.events import Event
from audit.log import record
from foundation import seal
from foundation.clock import now
from foundation.jobs import LostRace
from foundation.keys import Ring
from foundation.models import DataKey
from redaction import store
from redaction.models import Copy, Identity, Link, Original

NOT_MEANT_KEPT: Final = timedelta(hours=24)
SHIFT: Final = timedelta(hours=12)  # a session's absolute limit: no shift is longer
AT_ONCE: Final = 200
ACTOR: Final = process_actor("retention")
OF_A_RECORDING: Final = (Ring.ORIGINALS, Ring.IDENTITY, Ring.LISTENING, Ring.TRANSCRIPTS, Ring.TRAINING, Ring.DESK)


def sweep() -> int:
    """Everything that is due. Returns how many clips, answers and drafts; safe to run twice at once."""
    return _not_meant() + _struck_answers() + _old_drafts()


def _not_meant() -> int:
    due = Clip.objects.filter(state=State.NOT_MEANT, state_at__lt=now() - NOT_MEANT_KEPT).order_by("state_at")[:AT_ONCE]
    return sum(_shred_once(clip) for clip in due)


def _shred_once(clip: Clip) -> int:
    try:
        _shred(clip)
    except LostRace:  # another sweep was faster, or somebody took it back in its last moment
        return 0
    return 1


@transaction.atomic
def _shred(clip: Clip) -> None:
    """Keys first: whatever else should fail, what they sealed is gone. The row of the recording stays and says that it was."""
    move(clip, Move.SHRED)
    keys = sum(seal.destroy(ring=ring, object_id=clip.recording_id) for ring in OF_A_RECORDING)
    keys += sum(_forget_answer(answer) for answer in Answer.objects.only("id", "clip_id", "state").filter(clip=clip))
    for lease_id in Lease.objects.filter(clip=clip).values_list("pk", flat=True):
        keys += _forget_draft(lease_id)
    objects = _rows_of(clip.recording_id)
    record(Event.CLIP_SHREDDED, by=ACTOR, subject=clip.pk, object=clip.recording_id, details={"keys": keys, "objects": len(objects)})
    for name in objects:
        transaction.on_commit(partial(store.remove, name))


def _rows_of(recording_id: str) -> list[str]:
    """Delete what hangs on the recording; the names of its objects in the store."""
    kept = [*Copy.objects.filter(recording=recording_id).values_list("stored_as", flat=True)]
    kept += Original.objects.filter(recording=recording_id).values_list("stored_as", flat=True)
    for model in (Copy, Original, Identity):
        model.objects.filter(recording=recording_id).delete()
    Link.objects.filter(kind=Link.Kind.RECORDING, target=recording_id).delete()
    return [name for name in kept if name]


def _struck_answers() -> int:
    due = list(Answer.objects.only("id", "clip_id", "state").filter(state=Answer.State.STRUCK, sealed__isnull=False)[:AT_ONCE])
    for answer in due:
        _forget_answer(answer)
    return len(due)


@transaction.atomic
def _forget_answer(answer: Answer) -> int:
    Answer.objects.filter(pk=answer.pk).update(state=Answer.State.STRUCK, sealed=None)
    return seal.destroy(ring=Ring.TRANSCRIPTS, object_id=answer.pk, purpose=answers.PURPOSE)


def _old_drafts() -> int:
    """Unfinished ones at the end of the shift, and the keys of those that were dropped before."""
    due = list(Draft.objects.filter(saved_at__lt=now() - SHIFT).values_list("lease_id", flat=True)[:AT_ONCE])
    for lease_id in due:
        _forget_draft(lease_id)
    drafts_left = Draft.objects.filter(lease=OuterRef("object_id"))
    orphans = DataKey.objects.filter(~Exists(drafts_left), ring=Ring.LISTENING, purpose=drafts.PURPOSE)
    return len(due) + orphans.delete()[0]


@transaction.atomic
def _forget_draft(lease_id: str) -> int:
    Draft.objects.filter(lease=lease_id).delete()
    return seal.destroy(ring=Ring.LISTENING, object_id=lease_id, purpose=drafts.PURPOSE)
