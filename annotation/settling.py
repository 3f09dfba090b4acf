"""What becomes of a clip once its answers have been read: done when all are clean, to the privacy desk when one is not."""

from __future__ import annotations

from typing import Final

from annotation import leases
from annotation.models import Answer, Clip
from annotation.states import Move, State, move
from audit.access import Actor
from audit.events import Event
from audit.log import record
from redaction import flags
from redaction.flags import FlagKind
from redaction.models import Flag

IN_THE_WORK: Final = (State.QUEUED, State.CHECKING, State.DONE)


def settle(clip: Clip, *, by: Actor) -> None:
    """Called with the clip's row locked, whenever an answer was read or the clip came back into the queue.

    A clip that is with a supervisor or out of the work stays where it is until it comes back; then this is asked again: for what was typed, and
    for what was missed in another recording of the same person (recalling.py).
    """
    if clip.state in IN_THE_WORK and _is_suspect(clip):
        to_desk(clip, FlagKind.SIBLING, by=by)
        return
    states = set(Answer.objects.filter(clip=clip).exclude(state=Answer.State.STRUCK).values_list("state", flat=True))
    if Answer.State.FOUND in states and clip.state in (State.QUEUED, State.CHECKING):
        to_desk(clip, FlagKind.TYPED, by=by)
    elif clip.state == State.CHECKING and states == {Answer.State.CLEAN}:
        move(clip, Move.CLEAR)
        record(Event.CLIP_DONE, by=by, subject=clip.pk)


def _is_suspect(clip: Clip) -> bool:
    return Flag.objects.filter(recording=clip.recording_id, kind=FlagKind.SIBLING, closed_at__isnull=True).exists()


def to_desk(clip: Clip, kind: FlagKind, *, by: Actor) -> None:
    """Out of everybody's hands, with its row locked. Raises LostRace where it cannot go."""
    leases.empty(clip)
    move(clip, Move.FLAG)
    flags.raise_flag(clip.recording_id, kind, by=by)
    record(Event.CLIP_SENT_TO_DESK, by=by, subject=clip.pk, details={"kind": kind, "marks": 0})
