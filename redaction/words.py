"""Words of a text with their characters, and with their seconds. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"\S+")
_LONGEST_S = 86_400.0


@dataclass(frozen=True)
class Token:
    """A run of characters between blanks, as it stands in the text: characters start to end (exclusive)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """A word and when it is spoken, in seconds from the beginning of the recording."""

    text: str
    start_s: float
    end_s: float

    @property
    def span(self) -> tuple[float, float]:
        return self.start_s, self.end_s


def tokens(text: str) -> list[Token]:
    """The blank-separated words of a text. A transcript's timed words are these, one for one."""
    return [Token(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


class UnfitWords(ValueError):
    """The word list of a manifest line is not of the promised form."""


def read_words(raw: Any) -> tuple[Word, ...]:
    """From CONTRACT's [{"text", "start_s", "end_s"}]. Whether the times are sane is for alignment to say. Raises UnfitWords."""
    if not isinstance(raw, list):
        raise UnfitWords("words is not a list")
    try:
        return tuple(Word(_text(one["text"]), _number(one["start_s"]), _number(one["end_s"])) for one in raw)
    except (KeyError, TypeError) as error:
        raise UnfitWords("each of words needs text, start_s and end_s") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnfitWords("text in words is not a string")
    return value


def _number(value: Any) -> float:
    """A day at most: what is larger is no time in a clip, and may not even fit into a float."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LONGEST_S:
        raise UnfitWords("start_s and end_s in words are not numbers of seconds")
    return float(value)
