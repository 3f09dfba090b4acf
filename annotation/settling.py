"""What becomes of a clip once its answers have been read: done when all are clean, to the privacy desk when one is not."""

from __future__ import annotations

from annotation import leases
from annotation.models import Answer, Clip
from annotation.states import Move, State, move
from audit.access import Actor
from audit.events import Event
from audit.log import record
from redaction import flags
from redaction.flags import FlagKind


def settle(clip: Clip, *, by: Actor) -> None:
    """Called with the clip's row locked, whenever an answer was read or the clip came back into the queue.

    A clip that is with a supervisor or out of the work stays where it is until it comes back; then this is asked again.
    """
    states = set(Answer.objects.filter(clip=clip).exclude(state=Answer.State.STRUCK).values_list("state", flat=True))
    if Answer.State.FOUND in states and clip.state in (State.QUEUED, State.CHECKING):
        _to_desk(clip, by)
    elif clip.state == State.CHECKING and states == {Answer.State.CLEAN}:
        move(clip, Move.CLEAR)
        record(Event.CLIP_DONE, by=by, subject=clip.pk)


def _to_desk(clip: Clip, by: Actor) -> None:
    leases.empty(clip)
    move(clip, Move.FLAG)
    flags.raise_flag(clip.recording_id, FlagKind.TYPED, marks=(), by=by)
    record(Event.CLIP_SENT_TO_DESK, by=by, subject=clip.pk, details={"kind": FlagKind.TYPED, "marks": 0})
