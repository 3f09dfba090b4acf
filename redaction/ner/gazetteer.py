"""How often a word is a name, and how ordinary it is: the table that gather.py makes, opened in a moment and read from disk as needed.

And the phrases that are known as something else: places of several words, companies, artists, titles, dishes, sayings. A word of them may still be
somebody's name: what they are is told to the model, which decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import marisa_trie

from redaction.ner.tokens import tokens

FILE = Path(__file__).parent / "gazetteer.marisa"
KNOWN = Path(__file__).parent / "sentences" / "known"
# What a phrase of each list is known as. Of a phrase in two lists the later one is forgotten.
_MARKS = {
    "place": "L", "artist": "A", "celeb": "A", "org": "O", "landmark": "L", "song": "T", "film": "T", "show": "T", "book": "T", "game": "T",
    "work": "T", "character": "C", "faith": "C", "feast": "F", "food": "D", "nature": "N", "saying": "E", "talk": "K",
}  # fmt: skip
_PLACE = 4  # words that the longest names of places have
FORMAT = "<BBBBB"
# Kinds of sources, as bits of Entry.seen_in.
FIRST_ABROAD, LAST_ABROAD, INDIAN = 1, 2, 4


class Entry(NamedTuple):
    """first, last, place: 0 for never, else 1 + log2 of births, bearers, inhabitants.

    rarity: 0 for no ordinary English word, else 1 (the commonest thousands) to 8 (rare), by SCOWL. seen_in: bits.
    """

    first: int = 0
    last: int = 0
    rarity: int = 0
    place: int = 0
    seen_in: int = 0


NOBODY = Entry()


class Sort(StrEnum):
    """What a word is, as far as its chance to be somebody's name is concerned."""

    KNOWN = "known"  # as something else: a phrase, or part of one
    NAME = "name"  # a common first name, and hardly anything else
    OTHER = "other"
    UNKNOWN = "unknown"  # in no list


def sort(entry: Entry, mark: str) -> Sort:
    if mark:
        return Sort.KNOWN
    if (entry.first > 14 or entry.seen_in & FIRST_ABROAD) and (not entry.rarity or (entry.first > 18 and entry.rarity > 1)):
        return Sort.NAME
    return Sort.OTHER if any(entry) else Sort.UNKNOWN


class Lists(Protocol):
    """What is known of words."""

    def look(self, word: str) -> Entry: ...

    def marks(self, words: Sequence[str]) -> list[str]:
        """words: as they are said, with 's. For each, as part of what known phrase it stands there: a letter, small where it is the whole
        phrase; empty: of none."""


class Gazetteer:
    """Keeps no word that it was asked for: a cache would remember names longer than their recording is at work."""

    def __init__(self, path: Path = FILE) -> None:
        self._trie = marisa_trie.RecordTrie(FORMAT)
        self._trie.mmap(str(path))
        self._phrases = {phrase: mark for phrase, mark in _phrases().items() if " " in phrase or not self._is_plain(phrase)}
        self._longest: dict[str, int] = {}
        for phrase in self._phrases:
            opening, _, rest = phrase.partition(" ")
            self._longest[opening] = max(self._longest.get(opening, 0), len(rest.split()) + 1)

    def look(self, word: str) -> Entry:
        found = self._trie.get(word)
        return Entry(*found[0]) if found else NOBODY

    def _is_plain(self, word: str) -> bool:
        """An ordinary word that hardly anybody bears: that it is a title as well says nothing."""
        entry = self.look(word)
        return 0 < entry.rarity < 4 and entry.first < 10

    def marks(self, words: Sequence[str]) -> list[str]:
        marked = [""] * len(words)
        at = 0
        while at < len(words):
            length, mark = self._phrase(words, at)
            if mark:
                marked[at : at + length] = [mark if length > 1 else mark.lower()] * length
            at += length
        return marked

    def _phrase(self, words: Sequence[str], at: int) -> tuple[int, str]:
        """The longest that starts there. A place of one word is no phrase: look() tells."""
        left = len(words) - at
        longest = max(self._longest.get(words[at], 0), self._longest.get(words[at].removesuffix("'s"), 0))
        if longest < _PLACE and left > 1 and next(self._trie.iterkeys(words[at] + " "), None) is not None:
            longest = _PLACE
        for length in range(min(longest, left), 0, -1):
            phrase = " ".join(words[at : at + length])
            mark = self._mark(phrase) or (self._mark(phrase[:-2]) if phrase.endswith("'s") else "")
            if mark:
                return length, mark
        return 1, ""

    def _mark(self, phrase: str) -> str:
        return self._phrases.get(phrase) or ("L" if " " in phrase and phrase in self._trie else "")

    def items(self) -> list[tuple[str, Entry]]:
        """All of it, in order: for training, not for reading texts."""
        return sorted((word, Entry(*values)) for word, values in self._trie.iteritems())


@cache
def known() -> dict[str, list[str]]:
    """The phrases of each list, as they are written there."""
    return {name: (KNOWN / f"{name}.txt").read_text().splitlines() for name in _MARKS}


def _phrases() -> dict[str, str]:
    marks: dict[str, str] = {}
    for name, phrases in known().items():
        for phrase in phrases:
            said = " ".join(one.said for one in tokens(phrase))
            marks.setdefault(said, _MARKS[name])
            marks.setdefault(said.replace("'s", "s"), _MARKS[name])
    return marks
