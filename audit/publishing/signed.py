"""What the sealer signed, as the database has it: periods, checkpoints, leaves and the bodies under them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connections

from audit.proof.notes import NOTE, BadNote, BadSignature, Checkpoint, Note, Verifier
from audit.proof.tree import leaf_hash
from foundation import keys

BATCH: Final = 4_096  # rows a query: well under its time limit, a few MB

_PERIODS: Final = "SELECT n, origin, vkey, closed_at FROM audit_period WHERE n = ANY(%s) ORDER BY n"
_WITH_TABLES: Final = """
    SELECT substring(relname FROM '[0-9]+$')::integer FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ '^audit_entry_[0-9]{4,}$'
"""
_NEXT: Final = """
    (SELECT size, root, note FROM audit_checkpoints WHERE period = %(period)s AND size > %(size)s AND size <= %(near)s
     ORDER BY size DESC, signed_at DESC LIMIT 1)
    UNION ALL
    (SELECT size, root, note FROM audit_checkpoints WHERE period = %(period)s AND size > %(near)s ORDER BY size, signed_at DESC LIMIT 1)
"""
_LEAVES: Final = """
    SELECT l.position, l.entry, l.hash, e.body FROM audit_leaves l LEFT JOIN audit_entries e ON e.period = %(period)s AND e.seq = l.entry_seq
    WHERE l.period = %(period)s AND l.position >= %(start)s AND l.position < %(end)s ORDER BY l.position
"""


class Disagreement(Exception):
    """What stands there is not what was signed. `what` is a code; nothing is published over it."""

    def __init__(self, period: int, what: str, position: int = -1, entry: str = "") -> None:
        where = f", entry {entry} at {position}" if position >= 0 else ""
        super().__init__(f"period {period}{where}: {what.replace('_', ' ')}; verify the log before anybody touches it")
        self.period, self.what, self.position, self.entry = period, what, position, entry


class Signed(NamedTuple):
    """A checkpoint of the sealer whose signature was checked. raw: the note, with the log's signature alone."""

    period: int
    size: int
    root: bytes
    raw: str


class Period(NamedTuple):
    n: int
    origin: str
    vkey: str
    closed_at: datetime | None

    def verifier(self) -> Verifier:
        """Of the key in the folder of keys: the database could name another. Raises Disagreement when it does."""
        publics = keys.log_publics(settings.KEYS_DIR)
        if not self.vkey and publics:  # the sealer names it at its first start
            return Verifier(self.origin, NOTE, publics[0])
        named = Verifier.of(self.vkey)
        if named.name != self.origin or named.public not in publics:
            raise Disagreement(self.n, "another_key_than_the_logs")
        return named


def periods() -> list[Period]:
    """Those that still have their tables, oldest first."""
    numbers = [n for (n,) in _rows(_WITH_TABLES, {})]
    return [Period(*row) for row in _rows(_PERIODS, [numbers])]


def next_checkpoint(period: Period, size: int, *, within: int) -> Signed | None:
    """The newest within so many entries above `size`, or else the one after that; None when there is nothing new."""
    values = {"period": period.n, "size": size, "near": size + within}
    for found in _rows(_NEXT, values)[:1]:
        return checked(period, *found)
    return None


def checked(period: Period, size: int, root: bytes, raw: str) -> Signed:
    """Raises Disagreement unless the log's key signed just this."""
    verifier = period.verifier()
    try:
        note = Note.of(raw)
        told = Checkpoint.of(note.verified_by(verifier))
    except (BadNote, BadSignature) as error:
        raise Disagreement(period.n, "checkpoint_not_signed_by_the_log") from error
    if (told.origin, told.size, told.root) != (period.origin, size, bytes(root)):
        raise Disagreement(period.n, "checkpoint_says_something_else")
    own = [signature.line for signature in note.by(verifier)]
    return Signed(period.n, size, bytes(root), Note.signed(note.text, *own).raw())


def bodies(period: int, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Leaf hash and body of each position. Raises Disagreement at the first that is not what was sealed."""
    for at in range(start, end, BATCH):
        upto = min(end, at + BATCH)
        rows = _rows(_LEAVES, {"period": period, "start": at, "end": upto})
        for expected, (position, entry, sealed, body) in enumerate(rows, at):
            yield _checked_body(period, expected, position, entry, bytes(sealed), body)
        if len(rows) != upto - at:
            raise Disagreement(period, "leaf_missing", at + len(rows))


def _checked_body(period: int, expected: int, position: int, entry: str, sealed: bytes, body: str | None) -> tuple[bytes, bytes]:
    if position != expected:
        raise Disagreement(period, "leaf_missing", expected)
    if body is None:
        raise Disagreement(period, "entry_missing", position, entry)
    raw = body.encode()
    found = leaf_hash(raw)
    if found != sealed:
        raise Disagreement(period, "body_differs_from_its_leaf", position, entry)
    return found, raw


def _rows(query: str, values: Any) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
