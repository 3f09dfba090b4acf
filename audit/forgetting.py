"""What is kept beside the log goes after its time: counts of opened keys, counts by day, and findings that were decided. Each is an entry.

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
    "tallies": (Event.TALLIES_EXPIRED, "SELECT * FROM audit_forget_tallies(%s)"),
    "findings": (Event.FINDINGS_EXPIRED, "SELECT * FROM audit_forget_findings(%s)"),
}


class Forgotten(NamedTuple):
    what: str
    until: date
    gone: int


def forget_due(*, by: Actor = RETENTION) -> list[Forgotten]:
    """Each of them by its clock; what went."""
    return [gone for what, wanted in _wanted() if (gone := _forget(what, wanted, by))]


def due() -> list[Forgotten]:
    """What would go now: only the database knows, so it is let go and taken back."""
    with transaction.atomic():
        found = [_delete(what, wanted) for what, wanted in _wanted()]
        transaction.set_rollback(True)
    return [one for one in found if one.gone]


def _wanted() -> Iterator[tuple[str, date]]:
    for what, days in sorted(settings.AUDIT_KEPT_DAYS.items()):
        yield what, now().date() - timedelta(days=days + 1)


@transaction.atomic
def _forget(what: str, wanted: date, by: Actor) -> Forgotten | None:
    """No entry where nothing was due."""
    forgotten = _delete(what, wanted)
    if not forgotten.gone:
        return None
    record(_ACTS[what][0], by=by, details={"until": forgotten.until.isoformat(), "count": forgotten.gone})
    return forgotten


def _delete(what: str, wanted: date) -> Forgotten:
    with connection.cursor() as cursor:
        cursor.execute(_ACTS[what][1], [wanted])
        return Forgotten(what, *cursor.fetchone())
