"""Requests without a session that the gate turned away: counted, then one entry a minute and address.

An entry each would let anybody fill the log from outside.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import connections, transaction
from django.http import HttpRequest

from audit import era
from audit.access import Actor, ActorKind, process_actor
from audit.book import APART, HERE, Stale, closed_on_failure, insert
from audit.entries import Fields, compose
from audit.events import Event, Outcome, PrivateClass, Purpose
from audit.openings import About, Part, connection_of
from foundation import keys
from foundation.address import client_address
from foundation.clock import now, to_the_minute
from foundation.ids import new_id

_BATCH: Final = 500
_GATE: Final = process_actor("gate")
_COUNTED: Final = "refusal_is_counted"

_ADD_ONE: Final = "UPDATE audit_refusal SET count = count + 1 WHERE minute = %s AND address = %s"
_FIRST: Final = """
    INSERT INTO audit_refusal AS r (entry, minute, address, count, key, sealed, commitment)
    VALUES (%s, %s, %s, 1, %s, %s, %s)
    ON CONFLICT (minute, address) DO UPDATE SET count = r.count + 1
"""
_TAKE: Final = """
    DELETE FROM audit_refusal WHERE entry IN (
        SELECT entry FROM audit_refusal WHERE minute < %s ORDER BY minute LIMIT %s
    ) RETURNING entry, minute, count, key, sealed, commitment
"""


def count_refusal(request: HttpRequest) -> None:
    """Add one to the count of this minute and address; a second call for the same request adds nothing."""
    if getattr(request, _COUNTED, False):
        return
    setattr(request, _COUNTED, True)
    address = client_address(request)
    minute = now().replace(second=0, microsecond=0)
    with closed_on_failure(APART, "refusal"), connections[APART].cursor() as cursor:
        index = keys.blind_index("accounts", f"refusal:{address}")
        cursor.execute(_ADD_ONE, [minute, index])
        if cursor.rowcount == 0:
            part = _opening(address, minute)
            cursor.execute(_FIRST, [new_id(), minute, index, part.key, part.sealed, part.commitment])


def _opening(address: str, minute: datetime) -> Part:
    """The opening of the entry to come: sealed now, so that the sweep can write it without ever seeing the address."""
    whom = Actor(id=_GATE.id, kind=ActorKind.PROCESS, address=address)
    return era.current().seal(PrivateClass.CONNECTION, connection_of(whom), About(_day_of(minute), whom.id, ""))


def _day_of(minute: datetime) -> date:
    """The day after: an opening must not expire before its entry does, and the sweep may come after midnight."""
    return minute.date() + timedelta(days=1)


def sweep() -> int:
    """Turn the counts of past minutes into entries. Returns how many; of two sweeps at once each row goes to one."""
    this_minute = now().replace(second=0, microsecond=0)
    with transaction.atomic(using=HERE), connections[HERE].cursor() as cursor:
        cursor.execute(_TAKE, [this_minute, _BATCH])
        rows = cursor.fetchall()
        for entry_id, minute, count, key, sealed, commitment in rows:
            part = Part(commitment, PrivateClass.CONNECTION, _day_of(minute), _GATE.id, "", key, bytes(sealed))
            _write(entry_id, part, minute, count)
    return len(rows)


def _write(entry_id: str, part: Part, minute: datetime, count: int) -> None:
    details: dict[str, int | str] = {"count": count, "minute": to_the_minute(minute)}
    fields = Fields(subject="", object="", purpose=Purpose.TASK, outcome=Outcome.DENIED)
    entry = compose(entry_id, Event.REFUSALS_COUNTED, _GATE, fields, details, {part.kind.value: part.commitment})
    with closed_on_failure(HERE, Event.REFUSALS_COUNTED.value):
        try:
            insert(HERE, entry, [part], era.current(HERE).number)
        except Stale:
            era.forget()  # the next sweep finds all of them again
            raise
