"""A period is a log of its own: own tables, own origin, own tree. The first entry names it and its predecessor's root."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.access import console_actor, process_actor
from audit.entries import Entry, Fields, compose
from audit.events import Event, Outcome, Purpose
from foundation.ids import new_id

NO_ROOT: Final = "none"  # the first period has no predecessor
_FIELDS: Final = Fields(subject="", object="", purpose=Purpose.LEGAL, outcome=Outcome.GRANTED)


def open_first(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of period 1 (migration 0002). The origin bears a random part: two installations must never sign for one log.

    Which key it signs with, its first sealer says: the migrator holds none.
    """
    name = getattr(settings, "AUDIT_ORIGIN", "sotto.invalid")
    origin = f"{name}/{secrets.token_hex(8)}/0001"
    entry = first_entry(1, origin, previous_root=NO_ROOT, previous_size=0, by="migrate")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_open_period(%s, %s, %s, %s, %s, %s, %s)",
            [1, origin, entry.recorded_at, entry.id, entry.actor, entry.action, entry.body],
        )


def next_origin(origin: str, n: int) -> str:
    """The same log's name with the number of its next period."""
    return f"{origin.rpartition('/')[0]}/{n:04}"


def first_entry(n: int, origin: str, *, previous_root: str, previous_size: int, vkey: str = "", by: str) -> Entry:
    """What a period begins with: its name, its key, and the tree that the one before ended with."""
    details: dict[str, int | str] = {"period": n, "origin": origin, "previous_root": previous_root, "previous_size": previous_size}
    details |= {"key": vkey} if vkey else {}
    return compose(new_id(), Event.PERIOD_OPENED, process_actor(by), _FIELDS, details, {})


def last_entry(n: int, *, next_origin: str, next_vkey: str) -> Entry:
    """What a period ends with. next_key is the SHA-256 of the next period's verifier key, in hex."""
    details: dict[str, int | str] = {"period": n, "next_origin": next_origin, "next_key": sha256(next_vkey.encode()).hexdigest()}
    return compose(new_id(), Event.PERIOD_CLOSED, process_actor("sealer"), _FIELDS, details, {})


def ask_close(connection: BaseDatabaseWrapper) -> bool:
    """Ask the sealer to end the current period (role retention). False when that was asked already. The caller records it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_ask_close()")
        return bool(cursor.fetchone() == (True,))


def adoption(n: int, *, size: int, root: str, trusted: int) -> Entry:
    """That somebody at the console answered for the tree as it stands. trusted: size of the checkpoint it was held against, or 0."""
    details: dict[str, int | str] = {"period": n, "size": size, "root": root, "trusted": trusted}
    return compose(new_id(), Event.SEALER_ADOPTED, console_actor(), _FIELDS, details, {})
