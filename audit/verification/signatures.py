"""What was signed and cosigned: each note must be the log's own and of the right size; its root is compared while the tree grows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.db.backends.utils import CursorWrapper

from audit.proof.cosignatures import check_cosignature
from audit.proof.notes import BadNote, BadSignature, Note, Verifier
from audit.sealing import keys
from audit.sealing.proving import Head, Unproven, must_be_signed
from audit.verification.disagreements import Disagreement

_CHECKPOINTS: Final = """
    SELECT DISTINCT ON (c.size) c.size, c.root, c.note FROM audit_checkpoints c WHERE c.period = %s AND c.size >= %s ORDER BY c.size, c.signed_at
"""
# A checkpoint is repeated each minute though nothing was written: its text must be the same.
_OTHER_ROOT: Final = """
    SELECT c.size, c.signed_at FROM audit_checkpoints c WHERE c.period = %s
    GROUP BY c.size, c.signed_at, c.root, c.note HAVING EXISTS (
        SELECT 1 FROM audit_checkpoints d WHERE d.period = %s AND d.size = c.size AND (d.root, d.note) IS DISTINCT FROM (c.root, c.note))
    ORDER BY c.size, c.signed_at LIMIT 1
"""
_COSIGNATURES: Final = """
    SELECT s.size, s.witness, s.line, extract(epoch FROM s.at)::bigint, (
        SELECT c.note FROM audit_checkpoints c WHERE c.period = s.period AND c.size = s.size ORDER BY c.signed_at DESC LIMIT 1
    ) FROM audit_cosignature s WHERE s.period = %s AND s.size >= %s ORDER BY s.size, s.at
"""


class Signed(NamedTuple):
    """A root that the log once signed, and what said so."""

    size: int
    root: bytes
    what: str


def checkpoints(cursor: CursorWrapper, period: int, origin: str, first: int) -> list[Signed]:
    """Those of at least `first` entries, by size, each with its signature verified. Raises Disagreement."""
    cursor.execute(_OTHER_ROOT, [period, period])
    if row := cursor.fetchone():
        raise Disagreement(
            f"period {period}, checkpoints of {row[0]} entries: one of them (at {row[1]:%Y-%m-%d %H:%M:%S}) was edited, or the log forked"
        )
    cursor.execute(_CHECKPOINTS, [period, first])
    found = []
    for size, root, note in cursor.fetchall():
        what = f"period {period}, checkpoint of {size} entries"
        check_signed(Head(period, origin, size, bytes(root), note), what)
        found.append(Signed(size, bytes(root), what))
    return found


def check_signed(head: Head, what: str) -> None:
    try:
        must_be_signed(head)
    except Unproven as error:
        raise Disagreement(f"{what}: {error}") from error


def check_cosignatures(cursor: CursorWrapper, period: int, first: int) -> Iterator[str]:
    """Every cosignature on a state of at least `first` entries. Yields the names of witnesses whose key the house has not. Raises Disagreement."""
    cursor.execute(_COSIGNATURES, [period, first])
    known, strangers = keys.witnesses(), set[str]()
    for size, witness, line, at, note in cursor.fetchall():
        what = f"period {period}, cosignature of {witness} on {size} entries"
        if note is None:
            raise Disagreement(f"{what}: the checkpoint that it cosigned is gone")
        if witness not in known:
            strangers.add(witness)
        elif not any(_said_at(note, line, verifier) == at for verifier in known[witness]):
            raise Disagreement(f"{what}: does not fit the checkpoint, or is of another time than it says")
    yield from sorted(strangers)


def _said_at(note: str, line: str, verifier: Verifier) -> int | None:
    try:
        return check_cosignature(Note.of(note).text, line, verifier)
    except (BadNote, BadSignature):
        return None
