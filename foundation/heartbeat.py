"""A worker's pulse, and the watchdog that ends a worker whose main loop has stopped, so that its supervisor starts a new one."""

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery, bootsteps
from django.conf import settings
from django.db import connection

from foundation.clock import now
from foundation.models import Worker

log = structlog.get_logger("sotto.worker")

BEAT_EVERY_S = 10.0
SILENT_AFTER_S = 60.0
EXIT_CODE = 70


class Pulse:
    """The main loop calls `feel`. Two threads beside it: one acts when the loop is silent, one reports to the database.

    Two, because a database that hangs must not blind the watchdog. `is_excused`: while the loop waits for the broker it beats
    no pulse, and to kill it then would only kill the jobs that its children are at.
    """

    def __init__(self, name: str, is_excused: Callable[[], bool]) -> None:
        self.name = name
        self.is_excused = is_excused
        self.felt = time.monotonic()

    def feel(self) -> None:
        self.felt = time.monotonic()

    def start(self) -> None:
        self.feel()
        for beat in (self.look, self.report):
            threading.Thread(target=_again_and_again, args=[beat], name=f"pulse-{beat.__name__}", daemon=True).start()

    def look(self) -> None:
        if self.is_excused():
            self.feel()
        elif time.monotonic() - self.felt > SILENT_AFTER_S:
            log.error("worker_silent", worker=self.name)
            end_this_worker()

    def report(self) -> None:
        """Write the pulse. A database that is away is tried again at the next beat, on a new connection."""
        try:
            Worker.objects.update_or_create(name=self.name, defaults={"role": settings.DB_ROLE.value, "seen_at": now()})
        except Exception as error:  # a thread that ended would look like a dead worker for ever
            log.warning("pulse_lost", worker=self.name, error=type(error).__name__)
            connection.close()


def _again_and_again(beat: Callable[[], None]) -> None:
    while True:
        beat()
        time.sleep(BEAT_EVERY_S)


def end_this_worker() -> None:
    """With its children, when it leads their group: an orphan would go on taking work."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(EXIT_CODE)


class PulseStep(bootsteps.StartStopStep):  # type: ignore[misc]
    """Starts the pulse once the worker's timer runs."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, worker: Any, **kwargs: Any) -> None:
        super().__init__(worker, **kwargs)
        self.pulse = Pulse(worker.hostname, lambda: _waits_for_broker(worker))

    def start(self, worker: Any) -> None:
        worker.timer.call_repeatedly(BEAT_EVERY_S / 2, self.pulse.feel)
        self.pulse.start()


def _waits_for_broker(worker: Any) -> bool:
    consumer = getattr(worker, "consumer", None)
    return consumer is None or consumer.connection is None


def install(app: Celery) -> None:
    app.steps["worker"].add(PulseStep)
