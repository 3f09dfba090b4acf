"""How often a word is a name, and how ordinary it is: the table that gather.py makes, opened in a moment and read from disk as needed.

And the phrases that are known as something else: places of several words, companies, artists.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import marisa_trie

from redaction.ner.tokens import tokens

FILE = Path(__file__).parent / "gazetteer.marisa"
SLOTS = Path(__file__).parent / "sentences" / "slots.toml"
_MARKS = {"big": "L", "org": "O", "artist": "A", "celeb": "A"}
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


class Lists(Protocol):
    """What is known of words."""

    def look(self, word: str) -> Entry: ...

    def marks(self, words: Sequence[str]) -> list[str]:
        """For each word, as part of what known phrase it stands there: a letter; empty: of none."""


class Gazetteer:
    """Keeps no word that it was asked for: a cache would remember names longer than their recording is at work."""

    def __init__(self, path: Path = FILE) -> None:
        self._trie = marisa_trie.RecordTrie(FORMAT)
        self._trie.mmap(str(path))
        self._phrases = _phrases()
        self._longest = max(phrase.count(" ") for phrase in self._phrases) + 1
        self._openings = frozenset(phrase.split(" ")[0] for phrase in self._phrases)

    def look(self, word: str) -> Entry:
        found = self._trie.get(word)
        return Entry(*found[0]) if found else NOBODY

    def _opens(self, word: str) -> bool:
        """Whether a phrase could start with it."""
        return word in self._openings or next(self._trie.iterkeys(word + " "), None) is not None

    def marks(self, words: Sequence[str]) -> list[str]:
        marked = [""] * len(words)
        at = 0
        while at < len(words):
            length, mark = self._phrase(words, at) if self._opens(words[at]) else (1, "")
            if mark:
                marked[at : at + length] = [mark] * length
            at += length
        return marked

    def _phrase(self, words: Sequence[str], at: int) -> tuple[int, str]:
        """The longest that starts there. A place of one word is no phrase: look() tells."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            mark = self._phrases.get(phrase) or ("L" if length > 1 and phrase in self._trie else "")
            if mark:
                return length, mark
        return 1, ""

    def items(self) -> list[tuple[str, Entry]]:
        """All of it, in order: for training, not for reading texts."""
        return sorted((word, Entry(*values)) for word, values in self._trie.iteritems())


def _phrases() -> dict[str, str]:
    """From the lists that sentences are filled with."""
    slots = tomllib.loads(SLOTS.read_text())
    return {" ".join(one.word for one in tokens(name)): mark for slot, mark in _MARKS.items() for name in slots[slot].split(", ")}
