"""What the publisher has read whole in storage it says in a table of its own: without that word no period leaves the database."""

from __future__ import annotations

from threading import Event
from typing import Final

import structlog
from django.db import connections

from audit.publishing.signed import Disagreement
from audit.retiring import NotClosed, NotWhole, check, is_attested

LONGEST_S: Final = 3600.0
_CLOSED: Final = "SELECT n FROM audit_period WHERE closed_at IS NOT NULL AND dropped_at IS NULL ORDER BY n"
_ATTEST: Final = "INSERT INTO audit_archived (period, size, root) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"

log = structlog.get_logger("sotto.publisher")


def attest() -> bool:
    """Read the archive of each closed period that was not attested yet. False when one of them is not whole."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_CLOSED)
        waiting = [n for (n,) in cursor.fetchall() if not is_attested(n)]
    return False not in [_attested(n) for n in waiting]


def _attested(n: int) -> bool:
    try:
        whole = check(n)
    except (NotClosed, NotWhole, Disagreement) as error:
        log.warning("archive_not_whole", period=n, error=type(error).__name__)
        return False
    with connections["default"].cursor() as cursor:
        cursor.execute(_ATTEST, whole)
    log.info("archive_whole", period=n, size=whole.size)
    return True


def attest_until(stop: Event, every_s: float) -> None:
    """In a thread beside the rounds: a large archive takes many minutes, and the witnesses are asked each minute."""
    pause_s = every_s
    while not stop.wait(pause_s):
        try:
            pause_s = every_s if attest() else min(2 * pause_s, LONGEST_S)
        except Exception as error:  # this thread is started once: what ended it would keep every period for ever
            log.warning("attesting_waits", error=type(error).__name__)
            connections["default"].close()
    connections["default"].close()
