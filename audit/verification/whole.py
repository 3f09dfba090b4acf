"""All periods of the log one after the other, and what holds them together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit import checks, verify
from audit.bundle.tables import entries, parsed
from audit.events import Event
from audit.reading import READER
from audit.sealing import proving
from audit.sealing.proving import Head
from audit.verification.disagreements import Disagreement
from audit.verification.entries import Walk
from audit.verification.openings import Openings
from audit.verification.published import Published, published
from audit.verification.signatures import Signed, check_cosignatures, check_signed, checkpoints
from audit.verification.starting import Since, from_checkpoint, from_last

DISAGREES: Final = "disagrees"
_EVERY: Final = 2**63 - 1

_PERIODS: Final = """
    SELECT n, origin, vkey, closed_at IS NOT NULL, EXISTS (SELECT 1 FROM audit_leaves l WHERE l.period = n AND l.position = 0),
        dropped_at IS NOT NULL, size, encode(root, 'hex')
    FROM audit_period ORDER BY n
"""
# Its entry may lie in a period that was dropped later itself: then only an archive can tell.
_SAYS_DROPPED: Final = """
    SELECT EXISTS (
        SELECT 1 FROM audit_entries e WHERE e.period > %s AND e.action = %s AND e.outcome = 'granted'
          AND e.body::jsonb -> 'details' = jsonb_build_object('period', %s::integer, 'size', %s::bigint, 'root', %s::text)
    ) OR EXISTS (SELECT 1 FROM audit_period WHERE n > %s AND dropped_at IS NOT NULL)
"""
_HEAD: Final = """
    SELECT h.period, p.origin, h.size, h.root, h.note, h.signed_at, b.settled_seq
    FROM audit_head h JOIN audit_period p ON p.n = h.period, audit_heartbeat b
"""
# One statement, so one moment: the sealer writes leaves and head together.
_ABOVE: Final = """
    SELECT h.period, h.size, l.entry FROM audit_head h, audit_leaves l WHERE l.period = h.period AND l.position >= h.size ORDER BY l.position LIMIT 1
