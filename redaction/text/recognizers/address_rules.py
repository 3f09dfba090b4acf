"""Whether parts in a row are somebody's address, or a walk of ten minutes and a street of everybody's. Pure."""

from __future__ import annotations

from itertools import pairwise

from redaction.text.recognizers.address_parts import STREETS, Part, is_ordinal
from redaction.text.recognizers.address_words import COUNTED, CUES, DWELLINGS, FAMOUS, FLATS, HOUSES, PLACE_WORDS, STRONG_STREETS
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken_words import TENS, words_of

_OPENED_BY = frozenset(words_of("the these those"))  # "the two church roads"
_PLAYED = frozenset(words_of("play watch stream watching playing"))
_ALONE = frozenset(words_of("flat apartment plot"))


def is_address(heard: Utterance, parts: list[Part]) -> bool:
    kinds = [part.kind for part in parts]
    dwellings = sum(part.kind == "unit" and not DWELLINGS.isdisjoint(heard.words[part.first : part.last]) for part in parts)
    cued = cued_at(heard, parts[0].first)
    for one, other in pairwise(parts):
        if one.kind == "number" and other.kind == "street" and _is_house(heard, one.first, one.last, other.last):
            return True
    if "street" not in kinds:
        is_numbered = dwellings > 0 and not {"number", "no"}.isdisjoint(heard.words[parts[0].first : parts[-1].last])
        is_all = len(parts) > 1 and parts[0].first == heard.answer[0]
        return (
            _is_flat(heard, parts[0], cued=cued)
            or (is_all and (dwellings > 1 or is_numbered or (dwellings > 0 and kinds[0] == "number")))
            or (dwellings > 0 and len(parts) > 2)
            or (dwellings > 1 and cued)
        )
    is_strong = any(part.kind == "street" and _kind_of_street(heard, part) in STRONG_STREETS for part in parts)
    if kinds[0] == "house":
        return kinds[1] == "street" and (cued or (is_strong and parts[0].first == heard.answer[0]))
    if kinds[0] == "number" and kinds[1] == "street":
        return kinds[2:3] == ["unit"] and heard.words[parts[2].first] in FLATS
    return dwellings > 0 or cued or (is_strong and (kinds[0] == "number" or len(parts) > 2))


def _is_flat(heard: Utterance, part: Part, *, cued: bool) -> bool:
    """A flat without a street: announced, or "flat number ..."."""
    words = heard.words[part.first : part.last]
    if part.kind != "unit" or words[0] not in DWELLINGS:
        return False
    if {"number", "no", "num"}.isdisjoint(words):
        return cued and words[0] in ("flat", "apartment", "apt")
    return cued or words[0] in _ALONE


def _kind_of_street(heard: Utterance, part: Part) -> str:
    return next((word for word in reversed(heard.words[part.first : part.last]) if word in STREETS), "")


def _is_house(heard: Utterance, first: int, last: int, street: int) -> bool:
    """Not "ten minute walk", "two way street", "forty second street"; "park", "drive" and the like need a word that says: an address."""
    name = heard.words[last:street]
    cued = cued_at(heard, first)
    if tuple(heard.words[first:street]) in FAMOUS or (
        first and (heard.words[first - 1] in _PLAYED or (heard.words[first - 1] in _OPENED_BY and not cued))
    ):
        return False
    kind = max((at for at, word in enumerate(name) if word in STREETS), default=-1)
    if kind < 1:  # "the larches", "county road nine"
        return cued or name[0] == "the" or len(name) > 1 or _is_answer(heard, first, street)
    name = name[: 1 + kind]  # without "north"
    if any(word in COUNTED and not is_ordinal(word) for word in name[:-1][:2]) or name[0] in ("minute", "hour", "mile", "way"):
        return False
    if is_ordinal(name[0]) and len(name) == 2 and last == first + 1 and heard.words[first] in TENS:
        return False  # "forty second street" has no house; "three fifty fifth avenue" has one
    if name[-1] in STRONG_STREETS:
        is_listed = first > 0 and heard.words[first - 1] in ("top", "next", "every", "best")
        return not is_listed and not (len(name) == 2 and name[0] in ORDINARY and name[0] in ("play", "open", "close", "busy"))
    return cued or (is_name(name[:-1]) and not _commands(heard, first))


def is_name(words: list[str]) -> bool:
    return all(word not in ORDINARY or word in STREETS or word in PLACE_WORDS or word in HOUSES or is_ordinal(word) for word in words)


def _is_answer(heard: Utterance, first: int, last: int) -> bool:
    return (first, last) == heard.answer


def _commands(heard: Utterance, first: int) -> bool:
    return first > 0 and heard.words[first - 1] in ("play", "in", "within", "set", "about", "top", "next", "every")


def cued_at(heard: Utterance, first: int) -> bool:
    before = heard.words[max(0, first - 7) : first]
    return any(tuple(before[at : at + len(cue)]) == cue for cue in CUES for at in range(len(before)))
