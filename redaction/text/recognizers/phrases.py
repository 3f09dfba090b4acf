"""Phrases around a number, each with what it announces: found all at once, whatever their count. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from redaction.text.pieces import Piece

Meaning = TypeVar("Meaning")


class Hit(NamedTuple, Generic[Meaning]):
    """A phrase at pieces first to last (exclusive)."""

    first: int
    last: int
    meaning: Meaning


def phrases(listed: str) -> tuple[str, ...]:
    """From a list with commas."""
    return tuple(phrase.strip() for phrase in listed.split(","))


class Phrases(Generic[Meaning]):
    def __init__(self, listed: Iterable[tuple[str, Meaning]]) -> None:
        self._table: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in listed:
            words = tuple(phrase.split())
            self._table.setdefault(words[0], []).append((words, meaning))

    def find(self, pieces: list[Piece]) -> list[Hit[Meaning]]:
        """In order of their beginnings; they may overlap."""
        words = [piece.text for piece in pieces]
        found = []
        for at, word in enumerate(words):
            for phrase, meaning in self._table.get(word, ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    found.append(Hit(at, at + len(phrase), meaning))
        return found
