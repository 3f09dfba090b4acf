"""Letters and digits of a known number that a recogniser wrote as one word that sounds like them: "canine" for k nine. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.recognizers.own_names import Words
from redaction.text.recognizers.sounding import sounds_of
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

_NAMES = words_of("zero one two three four five six seven eight nine")
_SPOKEN = {"0": ("zero", "oh"), "a": ("ay",)}
_FEWEST_PHONES = 4


def sounds_together(number: str) -> dict[str, str]:
    """What two or three characters in a row of a squeezed number sound like, and the characters."""
    said = [_sounds(one) for one in number]
    runs = [(first, last) for first in range(len(number)) for last in (first + 2, first + 3) if last <= len(number)]
    return {"".join(sounds): number[first:last] for first, last in runs for sounds in product(*said[first:last])}


def _sounds(character: str) -> list[str]:
    words = _SPOKEN.get(character) or ((_NAMES[int(character)],) if character.isdigit() else (character,))
    return [sound.fine for word in words for sound in sounds_of(word)]


def heard_together(said: Sayings, words: Words, table: Mapping[str, str]) -> list[tuple[int, str]]:
    """The pieces that are such a word, and the characters of each. A word of every day is itself."""
    singles = ((first, fine) for (first, last), fine in zip(words.places, words.fine, strict=True) if last == first + 1 and fine in table)
    return [(at, table[fine]) for at, fine in singles if len(fine) >= _FEWEST_PHONES and not said.arcs[at] and said.pieces[at].text not in ORDINARY]
