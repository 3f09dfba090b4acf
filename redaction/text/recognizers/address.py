"""Addresses: a house number with its street, a flat, a box at the post office; and the town only behind such an address. Pure.

A street alone is everybody's ("play baker street", "directions to wall street") and stays. An address is read as parts in a row (address_parts.py);
whether they are one is decided in address_rules.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.address_parts import (
    STREETS,
    Part,
    is_letter,
    is_ordinal,
    misheard_end,
    named_house_end,
    number_end,
    numbered_road,
    over_number_word,
    over_um,
    renumbered_end,
    says_number,
    street_end,
    unit_end,
    untyped_street_end,
)
from redaction.text.recognizers.address_rules import cued_at, is_address, is_name
from redaction.text.recognizers.address_town import over_town
from redaction.text.recognizers.address_words import (
    ANNOUNCING,
    BLOCKERS,
    LONE_STREETS,
    OLD_HOUSES,
    STRONG_STREETS,
    TOWN_BORDERS,
    UNITS,
)
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.spoken_words import REPAIRS, words_of

ENTITY, NAME = "ADDRESS", "address"
_BOX = (("po", "box"), ("p", "o", "box"), ("post", "office", "box"), ("pee", "o", "box"), ("p", "oh", "box"))
_TELLING = STREETS | UNITS | LONE_STREETS | OLD_HOUSES | {"box", "address", "live", "house", "deliver", "ship", "route", "highway"}
_MOST_PARTS = 8
_FALSE_START = 10  # pieces
_REMARK = 11  # pieces between a number and its street
_BEGUN = 3  # words of a street that was taken back
_ON = frozenset(words_of("in on at"))
# Between a number and its street: "it's twenty three and the road is ...", "four ten, what is it, ...".
_PARTING = frozenset(
    words_of(
        "and the a road street name is its it on of what whats that thats called um uh er erm oh hmm hang hold wait house number avenue lane my at "
        "in sorry think let me so then was"
    )
)
_STREET_IS = frozenset(words_of("road street avenue lane"))


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if heard.known.isdisjoint(_TELLING):
        return
    at = 0
    while at < len(heard.words):
        place = _box(heard, at) or _whole(heard, at) or _parted(heard, at) or _street_first(heard, at) or _announced(heard, at)
        if place is None:
            at += 1
        else:
            first, last = place[0], over_town(heard, _over_flat_number(heard, place[1]))
            yield heard.result((_back_over_false_start(heard, first), last), ENTITY, 0.8, NAME)
            at = last


def _box(heard: Utterance, at: int) -> Place | None:
    for box in _BOX:
        after = at + len(box)
        if tuple(heard.words[at:after]) == box:
            after = over_number_word(heard, after)
            last = number_end(heard, after)
            return (at, last) if last > after else None
    return None


def _whole(heard: Utterance, at: int) -> Place | None:
    """The longest row of parts that begins at a piece, if it is an address."""
    parts = _parts(heard, at)
    while parts and parts[-1].kind == "number":
        parts.pop()
    if not parts or (parts[0].kind == "number" and at and says_number(heard, at - 1)) or not is_address(heard, parts):
        return None
    first = parts[0].first
    return _with_number_word(heard, first) if parts[0].kind == "number" else first, parts[-1].last


def _parts(heard: Utterance, at: int) -> list[Part]:
    parts: list[Part] = []
    while len(parts) < _MOST_PARTS:
        start = over_um(heard, at) if parts else at
        part = _next_part(heard, start, parts)
        if part is None and parts and start < len(heard.words) and heard.words[start] in _ON:
            part = _next_part(heard, start + 1, parts)
        if part is None:
            return parts
        parts.append(part)
        at = part.last
    return parts


def _next_part(heard: Utterance, at: int, before: list[Part]) -> Part | None:
    if at >= len(heard.words):
        return None
    if (end := unit_end(heard, at)) > at:
        is_road = bool(before) and before[-1].kind == "number" and heard.words[end - 1] in STREETS and is_ordinal(heard.words[at])
        return Part("street" if is_road else "unit", at, end)
    if (end := renumbered_end(heard, at)) > at:
        return Part("number", at, end)
    if (not before or before[-1].kind != "number") and (end := _house_number(heard, at, is_first=not before)):
        return Part("number", at, end)
    if before and before[-1].kind == "street" and (numbered := over_number_word(heard, at)) > at and (end := number_end(heard, numbered)) > numbered:
        return Part("unit", at, end)
    if before:
        street = street_end(heard, at) or (untyped_street_end(heard, at) if before[-1].kind == "number" else None)
        is_more = before[-1].kind == "street"
        return Part("street", at, street) if street and not (is_more and not _goes_with(heard, at, street)) else None
    end = named_house_end(heard, at)
    return Part("house", at, end) if end > at else None


def _goes_with(heard: Utterance, first: int, last: int) -> bool:
    """Whether a street behind a street is a part of the same address: "lotus towers link road"."""
    return heard.words[last - 1] in STRONG_STREETS or is_name(heard.words[first : last - 1])


def _house_number(heard: Utterance, at: int, *, is_first: bool) -> int:
    """The end of a number that a street, a floor or a flat follows; 0 when none does."""
    start = at + (is_letter(heard, at) and at + 1 < len(heard.words) and says_number(heard, at + 1))
    ends = _number_ends(heard, start)
    if is_first and (misheard := misheard_end(heard, at)) > at and not _is_span(heard, at):
        ends = [misheard, *ends]
    for end in ends:
        after = over_um(heard, end)
        if street_end(heard, after) is not None or unit_end(heard, after) > after or untyped_street_end(heard, after) is not None:
            return end
    return 0


def _number_ends(heard: Utterance, at: int) -> list[int]:
    """The whole number first; the letter behind it may begin the street ("12 a street")."""
    last = number_end(heard, at)
    if last == at:
        return []
    return [last, last - 1] if last > at + 1 and len(heard.words[last - 1]) == 1 and heard.words[last - 1].isalpha() else [last]


def _is_span(heard: Utterance, at: int) -> bool:
    """ "from forty to mill road"."""
    return at > 0 and heard.words[at - 1] in ("from", "between", "by", "a")


def _with_number_word(heard: Utterance, at: int) -> int:
    words = heard.words
    while at > 0 and words[at - 1] in ("number", "no", "house", "numbers"):
        if words[at - 1] == "no" and at > 1 and (says_number(heard, at - 2) or is_letter(heard, at - 2)):
            break  # "thirty nine b no c thirty nine c"
        at -= 1
    return at


def _parted(heard: Utterance, at: int) -> Place | None:
    """A number and, after a remark, its street: "delivery to four ten, what is it, magnolia way"."""
    last = number_end(heard, at) if says_number(heard, at) else at
    if last == at:
        return None
    end = last
    while end < min(len(heard.words), last + _REMARK) and heard.words[end] in _PARTING:
        end += 1
    between = heard.words[last:end]
    says_street = any(one in _STREET_IS and other in ("is", "name", "called") for one, other in pairwise(between))
    if end == last or end == len(heard.words):
        return None
    street = street_end(heard, end)
    is_all = street is not None and (at, street) == heard.answer
    if not (says_street or is_all or cued_at(heard, at) or "house" in heard.words[max(0, at - 4) : at]):
        return None
    if street is None and says_street and heard.words[end] not in BLOCKERS:
        street = end + 1
    return (_with_number_word(heard, at), street) if street is not None else None


def _over_flat_number(heard: Utterance, last: int) -> int:
    """ "twelve oak street number nine c"."""
    if heard.words[last : last + 1] not in (["number"], ["hash"], ["num"]):
        return last
    end = number_end(heard, last + 1)
    return end if end > last + 1 else last


def _street_first(heard: Utterance, at: int) -> Place | None:
    """ "it's on spruce hollow road number forty one", "spruce hollow road forty one" that ends the text."""
    first = at + (heard.words[at] in _ON)
    if first == len(heard.words) or not (first > at or (at == heard.answer[0] and heard.words[at - 1 : at] != ["is"])):
        return None
    street = street_end(heard, first)
    if street is None or not (heard.words[street - 1] in STRONG_STREETS or numbered_road(heard, first)):
        return None
    number = over_number_word(heard, street)
    last = number_end(heard, number)
    is_house = last > number > street or (last == len(heard.words) > number and not heard.is_asking and is_name(heard.words[first : street - 1]))
    return (first, last) if is_house else None


def _announced(heard: Utterance, at: int) -> Place | None:
    """ "my address is ...", "i live at ...": whatever follows up to a border, if a number is in it."""
    cue = next((cue for cue in ANNOUNCING if tuple(heard.words[at : at + len(cue)]) == cue), None)
    if cue is None:
        return None
    first = at + len(cue)
    while first < len(heard.words):
        if place := _whole(heard, first) or _parted(heard, first):
            return place
        if heard.words[first] not in ("it", "is", "at", "number", "um", "uh", "the", "er", "in"):
            break
        first += 1
    last = number_end(heard, first)
    if last == first:
        return None
    end = last
    while end < min(len(heard.words), last + 8) and heard.words[end] not in TOWN_BORDERS:
        end += 1
    return (first, end) if end > last else None


def _back_over_false_start(heard: Utterance, first: int) -> int:
    """ "forty six b no sorry forty eight b ...": the number that was taken back tells nearly as much."""
    words = heard.words
    cues = [at for at in range(max(0, first - _FALSE_START), first) if words[at] in REPAIRS]
    if not cues or first - cues[-1] > 5:
        return first
    start = _before_street(heard, cues[0])
    while start and (says_number(heard, start - 1) or (is_letter(heard, start - 1) and start > 1 and says_number(heard, start - 2))):
        start -= 1
    return start if start < cues[0] and says_number(heard, start) else first


def _before_street(heard: Utterance, cue: int) -> int:
    """Over a street whose name was begun: "ten downing no not that one ..."."""
    start = cue
    while start > max(0, cue - _BEGUN) and heard.words[start - 1] not in BLOCKERS and not says_number(heard, start - 1):
        start -= 1
    return start if start and says_number(heard, start - 1) else cue
