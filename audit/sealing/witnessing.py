"""Whether a witness outside has lately seen the log: without one, an operator could show two logs, so nothing sensitive opens."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from audit.proof.cosignatures import check_cosignature
from audit.proof.notes import BadNote, BadSignature, Note, Verifier
from audit.sealing import keys
from audit.sealing.proving import Head, Unproven, must_be_signed

AHEAD_S: Final = 60  # of the database's clock; what is further in the future is no sign that the witness lives now
LOOK_AT: Final = 64  # the newest ones that count at all: false lines among them must not hide a true one

# The table takes no times to come: whoever fills it with false lines closes the house for as long as he goes on, and no longer.
_NEWEST: Final = """
    SELECT s.witness, s.line, c.period, p.origin, c.size, c.root, c.note FROM audit_cosignature s
    JOIN audit_period p ON p.n = s.period
    JOIN LATERAL (SELECT * FROM audit_checkpoints k WHERE k.period = s.period AND k.size = s.size ORDER BY k.signed_at DESC LIMIT 1) c ON true
    WHERE s.period BETWEEN %s - 1 AND %s AND s.witness = ANY(%s) AND s.at <= to_timestamp(%s) ORDER BY s.at DESC LIMIT %s
"""
# The newest line of each witness under one checkpoint.
LINES: Final = "SELECT DISTINCT ON (witness) line FROM audit_cosignature WHERE period = %s AND size = %s ORDER BY witness, at DESC"
_NOW: Final = "SELECT extract(epoch FROM clock_timestamp())::bigint"

_seen: dict[str, int] = {}  # origin without its period -> the newest time that was verified here


class Unwitnessed(Unproven):
    """No witness that we believe has cosigned lately."""


def must_be_fresh(cursor: CursorWrapper, under: Head) -> None:
    """Raises Unwitnessed unless a known witness cosigned this log, or the period just before, within the last 15 minutes."""
    cursor.execute(_NOW)
    (now,) = cursor.fetchone() or (0,)
    log = under.origin.rpartition("/")[0]
    if _is_fresh(_seen.get(log, 0), now):
        return
    newest = _newest(cursor, under, now)
    if not _is_fresh(newest, now):
        ago = f"its newest is {now - newest} s old" if newest else "none of those we know ever did"
        raise Unwitnessed(f"no witness has cosigned the log for {settings.AUDIT_WITNESS_STALE_S} s ({ago}); see whether publisher and witness run")
    _seen[log] = newest


def _is_fresh(at: int, now: int) -> bool:
    return -AHEAD_S <= now - at < settings.AUDIT_WITNESS_STALE_S


def _newest(cursor: CursorWrapper, under: Head, now: int) -> int:
    """The time of the newest cosignature that verifies, by the witness's clock; 0 when there is none."""
    known = keys.witnesses()
    cursor.execute(_NEWEST, [under.period, under.period, list(known), now + AHEAD_S, LOOK_AT])
    found = [(row[0], row[1], Head(row[2], row[3], row[4], bytes(row[5]), row[6])) for row in cursor.fetchall()]
    times = [_time(line, of, known.get(name, [])) for name, line, of in found]
    return max((at for at in times if at <= now + AHEAD_S), default=0)


def _time(line: str, of: Head, known: list[Verifier]) -> int:
    try:
        must_be_signed(of)
    except Unproven:
        return 0
    for verifier in known:
        try:
            return check_cosignature(Note.of(of.note).text, line, verifier)
        except (BadNote, BadSignature):
            continue
    return 0


def forget() -> None:
    """Ask the tables again: for tests, whose databases all hold the same log."""
    _seen.clear()
