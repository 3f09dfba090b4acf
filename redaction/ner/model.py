"""The names model: a conditional random field read by marginal probability. Opened once, before the workers part; keeps nothing of a text."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from redaction.ner.features import Seen, features, look
from redaction.ner.gazetteer import Gazetteer, Lists, Sort, sort
from redaction.ner.no_names import NO_NAMES
from redaction.ner.tokens import Token

FILE = Path(__file__).parent / "names.crfsuite.gz"
EVERYDAY = Path(__file__).parent / "everyday.txt"
OUTSIDE = "O"
VERSION = "2"


class Read(NamedTuple):
    """How likely a word is each label, and what it is by itself."""

    chances: dict[str, float]
    sort: Sort


class Model:
    """labels: those it was trained with, OUTSIDE left out."""

    def __init__(self, file: Path = FILE, everyday: Collection[str] | None = None, lists: Lists | None = None) -> None:
        raw = file.read_bytes()
        self._weights = gzip.decompress(raw) if file.suffix == ".gz" else raw  # the tagger reads them where they lie, and does not keep them
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._weights)
        self._everyday = frozenset(EVERYDAY.read_text().split()) if everyday is None else everyday
        self.lists = lists or Gazetteer()
        self.labels = [label for label in self._tagger.labels() if label != OUTSIDE]

    def read(self, tokens: Sequence[Token], lists: Lists | None = None) -> list[Read]:
        """lists: another view of the lists, for measuring."""
        if not tokens:
            return []
        seen = look(tokens, lists or self.lists, self._everyday)
        self._tagger.set(features(seen))
        return [self._read(at, one) for at, one in enumerate(seen)]

    def _read(self, at: int, one: Seen) -> Read:
        known_as = sort(one.entry, one.mark) if one.entry and len(one.token.word) > 1 else Sort.OTHER  # a figure or a letter is unknown to nobody
        return Read({} if one.token.word in NO_NAMES else {label: self._tagger.marginal(label, at) for label in self.labels}, known_as)
