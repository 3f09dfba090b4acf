"""`manage.py shred`: the retention process. Destroys what is due, again and again."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connections

from annotation import shredding
from audit import erasing, forgetting
from audit.log import NothingRecorded
from foundation.clock import now

log = structlog.get_logger("sotto.retention")


class Command(BaseCommand):
    help = "Destroy keys and copies whose time is over, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=10.0, metavar="S", help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="look once, say how many things were destroyed, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"shredded {shredding.sweep()}, openings destroyed {erasing.expire_due()}")
            for one in forgetting.forget_due():
                self.stdout.write(f"{one.what} destroyed {one.gone}")
            return
        asked_to_stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_ignored: asked_to_stop.set())
        expired_on = date.min
        while not asked_to_stop.wait(options["every"]):
            expired_on = _look(expired_on)


def _look(expired_on: date) -> date:
    """What cannot be destroyed now is due the next time too. The clocks of the log's sealed parts run by days: one look a day is enough."""
    _try(shredding.sweep)
    is_due = expired_on < now().date()
    is_done = is_due and all([_try(erasing.expire_due), _try(forgetting.forget_due)])
    return now().date() if is_done else expired_on


def _try(destroy: Callable[[], object]) -> bool:
    """One that fails does not keep the other from its work."""
    try:
        destroy()
    except (DatabaseError, InterfaceError, NothingRecorded, OSError) as error:
        log.warning("not_shredded", error=type(error).__name__)
        connections.close_all()
        return False
    return True
