"""Making the proof of an entry from the tables: its leaf, the hashes beside its way up, and a checkpoint that covers it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db import connections

from audit.access import Actor
from audit.events import Event
from audit.exporting.proofs import Proof
from audit.log import record
from audit.proof.notes import Checkpoint, Note
from audit.proof.tiles import WIDTH, TileNodes
from audit.proof.tree import inclusion_proof
from audit.reading import READER

_LEAF: Final = (
    "SELECT l.period, l.position, e.body FROM audit_leaves l JOIN audit_entries e ON e.period = l.period AND e.seq = l.entry_seq WHERE l.entry = %s"
)
_COSIGNED: Final = "SELECT max(size) FROM audit_cosignature WHERE period = %s"
_CHECKPOINT: Final = "SELECT note FROM audit_checkpoints WHERE period = %s AND size = %s ORDER BY signed_at DESC LIMIT 1"
_NEWEST: Final = "SELECT note FROM audit_checkpoints WHERE period = %s AND size > %s ORDER BY size DESC, signed_at DESC LIMIT 1"
_HEAD: Final = "SELECT note FROM audit_head WHERE period = %s AND size > %s"
_LINES: Final = "SELECT DISTINCT ON (witness) line FROM audit_cosignature WHERE period = %s AND size = %s ORDER BY witness, at DESC"
_TILE: Final = "SELECT hashes FROM audit_tiles WHERE period = %s AND level = %s AND position = %s"
_LEAVES: Final = "SELECT hash FROM audit_leaves WHERE period = %s AND position >= %s AND position < %s ORDER BY position"
_ROOTS: Final = "SELECT root FROM audit_tiles WHERE period = %s AND level = %s AND position >= %s AND position < %s ORDER BY position"


class NotProvable(Exception):
    """The entry has no leaf yet, or no signed checkpoint covers it; in a second it will have both."""


class Place(NamedTuple):
    """Where an entry stands."""

    period: int
    position: int
    body: str


def prove(entry_id: str) -> Proof:
    """The proof of the entry under the newest witnessed checkpoint that covers it, else under the newest. Raises NotProvable, BadProof."""
    place = _place_of(entry_id)
    note = _note_over(place)
    checkpoint = Checkpoint.of(note.text)
    hashes = inclusion_proof(place.position, checkpoint.size, nodes(place.period, checkpoint.size))
    proof = Proof(place.body.encode(), place.position, checkpoint.size, checkpoint.root, tuple(hashes), note.raw())
    proof.check()
    return proof


def give(entry_id: str, *, by: Actor) -> Proof:
    """The proof for somebody who takes it away: recorded first. Raises NotProvable, BadProof, NotSealed."""
    proof = prove(entry_id)
    details: dict[str, int | str] = {"position": proof.index, "size": proof.size}
    record(Event.PROOF_GIVEN, by=by, subject=entry_id, details=details).sealed()
    return proof


def _place_of(entry_id: str) -> Place:
    found = _rows(_LEAF, entry_id)
    if not found:
        raise NotProvable(f"entry {entry_id} has no leaf")
    return Place(*found[0])


def _note_over(place: Place) -> Note:
    """A note that covers the place, with the lines of its witnesses."""
    cosigned = _one(_COSIGNED, place.period)
    if cosigned is not None and cosigned > place.position and (note := _one(_CHECKPOINT, place.period, cosigned)):
        return _with_lines(Note.of(note), [line for (line,) in _rows(_LINES, place.period, cosigned)])
    note = _one(_NEWEST, place.period, place.position) or _one(_HEAD, place.period, place.position)
    if note is None:
        raise NotProvable(f"no checkpoint covers leaf {place.position} of period {place.period} yet")
    return Note.of(note)


def _with_lines(note: Note, lines: list[str]) -> Note:
    return Note.signed(note.text, *(signature.line for signature in note.signatures), *lines)


def nodes(period: int, size: int) -> TileNodes:
    """The tree of a period as it was at this size. A tile that was not full then is put together from what lies below."""

    def read(level: int, n: int, width: int) -> bytes:
        if width == WIDTH and (full := _one(_TILE, period, level, n)) is not None:
            return bytes(full)
        start = n * WIDTH
        below = _rows(_LEAVES, period, start, start + width) if level == 0 else _rows(_ROOTS, period, level - 1, start, start + width)
        return b"".join(bytes(one) for (one,) in below)

    return TileNodes(read, size)


def _one(query: str, *values: int | str) -> Any:
    found = _rows(query, *values)
    return found[0][0] if found else None


def _rows(query: str, *values: int | str) -> list[tuple[Any, ...]]:
    with connections[READER].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
