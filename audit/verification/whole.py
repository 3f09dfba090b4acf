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
from audit.verification.signatures import Signed, check_cosignatures, check_signed, checkpoints

VERIFIED: Final = "verified"
DISAGREES: Final = "disagrees"
_EVERY: Final = 2**63 - 1

_PERIODS: Final = """
    SELECT n, origin, vkey, closed_at IS NOT NULL, EXISTS (SELECT 1 FROM audit_leaves l WHERE l.period = n AND l.position = 0)
    FROM audit_period ORDER BY n
"""
_HEAD: Final = """
    SELECT h.period, p.origin, h.size, h.root, h.note, h.signed_at, b.settled_seq
    FROM audit_head h JOIN audit_period p ON p.n = h.period, audit_heartbeat b
"""
# One statement, so one moment: the sealer writes leaves and head together.
_ABOVE: Final = """
    SELECT h.period, h.size, l.entry FROM audit_head h, audit_leaves l WHERE l.period = h.period AND l.position >= h.size ORDER BY l.position LIMIT 1
"""
_LAST: Final = """
    SELECT body FROM audit_entries WHERE action = %s AND outcome = 'granted' ORDER BY recorded_at DESC, seq DESC LIMIT 1
"""
_COUNT: Final = "SELECT coalesce(max(position) + 1, 0) FROM audit_leaves WHERE period = %s"
_COSIGNED: Final = "SELECT max(at) FROM audit_cosignature WHERE period = %s"


class Period(NamedTuple):
    n: int
    origin: str
    vkey: str
    is_closed: bool
    has_tables: bool


class Since(NamedTuple):
    """The state that an earlier verification found in order."""

    period: int
    size: int
    root: bytes


@dataclass
class Verdict:
    """How far a verification came: a whole one to the newest signed state."""

    period: int = 0
    origin: str = ""
    size: int = 0
    root: bytes = b""
    signed_at: datetime | None = None
    cosigned_at: datetime | None = None
    entries: int = 0
    disagreement: str = ""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0


def verify_log(*, is_since_last: bool = False, told: Callable[[int], None] = lambda count: None) -> Verdict:
    """Verify everything, or what came after the last verification that found all in order. `told` gets the number of entries done, in steps."""
    verdict, began = Verdict(), time.monotonic()
    try:
        with connections[READER].cursor() as cursor:
            _Whole(cursor, verdict, told).run(last_good(cursor) if is_since_last else None)
    except Disagreement as error:
        verdict.disagreement = str(error)
    verdict.seconds = time.monotonic() - began
    return verdict


def last_good(cursor: CursorWrapper) -> Since | None:
    """What the last good verification of the log came to, by its entry."""
    cursor.execute(_LAST, [Event.LOG_VERIFIED.value])
    row = cursor.fetchone()
    details = parsed(row[0]).get("details", {}) if row else {}
    return Since(details["period"], details["size"], bytes.fromhex(details["root"])) if details.get("root") else None


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

    def run(self, since: Since | None) -> None:
        self._check_triggers()
        head, settled = self._head()
        self.cursor.execute(_PERIODS)
        before: tuple[str, int] | None = ("none", 0)  # root and size of the period before, where they are known
        for period in [Period(*row) for row in self.cursor.fetchall()]:
            if not period.has_tables:
                before = self._archived(period)
            elif since and period.n < since.period:
                before = None
            elif period.n <= head.period:
                before = self._check_period(period, head, settled, before, since)
        self._check_above()

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

    def _archived(self, period: Period) -> tuple[str, int] | None:
        if not period.is_closed:
            raise Disagreement(f"period {period.n}: is not closed, and its leaves are gone")
        self.verdict.notes.append(f"period {period.n} is in the archive only: verify it there")
        return None

    def _check_period(self, period: Period, head: Head, settled: int, before: tuple[str, int] | None, since: Since | None) -> tuple[str, int]:
        is_current = period.n == head.period
        end = head if is_current else proving.final_head(self.cursor, period.n)
        start = since.size if since and since.period == period.n else 0
        signed = [*checkpoints(self.cursor, period.n, period.origin, start), Signed(end.size, end.root, f"period {period.n}, signed head")]
        if since and start:
            signed.append(Signed(since.size, since.root, f"period {period.n}, last verification"))
        self._check_first(period, before)
        walk = Walk(self.cursor, period.n, end.size, signed, self.told)
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
