"""Addresses: a house number with its street, a flat, a box at the post office; and the town only behind such an address. Pure.

A street alone is everybody's ("play baker street", "directions to wall street") and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.address_words import (
    BLOCKERS,
    COUNTED,
    CUES,
    DIRECTIONS,
    FLOORS,
    PLACE_WORDS,
    STATE_PAIRS,
    STATES,
    STRONG_STREETS,
    TOWN_BORDERS,
    TOWN_PREFIXES,
    TOWNS_THAT_ARE_WORDS,
    UNITS,
    WEAK_STREETS,
)
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.spoken_words import TENS, words_of

ENTITY, NAME = "ADDRESS", "address"
_STREETS = STRONG_STREETS | WEAK_STREETS
_BOX = (("po", "box"), ("p", "o", "box"), ("post", "office", "box"), ("pee", "o", "box"), ("p", "oh", "box"))
_HOUSE = re.compile(r"\d{1,5}[a-z]?")
_MOST_NUMBER = 8  # pieces of a house number
_MOST_TOWN = 12  # pieces from the street to the end of the code
_MOST_NAME = 4  # words between the number and "street"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_ORDINALS = frozenset(words_of("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth thirtieth fortieth"))


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if heard.known.isdisjoint(_TELLING):
        return
    at = 0
    while at < len(heard.words):
        place = _box(heard, at) or _unit_first(heard, at) or _house(heard, at) or _announced(heard, at)
        if place is None:
            at += 1
        else:
            whole = _with_surroundings(heard, place)
            yield heard.result(whole, ENTITY, 0.8, NAME)
            at = whole[1]


_TELLING = _STREETS | UNITS | {"box", "address", "live", "house", "deliver", "ship"}


def _box(heard: Utterance, at: int) -> Place | None:
    for box in _BOX:
        after = at + len(box)
        if tuple(heard.words[at:after]) == box:
            if after < len(heard.words) and heard.words[after] in ("number", "no"):
                after += 1
            last = _number_end(heard, after)
            return (at, last) if last > after else None
    return None


def _number_end(heard: Utterance, at: int, *, most: int = _MOST_NUMBER) -> int:
    """Where a house number ends: figures, number words, and a letter behind them ("two two one b", "14 a")."""
    first, limit = at, min(len(heard.words), at + most)
    while at < limit and (_says_number(heard, at) or (at > first and heard.words[at] in ("oh", "o", "zero"))):
        at += 1
    while at < limit and at > first and heard.words[at] in ("oh", "o", "and", "double", "hundred") and at + 1 < limit and _says_number(heard, at + 1):
        at += 1
        while at < limit and _says_number(heard, at):
            at += 1
    if at > first and at < len(heard.words) and len(heard.words[at]) == 1 and heard.words[at].isalpha() and heard.words[at] not in "i":
        at += 1
    return at


def _says_number(heard: Utterance, at: int) -> bool:
    word = heard.words[at]
    if _HOUSE.fullmatch(word):
        return True
    return (word.isalpha() and any(arc.sure and arc.out.isdigit() for arc in heard.said.arcs[at])) or (
        word in ("hundred", "thousand") and at > 0 and bool(heard.said.arcs[at - 1])
    )


def _unit_first(heard: Utterance, at: int) -> Place | None:
    """ "flat 2 14 high road", "apartment 3 b", "house number 12 mg road": a unit with its number, and the street when it follows."""
    word = heard.words[at]
    if word not in UNITS:
        return None
    after = at + 1
    while after < len(heard.words) and heard.words[after] in ("number", "no", "num", "is", "letter"):
        after += 1
    last = _unit_end(heard, after)
    if last == after:
        return None
    street = _street_after(heard, last)
    if street is not None:
        return at, street
    if after > at + 1 and word in ("flat", "house", "apartment", "plot", "door", "h"):
        return (at, last) if _cued(heard, at) or word in ("flat", "apartment", "plot") else None
    return (at, last) if word in ("flat", "apartment", "apt") and _cued(heard, at) else None


def _unit_end(heard: Utterance, at: int) -> int:
    last = _number_end(heard, at)
    if last == at and at < len(heard.words) and len(heard.words[at]) == 1 and heard.words[at] not in "i":
        last = _number_end(heard, at + 1)
    return last


def _street_after(heard: Utterance, at: int) -> int | None:
    """The end of a street that begins at a piece, with or without its house number."""
    for first in (at, at + 1):
        last = _number_end(heard, first)
        for start in dict.fromkeys((last, first)):
            street = _street_end(heard, start)
            if street is not None and (first == at or last > first or heard.words[at] in ("on", "in", "at")):
                return street
    return None


def _house(heard: Utterance, at: int) -> Place | None:
    """ "twenty two acacia avenue"."""
    if not _says_number(heard, at):
        return None
    for last in _number_ends(heard, at):
        street = _street_end(heard, last)
        if street is not None and _is_house(heard, at, last, street):
            return _with_number_word(heard, at), street
    return None


def _number_ends(heard: Utterance, at: int) -> list[int]:
    """The whole number first; the letter behind it may begin the street ("12 a street")."""
    last = _number_end(heard, at)
    return [last, last - 1] if last > at + 1 and len(heard.words[last - 1]) == 1 and heard.words[last - 1].isalpha() else [last]


def _with_number_word(heard: Utterance, at: int) -> int:
    while at > 0 and heard.words[at - 1] in ("number", "no", "house", "numbers"):
        at -= 1
    return at


def _street_end(heard: Utterance, at: int) -> int | None:
    """After a name of a few words, the kind of street: "acacia avenue", "the high street", "saint john's wood road", "5th cross"."""
    for last in range(at + 1, min(len(heard.words), at + _MOST_NAME + 1)):
        if heard.words[last - 1] in BLOCKERS and not (last - 1 == at and heard.words[at] in ("the", "saint", "st")):
            return None
        if heard.words[last] in _STREETS and not (last + 1 < len(heard.words) and last - at < _MOST_NAME and heard.words[last + 1] in STRONG_STREETS):
            return _over_directions(heard, last + 1)
    return None


def _over_directions(heard: Utterance, at: int) -> int:
    return at + (at < len(heard.words) and heard.words[at] in DIRECTIONS)


def _is_house(heard: Utterance, first: int, last: int, street: int) -> bool:
    """Not "ten minute walk", "two way street", "forty second street"; "park", "drive" and the like need a word that says: an address."""
    name = heard.words[last:street]
    name = name[: 1 + max(at for at, word in enumerate(name) if word in _STREETS)]  # without "north"
    kind = name[-1]
    if any(word in COUNTED for word in name[:-1][:2]) or name[0] in ("minute", "hour", "mile", "way"):
        return False
    if _is_ordinal(name[0]) and len(name) == 2 and _is_tens(heard, first, last):
        return False
    if kind in STRONG_STREETS:
        return not (len(name) == 2 and name[0] in ORDINARY and name[0] in ("play", "open", "close", "busy"))
    return _cued(heard, first) or (
        all(word not in ORDINARY or word in _STREETS or word in PLACE_WORDS for word in name[:-1]) and not _commands(heard, first)
    )


def _is_ordinal(word: str) -> bool:
    return word in _ORDINALS or bool(_ORDINAL.fullmatch(word))


def _is_tens(heard: Utterance, first: int, last: int) -> bool:
    """ "forty second street" has no house; "three fifty fifth avenue" has one."""
    return last == first + 1 and heard.words[first] in TENS


def _commands(heard: Utterance, first: int) -> bool:
    return first > 0 and heard.words[first - 1] in ("play", "in", "within", "set", "about", "top", "next", "every")


def _cued(heard: Utterance, first: int) -> bool:
    before = heard.words[max(0, first - 7) : first]
    return any(tuple(before[at : at + len(cue)]) == cue for cue in CUES for at in range(len(before)))


def _announced(heard: Utterance, at: int) -> Place | None:
    """ "my address is ...", "i live at ...": whatever follows up to a border, if a number is in it."""
    cue = next((cue for cue in CUES if len(cue) > 1 and tuple(heard.words[at : at + len(cue)]) == cue), None)
    if cue is None:
        return None
    first = at + len(cue)
    while first < len(heard.words) and heard.words[first] in ("it", "is", "at", "number", "um", "uh", "the", "er", "in"):
        first += 1
    house = _house(heard, first) if first < len(heard.words) else None
    if house is not None:
        return house
    last = _number_end(heard, first)
    if last == first:
        return None
    end = last
    while end < min(len(heard.words), last + 8) and heard.words[end] not in TOWN_BORDERS:
        end += 1
    return (first, end) if end > last else None


def _with_surroundings(heard: Utterance, place: Place) -> Place:
    """Flat and floor before and behind, then the town, the state and the code, which belong to this address."""
    first, last = place
    first = _back_over_unit(heard, first)
    last = _over_units(heard, last)
    last = _over_town(heard, last)
    return first, last


def _back_over_unit(heard: Utterance, first: int) -> int:
    for start in range(max(0, first - 6), first):
        if heard.words[start] in UNITS | {"floor"} and _unit_first(heard, start) is None:
            after = start + 1 + (heard.words[start + 1] in ("number", "no"))
            if _unit_end(heard, after) in (first, first - 1):
                return start
    return first


def _over_units(heard: Utterance, at: int) -> int:
    while at < len(heard.words):
        if heard.words[at] in UNITS and (end := _unit_end(heard, at + 1 + (heard.words[at + 1 : at + 2] in (["number"], ["no"])))) > at + 1:
            at = end
        elif heard.words[at] in FLOORS and heard.words[at + 1 : at + 2] == ["floor"]:
            at += 2
        else:
            return at
    return at


def _over_town(heard: Utterance, at: int) -> int:
    """Over the name of a town; then as far as a state, a country or a code, if one comes soon."""
    taken = end = _town_end(heard, at)
    limit = min(len(heard.words), at + _MOST_TOWN)
    while end < limit:
        word = heard.words[end]
        if word in STATES or tuple(heard.words[end : end + 2]) in STATE_PAIRS:
            taken = end = end + 1 + (word not in STATES)
        elif (after := _code_end(heard, end)) > end:
            taken = end = after
        elif word in TOWN_BORDERS or (word in ORDINARY and word not in TOWN_PREFIXES) or end - taken >= 3:
            break
        else:
            end += 1
    return end if end == len(heard.words) else taken


def _town_end(heard: Utterance, at: int) -> int:
    """One word that is no everyday one, or two when the first is as in new york; "in springfield" too."""
    start = at + (heard.words[at : at + 1] == ["in"])
    if start >= len(heard.words):
        return at
    word = heard.words[start]
    if word in TOWN_PREFIXES and start + 1 < len(heard.words) and heard.words[start + 1] not in TOWN_BORDERS:
        return start + 2
    is_end = start + 1 == len(heard.words) or heard.words[start + 1] in TOWN_BORDERS
    if word in TOWNS_THAT_ARE_WORDS:
        return start + 1 if is_end or heard.words[start + 1] in STATES else at
    is_name = word.isalpha() and len(word) > 2 and word not in ORDINARY and word not in TOWN_BORDERS and not word.endswith(("ing", "ly"))
    return start + 1 if is_name else at


def _code_end(heard: Utterance, at: int) -> int:
    last = at
    while last < len(heard.words) and (
        _says_number(heard, last) or heard.words[last].isdigit() or heard.words[last] in ("oh", "o", "double", "zip", "code", "zero")
    ):
        last += 1
    return last if last > at and any(_says_number(heard, one) or heard.words[one].isdigit() for one in range(at, last)) else at
