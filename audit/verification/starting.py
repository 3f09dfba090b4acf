"""From where a verification goes on that does not read everything again, and on what it relies for what it passes over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db.backends.utils import CursorWrapper

from audit import verify
from audit.access import ActorKind, console_actor
from audit.bundle.tables import parsed
from audit.events import Event
from audit.proof.notes import BadNote, Checkpoint, Note
from audit.sealing import cosignatures
from audit.sealing.proving import Head, Unproven, is_signed, must_be_signed

VERIFIED: Final = "verified"
_PERIOD: Final = "SELECT n FROM audit_period WHERE origin = %s"
_LAST: Final = """
    SELECT body FROM audit_entries WHERE action = %s AND outcome = 'granted' AND actor = %s ORDER BY recorded_at DESC, seq DESC LIMIT 1
"""


class Unfit(Exception):
    """Nothing can be gone on from: the checkpoint is none of this log's."""


class Foreign(Unfit):
    """It is a checkpoint, and the log contradicts it: signed by another key, or of a period that is not there."""


class Since(NamedTuple):
    """A state of the log that somebody outside the database answers for. relies_on: who, and for what."""

    period: int
    size: int
    root: bytes
    relies_on: str


def from_checkpoint(cursor: CursorWrapper, raw: str, *, what: str) -> Since:
    """A checkpoint that was kept outside the database after a verification. Raises Unfit, Foreign."""
    try:
        note = Note.of(raw)
        told = Checkpoint.of(note.text)
    except BadNote as error:
        raise Unfit(f"{what}: {error}") from error
    cursor.execute(_PERIOD, [told.origin])
    row = cursor.fetchone()
    if row is None:
        raise Foreign(f"{what}: is a checkpoint of {told.origin}, no period of this log")
    try:
        must_be_signed(Head(row[0], told.origin, told.size, told.root, raw))
    except Unproven as error:
        raise Foreign(f"{what}: {error}") from error
    names = _names(note.text, [one.line for one in note.signatures])
    seen = f" and cosigned by {names}" if names else ", cosigned by nobody whom this house knows"
    relies_on = f"{what}, signed by the log{seen}, stands for them; that they were verified then, only who kept it knows"
    return Since(row[0], told.size, told.root, relies_on)


def from_last(cursor: CursorWrapper) -> Since | None:
    """The newest state that a known witness cosigned and that the console's last good verification had read; None where there is none.

    Whoever writes into the log can write such an entry too, so it is said that it was believed. It moves nothing but the place where
    reading begins: the tree up to there is held against what the witness signed.
    """
    cursor.execute(_LAST, [Event.LOG_VERIFIED.value, console_actor().id])
    row = cursor.fetchone()
    if row is None or verify.taken_apart(row[0].encode()) is None:
        return None
    body = parsed(row[0])
    period, size = _read_to(body)
    seen = cosignatures.cosigned(cursor, period, above=0, upto=size) if size else None
    if seen is None or not is_signed(seen):
        return None
    names = _names(Note.of(seen.note).text, cosignatures.lines_under(cursor, seen))
    read = f"that their bodies were read, entry {body['id']} of the console says, and that was believed"
    return Since(period, seen.size, seen.root, f"their tree is the one that {names} cosigned; {read}")


def _names(text: str, lines: Iterable[str]) -> str:
    return ", ".join(sorted({one.witness for one in cosignatures.verified(text, lines)}))


def _read_to(body: dict[str, object]) -> tuple[int, int]:
    """Period and size; zeros where the entry says nothing of use."""
    details = body.get("details")
    if not isinstance(details, dict) or body["actor_kind"] != ActorKind.CONSOLE.value or details.get("result") != VERIFIED:
        return 0, 0
    period, size = details.get("period"), details.get("size")
    if type(period) is not int or type(size) is not int:
        return 0, 0
    return max(period, 0), max(size, 0)
