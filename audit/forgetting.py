"""What is kept beside the log goes after its time: counts of opened keys, and findings that were decided. Either is an entry.

The database keeps what is young, and counts that the rules have not looked at yet (migrations/sql/0013_clocks.sql), whatever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from audit.access import Actor
from audit.erasing import RETENTION
from audit.events import Event
from audit.log import record
from foundation.clock import now

_ACTS: Final = {
    "vault_counts": (Event.VAULT_COUNTS_EXPIRED, "SELECT * FROM audit_forget_counts(%s)"),
    "findings": (Event.FINDINGS_EXPIRED, "SELECT * FROM audit_forget_findings(%s)"),
}


class Forgotten(NamedTuple):
    what: str
    until: date
    gone: int


def forget_due(*, by: Actor = RETENTION) -> list[Forgotten]:
    """Each of them by its clock; what went."""
    return list(_due(by))


def _due(by: Actor) -> Iterator[Forgotten]:
    for what, days in sorted(settings.AUDIT_KEPT_DAYS.items()):
        if forgotten := _forget(what, now().date() - timedelta(days=days + 1), by):
            yield forgotten


@transaction.atomic
def _forget(what: str, wanted: date, by: Actor) -> Forgotten | None:
    """No entry where nothing was due."""
    event, statement = _ACTS[what]
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted])
        until, gone = cursor.fetchone()
    if not gone:
        return None
    record(event, by=by, details={"until": until.isoformat(), "count": gone})
    return Forgotten(what, until, gone)
