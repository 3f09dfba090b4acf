"""A period is a log of its own: own tables, own origin, own tree. The first entry names it and its predecessor's root."""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.access import process_actor
from audit.entries import Entry, Fields, compose
from audit.events import Event, Outcome, Purpose
from foundation.ids import new_id

NO_ROOT: Final = "none"  # the first period has no predecessor


def open_first(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of period 1. The origin bears a random part: two installations must never sign for one log."""
    name = getattr(settings, "AUDIT_ORIGIN", "sotto.invalid")
    _open(connection, n=1, origin=f"{name}/{secrets.token_hex(8)}/0001", previous_root=NO_ROOT)


def _open(connection: BaseDatabaseWrapper, *, n: int, origin: str, previous_root: str) -> None:
    entry = _first_entry(n, origin, previous_root)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_open_period(%s, %s, %s, %s, %s, %s, %s)",
            [n, origin, entry.recorded_at, entry.id, entry.actor, entry.action, entry.body],
        )


def _first_entry(n: int, origin: str, previous_root: str) -> Entry:
    details: dict[str, int | str] = {"period": n, "origin": origin, "previous_root": previous_root}
    fields = Fields(subject="", object="", purpose=Purpose.LEGAL, outcome=Outcome.GRANTED)
    return compose(new_id(), Event.PERIOD_OPENED, process_actor("migrate"), fields, details, {})
