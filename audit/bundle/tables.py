"""What a bundle asks of the database: the tables of every period, by the rights of the reader."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django.db.backends.utils import CursorWrapper

from audit import verify
from audit.proof.tiles import WIDTH, BadTile
from audit.sealing.proving import Head
from foundation.ids import is_id

CHUNK: Final = 20 * WIDTH
# Places and rows are fetched one after the other, each by its index: joined, the planner may read a whole table for each few thousand.
_PLACES: Final = "SELECT position, entry_seq FROM audit_leaves WHERE period = %s AND position >= %s AND position < %s ORDER BY position"
_PLACES_AT: Final = "SELECT position, entry_seq FROM audit_leaves WHERE period = %s AND position = ANY(%s) ORDER BY position"
_PLACES_OF: Final = "SELECT position FROM audit_leaves WHERE period = %s AND position < %s AND entry_seq = ANY(%s)"
_BODIES: Final = "SELECT seq, body FROM audit_entries WHERE period = %s AND seq = ANY(%s)"
_IS_END: Final = "(e.action = %s OR e.action = %s)"


class NoPeriod(Exception):
    """The log has no such period, or its tables went to the archive."""


class Period(NamedTuple):
    n: int
    origin: str
    vkey: str
    is_closed: bool


class Row(NamedTuple):
    """An entry at its place."""

    position: int
    body: str


class End(NamedTuple):
    """An entry of a later period by which openings of this one ended."""

    period: int
    position: int
    body: str


@dataclass(frozen=True)
class Selection:
    """Which entries of a period; all of them when nothing is said. Both days belong to it, in UTC."""

    since: date | None = None
    until: date | None = None
    subject: str = ""

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.subject)

    def as_dict(self) -> dict[str, str]:
        said = {"since": self.since and self.since.isoformat(), "until": self.until and self.until.isoformat(), "subject": self.subject}
        return {name: value for name, value in said.items() if value}

    def where(self) -> tuple[str, list[Any]]:
        parts, values = [""], list[Any]()
        if self.since:
            parts.append("e.recorded_at >= %s")
            values.append(datetime.combine(self.since, time(), UTC))
        if self.until:
            parts.append("e.recorded_at < %s")
            values.append(datetime.combine(self.until + timedelta(days=1), time(), UTC))
        if self.subject:
            parts.append("(e.subject = %s OR (e.object = %s AND length(e.object) = 32))")
            values += [self.subject, self.subject]
        return " AND ".join(parts), values


def period(cursor: CursorWrapper, n: int | None) -> Period:
    """The current one when none is named. Raises NoPeriod."""
    cursor.execute("SELECT n, origin, vkey, closed_at IS NOT NULL FROM audit_period WHERE n = coalesce(%s, n) ORDER BY n DESC LIMIT 1", [n])
    row = cursor.fetchone()
    if row is None:
        cursor.execute("SELECT max(n) FROM audit_period")
        raise NoPeriod(f"the log has no period {n}; its newest is {cursor.fetchone()[0]}")
    found = Period(*row)
    cursor.execute("SELECT EXISTS (SELECT 1 FROM audit_entries WHERE period = %s)", [found.n])
    if cursor.fetchone() != (True,):
        raise NoPeriod(f"the entries of period {found.n} are in the archive and no longer in the database: take its folder from the log's storage")
    return found


def entries(cursor: CursorWrapper, period: int, start: int, end: int) -> list[Row]:
    """Those from place `start` up to, not with, `end`."""
    cursor.execute(_PLACES, [period, start, end])
    return _rows(cursor, period, cursor.fetchall())


def entries_at(cursor: CursorWrapper, period: int, places: Collection[int]) -> list[Row]:
    """Those at these places, in order."""
    cursor.execute(_PLACES_AT, [period, list(places)])
    return _rows(cursor, period, cursor.fetchall())


def _rows(cursor: CursorWrapper, period: int, places: list[tuple[Any, ...]]) -> list[Row]:
    cursor.execute(_BODIES, [period, [seq for _, seq in places]])
    bodies = dict(cursor.fetchall())
    return [Row(position, bodies[seq]) for position, seq in places if seq in bodies]


def chosen(cursor: CursorWrapper, period: int, size: int, selection: Selection) -> list[int]:
    """The places of what was asked for, in order, below `size`."""
    where, values = selection.where()
    cursor.execute(f"SELECT e.seq FROM audit_entries e WHERE e.period = %s {where}", [period, *values])  # noqa: S608 - our own words only
    return _places(cursor, period, size)


def count(cursor: CursorWrapper, period: int, selection: Selection) -> int:
    """How many entries were asked for, with a leaf or without."""
    where, values = selection.where()
    cursor.execute(f"SELECT count(*) FROM audit_entries e WHERE e.period = %s {where}", [period, *values])  # noqa: S608 - our own words only
    return int(cursor.fetchone()[0])


def ends(cursor: CursorWrapper, period: int, size: int, concerned: Collection[str]) -> list[int]:
    """The places of the expiries in this period, and of the erasures of those concerned."""
    query = "SELECT e.seq FROM audit_entries e WHERE e.period = %s AND (e.action = %s OR (e.action = %s AND e.subject = ANY(%s)))"
    cursor.execute(query, [period, verify.EXPIRED, verify.ERASED, sorted(concerned)])
    return _places(cursor, period, size)


def _places(cursor: CursorWrapper, period: int, size: int) -> list[int]:
    """Of the entries whose numbers the cursor gives."""
    seqs, found = [seq for (seq,) in cursor.fetchall()], list[int]()
    for at in range(0, len(seqs), CHUNK):
        cursor.execute(_PLACES_OF, [period, size, seqs[at : at + CHUNK]])
        found += [position for (position,) in cursor.fetchall()]
    return sorted(found)


def later_ends(cursor: CursorWrapper, after: int, head: Head, concerned: Collection[str]) -> list[End]:
    """The same in the periods after this one, as far as the newest head goes."""
    query = """
        SELECT l.period, l.position, e.body FROM audit_leaves l JOIN audit_entries e ON e.period = l.period AND e.seq = l.entry_seq
        WHERE l.period > %s AND (l.period < %s OR l.position < %s) AND (e.action = %s OR (e.action = %s AND e.subject = ANY(%s)))
        ORDER BY l.period, l.position
    """
    cursor.execute(query, [after, head.period, head.size, verify.EXPIRED, verify.ERASED, sorted(concerned)])
    return [End(*row) for row in cursor.fetchall()]


def count_ends(cursor: CursorWrapper, since: int) -> int:
    """How many expiries and erasures were written from period `since` on, with a leaf or without."""
    cursor.execute(f"SELECT count(*) FROM audit_entries e WHERE e.period >= %s AND {_IS_END}", [since, verify.EXPIRED, verify.ERASED])  # noqa: S608
    return int(cursor.fetchone()[0])


def place_of(cursor: CursorWrapper, period: int, entry_id: str) -> int | None:
    """Where an entry stands in that period; None when it is of another one."""
    cursor.execute("SELECT position FROM audit_leaves WHERE period = %s AND entry = %s", [period, entry_id])
    row = cursor.fetchone()
    return int(row[0]) if row else None


def in_chunks(cursor: CursorWrapper, period: int, size: int) -> Iterator[list[Row]]:
    """All entries below `size`. Raises BadTile at a gap."""
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        rows = entries(cursor, period, start, end)
        if len(rows) != end - start:
            raise BadTile(f"between the places {start} and {end} of period {period} the database lacks {end - start - len(rows)} entries")
        yield rows


def concerned_by(body: dict[str, Any]) -> set[str]:
    """Whose erasure takes the openings of an entry: the actor, and whom or what it is about."""
    about = str(body.get("subject") or body.get("object") or "")
    return {str(body["actor"]), *({about} if is_id(about) else ())}


def parsed(text: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(text)
    return body
