"""Writing a row into the book: one statement, one round trip. Everything of ours comes here through log.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from django.db import DatabaseError, InterfaceError, connections

from audit.entries import Entry
from audit.openings import Part
from audit.prepared import Statement, execute
from foundation.keys import NoRight

HERE: Final = "default"
FAILURES: Final = (DatabaseError, InterfaceError, NoRight)
APART: Final = "denials"  # a second connection of the same role: a rollback cannot eat what it wrote

_COLUMNS: Final = "INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)"
_ENTRY: Final = Statement(f"{_COLUMNS} VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
_IN_ITS_ERA: Final = f"{_COLUMNS} SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM audit_era WHERE n = $9"  # noqa: S608 - our own words only
_PARTS: Final = "INSERT INTO audit_private (commitment, class, day, actor, subject, key, sealed)"
_WIDTH: Final = len(Part._fields)
_BEGIN: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class NothingRecorded(Exception):
    """The log could not be written, or its sealer is behind: the answer is 503 and no byte leaves."""


class Stale(Exception):
    """Openings were erased since this process made what it would have named; nothing was written."""


def insert(alias: str, entry: Entry, parts: Sequence[Part], era: int | None) -> None:
    """Entry and sealed parts together, or neither. Raises Stale when the era is over, DatabaseError when no row was kept."""
    values = _entry_values(entry)
    if era is None:
        if execute(alias, _ENTRY, values, _formats(True, 0, 0)) != 1:
            raise DatabaseError("the database took the entry and did not keep it")
        return
    values += [b"%d" % era, *_values(parts)]
    if not execute(alias, _statement(len(parts)), values, _formats(True, 1, len(parts))):
        raise Stale


def insert_part(part: Part, era: int) -> None:
    """An opening that several entries shall name: on the second connection, at once. Raises Stale when the era is over."""
    if not execute(APART, _alone(), [b"%d" % era, *_values([part])], _formats(False, 1, 1)):
        raise Stale


def _entry_values(entry: Entry) -> list[bytes]:
    """The time as the server keeps it, in microseconds since 2000: spelled out, it costs both sides more than the rest of the row."""
    micros = (entry.recorded_at - _BEGIN) // _MICROSECOND
    texts = [text.encode() for text in entry[2:]]
    return [entry.id.encode(), micros.to_bytes(8, "big", signed=True), *texts]


def _values(parts: Sequence[Part]) -> list[bytes]:
    return [value if isinstance(value, bytes) else str(value).encode() for part in parts for value in part]


@cache
def _formats(has_entry: bool, texts: int, parts: int) -> list[int]:
    """Raw bytes are the time of an entry and the last column of a part."""
    return ([0, 1] + [0] * 6 if has_entry else []) + [0] * texts + ([0] * (_WIDTH - 1) + [1]) * parts


@cache
def _statement(parts: int) -> Statement:
    """The insert for so many sealed parts: one snapshot sees the era, so all rows are written or none.

    The entry comes last: the count that the database gives back is of the last insert, and an entry that it did not keep must be missed.
    """
    if not parts:
        return Statement(_IN_ITS_ERA)
    return Statement(f"WITH part AS ({_PARTS} {_rows(parts, first=10)} WHERE n = $9) {_IN_ITS_ERA}")


@cache
def _alone() -> Statement:
    return Statement(f"{_PARTS} {_rows(1, first=2)} WHERE n = $1")


def _rows(parts: int, *, first: int) -> str:
    """A SELECT of so many rows of parameters."""
    numbers = [range(first + row * _WIDTH, first + (row + 1) * _WIDTH) for row in range(parts)]
    types = ("", "", "::date", "", "", "", "::bytea")
    rows = ", ".join("(" + ", ".join(f"${n}{kind}" for n, kind in zip(row, types, strict=True)) + ")" for row in numbers)
    return f"SELECT part.* FROM audit_era, (VALUES {rows}) AS part"  # noqa: S608 - numbers only


@contextmanager
def closed_on_failure(alias: str, what: str) -> Iterator[None]:
    """A failure of the log becomes NothingRecorded, and the transaction around it can no longer commit."""
    try:
        yield
    except FAILURES as error:
        raise closed(alias, what, error) from error


def closed(alias: str, what: str, error: Exception) -> NothingRecorded:
    """The failure to raise."""
    connection = connections[alias]
    if connection.in_atomic_block:
        connection.set_rollback(True)  # whoever swallows this must not commit the change without its entry
    return NothingRecorded(f"{what}: {type(error).__name__} while writing the log")
