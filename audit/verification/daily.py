"""The verification that nobody has to start: once a day what came since the last, slowly, from a checkpoint that lies outside the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from django.conf import settings

from audit.access import process_actor
from audit.durable import write_durably
from audit.events import Event
from audit.log import record
from audit.verification.results import record_result
from audit.verification.starting import Foreign, Unfit
from audit.verification.whole import Verdict, verify_log
from foundation.clock import now

EVERY: Final = timedelta(days=1)
SHARE: Final = 0.25  # of one processor, the database's part included
WATCHER: Final = process_actor("watcher")


def kept() -> Path:
    """The checkpoint up to which the watcher has read everything, in a folder of its own."""
    return Path(settings.WATCHER_DIR) / "verified"


def is_due() -> bool:
    """A day after the last that went well."""
    path = kept()
    return not path.exists() or now() - datetime.fromtimestamp(path.stat().st_mtime, UTC) >= EVERY


def verify_daily(*, told: Callable[[int], None] = lambda count: None) -> Verdict:
    """Begin and result are entries; one that disagrees is found by the rule for it, and the file stays. Raises NothingRecorded."""
    path = kept()
    record(Event.LOG_VERIFICATION_BEGUN, by=WATCHER, details={"since_last": int(path.exists())})
    try:
        verdict = verify_log(trusted=(path.read_text(errors="replace"), "the watcher's own file") if path.exists() else None, told=told)
    except Foreign as error:  # the log is not the one that was read
        verdict = verify_log(told=told)
        verdict.disagreement = verdict.disagreement or str(error)
    except Unfit as error:  # what says nothing is read past
        verdict = verify_log(told=told)
        verdict.notes.append(str(error))
    record_result(verdict, by=WATCHER)
    if not verdict.disagreement:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_durably(path, verdict.note.encode())
    return verdict


class Slowly:
    """Rests after each step for so long that only a share of the time is worked."""

    def __init__(self, share: float = SHARE) -> None:
        self._share, self._since = share, monotonic()

    def __call__(self, _count: int) -> None:
        worked_s = monotonic() - self._since
        sleep(worked_s * (1 / self._share - 1))
        self._since = monotonic()
