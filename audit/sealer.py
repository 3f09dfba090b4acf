"""Gives each committed entry its leaf, soon after and outside the transactions that wrote it.

A watermark "everything above the last sequence number" loses entries that commit late. So each pass looks for entries
without a leaf between two marks: up to the newest, and down to the *settled* one, below which nothing can still come.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import psycopg
from django.db import DatabaseError, InterfaceError, connections

from foundation.clock import now

STALE_AFTER_S: Final = 1.0
BATCH: Final = 2_000
BEAT_EVERY_S: Final = 0.2
SETTLE_EVERY_S: Final = 1.0
_LOCK: Final = 0x5077_0101

_UNSEALED: Final = """
    SELECT e.seq, e.id, e.body FROM audit_entry e
    WHERE e.seq > %s AND e.seq <= %s AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry_seq = e.seq)
    ORDER BY e.seq LIMIT %s
"""
_LEAVES: Final = """
    INSERT INTO audit_leaf (position, entry_seq, entry, hash, sealed_at)
    SELECT p, s, e, h, %s FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bytea[]) AS leaf (p, s, e, h)
"""
# Whoever inserts holds this lock from before the sequence number is drawn until the transaction has ended and is visible.
_WRITERS: Final = """
    SELECT l.virtualtransaction FROM pg_locks l
    WHERE l.mode = 'RowExclusiveLock' AND l.granted AND l.locktype = 'relation'
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.relation = 'audit_entry'::regclass
"""
# The database's clock on both sides: two machines' clocks differ, and a test that moves ours must not stop the house.
_BEAT: Final = "UPDATE audit_heartbeat SET beat_at = clock_timestamp(), lag_ms = %s, settled_seq = %s"
_FRESH: Final = """
    SELECT clock_timestamp() - beat_at BETWEEN interval '-1 second' AND make_interval(secs => %s) AND lag_ms <= %s FROM audit_heartbeat
"""


class AnotherSealer(Exception):
    """Two sealers would give one entry two places in the tree."""


class Writers(NamedTuple):
    """Transactions that may still commit an entry at or below `newest`."""

    newest: int
    open: frozenset[str]


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def is_fresh() -> bool:
    """Is the sealer alive and no more than a second behind? A database that cannot say so counts as no."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(_FRESH, [STALE_AFTER_S, int(STALE_AFTER_S * 1000)])
            return bool(cursor.fetchone() == (True,))
    except (DatabaseError, InterfaceError):
        return False


@dataclass
class Sealer:
    """One sealer on one connection of the role sealer (autocommit). Errors of the database end it: make a new one."""

    connection: psycopg.Connection[Any]
    settled: int = 0
    size: int = 0
    _pending: Writers | None = None
    _drained_at: float = field(default_factory=time.monotonic)
    _beat_at: float = 0.0
    _settle_at: float = 0.0

    def start(self) -> Sealer:
        """Take the lock and learn where the last sealer stopped. Raises AnotherSealer."""
        if not self._value("SELECT pg_try_advisory_lock(%s)", [_LOCK]):
            raise AnotherSealer("another sealer holds the lock of this log; stop it first")
        self.size = self._value("SELECT coalesce(max(position) + 1, 0) FROM audit_leaf")
        self.settled = self._value("SELECT settled_seq FROM audit_heartbeat")
        return self

    def seal_once(self) -> int:
        """Give leaves to what is committed and has none; then beat. Returns how many."""
        newest = self._value("SELECT coalesce(max(seq), 0) FROM audit_entry")
        sealed = self._seal_up_to(newest)
        if sealed < BATCH:
            self._drained_at = time.monotonic()
            self._settle(newest)
        self._beat(force=sealed > 0)
        return sealed

    def _seal_up_to(self, newest: int) -> int:
        rows = self.connection.execute(_UNSEALED, [self.settled, newest, BATCH]).fetchall()
        if rows:
            positions = list(range(self.size, self.size + len(rows)))
            hashes = [leaf_hash(body.encode()) for _, _, body in rows]
            values = [now(), positions, [row[0] for row in rows], [row[1] for row in rows], hashes]
            self.connection.execute(_LEAVES, values)
            self.size += len(rows)
        return len(rows)

    def _settle(self, newest: int) -> None:
        """Move the settled mark once every transaction that could fill a gap below it has ended and was looked for."""
        if time.monotonic() < self._settle_at:
            return
        self._settle_at = time.monotonic() + SETTLE_EVERY_S
        still_open = self._writers()
        if self._pending is None:
            self._pending = Writers(newest, still_open)
        elif self._pending.open.isdisjoint(still_open):
            # they ended before this look at the locks; what they committed, the pass below finds
            mark = self._pending.newest
            if self._seal_up_to(mark) == 0:
                self.settled, self._pending = mark, None

    def _writers(self) -> frozenset[str]:
        return frozenset(row[0] for row in self.connection.execute(_WRITERS).fetchall())

    def _beat(self, *, force: bool) -> None:
        if not force and time.monotonic() - self._beat_at < BEAT_EVERY_S:
            return
        self._beat_at = time.monotonic()
        lag_ms = int((self._beat_at - self._drained_at) * 1000)
        with self.connection.transaction():
            self.connection.execute("SET LOCAL synchronous_commit = off")  # a lost pulse costs nothing
            self.connection.execute(_BEAT, [lag_ms, self.settled])

    def _value(self, query: str, values: list[object] | None = None) -> Any:
        row = self.connection.execute(query, values or []).fetchone()
        return row[0] if row else None
