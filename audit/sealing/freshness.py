"""Whether the sealer is alive and near the end of the log: what the gate asks before each page."""

from __future__ import annotations

from typing import Final

from django.db import DatabaseError, InterfaceError, connections

STALE_AFTER_S: Final = 1.0

# The database's clock on both sides: two machines' clocks differ, and a test that moves ours must not stop the house.
_FRESH: Final = """
    SELECT clock_timestamp() - beat_at BETWEEN interval '-1 second' AND make_interval(secs => %s) AND lag_ms <= %s FROM audit_heartbeat
"""


def is_fresh() -> bool:
    """Is the sealer alive and no more than a second behind? A database that cannot say so counts as no."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(_FRESH, [STALE_AFTER_S, int(STALE_AFTER_S * 1000)])
            return bool(cursor.fetchone() == (True,))
    except (DatabaseError, InterfaceError):
        return False
