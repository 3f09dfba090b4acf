"""Writing a row into the book: one statement, one round trip. Everything of ours comes here through log.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final, LiteralString, cast

import psycopg
from django.db import DatabaseError, InterfaceError, connections

from audit.entries import Entry
from audit.openings import Part
from foundation.keys import NoRight

HERE: Final = "default"
APART: Final = "denials"  # a second connection of the same role: a rollback cannot eat what it wrote

_ENTRY: Final = "INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
_WITH_PARTS: Final = "WITH entry AS (" + _ENTRY + ") INSERT INTO audit_private (entry, class, key, sealed) VALUES "  # noqa: S608 - our own words only
_PART_ROWS: Final[tuple[LiteralString, ...]] = ("($9, $10, $11, $12)", "($13, $14, $15, $16)", "($17, $18, $19, $20)")


class NothingRecorded(Exception):
    """The log could not be written, or its sealer is behind: the answer is 503 and no byte leaves."""


def insert(alias: str, entry: Entry, parts: Sequence[Part]) -> None:
    """Entry and sealed parts together, or neither."""
    connection = connections[alias]
    connection.validate_no_broken_transaction()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    values = [*entry, *(value for part in parts for value in part.row)]
    with connection.wrap_database_errors:
        # Past Django's cursor: that one puts the values into the text, so the server would plan each entry anew.
        raw = cast("psycopg.Connection[tuple[object, ...]]", connection.connection)
        if raw.prepare_threshold is None:  # Django's default, under which nothing is ever prepared
            raw.prepare_threshold = 5
        psycopg.RawCursor(raw).execute(_statement(len(parts)), values, prepare=True)


@cache
def _statement(parts: int) -> LiteralString:
    """The insert for so many sealed parts."""
    rows = ", ".join(_PART_ROWS[:parts])
    return _WITH_PARTS + rows if parts else _ENTRY


@contextmanager
def closed_on_failure(alias: str, what: str) -> Iterator[None]:
    """A failure of the log becomes NothingRecorded, and the transaction around it can no longer commit."""
    try:
        yield
    except (DatabaseError, InterfaceError, NoRight) as error:
        connection = connections[alias]
        if connection.in_atomic_block:
            connection.set_rollback(True)  # whoever swallows this must not commit the change without its entry
        raise NothingRecorded(f"{what}: {type(error).__name__} while writing the log") from error
