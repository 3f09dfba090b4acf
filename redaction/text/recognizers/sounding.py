"""How far apart two words are in sound. Pure.

A phone is written as one character, once as it is (`fine`) and once as the kind of sound it is (`coarse`): p and b are one kind, all vowels are.
The mean of the two edit distances counts a phone heard as its neighbour half.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from redaction.letters.dictionary import look_up
from redaction.letters.sounds import say
from redaction.text.recognizers.ordinary_words import ORDINARY

_VOWELS = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW"
_KINDS = (_VOWELS, "P B", "T D", "K G", "F V TH DH", "S Z", "SH ZH CH JH", "M N NG", "L", "R", "W", "Y", "HH")
_FINE = {phone: chr(ord("A") + at) for at, phone in enumerate(" ".join(_KINDS).split())}
_COARSE = {phone: chr(ord("a") + at) for at, kind in enumerate(_KINDS) for phone in kind.split()}


class Sound(NamedTuple):
    """A character a phone in both; as long as each other."""

    fine: str
    coarse: str


def sound_of(phones: tuple[str, ...] | list[str]) -> Sound:
    return Sound("".join(map(_FINE.__getitem__, phones)), "".join(map(_COARSE.__getitem__, phones)))


def sounds_of(word: str) -> list[Sound]:
    """Of a folded word, the usual way first; silence if it holds anything but a-z."""
    return _ordinary()[word] if word in ORDINARY else _sounds(word)


def _sounds(word: str) -> list[Sound]:
    if not (word.isascii() and word.isalpha()):
        return []
    return [sound_of(phones) for phones in look_up(word)] or [sound_of(say(word))]


@cache
def _ordinary() -> dict[str, list[Sound]]:
    """Read once: these are nobody's name in particular."""
    return {word: _sounds(word) for word in ORDINARY}
