"""What a verification came to, as an entry."""

from __future__ import annotations

from audit.access import Actor
from audit.events import Event, Outcome
from audit.log import record
from audit.verification.starting import VERIFIED
from audit.verification.whole import DISAGREES, Verdict


def record_result(verdict: Verdict, *, by: Actor) -> None:
    """Raises NothingRecorded."""
    details: dict[str, int | str] = {"result": DISAGREES if verdict.disagreement else VERIFIED, "seconds": round(verdict.seconds)}
    if verdict.root and not verdict.disagreement:
        details |= {"period": verdict.period, "size": verdict.size, "root": verdict.root.hex(), "read": verdict.entries}
    record(Event.LOG_VERIFIED, by=by, outcome=Outcome.FAILED if verdict.disagreement else Outcome.GRANTED, details=details)
