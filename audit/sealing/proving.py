"""Proofs from the tables: that a leaf is in the tree whose head was signed."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.backends.utils import CursorWrapper

from audit.proof.notes import BadNote, BadSignature, Checkpoint, Note
from audit.proof.tiles import WIDTH, BadTile, TileNodes
from audit.proof.tree import HASH_BYTES, BadProof, check_inclusion, inclusion_proof
from audit.sealing import keys

_HEAD: Final = "SELECT h.period, p.origin, h.size, h.root, h.note FROM audit_head h JOIN audit_period p ON p.n = h.period"
_LAST: Final = """
    SELECT c.period, p.origin, c.size, c.root, c.note FROM audit_checkpoints c JOIN audit_period p ON p.n = c.period
    WHERE c.period = %s AND (p.closed_at IS NOT NULL OR NOT %s) ORDER BY c.size DESC, c.signed_at DESC LIMIT 1
"""
_TILE: Final = "SELECT hashes FROM audit_tiles WHERE period = %s AND level = %s AND position = %s"
_LEAVES: Final = "SELECT hash FROM audit_leaves WHERE period = %s AND position >= %s AND position < %s ORDER BY position"
_ROOTS: Final = "SELECT root FROM audit_tiles WHERE period = %s AND level = %s AND position >= %s AND position < %s ORDER BY position"


class Unproven(Exception):
    """The tables do not prove it: no head, a false signature, a path to another root, or something missing on the way."""


class Head(NamedTuple):
    """A signed tree head as the tables have it, not yet believed."""

    period: int
    origin: str
    size: int
    root: bytes
    note: str


def head(cursor: CursorWrapper) -> Head:
    """The newest that the sealer showed. Raises Unproven while nothing was ever signed."""
    return _must(_head(cursor, _HEAD, []))


def final_head(cursor: CursorWrapper, period: int) -> Head:
    """What a closed period ends with. Raises Unproven when it is not closed."""
    return _must(_head(cursor, _LAST, [period, True]))


def last_checkpoint(cursor: CursorWrapper, period: int) -> Head | None:
    """The final one of a closed period; of the current one it is at most a minute old."""
    return _head(cursor, _LAST, [period, False])


def _head(cursor: CursorWrapper, query: str, values: list[int | bool]) -> Head | None:
    cursor.execute(query, values)
    row = cursor.fetchone()
    return Head(row[0], row[1], row[2], bytes(row[3]), row[4]) if row else None


def _must(found: Head | None) -> Head:
    if found is None:
        raise Unproven("the log has no signed head")
    return found


def must_be_signed(found: Head) -> None:
    """By one of our keys under that origin, and for just this size and root. Raises Unproven."""
    try:
        note = Note.of(found.note)
        signer = next((verifier for verifier in keys.verifiers_of(found.origin) if note.by(verifier)), None)
        if signer is None:
            raise Unproven(f"the head of {found.origin} is signed by no key of this house")
        said = Checkpoint.of(note.verified_by(signer))
    except (BadNote, BadSignature) as error:
        raise Unproven(f"the head of {found.origin} is not signed as it should be: {error}") from error
    if (said.origin, said.size, said.root) != (found.origin, found.size, found.root):
        raise Unproven(f"the signed head is of {said.origin} with {said.size} entries, the database says {found.origin} with {found.size}")


def is_signed(found: Head) -> bool:
    try:
        must_be_signed(found)
    except Unproven:
        return False
    return True


def inclusion(cursor: CursorWrapper, position: int, under: Head) -> list[bytes]:
    """The siblings of the leaf at `position` up to the root of that head, lowest first. Raises Unproven."""
    try:
        return inclusion_proof(position, under.size, nodes(cursor, under.period, under.size))
    except (BadProof, BadTile) as error:
        raise Unproven(f"no proof for place {position} of {under.size}: {error}") from error


def must_include(cursor: CursorWrapper, position: int, leaf: bytes, under: Head) -> None:
    """Raises Unproven unless this very leaf is at that place of the tree."""
    proof = inclusion(cursor, position, under)
    try:
        check_inclusion(position, under.size, leaf, proof, under.root)
    except BadProof as error:
        raise Unproven(str(error)) from error


def nodes(cursor: CursorWrapper, period: int, size: int) -> TileNodes:
    """The nodes of a period's tree at an earlier or the newest size: full tiles as they are stored, the last ones put together."""
    return TileNodes(lambda level, n, width: tile(cursor, period, level, n, width), size)


def tile(cursor: CursorWrapper, period: int, level: int, n: int, width: int) -> bytes:
    """A tile as it was when it held `width` hashes. Raises BadTile when something of it is missing."""
    first = n * WIDTH
    if width == WIDTH:
        cursor.execute(_TILE, [period, level, n])
    elif level == 0:
        cursor.execute(_LEAVES, [period, first, first + width])
    else:
        cursor.execute(_ROOTS, [period, level - 1, first, first + width])
    found = b"".join(bytes(row[0]) for row in cursor.fetchall())
    if len(found) != width * HASH_BYTES:
        raise BadTile(f"tile {n} of level {level} of period {period} is not whole in the database")
    return found
