"""How a language other than English is read: its words become the English words that the recognizers know, each where it was said. Pure.

So a language is a dictionary: numbers, letters, fillers, and the words around numbers. One word may become several ("zweiundzwanzig" is
"twenty two"), and several one; all keep the characters of what was said, and whatever is found is found in those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from redaction.text.pieces import Piece

Split = Callable[[str], str | None]
_LONGEST_PHRASE = 6


@dataclass(frozen=True)
class Tongue:
    """phrases: words (folded) of the language, with blanks between, to English words. split: for a word that is in no table, as compound numbers."""

    language: str
    phrases: Mapping[str, str]
    split: Split = lambda word: None

    def read(self, pieces: list[Piece]) -> list[Piece]:
        """In the same order. A word that says nothing to us stays as it is."""
        out: list[Piece] = []
        at = 0
        while at < len(pieces):
            count, english = self._longest(pieces, at)
            out += _placed(english, pieces[at : at + count]) if english else [pieces[at]]
            at += count
        return out

    def _longest(self, pieces: list[Piece], at: int) -> tuple[int, list[str]]:
        words = [piece.text for piece in pieces[at : at + _LONGEST_PHRASE]]
        for count in range(len(words), 0, -1):
            english = self.phrases.get(" ".join(words[:count]))
            if english is not None:
                return count, english.split()
        return 1, (self.split(words[0]) or "").split()


def _placed(english: list[str], said: list[Piece]) -> Iterator[Piece]:
    """Word by word; where there are fewer on one side, the last takes the rest."""
    for at, word in enumerate(english):
        first = said[min(at, len(said) - 1)]
        last = said[-1] if at >= len(english) - 1 else first
        yield Piece(word, first.start, last.end)


def words_of(text: str) -> list[str]:
    """A table in a string: easier to read and to add to than a list of quoted words."""
    return text.split()


def table(*lists: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    """From tables, and from lists of lines "english: foreign, foreign"."""
    made: dict[str, str] = {}
    for listed in lists:
        if isinstance(listed, Mapping):
            made |= listed
            continue
        for line in listed:
            english, _, foreign = line.partition(":")
            made |= {" ".join(phrase.split()): english.strip() for phrase in foreign.split(",")}
    return made
