"""What becomes of sealed parts: they expire by class and day, or are erased for one person. Either is an entry.

The entries stay, and with them the log verifies; their sealed parts are gone. Run by the retention role, which opens nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q

from audit.access import Actor, process_actor
from audit.events import Event, PrivateClass
from audit.log import record
from audit.models import Private
from foundation.clock import now
from foundation.ids import is_id
from foundation.keys import Ring
from foundation.models import DataKey

RETENTION: Final = process_actor("retention")
TRIES: Final = 10
PAUSE_S: Final = 0.5
_IN_USE: Final = timedelta(days=1)  # of an older day no transaction is still open


class NotOver(Exception):
    """A day that is still running: somebody may yet write an entry that names its openings."""


class NoPerson(ValueError):
    """What was given is no id of ours."""


def due() -> Iterator[tuple[PrivateClass, date]]:
    """Class and day of everything whose clock has run out, oldest first."""
    for name, days in sorted(settings.AUDIT_CLOCKS_DAYS.items()):
        kind, last = PrivateClass(name), now().date() - timedelta(days=days + 1)
        yield from ((kind, day) for day in sorted(_days_of(kind)) if day <= last)


def expire_due(*, by: Actor = RETENTION) -> int:
    """Everything that is due, a class and day a transaction. Returns how many openings went."""
    return sum(expire(kind, day, by=by) for kind, day in list(due()))


@transaction.atomic
def expire(kind: PrivateClass, until: date, *, by: Actor = RETENTION) -> int:
    """Destroy the openings of a class up to a day, and the keys that open them; returns how many. Raises NotOver."""
    if until >= now().date():
        raise NotOver(f"{until} is not over: openings of a class are destroyed by whole days")
    if until >= now().date() - _IN_USE:
        _hold_writers()
    keys = [key for key, day in _keys_of(kind) if day <= until]
    DataKey.objects.filter(pk__in=keys).delete()
    gone, _ = Private.objects.filter(kind=kind, day__lte=until).delete()
    record(Event.OPENINGS_EXPIRED, by=by, details={"class": kind.value, "until": until.isoformat(), "count": gone})
    return gone


@transaction.atomic
def erase(person_id: str, *, by: Actor, reason: str = "") -> int:
    """Destroy the openings of what somebody did and of what was done to them; returns how many. Raises NoPerson."""
    if not is_id(person_id):
        raise NoPerson("an id is 32 hexadecimal characters; a name or an address is none")
    _hold_writers()
    gone, _ = Private.objects.filter(Q(actor=person_id) | Q(subject=person_id)).delete()
    private = {PrivateClass.NOTE: reason} if reason else None
    record(Event.OPENINGS_ERASED, by=by, subject=person_id, details={"count": gone}, private=private)
    return gone


def _days_of(kind: PrivateClass) -> set[date]:
    """Of its openings, and of keys that outlived them."""
    return {day for _, day in _keys_of(kind)} | set(Private.objects.filter(kind=kind).values_list("day", flat=True).distinct())


def _keys_of(kind: PrivateClass) -> list[tuple[str, date]]:
    found = DataKey.objects.filter(ring=Ring.OPENINGS, purpose__startswith=f"{kind}:").values_list("pk", "purpose")
    return [(key, date.fromisoformat(purpose.partition(":")[2])) for key, purpose in found]


def _hold_writers() -> None:
    """Until this transaction ends: an entry that is just being written must come before the one that says that its opening went."""
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT audit_hold_openings()")
                return
        except OperationalError:  # a second at most: whoever writes must not wait longer behind us
            if not tries_left:
                raise
            time.sleep(PAUSE_S)
