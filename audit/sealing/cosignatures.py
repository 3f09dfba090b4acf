"""What witnesses said of the log's checkpoints: the lines in the table that verify. Others may lie among them, and none hides a true one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db.backends.utils import CursorWrapper

from audit.proof.cosignatures import check_cosignature
from audit.proof.notes import BadNote, BadSignature, Note, Signature, Verifier, with_lines
from audit.sealing import keys
from audit.sealing.proving import Head

FEW: Final = 8  # usually the first line is true
MOST: Final = 2_000  # a fifth of a second; who may write so many false ones may as well keep the publisher from asking
STRANGERS: Final = 16  # a note takes 64 lines

_ROW: Final = """
    SELECT s.witness, s.line, extract(epoch FROM s.at)::bigint, c.period, p.origin, c.size, c.root, c.note FROM audit_cosignature s
    JOIN audit_period p ON p.n = s.period
    JOIN LATERAL (SELECT * FROM audit_checkpoints k WHERE k.period = s.period AND k.size = s.size ORDER BY k.signed_at DESC LIMIT 1) c ON true
"""
_BY_SIZE: Final = f"{_ROW} WHERE s.period = %s AND s.size > %s AND s.size <= %s AND s.witness = ANY(%s) ORDER BY s.size DESC, s.at DESC LIMIT %s"
_BY_TIME: Final = f"""{_ROW}
    WHERE s.period BETWEEN %s AND %s AND s.witness = ANY(%s) AND s.at > to_timestamp(%s) AND s.at <= to_timestamp(%s) ORDER BY s.at DESC LIMIT %s
"""
_UNDER: Final = """
    SELECT witness, line, extract(epoch FROM at)::bigint FROM audit_cosignature WHERE period = %s AND size = %s ORDER BY at DESC LIMIT %s
"""


class Cosignature(NamedTuple):
    """A line that was checked under a key that this house believes; at: POSIX seconds, by the witness's clock."""

    witness: str
    at: int
    line: str


class Said(NamedTuple):
    """What was cosigned when."""

    cosignature: Cosignature
    head: Head


Known = Mapping[str, Sequence[Verifier]]


def believed() -> Known:
    """The witnesses' keys that this house believes, by name."""
    return keys.witnesses()


def verified(text: str, lines: Iterable[str]) -> list[Cosignature]:
    """Those of the lines that are cosignatures of the text under a key that this house believes."""
    known = [key for named in believed().values() for key in named]
    return [one for line in lines if (one := _cosignature(text, line, known)) is not None]


def _cosignature(text: str, line: str, known: Iterable[Verifier]) -> Cosignature | None:
    for key in known:
        try:
            return Cosignature(key.name, check_cosignature(text, line, key), line)
        except (BadNote, BadSignature):
            continue
    return None


def newest(cursor: CursorWrapper, periods: tuple[int, int], known: Known, *, before: float, after: float = 0) -> Iterator[Said]:
    """What these witnesses said of these periods, first and last, between two times (POSIX seconds), the newest first."""
    yield from _true(cursor, _BY_TIME, [*periods, list(known), after, before], known)


def cosigned(cursor: CursorWrapper, period: int, *, above: int, upto: int = 2**62) -> Head | None:
    """The newest checkpoint of more than `above` entries that a witness of ours has cosigned."""
    known = believed()
    return next((said.head for said in _true(cursor, _BY_SIZE, [period, above, upto, list(known)], known)), None)


def _true(cursor: CursorWrapper, query: str, values: list[Any], known: Known) -> Iterator[Said]:
    """The rows whose line verifies and says the time that its row says."""
    seen = 0
    for limit in (FEW, MOST):
        cursor.execute(query, [*values, limit])
        rows = cursor.fetchall()
        for name, line, at, *head in rows[seen:]:
            of = Head(head[0], head[1], head[2], bytes(head[3]), head[4])
            one = _cosignature(_text(of), line, known.get(name, []))
            if one is not None and one.at == at:
                yield Said(one, of)
        seen = len(rows)
        if seen < limit:
            return


def _text(head: Head) -> str:
    """What was cosigned; nothing that anybody could cosign where the note in the table is none."""
    try:
        return Note.of(head.note).text
    except BadNote:
        return ""


def lines_under(cursor: CursorWrapper, under: Head) -> list[str]:
    """The newest true line of each witness that this house knows, then the newest of some that it does not know: others may."""
    cursor.execute(_UNDER, [under.period, under.size, MOST])
    known, text = believed(), _text(under)
    ours, strangers = dict[str, str](), dict[str, str]()
    for name, line, at in cursor.fetchall():
        if name in known:
            one = _cosignature(text, line, known[name]) if name not in ours else None
            if one is not None and one.at == at:
                ours[name] = line
        elif name not in strangers and len(strangers) < STRANGERS and _is_line_of(name, line):
            strangers[name] = line
    return [each[name] for each in (ours, strangers) for name in sorted(each)]


def _is_line_of(name: str, line: str) -> bool:
    try:
        return Signature.of(line).name == name
    except BadNote:
        return False


def note_with_lines(cursor: CursorWrapper, under: Head) -> str:
    """The signed note with what witnesses said of it."""
    return with_lines(under.note, lines_under(cursor, under))
