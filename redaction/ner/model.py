"""The names model: a conditional random field read by marginal probability. Opened once, before the workers part; keeps nothing of a text."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Sequence
from pathlib import Path

import pycrfsuite

from redaction.ner.features import features
from redaction.ner.gazetteer import Gazetteer, Lists
from redaction.ner.no_names import NO_NAMES
from redaction.ner.tokens import Token

FILE = Path(__file__).parent / "names.crfsuite.gz"
EVERYDAY = Path(__file__).parent / "everyday.txt"
OUTSIDE = "O"
VERSION = "1"


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

    def chances(self, tokens: Sequence[Token], lists: Lists | None = None) -> list[dict[str, float]]:
        """For each word, how likely it is each label. lists: another view of the lists, for measuring."""
        if not tokens:
            return []
        self._tagger.set(features(tokens, lists or self.lists, self._everyday))
        return [{} if token.word in NO_NAMES else self._chances_at(at) for at, token in enumerate(tokens)]

    def _chances_at(self, at: int) -> dict[str, float]:
        return {label: self._tagger.marginal(label, at) for label in self.labels}
