"""Whether a witness outside has lately seen the log: without one, an operator could show two logs, so nothing sensitive opens."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from audit.sealing import cosignatures, keys
from audit.sealing.proving import Head, Unproven, is_signed

AHEAD_S: Final = 60  # of the database's clock; what is further in the future is no sign that the witness lives now

_NOW: Final = "SELECT extract(epoch FROM clock_timestamp())::bigint"

_seen: dict[str, int] = {}  # origin without its period -> the newest time that was verified here


class Unwitnessed(Unproven):
    """No witness that we believe has cosigned lately."""


def must_be_fresh(cursor: CursorWrapper, under: Head) -> None:
    """Raises Unwitnessed unless a known witness cosigned this log, or the period just before, within the last 15 minutes."""
    cursor.execute(_NOW)
    (now,) = cursor.fetchone() or (0,)
    log = under.origin.rpartition("/")[0]
    if _is_fresh(_seen.get(log, 0), now):
        return
    newest = _newest(cursor, under, now)
    if not _is_fresh(newest, now):
        ago = f"its newest is {now - newest} s old" if newest else "none of those we know ever did"
        raise Unwitnessed(f"no witness has cosigned the log for {settings.AUDIT_WITNESS_STALE_S} s ({ago}); see whether publisher and witness run")
    _seen[log] = newest


def _is_fresh(at: int, now: int) -> bool:
    return -AHEAD_S <= now - at < settings.AUDIT_WITNESS_STALE_S


def _newest(cursor: CursorWrapper, under: Head, now: int) -> int:
    """The time of the newest cosignature that verifies, by the witness's clock; 0 when there is none."""
    said = cosignatures.newest(cursor, (under.period - 1, under.period), keys.witnesses(), before=now + AHEAD_S)
    return next((one.cosignature.at for one in said if is_signed(one.head)), 0)


def forget() -> None:
    """Ask the tables again: for tests, whose databases all hold the same log."""
    _seen.clear()
