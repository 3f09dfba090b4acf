"""Between findings, which are characters of a text, and the pieces of its sayings. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from redaction.findings import Finding
from redaction.text.spoken import Sayings


class Places:
    def __init__(self, text: str, said: Sayings) -> None:
        self.text, self.said = text, said
        self._starts = [piece.start for piece in said.pieces]
        self._ends = [piece.end for piece in said.pieces]

    def first(self, one: Finding) -> int:
        """The first piece of a finding."""
        return bisect_right(self._ends, one.start)

    def last(self, one: Finding) -> int:
        """Behind its last piece."""
        return bisect_left(self._starts, one.end)

    def covered(self, findings: Sequence[Finding]) -> set[int]:
        return {at for one in findings for at in range(self.first(one), self.last(one))}

    def finding(self, first: int, last: int, like: Finding, recognizer: str) -> Finding:
        """Pieces first to last (exclusive), of the same entity."""
        return Finding(self.said.pieces[first].start, self.said.pieces[last - 1].end, like.entity, like.score, recognizer)
