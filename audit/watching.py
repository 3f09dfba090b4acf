"""What the watcher does, again and again: rules, alerts, the checkpoint of the day, a verification each day, and what other files put on its list."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from django.db import DatabaseError, InterfaceError, connection, connections

from audit import alerts
from audit.rules import looking
from audit.verification import daily
from foundation.clock import now

log = structlog.get_logger("sotto.watcher")

RULES_EVERY_S: Final = 60.0
ALERTS_EVERY_S: Final = 10.0
CHECKPOINT_EVERY_S: Final = 600.0
TICK_S: Final = 1.0
RETRY_S: Final = 2.0

Work = Callable[[], object]
JOBS: Final[dict[str, tuple[float, Work]]] = {}
_ASKED: Final = "SELECT max(recorded_at) FROM audit_entries WHERE action = 'rules.asked' AND recorded_at > %s"


def every(seconds: float, name: str) -> Callable[[Work], Work]:
    """Put a function on the watcher's list. It must bear to run twice, and to be cut off; it has the rights of the role auditor."""

    def register(work: Work) -> Work:
        JOBS[name] = (seconds, work)
        return work

    return register


@every(RULES_EVERY_S, "rules")
def look() -> int:
    """All rules over what is new, until nothing is. Returns how many findings are new."""
    found = 0
    while True:
        looked = looking.look_all()
        found += len(looked.raised)
        if not looked.is_behind:
            return found


every(ALERTS_EVERY_S, "alerts")(alerts.send_due)
every(CHECKPOINT_EVERY_S, "checkpoint")(alerts.post_checkpoint)


@dataclass
class DailyVerification:
    """The watcher's child: the rules go on each minute, however long the log takes to read."""

    _child: subprocess.Popen[bytes] | None = None
    _begun_at: datetime | None = None

    def tend(self) -> None:
        """Begin one when it is due; one that failed is tried again after a day, or when the watcher starts anew."""
        if self._child is not None and self._child.poll() is None:
            return
        if daily.is_due() and (self._begun_at is None or now() - self._begun_at >= daily.EVERY):
            self._begun_at = now()
            self._child = subprocess.Popen([sys.executable, sys.argv[0], "log", "verify", "--daily"], stdout=subprocess.DEVNULL)  # noqa: S603 - our own words

    def end(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            self._child.wait()


@dataclass
class Watcher:
    """One watcher's times. Two of them do no harm: marks and messages are locked row by row, and each goes to one."""

    stop: threading.Event
    _due: dict[str, float] = field(default_factory=dict)
    _asked_at: datetime = field(default_factory=now)
    verification: DailyVerification = field(default_factory=DailyVerification)

    def run(self) -> None:
        """Until told to stop. A database that goes away is tried again."""
        while not self.stop.is_set():
            try:
                self.tick()
                self.verification.tend()
                self.stop.wait(TICK_S)
            except (DatabaseError, InterfaceError) as error:
                log.warning("watcher_lost_database", error=type(error).__name__)
                connections.close_all()
                self.stop.wait(RETRY_S)
        self.verification.end()

    def tick(self) -> None:
        """What is due now. Raises what the database raises."""
        if self._is_asked():
            self._due["rules"] = 0.0
        for name, (seconds, work) in list(JOBS.items()):
            if self.stop.is_set():
                return
            if time.monotonic() >= self._due.get(name, 0.0):
                self._due[name] = time.monotonic() + seconds
                self._do(name, work)

    def _do(self, name: str, work: Work) -> None:
        try:
            work()
        except (DatabaseError, InterfaceError):
            if connection.connection is None or connection.connection.closed:
                raise
            log.error("watcher_job_failed", job=name, error="DatabaseError")
        except Exception as error:  # one job's fault must not end the others
            log.error("watcher_job_failed", job=name, error=type(error).__name__)

    def _is_asked(self) -> bool:
        """An officer asked for the rules since we last looked: the entry of the asking is the request."""
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, [self._asked_at])
            found = cursor.fetchone()
        if found is None or found[0] is None:
            return False
        self._asked_at = found[0]
        return True
