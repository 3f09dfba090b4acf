"""The openings that entries name: each is there, or an entry says that it expired or was erased. The rule is the stand-alone verifier's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, Final

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from audit import verify
from audit.bundle.tables import parsed

PERIOD: Final = 2**48  # places of a later period come after those of an earlier one

_THERE: Final = "SELECT commitment FROM audit_private WHERE commitment = ANY(%s)"
# Without a leaf yet: written after everything that is under the head.
_ENDS: Final = """
    SELECT e.period, l.position, e.body FROM audit_entries e LEFT JOIN audit_leaves l ON l.period = e.period AND l.entry_seq = e.seq
    WHERE e.action = ANY(%s) ORDER BY e.period, l.position NULLS LAST
"""


class Openings:
    """Asks for those of one chunk of entries at a time, so that few are held in memory."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        self._ends: verify.Ends | None = None

    def first_missing(self, period: int, entries: Sequence[tuple[int, dict[str, Any]]]) -> tuple[int, str] | None:
        """Place and class of the first opening of these entries that is gone without a reason."""
        gone = self._gone({commitment for _, body in entries for commitment in body["private"].values()})
        for position, body in entries if gone else ():
            for kind, commitment in body["private"].items():
                if commitment in gone and not self._is_explained(period, position, kind, body):
                    return position, kind
        return None

    @property
    def notes(self) -> list[str]:
        return self._read().notes

    def _gone(self, named: Collection[str]) -> set[str]:
        self._cursor.execute(_THERE, [list(named)])
        return set(named) - {commitment for (commitment,) in self._cursor.fetchall()}

    def _is_explained(self, period: int, position: int, kind: str, body: dict[str, Any]) -> bool:
        """After another look when it is not: it may have ended just now."""
        for ends in (self._read(), self._read(again=True)):
            if ends.have_expired(kind, body["at"][:10]) or ends.are_erased(period * PERIOD + position, body):
                return True
        return False

    def _read(self, *, again: bool = False) -> verify.Ends:
        if self._ends is None or again:
            self._ends = verify.Ends(dict(getattr(settings, "AUDIT_CLOCKS_DAYS", {})))
            self._cursor.execute(_ENDS, [[verify.EXPIRED, verify.ERASED]])
            for period, position, text in self._cursor.fetchall():
                if verify.taken_apart(text.encode()):
                    with suppress(ValueError):  # a day of no calendar: its column says another, and the walk names that
                        self._ends.take(verify.AFTER_ALL if position is None else period * PERIOD + position, parsed(text))
        return self._ends
