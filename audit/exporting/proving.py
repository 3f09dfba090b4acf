"""Making the proof of an entry from the tables: its leaf, the hashes beside its way up, and a checkpoint that covers it."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit.access import Actor
from audit.events import Event
from audit.exporting.proofs import Proof
from audit.log import record
from audit.proof.tree import BadProof
from audit.reading import READER
from audit.sealing import cosignatures
from audit.sealing.proving import Head, Unproven, final_head, head, inclusion, must_be_signed

_PLACE: Final = """
    SELECT l.period, l.position, e.body FROM audit_leaves l JOIN audit_entries e ON e.period = l.period AND e.seq = l.entry_seq WHERE l.entry = %s
"""


class NotProvable(Exception):
    """The entry has no leaf yet, or no signed checkpoint covers it; in a second it will have both."""


class Place(NamedTuple):
    """Where an entry stands."""

    period: int
    position: int
    body: str


def prove(entry_id: str) -> Proof:
    """The proof of the entry under the newest witnessed checkpoint that covers it, else under the newest. Raises NotProvable, Unproven."""
    with connections[READER].cursor() as cursor:
        place = _place_of(cursor, entry_id)
        under = _head_over(cursor, place)
        must_be_signed(under)
        hashes = inclusion(cursor, place.position, under)
        note = cosignatures.note_with_lines(cursor, under)
    proof = Proof(place.body.encode(), place.position, under.size, under.root, tuple(hashes), note)
    try:
        proof.check()
    except BadProof as error:
        raise Unproven(str(error)) from error
    return proof


def give(entry_id: str, *, by: Actor) -> Proof:
    """The proof for somebody who takes it away: recorded first. Raises NotProvable, Unproven, NotSealed."""
    proof = prove(entry_id)
    details: dict[str, int | str] = {"position": proof.index, "size": proof.size}
    record(Event.PROOF_GIVEN, by=by, subject=entry_id, details=details).sealed()
    return proof


def _place_of(cursor: CursorWrapper, entry_id: str) -> Place:
    cursor.execute(_PLACE, [entry_id])
    found = cursor.fetchone()
    if found is None:
        raise NotProvable(f"entry {entry_id} has no leaf")
    return Place(*found)


def _head_over(cursor: CursorWrapper, place: Place) -> Head:
    """One that covers the place: witnessed if there is such a one, else the newest of its period."""
    witnessed = cosignatures.cosigned(cursor, place.period, above=place.position)
    if witnessed is not None:
        return witnessed
    newest = head(cursor)
    if newest.period != place.period:
        newest = final_head(cursor, place.period)
    if newest.size <= place.position:
        raise NotProvable(f"no checkpoint covers leaf {place.position} of period {place.period} yet")
    return newest
