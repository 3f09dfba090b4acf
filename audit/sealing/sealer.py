"""Gives each committed entry its leaf, soon after and outside the transactions that wrote it.

A watermark "everything above the last sequence number" loses entries that commit late. So each pass looks for entries
without a leaf down to a mark below which nothing can still come: the *settled* one, which outlives this process, or above it the first
number that this process has not sealed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import psycopg

from audit.sealing import closing, starting, tables
from audit.sealing.alone import Alone
from audit.sealing.starting import Start
from audit.sealing.state import StateFile
from audit.sealing.tables import Row

BATCH: Final = 2_000
BEAT_EVERY_S: Final = 0.2
SETTLE_EVERY_S: Final = 1.0
CHECKPOINT_EVERY_S: Final = 60.0

# Whoever inserts holds this lock from before the sequence number is drawn until the transaction has ended and is visible.
_WRITERS: Final = """
    SELECT l.virtualtransaction FROM pg_locks l
    WHERE l.mode = 'RowExclusiveLock' AND l.granted AND l.locktype = 'relation'
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.relation = 'audit_entry'::regclass
"""
# Tables that only grow are always larger than the planner believes: it would fetch and sort a whole backlog for each batch.
_PLANS: Final = "SELECT set_config(name, 'off', false) FROM unnest('{enable_seqscan,enable_bitmapscan,enable_sort}'::text[]) AS name"
_PATIENT: Final = "SET statement_timeout = 0"  # to look through a large period from its first entry takes longer than a page may
_BEAT: Final = "UPDATE audit_heartbeat SET beat_at = clock_timestamp(), lag_ms = %s, settled_seq = %s"


class Writers(NamedTuple):
    """Transactions that may still commit an entry at or below `newest`."""

    newest: int
    open: frozenset[str]


@dataclass
class Sealer:
    """One sealer on one connection of the role sealer (autocommit). Errors of database or disk end it: make a new one."""

    connection: psycopg.Connection[Any]
    file: StateFile
    alone: Alone | None = None
    settled: int = 0
    _reached: int = 0
    _dense: int = 0  # from the settled mark up to here this process has sealed every number
    _beyond: set[int] = field(default_factory=set)  # what it has sealed above
    _now: Start = field(init=False)
    _pending: Writers | None = None
    _drained_at: float = field(default_factory=time.monotonic)
    _beat_at: float = 0.0
    _settle_at: float = 0.0
    _checkpoint_at: float = 0.0
    _close_at: float = 0.0

    @property
    def size(self) -> int:
        """Entries of the current period that are signed."""
        return self._now.edge.size

    @property
    def period(self) -> int:
        return self._now.period.n

    @property
    def begins_behind(self) -> int:
        """Every entry up to here that is there or could still come has its leaf."""
        return max(self.settled, self._dense)

    def start(self) -> Sealer:
        """Learn where the last sealer stopped. Raises Refused when that cannot be trusted, OSError, psycopg.Error."""
        if self.connection.prepare_threshold is None:  # Django's default, under which nothing is ever prepared
            self.connection.prepare_threshold = 5
        self.connection.execute(_PLANS)
        self._turn(starting.begin(self.connection, self.file))
        self.settled = self._now.state.settled
        if not self.settled:
            self.connection.execute(_PATIENT)
        if len(tables.periods(self.connection)) > 1:
            self._finish()
        return self

    def seal_once(self) -> int:
        """Give leaves to what is committed and has none; beat now and then. Returns how many."""
        # While a backlog lasts, each pass begins where the last one ended; who commits behind it waits for the pass after the last.
        sealed = self._seal_between(max(self.begins_behind, self._reached))
        if sealed < BATCH:
            if self._reached:
                self._reached = 0
                sealed += self._seal_between(self.begins_behind)
            self._drained_at = time.monotonic()
            self._settle()
        self._beat()
        return sealed

    def _turn(self, start: Start) -> None:
        self._now, self._pending, self._checkpoint_at, self._reached = start, None, 0.0, 0
        self._dense, self._beyond = 0, set()

    def _seal_between(self, below: int, newest: int = tables.LAST) -> int:
        rows = tables.unsealed(self.connection, below, newest, BATCH)
        if len(rows) == BATCH:
            self._reached = rows[-1].seq
        is_checkpoint = time.monotonic() >= self._checkpoint_at
        if rows or is_checkpoint:
            self._seal(rows, is_checkpoint=is_checkpoint)
        if is_checkpoint:
            self._checkpoint_at = time.monotonic() + CHECKPOINT_EVERY_S
        self._grow_dense(rows)
        return len(rows)

    def _grow_dense(self, rows: Sequence[Row]) -> None:
        """A number that is missing is of an entry that is still to come or never will: the settled mark alone passes it."""
        self._beyond.update(row.seq for row in rows)
        if self._dense < self.settled:
            self._dense = self.settled
            self._beyond = {seq for seq in self._beyond if seq > self.settled}
        while self._dense + 1 in self._beyond:
            self._dense += 1
            self._beyond.remove(self._dense)

    def _seal(self, rows: Sequence[Row], *, is_checkpoint: bool) -> None:
        """File first, then database and head in one statement, then this process: at every moment only a start can go wrong."""
        now, pending = self._now, [row.pending() for row in rows]
        edge, tiles = now.edge.grown([row.hash for row in pending])
        state = tables.signed(now.period, edge, now.signer, before=now.edge.size, pending=pending, settled=self.settled)
        if rows:
            self.file.write(state)
        tables.write(self.connection, state, tiles, is_checkpoint=is_checkpoint)
        self._now = Start(now.period, now.signer, edge, state)

    def _settle(self) -> None:
        """Move the settled mark once every transaction that could fill a gap below it has ended and was looked for."""
        if time.monotonic() < self._settle_at:
            return
        self._settle_at = time.monotonic() + SETTLE_EVERY_S
        if self.alone is not None:
            self.alone.check()
        newest = tables.value(self.connection, "SELECT coalesce(max(seq), 0) FROM audit_entry")  # before the look at the locks
        still_open = self._writers()
        if self._pending is None:
            self._pending = Writers(newest, still_open)
        elif self._pending.open.isdisjoint(still_open):
            # they ended before this look at the locks; what they committed, the pass below finds
            mark = self._pending.newest
            if self._seal_between(self.begins_behind, mark) == 0:
                self.settled, self._pending = mark, None
        self._close_if_due()

    def _close_if_due(self) -> None:
        """End the period that was asked to end, or that is full. One that its writers keep open is tried again later."""
        if time.monotonic() < self._close_at or not closing.is_due(self.connection, self._now):
            return
        self._close_at = time.monotonic() + closing.AGAIN_AFTER_S
        if closing.close(self.connection, self._now, self.settled):
            self._finish()

    def _finish(self) -> None:
        self._turn(closing.finish(self.connection, self.file, self._now, self.settled))
        self.settled = 0

    def _writers(self) -> frozenset[str]:
        return frozenset(row[0] for row in self.connection.execute(_WRITERS).fetchall())

    def _beat(self) -> None:
        if time.monotonic() - self._beat_at < BEAT_EVERY_S:
            return
        self._beat_at = time.monotonic()
        lag_ms = int((self._beat_at - self._drained_at) * 1000)
        with self.connection.transaction():
            self.connection.execute("SET LOCAL synchronous_commit = off")  # a lost pulse costs nothing
            self.connection.execute(_BEAT, [lag_ms, self.settled])
