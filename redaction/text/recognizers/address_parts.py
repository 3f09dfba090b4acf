"""The parts that an address is put together from: numbers, flats and floors, streets and buildings. Each says where a part ends. Pure."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from redaction.text.recognizers.address_words import (
    BLOCKERS,
    DIRECTIONS,
    FLATS,
    FLOORS,
    HOUSES,
    LETTERED,
    LONE_STREETS,
    NUMBERED_ROADS,
    OLD_HOUSES,
    STRONG_STREETS,
    UNITS,
    WEAK_STREETS,
)
from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken_words import TENS, words_of

STREETS = STRONG_STREETS | WEAK_STREETS
_HOUSE = re.compile(r"\d{1,5}[a-z]?")
_MOST_NUMBER = 8  # pieces of a house number
_MOST_NAME = 4  # words between the number and "street"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_ORDINALS = frozenset(
    words_of(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
        "eighteenth nineteenth twentieth thirtieth fortieth"
    )
)
# Between the halves of "six bar two", "fourteen dash two".
_BARS = frozenset(words_of("slash dash bar stroke by hyphen"))
_OHS = frozenset(words_of("oh o zero"))
_MISHEARD = frozenset(words_of("to too for fore ate won"))  # digits of a house number at which a recogniser heard a word
_NUMBERS = frozenset(words_of("number no num numbers"))
_SIDES = frozenset(words_of("side end"))
_DRIVES = frozenset(words_of("drive dr court ct way place trail"))  # behind a word that is a kind of street too: "maple hollow drive"
_UM = frozenset(words_of("um uh er erm"))


_Kind = Literal["unit", "number", "street", "house"]


class Part(NamedTuple):
    """Pieces first to last (exclusive)."""

    kind: _Kind
    first: int
    last: int


def is_ordinal(word: str) -> bool:
    return word in _ORDINALS or bool(_ORDINAL.fullmatch(word))


def says_number(heard: Utterance, at: int) -> bool:
    word = heard.words[at]
    if _HOUSE.fullmatch(word):
        return True
    return (word.isalpha() and any(arc.sure and arc.out.isdigit() for arc in heard.said.arcs[at])) or (
        word in ("hundred", "thousand") and at > 0 and bool(heard.said.arcs[at - 1])
    )


def number_end(heard: Utterance, at: int, *, most: int = _MOST_NUMBER) -> int:
    """Where a house number ends: figures, number words, and what hangs on them ("two two one b", "14 a", "six bar two", "nine and a half")."""
    first, limit = at, min(len(heard.words), at + most)
    while at < limit and (says_number(heard, at) or (at > first and _goes_on(heard, at, limit))):
        at += 1
    if at > first and heard.words[at : at + 3] == ["and", "a", "half"]:
        return at + 3
    return at + (at > first and is_letter(heard, at))


def _goes_on(heard: Utterance, at: int, limit: int) -> bool:
    word = heard.words[at]
    if word in _OHS:
        return True
    after = at + 1 < limit and says_number(heard, at + 1)
    if word in _BARS:
        return after or (at + 1 < limit and is_letter(heard, at + 1))
    return word in ("and", "double", "triple", "hundred") and after


def is_letter(heard: Utterance, at: int) -> bool:
    return at < len(heard.words) and len(heard.words[at]) == 1 and heard.words[at].isalpha() and heard.words[at] != "i"


def misheard_end(heard: Utterance, at: int) -> int:
    """Where a house number ends of which a digit was written as a word: "forty to", "ate", "won twelve", "for to"; `at` when it is none."""
    words, end = heard.words, at
    while end < min(len(words), at + _MOST_NUMBER) and (words[end] in _MISHEARD or says_number(heard, end)):
        end += 1
    is_tens = end == at + 2 and words[at] in TENS
    is_lone = end == at + 1 and words[at] in ("ate", "won", "fore", "too")
    is_led = words[at : at + 1] and words[at] in ("ate", "won") and end > at + 1
    is_pair = end == at + 2 and words[at] in _MISHEARD and words[at + 1] in _MISHEARD
    is_between = end > at + 2 and words[at] not in _MISHEARD and words[at + 1] in ("too", "ate", "won")
    return end if any(words[one] in _MISHEARD for one in range(at, end)) and (is_tens or is_lone or is_led or is_pair or is_between) else at


def name_end(heard: Utterance, at: int) -> int:
    """Where what names a flat or a block ends: a number, a letter, or a letter with a number; `at` when there is none."""
    last = number_end(heard, at)
    return number_end(heard, at + 1) if last == at and is_letter(heard, at) else last


def over_number_word(heard: Utterance, at: int) -> int:
    while at < len(heard.words) and heard.words[at] in _NUMBERS | {"is", "letter", "hash"}:
        at += 1
    return at


def unit_end(heard: Utterance, at: int) -> int:
    """Where a flat, a floor or a block that begins at a piece ends, with what names it: "tower c", "b wing", "second cross road", "top floor"."""
    if at >= len(heard.words):
        return at
    word, after = heard.words[at], heard.words[at + 1] if at + 1 < len(heard.words) else ""
    if word == "h" and after == "no":
        return _named(heard, at, at + 2)
    if word in UNITS and (end := _named(heard, at, at + 1)) > at:
        return end
    if word in FLOORS and after in ("floor", "flat"):
        return at + 2
    if is_ordinal(word) and is_letter(heard, at + 1) and heard.words[at + 2 : at + 3] in (["cross"], ["main"]):
        return at + 3
    if after in LETTERED and (is_letter(heard, at) or is_ordinal(word)):
        return at + 2 + (heard.words[at + 2 : at + 3] in (["road"], ["street"]))
    return at


def _named(heard: Utterance, at: int, name: int) -> int:
    after = over_number_word(heard, name)
    end = name_end(heard, after)
    return end if end > after else at


def renumbered_end(heard: Utterance, at: int) -> int:
    """ "old number forty two", "new number 17"."""
    if heard.words[at] in ("old", "new") and heard.words[at + 1 : at + 2] in (["number"], ["no"]):
        end = number_end(heard, at + 2)
        return end if end > at + 2 else at
    return at


def street_end(heard: Utterance, at: int) -> int | None:
    """After a name of a few words, the kind of street: "acacia avenue", "the high street", "5th cross", "county road nine"."""
    words = heard.words
    if (numbered := numbered_road(heard, at)) is not None:
        return numbered
    if words[at : at + 2] == ["the", "old"] and words[at + 2 : at + 3] and words[at + 2] in LONE_STREETS | HOUSES | OLD_HOUSES:
        return at + 3
    if words[at : at + 1] and (
        words[at] in LONE_STREETS or (words[at] == "the" and words[at + 1 : at + 2] and words[at + 1] in STREETS | LONE_STREETS)
    ):
        return _over_directions(heard, at + 1 + (words[at] == "the"))
    for last in range(at + 1, min(len(words), at + _MOST_NAME + 1)):
        if words[last - 1] in BLOCKERS and not (last - 1 == at and words[at] in ("the", "saint", "st")):
            return None
        if words[last] in STREETS and not (last + 1 < len(words) and last - at < _MOST_NAME and words[last + 1] in STRONG_STREETS | _DRIVES):
            return _over_directions(heard, last + 1)
    return None


def numbered_road(heard: Utterance, at: int) -> int | None:
    for road in NUMBERED_ROADS:
        after = at + len(road)
        if tuple(heard.words[at:after]) == road and (end := number_end(heard, after)) > after:
            return _over_directions(heard, end)
    return None


def _over_directions(heard: Utterance, at: int) -> int:
    return at + (at < len(heard.words) and (heard.words[at] in DIRECTIONS or heard.words[at] in _SIDES))


def untyped_street_end(heard: Utterance, at: int) -> int | None:
    """ "poplar" of "one oh one poplar apartment nine c": a word or two before a flat."""
    words = heard.words
    for last in range(at + 1, min(len(words), at + 3)):
        if words[last - 1] in BLOCKERS or words[last - 1] in UNITS or says_number(heard, last - 1):
            return None
        if words[last] in FLATS and unit_end(heard, last) > last:
            return last
    return None


def named_house_end(heard: Utterance, at: int) -> int:
    """ "rose cottage", "the old rectory": a house that has a name; `at` when none begins here."""
    words, begin = heard.words, at + (heard.words[at] == "the")
    for last in range(begin + (words[at] != "the"), min(len(words), begin + 3)):
        if words[last] in HOUSES:
            return last + 1
        if words[last] in BLOCKERS or says_number(heard, last):
            return at
    return at


def over_um(heard: Utterance, at: int) -> int:
    while at < len(heard.words) and heard.words[at] in _UM:
        at += 1
    return at
