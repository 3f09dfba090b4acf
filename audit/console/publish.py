"""manage.py log publish: the publisher as a process of its own."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from django.db import connections

from audit.publishing import signed
from audit.publishing.attesting import attest, attest_until
from audit.publishing.publisher import Publisher

HELP = "Publish what the sealer signs: files in storage, cosignatures of the witnesses. Runs until told to stop."
RETRY_S = 0.5

log = structlog.get_logger("sotto.publisher")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="one round; exit 1 when something could not be published or cosigned")
    parser.add_argument("--show-vkey", action="store_true", help="print the verifier key of the current period, for a witness, and end")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    if options["show_vkey"]:
        out.write(signed.periods()[-1].verifier().vkey)
        return
    publisher = Publisher(settings.AUDIT_WITNESSES, settings.AUDIT_PUBLISH_EVERY_S)
    if options["once"]:
        if publisher.round() < publisher.every_s or not attest():
            raise CommandError("not everything was published, cosigned and found whole: the entries of the log say what")
        return
    stop = threading.Event()

    def told(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    threading.Thread(target=attest_until, args=(stop, publisher.every_s), daemon=True).start()
    publish_until(stop, publisher)


def publish_until(stop: threading.Event, publisher: Publisher) -> None:
    """Round after round; what a full disk, a storage or a database raises ends a round, not the process."""
    while not stop.is_set():
        try:
            pause_s = publisher.round()
        except Exception as error:  # a storage of another kind raises what it likes; the vault closes when nobody asks a witness
            log.warning("publisher_waits", error=type(error).__name__)
            connections["default"].close()
            publisher.states.clear()  # a step that was cut short is looked at anew
            pause_s = RETRY_S
        stop.wait(pause_s)
    connections["default"].close()
