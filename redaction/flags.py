"""Flags: how a finished recording goes back to the privacy desk, and what they say there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from audit.access import Actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from redaction.holds import Hold
from redaction.models import Flag, Recording

FlagKind = Flag.Kind
JOB = "recording.flagged"
MOST_MARKS = 20
_BEYOND_S = 0.5  # a player's clock runs on a little after the end


class UnfitMarks(ValueError):
    """Marks that are no seconds of this recording."""


def raise_flag(recording_id: str, kind: FlagKind, *, marks: Sequence[Sequence[float]] = (), by: Actor) -> Flag:
    """In the caller's transaction. The redactor then takes the finished copies away and makes a desk copy.

    marks: pairs of seconds, perhaps none. Raises UnfitMarks, Recording.DoesNotExist, LostRace when it is not finished.
    """
    recording = Recording.objects.only("state", "duration_ms").get(pk=recording_id)
    if recording.state == Recording.State.RECEIVED:
        raise jobs.LostRace(f"recording {recording_id} is not finished: nobody can have heard it")
    flag = Flag(recording_id=recording_id, kind=FlagKind(kind), marks=_in_ms(marks, recording.duration_ms))
    flag.save(force_insert=True)
    details: dict[str, int | str] = {"kind": flag.kind, "marks": len(flag.marks)}
    record(Event.CLIP_FLAGGED, by=by, subject=recording_id, object=flag.pk, details=details)
    jobs.enqueue(JOB, subject=flag.pk)
    return flag


def hold_of(kind: str) -> Hold:
    """What a flag says in the list of reasons."""
    return Hold.of(f"flagged_{kind}")


def _in_ms(marks: Any, duration_ms: int | None) -> list[list[int]]:
    if not isinstance(marks, list | tuple) or len(marks) > MOST_MARKS:
        raise UnfitMarks(f"marks are a list of at most {MOST_MARKS} pairs of seconds")
    return [_pair_in_ms(mark, duration_ms) for mark in marks]


def _pair_in_ms(mark: Any, duration_ms: int | None) -> list[int]:
    if not isinstance(mark, list | tuple) or len(mark) != 2 or not all(map(_is_number, mark)):
        raise UnfitMarks("a mark is two numbers of seconds")
    start_s, end_s = mark
    if not 0 <= start_s < end_s or (duration_ms is not None and end_s > duration_ms / 1000 + _BEYOND_S):
        raise UnfitMarks("a mark begins before it ends, and lies in the recording")
    return [round(start_s * 1000), round(end_s * 1000)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
