"""The words of a text as the recognizers see them: folded, and finer than words.tokens ("KX-4471" is two). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from redaction.identity import fold

# Letters, digits and combining marks; an apostrophe only inside. Combining marks are not \w: José may come decomposed, and Indian vowels are marks.
_PIECE = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+(?:['’](?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+)*")


class Piece(NamedTuple):
    """A run of letters and digits: folded, without apostrophes and without possessive 's. Characters start to end (exclusive) of the text."""

    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """None is empty: a combining mark that stands alone says nothing."""
    return [piece for match in _PIECE.finditer(text) if (piece := _piece(match)).text]


def _piece(match: re.Match[str]) -> Piece:
    start, end = match.span()
    folded = fold(match[0])
    if "'" in folded:
        if folded.endswith("'s"):
            folded, end = folded[:-2], end - 2
        folded = folded.replace("'", "")
    return Piece(folded, start, end)