"""
_COUNT: Final = "SELECT coalesce(max(position) + 1, 0) FROM audit_leaves WHERE period = %s"
_COSIGNED: Final = "SELECT max(at) FROM audit_cosignature WHERE period = %s"


class Period(NamedTuple):
    n: int
    origin: str
    vkey: str
    is_closed: bool
    has_tables: bool
    is_dropped: bool
    size: int | None
    root: str | None


@dataclass
class Verdict:
    """How far a verification came: a whole one to the newest signed state."""

    period: int = 0
    origin: str = ""
    size: int = 0
    root: bytes = b""
    note: str = ""
    signed_at: datetime | None = None
    cosigned_at: datetime | None = None
    entries: int = 0
    disagreement: str = ""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0


def verify_log(*, is_since_last: bool = False, trusted: tuple[str, str] | None = None, told: Callable[[int], None] = lambda count: None) -> Verdict:
    """Verify everything; or what came after a checkpoint (its text, and what it is called), or after the last verification of the console.

    `told` gets the number of entries done, in steps. Raises Unfit for a checkpoint that is none of this log's.
    """
    verdict, began = Verdict(), time.monotonic()
    try:
        with connections[READER].cursor() as cursor:
            since = from_checkpoint(cursor, trusted[0], what=trusted[1]) if trusted else from_last(cursor) if is_since_last else None
            _Whole(cursor, verdict, told, published(), Openings(cursor)).run(since)
    except Disagreement as error:
        verdict.disagreement = str(error)
    verdict.seconds = time.monotonic() - began
    return verdict


def size_to_verify() -> int:
    """About how many entries there are."""
    with connections[READER].cursor() as cursor:
        cursor.execute("SELECT sum(size) FROM (SELECT max(size) AS size FROM audit_checkpoints GROUP BY period) AS every")
        return int((cursor.fetchone() or (0,))[0] or 0)


@dataclass
class _Whole:
    cursor: CursorWrapper
    verdict: Verdict
    told: Callable[[int], None]
    published: Published  # read before the head
    openings: Openings

    def run(self, since: Since | None) -> None:
        self._check_triggers()
        self.verdict.notes += [self.published.trouble] if self.published.trouble else []
        if since:
            self.verdict.notes.append(f"what lies before place {since.size} of period {since.period} was not read again: {since.relies_on}")
        head, settled = self._head()
        self.cursor.execute(_PERIODS)
        before: tuple[str, int] | None = ("none", 0)  # root and size of the period before, where they are known
        for expected, period in enumerate([Period(*row) for row in self.cursor.fetchall()], start=1):
            if period.n != expected:
                raise Disagreement(f"period {expected}: its row of audit_period was deleted")
            is_hidden = period.n > head.period and (period.has_tables or period.n > head.period + 1)
            if is_hidden and self._head()[0].period == head.period:  # else the sealer has just turned the page
                raise Disagreement(f"period {period.n}: the signed head knows nothing of it: an older head was put back")
            if not period.has_tables and period.n <= head.period:
                before = self._archived(period, head)
            elif since and period.n < since.period:
                before = None
            elif period.n <= head.period:
                before = self._check_period(period, head, settled, before, since)
        self._check_above()
        self.verdict.notes += self.openings.notes
        if unknown := [n for n in self.published.notes if n > head.period]:
            raise Disagreement(f"period {unknown[0]}: was published, and the signed head knows nothing of it: an older head was put back")

    def _check_triggers(self) -> None:
        for message in checks.the_book_is_append_only(None, ["default"]):
            raise Disagreement(f"{message.msg}. {message.hint}" if message.hint else message.msg)

    def _head(self) -> tuple[Head, int]:
        self.cursor.execute(_HEAD)
        row = self.cursor.fetchone()
        if row is None or not row[4]:
            raise Disagreement("the log has no signed head: its sealer has not run yet, or the head was deleted")
        head, self.verdict.signed_at = Head(row[0], row[1], row[2], bytes(row[3]), row[4]), row[5]
        check_signed(head, f"period {head.period}, head of {head.size} entries")
        return head, row[6]

    def _archived(self, period: Period, head: Head) -> tuple[str, int] | None:
        """Root and size of a period that was dropped in order. Raises Disagreement. The current one may still be without a leaf."""
        if not period.is_closed and not (period.n == head.period and head.size == 0):
            raise Disagreement(f"period {period.n}: is not closed, and its leaves are gone")
        told = self.published.signed(period.n, period.origin)
        if not period.is_closed:
            if told:
                raise Disagreement(f"{told.what}: the log has none: leaves were deleted")
            return None
        if not period.is_dropped or period.size is None or period.root is None:
            raise Disagreement(f"period {period.n}: its leaves are gone, though it was never dropped")
        self.cursor.execute(_SAYS_DROPPED, [period.n, Event.PERIOD_DROPPED.value, period.n, period.size, period.root, period.n])
        if self.cursor.fetchone() != (True,):
            raise Disagreement(f"period {period.n}: its leaves are gone, and no entry says that it was dropped with that size and root")
        if told and (told.size, told.root.hex()) != (period.size, period.root):
            raise Disagreement(f"{told.what}: the period was dropped with {period.size} entries and the root {period.root}")
        self.verdict.notes.append(f"period {period.n} is in the archive only: verify it there")
        return period.root, period.size

    def _check_period(self, period: Period, head: Head, settled: int, before: tuple[str, int] | None, since: Since | None) -> tuple[str, int]:
        is_current = period.n == head.period
        end = head if is_current else proving.final_head(self.cursor, period.n)
        start = since.size if since and since.period == period.n else 0
        signed = [*checkpoints(self.cursor, period.n, period.origin, start), Signed(end.size, end.root, f"period {period.n}, signed head")]
        if told := self.published.signed(period.n, period.origin):
            signed.append(told)
        if since and start:
            signed.append(Signed(since.size, since.root, f"period {period.n}, where reading began"))
        self._check_first(period, before)
        walk = Walk(self.cursor, period.n, end.size, signed, self.told, self.openings)
        root = walk.run(start)
        walk.check_leaves_of_all(settled if is_current else _EVERY)
        if not is_current:
            self._check_count(period, end.size)
        for stranger in check_cosignatures(self.cursor, period.n, start):
            self.verdict.notes.append(f"the witness {stranger} is not among those that this house knows: what it cosigned was not verified")
        self._came_to(period, end, root, start)
        return root.hex(), end.size

    def _check_first(self, period: Period, before: tuple[str, int] | None) -> None:
        rows = entries(self.cursor, period.n, 0, 1)
        if not rows:
            raise Disagreement(f"period {period.n}, entry 0: was deleted")
        body = parsed(rows[0].body)
        details: dict[str, Any] = body.get("details", {})
        called = f"period {period.n}, entry 0 (id {body['id']})"
        if body["event"] != verify.OPENED or details.get("origin") != period.origin or details.get("key", period.vkey) != period.vkey:
            raise Disagreement(f"{called}: does not open this period: the entry or the row of audit_period was edited")
        if before is not None and (details.get("previous_root"), details.get("previous_size", 0)) != before:
            raise Disagreement(f"{called}: names another end of the period before than that has")

    def _check_count(self, period: Period, size: int) -> None:
        self.cursor.execute(_COUNT, [period.n])
        (count,) = self.cursor.fetchone() or (0,)
        if count != size:
            raise Disagreement(f"period {period.n}, place {size}: a leaf stands behind the end of a closed period")

    def _check_above(self) -> None:
        self.cursor.execute(_ABOVE)
        if row := self.cursor.fetchone():
            raise Disagreement(f"period {row[0]}, place {row[1]} (id {row[2]}): its leaf is under no signature, it was put in")

    def _came_to(self, period: Period, end: Head, root: bytes, start: int) -> None:
        self.cursor.execute(_COSIGNED, [period.n])
        (self.verdict.cosigned_at,) = self.cursor.fetchone() or (None,)
        self.verdict.period, self.verdict.origin, self.verdict.size, self.verdict.root = period.n, period.origin, end.size, root
        self.verdict.entries += end.size - start
        self.verdict.note = end.note
