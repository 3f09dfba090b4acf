"""The words of a text as the names model sees them: folded, without possessive 's, with what stands between them. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from redaction.identity import fold

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+(?:['’](?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+)*")
# How a word is written. Told only where a text has both cases: all small or all capitals says nothing about names.
PLAIN, CAPITAL, UPPER = "", "Xx", "XX"


class Token(NamedTuple):
    """word: folded, never empty. Characters start to end (exclusive), the possessive left out. before: the mark that stands before it, if any."""

    word: str
    start: int
    end: int
    is_possessive: bool
    shape: str
    before: str

    @property
    def said(self) -> str:
        """With the possessive: Macy's is a shop, and Macy somebody."""
        return f"{self.word}'s" if self.is_possessive else self.word


def tokens(text: str) -> list[Token]:
    has_shapes = not (text.islower() or text.isupper())
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = match[0]
        word = fold(raw)
        possessive = False
        if "'" in word:
            possessive = word.endswith("'s") and len(word) > 2
            word, end = (word[:-2], end - 2) if possessive else (word, end)
            word = word.replace("'", "")
        if word:
            found.append(Token(word, start, end, possessive, _shape(raw) if has_shapes else PLAIN, text[last:start].strip()[:1]))
            last = match.end()
    return found


def _shape(raw: str) -> str:
    if not raw[0].isupper():
        return PLAIN
    return UPPER if len(raw) > 1 and raw.isupper() else CAPITAL
