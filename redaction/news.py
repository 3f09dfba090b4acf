"""News for the rooms above: a job that one of them handles. Redaction does not know them and imports none of them."""

from __future__ import annotations

from foundation import jobs

READY = "clip.open"  # a recording is ready: open a clip
SUSPECT = "clip.recall"  # a ready recording says what was missed in another one of the same person: take its clip out of the work
DISTRESS = "distress.look"  # a strong sign of distress: the duty supervisor first, whatever else becomes of the recording


def tell(kind: str, recording_id: str) -> None:
    """Write the job in the caller's transaction. Where nobody handles the kind the recording's own row says it all, for a later room to find."""
    if kind in jobs.HANDLERS:
        jobs.enqueue(kind, subject=recording_id)
