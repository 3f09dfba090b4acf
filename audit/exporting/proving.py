"""Making the proof of an entry from the tables: its leaf, the hashes beside its way up, and a checkpoint that covers it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit.access import Actor
from audit.events import Event
from audit.exporting.proofs import Proof
from audit.log import record
from audit.proof.notes import Checkpoint, Note
from audit.proof.tree import inclusion_proof
from audit.reading import READER
from audit.sealing.proving import nodes

_PLACE: Final = """
    SELECT l.period, l.position, e.body FROM audit_leaves l JOIN audit_entries e ON e.period = l.period AND e.seq = l.entry_seq WHERE l.entry = %s
"""
_COSIGNED: Final = """
    SELECT c.note, c.size FROM audit_checkpoints c
    WHERE c.period = %s AND c.size > %s AND c.size = (SELECT max(size) FROM audit_cosignature WHERE period = %s) LIMIT 1
"""
_NEWEST: Final = """
    SELECT note, size FROM audit_checkpoints WHERE period = %s AND size > %s
    UNION ALL SELECT note, size FROM audit_head WHERE period = %s AND size > %s ORDER BY size DESC LIMIT 1
"""
_LINES: Final = "SELECT DISTINCT ON (witness) line FROM audit_cosignature WHERE period = %s AND size = %s ORDER BY witness, at DESC"


class NotProvable(Exception):
    """The entry has no leaf yet, or no signed checkpoint covers it; in a second it will have both."""


class Place(NamedTuple):
    """Where an entry stands."""

    period: int
    position: int
    body: str


def prove(entry_id: str) -> Proof:
    """The proof of the entry under the newest witnessed checkpoint that covers it, else under the newest. Raises NotProvable, BadProof, BadTile."""
    with connections[READER].cursor() as cursor:
        place = _place_of(cursor, entry_id)
        note = _note_over(cursor, place)
        under = Checkpoint.of(note.text)
        hashes = inclusion_proof(place.position, under.size, nodes(cursor, place.period, under.size))
    proof = Proof(place.body.encode(), place.position, under.size, under.root, tuple(hashes), note.raw())
    proof.check()
    return proof


def give(entry_id: str, *, by: Actor) -> Proof:
    """The proof for somebody who takes it away: recorded first. Raises NotProvable, BadProof, BadTile, NotSealed."""
    proof = prove(entry_id)
    details: dict[str, int | str] = {"position": proof.index, "size": proof.size}
    record(Event.PROOF_GIVEN, by=by, subject=entry_id, details=details).sealed()
    return proof


def _place_of(cursor: CursorWrapper, entry_id: str) -> Place:
    found = _rows(cursor, _PLACE, entry_id)
    if not found:
        raise NotProvable(f"entry {entry_id} has no leaf")
    return Place(*found[0])


def _note_over(cursor: CursorWrapper, place: Place) -> Note:
    """A note that covers the place, with the lines of its witnesses if it has some."""
    period, position, _ = place
    found = _rows(cursor, _COSIGNED, period, position, period) or _rows(cursor, _NEWEST, period, position, period, position)
    if not found:
        raise NotProvable(f"no checkpoint covers leaf {position} of period {period} yet")
    note, size = Note.of(found[0][0]), found[0][1]
    lines = [line for (line,) in _rows(cursor, _LINES, period, size)]
    return Note.signed(note.text, *(signature.line for signature in note.signatures), *lines)


def _rows(cursor: CursorWrapper, query: str, *values: int | str) -> list[tuple[Any, ...]]:
    cursor.execute(query, values)
    return list(cursor.fetchall())
