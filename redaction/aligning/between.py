"""Where a number is spoken, when its own words are not believed: between the words beside it, as digits and those words in any order.

A word that is wrong, missing or too many inside an identifier makes the one path of forced.py slip: the words beside it stretch over a digit.
Measured on 150 numbers of three to five joined digits, words covered at 99 % of their energy: with one digit missing from the text 86.4 % by the
one path, 99.5 % by both together; with one wrong 97.2 and 99.5 %; with a right text 99.8 % by either. It costs 3 % of the words beside the holes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pocketsphinx import Decoder

from redaction.aligning.forced import FRAMES_PER_S, MODEL, QUICK, add_words, hear, prepare
from redaction.audio.digits import DIGITS
from redaction.audio.sound import Sound, Span
from redaction.pronunciation import Phones, spell
from redaction.words import Word

_BESIDE = 2  # words on each side, for a hold
_MARGIN_S = 0.1
_LEAD_S = 0.6  # listened to where there is no word before or after
_SPOKEN = [[tuple(way.split()) for way in ways] for name, ways in DIGITS.items() if name not in ("double", "triple")]

# The loop is dear under beams as wide as forced.py's: with these 80 ms for 5 s of such a part, as well. A path that they lose is looked for again.
_NARROW = {"beam": 1e-60, "pbeam": 1e-60, "wbeam": 1e-40, "topn": 2}


@dataclass(frozen=True)
class Between:
    """pieces: what is heard of the number. beside: the words around it, by their place among the words."""

    pieces: tuple[Span, ...]
    beside: Mapping[int, Span] = field(default_factory=dict)


def listen_between(words: Sequence[Word], place: range, sound: Sound) -> Between | None:
    """None if it cannot be told. words: with the times found so far, of which only the neighbours' outer edges are believed."""
    ways = {at: spell(words[at].text) for at in range(max(0, place[0] - 2 * _BESIDE), min(len(words), place[-1] + 1 + 2 * _BESIDE))}
    before = _neighbours(range(place[0] - 1, -1, -1), ways)[::-1]
    after = _neighbours(range(place[-1] + 1, len(words)), ways)
    number = [*_SPOKEN, *(options for at in place if any(options := ways[at] if at in ways else spell(words[at].text)))]
    part, began_s = _part(sound, words, place, before, after)
    pcm = prepare(part)
    for search in ({**QUICK, **_NARROW}, QUICK):
        segments = _path([ways[at] for at in before], number, [ways[at] for at in after], pcm, search)
        if segments:
            return _read(segments, before, after, len(number), began_s)
    return None


def _neighbours(places: Sequence[int], ways: Mapping[int, list[Phones]]) -> list[int]:
    """The nearest that are spoken, up to the first that nobody knows how to say."""
    near: list[int] = []
    for at in places:
        if len(near) == _BESIDE or not ways.get(at):
            break
        if ways[at][0]:
            near.append(at)
    return near


def _part(sound: Sound, words: Sequence[Word], place: range, before: Sequence[int], after: Sequence[int]) -> tuple[Sound, float]:
    first_s = words[before[0]].start_s - _MARGIN_S if before else words[place[0]].start_s - _LEAD_S
    last_s = words[after[-1]].end_s + _MARGIN_S if after else words[place[-1]].end_s + _LEAD_S
    first, last = max(0, round(first_s * sound.rate_hz)), round(last_s * sound.rate_hz)
    return Sound(sound.samples[first:last], sound.rate_hz), first / sound.rate_hz


def _path(
    before: Sequence[Sequence[Phones]], number: Sequence[Sequence[Phones]], after: Sequence[Sequence[Phones]], pcm: bytes, search: Mapping[str, Any]
) -> list[tuple[int, int, int]]:
    """Numbered as they were given, one after the other: (word, first frame, last frame); none if there is no path."""
    decoder = Decoder(**MODEL, **search)
    add_words(decoder, [*before, *number, *after])
    first, last = len(before), len(before) + len(number)
    choice = " | ".join(map(str, range(first, last)))
    row = [*map(str, range(first)), f"( {choice} )+", *map(str, range(last, last + len(after)))]
    decoder.add_jsgf_string("between", f"#JSGF V1.0; grammar between; public <between> = {' '.join(row)} ;")
    decoder.activate_search("between")
    try:
        segments = hear(decoder, pcm)
    except RuntimeError:
        return []
    return [(int(one.word.partition("(")[0]), one.start_frame, one.end_frame) for one in segments if one.word[0].isdigit()]


def _read(segments: Sequence[tuple[int, int, int]], before: Sequence[int], after: Sequence[int], number: int, began_s: float) -> Between:
    pieces, beside = [], {}
    place_of = {**dict(enumerate(before)), **dict(enumerate(after, start=len(before) + number))}
    for word, first, last in segments:
        span = (began_s + first / FRAMES_PER_S, began_s + (last + 1) / FRAMES_PER_S)
        if word in place_of:
            beside[place_of[word]] = span
        else:
            pieces.append(span)
    return Between(tuple(pieces), beside)
