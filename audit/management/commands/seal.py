"""manage.py seal: the sealer as a process of its own."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, cast

import psycopg
import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connections

from audit.sealer import AnotherSealer, Sealer

PAUSE_S = 0.015
RETRY_S = 0.5

log = structlog.get_logger("sotto.sealer")


class Command(BaseCommand):
    help = "Give every entry of the access log its leaf, until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def told(signum: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        while not stop.is_set():
            try:
                seal_until(stop)
            except AnotherSealer as error:
                raise CommandError(str(error)) from error
            except (psycopg.Error, DatabaseError, InterfaceError) as error:
                log.warning("sealer_lost_database", error=type(error).__name__)
                connections["default"].close()
                stop.wait(RETRY_S)


def seal_until(stop: threading.Event) -> None:
    """Seal pass by pass on one connection. Raises what the database raises."""
    connections["default"].ensure_connection()
    sealer = Sealer(cast("psycopg.Connection[Any]", connections["default"].connection)).start()
    log.info("sealer_started", size=sealer.size)
    while not stop.is_set():
        if sealer.seal_once() == 0:
            stop.wait(PAUSE_S)
    connections["default"].close()
