"""How often a word is a name, and how ordinary it is: the table that gather.py makes, opened in a moment and read from disk as needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

FILE = Path(__file__).parent / "gazetteer.marisa"
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


class Gazetteer:
    """hidden: words it shall not know, for training and measuring on names that no list has."""

    def __init__(self, path: Path = FILE) -> None:
        self._trie = marisa_trie.RecordTrie(FORMAT)
        self._trie.mmap(str(path))
        self.look = lru_cache(maxsize=20_000)(self._look)

    def _look(self, word: str) -> Entry:
        found = self._trie.get(word)
        return Entry(*found[0]) if found else NOBODY

    def items(self) -> list[tuple[str, Entry]]:
        return sorted((word, Entry(*values)) for word, values in self._trie.items())
