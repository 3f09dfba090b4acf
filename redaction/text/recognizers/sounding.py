"""How far apart two words are in sound. Pure.

A phone is written as one character, once as it is (`fine`) and once as the kind of sound it is (`coarse`): p and b are one kind, all vowels are.
The mean of the two edit distances counts a phone heard as its neighbour half.
"""

from __future__ import annotations

import re
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


# A reader who does not know a name says its letters one by one. The longest first; `_` is the edge of the word.
_LETTERS = (
    "sch SH,sz SH,cz CH,sh SH,zh ZH,ch CH,th T,ph F,kh K,gh G,rh R,dh D,bh B,ck K,qu K W,_ng N G,_xi SH IY,_x Z,x K S,aa AA,ee IY,ii IY,oo UW,ou UW,"
    "ei EY,ai AY,ay AY,au AW,ie IY,ya Y AA,ye Y EH,yi Y IY,yo Y OW,yu Y UW,y IY,ce S EH,ci S IY,a AA,b B,c K,d D,e EH,f F,g G,h HH,i IY,j JH,k K,"
    "l L,m M,n N,o OW,p P,q K,r R,s S,t T,u UW,v V,w W,z Z"
)
_BY_LETTER = dict(pair.split(" ", 1) for pair in _LETTERS.split(","))
_LETTER = re.compile("|".join(_BY_LETTER))
_DOUBLED = re.compile(r"([^aeo])\1")
_ABROAD = str.maketrans({"j": "y", "w": "v"})  # German, Polish, Nordic


def readings_of(name: str) -> list[Sound]:
    """Ways to say a folded name: the dictionary's, or else letter by letter, and as English spelling asks."""
    if not (name.isascii() and name.isalpha()):
        return []
    known = [sound_of(phones) for phones in look_up(name)]
    plain = _DOUBLED.sub(r"\1", name)
    by_letter = [] if known else [sound_of(_letter_by_letter(form)) for form in (plain, plain.translate(_ABROAD))]
    return list(dict.fromkeys([*known, sound_of(say(name)), *by_letter]))


def _letter_by_letter(name: str) -> list[str]:
    return " ".join(_BY_LETTER.get(found, "") for found in _LETTER.findall("_" + name)).split()


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
