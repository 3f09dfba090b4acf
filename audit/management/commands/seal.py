"""manage.py seal: the sealer as a process of its own."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any, cast

import psycopg
import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connections

from audit.sealing.adopting import adopt
from audit.sealing.alone import Alone
from audit.sealing.refusals import Refused
from audit.sealing.sealer import Sealer
from audit.sealing.state import StateFile
from foundation.keys import BadKeyFile, NoRight

PAUSE_S = 0.015
RETRY_S = 0.5
ALIASES = ("default", "denials")  # the sealer's second connection holds its lock

log = structlog.get_logger("sotto.sealer")


class Command(BaseCommand):
    help = "Give every entry of the access log its leaf, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--adopt", action="store_true", help="the sealer's file is lost: check all that is there, and go on from it")
        parser.add_argument("--trusted", metavar="CHECKPOINT", type=Path, help="with --adopt: a file with a checkpoint from outside to check against")
        parser.add_argument("--without-trusted", action="store_true", help="with --adopt: this log never left the house, no witness has seen it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = StateFile(settings.SEALER_DIR).hold()
            if options["adopt"]:
                adopt_now(file, options["trusted"], is_without_trusted=options["without_trusted"])
                self.stdout.write("the sealer goes on from here: start it again")
            else:
                seal_until_told(file)
        except (Refused, NoRight, BadKeyFile) as error:
            raise CommandError(str(error)) from error


def adopt_now(file: StateFile, trusted: Path | None, *, is_without_trusted: bool) -> None:
    Alone(_connection("denials")).start()
    adopt(_connection("default"), file, trusted.read_text() if trusted else None, is_without_trusted=is_without_trusted)


def seal_until_told(file: StateFile) -> None:
    """Until SIGTERM or SIGINT. What database or disk refuse is tried again from the start, which trusts only what is written."""
    stop = threading.Event()

    def told(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    while not stop.is_set():
        try:
            seal_until(stop, file)
        except (psycopg.Error, DatabaseError, InterfaceError, OSError) as error:
            # nothing is sealed and no pulse is given, so the house closes until this is over
            log.warning("sealer_stopped_by_disk" if isinstance(error, OSError) else "sealer_lost_database", error=type(error).__name__)
            for alias in ALIASES:
                connections[alias].close()
            stop.wait(RETRY_S)


def seal_until(stop: threading.Event, file: StateFile) -> None:
    """Seal pass by pass on one connection. Raises what database and disk raise, and Refused."""
    alone = Alone(_connection("denials")).start()
    sealer = Sealer(_connection("default"), file, alone).start()
    log.info("sealer_started", period=sealer.period, size=sealer.size)
    while not stop.is_set():
        if sealer.seal_once() == 0:
            stop.wait(PAUSE_S)
    for alias in ALIASES:
        connections[alias].close()


def _connection(alias: str) -> psycopg.Connection[Any]:
    connections[alias].ensure_connection()
    return cast("psycopg.Connection[Any]", connections[alias].connection)
