"""Flags: how a finished recording goes back to the privacy desk, and what they say there."""

from __future__ import annotations

from collections.abc import Sequence

from audit.access import Actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from redaction.holds import Hold
from redaction.marks import in_ms
from redaction.models import Flag, Recording

FlagKind = Flag.Kind
JOB = "recording.flagged"


def raise_flag(recording_id: str, kind: FlagKind, *, marks: Sequence[Sequence[float]] = (), by: Actor) -> Flag:
    """In the caller's transaction. The redactor then takes the finished copies away and makes a desk copy.

    marks: pairs of seconds, perhaps none. Raises UnfitMarks, Recording.DoesNotExist, LostRace when it is not finished.
    """
    flag = note(recording_id, kind, marks=marks, by=by)
    jobs.enqueue(JOB, subject=flag.pk)
    return flag


def note(recording_id: str, kind: FlagKind, *, marks: Sequence[Sequence[float]] = (), by: Actor) -> Flag:
    """A flag for later: whoever has the recording keeps it, and the caller sees to it that it goes to the desk then. Raises as raise_flag."""
    recording = Recording.objects.only("state", "duration_ms").get(pk=recording_id)
    if recording.state == Recording.State.RECEIVED:
        raise jobs.LostRace(f"recording {recording_id} is not finished: nobody can have heard it")
    duration_s = None if recording.duration_ms is None else recording.duration_ms / 1000
    flag = Flag(recording_id=recording_id, kind=FlagKind(kind), marks=in_ms(marks, duration_s=duration_s))
    flag.save(force_insert=True)
    details: dict[str, int | str] = {"kind": flag.kind, "marks": len(flag.marks)}
    record(Event.CLIP_FLAGGED, by=by, subject=recording_id, object=flag.pk, details=details)
    return flag


def hold_of(kind: str) -> Hold:
    """What a flag says in the list of reasons."""
    return Hold.of(f"flagged_{kind}")
