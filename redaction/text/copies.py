"""A name that was found stands in the text once more, cut or misheard: "a sock no ashok a s h o k", "thyme oh thee ... timothy". Pure.

And the initials before it: "n dot c dot thangavelu".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from redaction.findings import Finding
from redaction.text.false_starts import before_cue
from redaction.text.places import Places
from redaction.text.recognizers.letters import LETTER_NAMES
from redaction.text.recognizers.ordinary_words import LITTLE, ORDINARY
from redaction.text.recognizers.sounding import Sound, readings_of, sounds_of
from redaction.text.runs import readings
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import READINGS, TIMES, words_of

NAME = "copy"
_REACH = 9  # pieces on either side of a name
_WORDS = 4  # of one copy at most
# How much of a name's phones may be wrong, in words of which none, some, all are ordinary: beside the name, and farther from it.
_NEAR, _FAR = (0.55, 0.5, 0.45), (0.34, 0.3, 0.1)
_ONE_ORDINARY = 0.25
_MORE = 0.1
_SHORTEST = 3  # letters, phones
_LINKS = frozenset(words_of("is its it thats that as with so spelled spelt spelling like and"))
_DOTS = frozenset(words_of("dot point period"))
_INITIALS = 4


class _Copy(NamedTuple):
    wrong: float
    first: int
    last: int


def find(findings: Sequence[Finding], places: Places) -> Iterator[Finding]:
    """Beside what was found already; may overlap it."""
    named = [one for one in findings if one.entity == "PERSON"]
    if not named:
        return
    covered = places.covered(findings)
    for one in named:
        first, last = places.first(one), places.last(one)
        if (initial := _initials(places.said, first)) < first:
            yield places.finding(initial, first, one, NAME)
        for target in _targets(places.said, first, last):
            for copy in _best(_alike(places.said, target, first, last)):
                if not covered.issuperset(range(copy.first, copy.last)):
                    yield places.finding(copy.first, copy.last, one, NAME)


def _initials(said: Sayings, first: int) -> int:
    """Where the initials before a name begin; "a" and "i" are none, unless a dot or another follows them."""
    at = begin = first
    while at and first - at < 2 * _INITIALS:
        word, after = said.pieces[at - 1].text, said.pieces[at].text
        if word in _DOTS and at > 1 and len(said.pieces[at - 2].text) == 1:
            at -= 1
        elif len(word) == 1 and word.isalpha() and (word not in "ai" or after in _DOTS or (begin < first and len(after) == 1)):
            at -= 1
            begin = at
        else:
            break
    return begin


class _Target(NamedTuple):
    """Pieces first to last (exclusive) and the ways to say them."""

    first: int
    last: int
    sounds: list[Sound]


def _targets(said: Sayings, first: int, last: int) -> Iterator[_Target]:
    """The words of a name that are no letters, and what its letters spell."""
    at = first
    while at < last:
        end = at
        while end < last and _is_letter(said, end):
            end += 1
        if end > at:
            at = _first_letter(said, at, end)
            spelled = next((reading.replace("0", "o") for reading in readings(said, at, end)), "")
            if len(spelled) >= _SHORTEST:
                yield _Target(at, end, readings_of(spelled))
        elif len(word := said.pieces[at].text) >= _SHORTEST and word not in READINGS:
            yield _Target(at, at + 1, readings_of(word))
        at = max(end, at + 1)


def _first_letter(said: Sayings, first: int, last: int) -> int:
    """Where letters as such begin, three at least: "when dee w e n d y" begins with w."""
    single = [at for at in range(first, last) if len(said.pieces[at].text) == 1]
    return single[0] if len(single) >= _SHORTEST and said.pieces[first].text not in TIMES else first


def _is_letter(said: Sayings, at: int) -> bool:
    word = said.pieces[at].text
    return len(word) == 1 or word in LETTER_NAMES or word in TIMES


def _alike(said: Sayings, target: _Target, first: int, last: int) -> Iterator[_Copy]:
    """first, last: of the whole finding; what stands right before or behind it is near."""
    cues = {cue for at in (first, target.first) if (cue := before_cue(said, at)) is not None}
    near = {first, last, target.first, target.last, _over_links(said, first), *cues}
    lowest, highest = max(0, target.first - _REACH), min(len(said.pieces), target.last + _REACH)
    sounds = {at: sounds_of(said.pieces[at].text) for at in range(lowest, highest) if not target.first <= at < target.last}
    for begin in sounds:
        fine = coarse = ""
        for end in range(begin, min(begin + _WORDS, highest)):
            if not sounds.get(end):
                break
            fine, coarse = fine + sounds[end][0].fine, coarse + sounds[end][0].coarse
            is_near = end + 1 in near or begin in near or (begin == 0 and bool(cues))
            wrong = min((_wrong(sound, fine, coarse) for sound in target.sounds if len(sound.coarse) >= _SHORTEST), default=1.0)
            if wrong <= _limit(said, begin, end + 1, is_near=is_near):
                yield _Copy(wrong, begin, end + 1)


def _over_links(said: Sayings, first: int) -> int:
    at = first
    while at and said.pieces[at - 1].text in _LINKS:
        at -= 1
    return at


def _wrong(sound: Sound, fine: str, coarse: str) -> float:
    return (Levenshtein.distance(sound.coarse, coarse) + Levenshtein.distance(sound.fine, fine)) / (2 * len(sound.coarse))


def _limit(said: Sayings, first: int, last: int, *, is_near: bool) -> float:
    """Below 0 when it is no name."""
    words = [said.pieces[at].text for at in range(first, last)]
    ordinary = sum(word in ORDINARY for word in words)
    if all(len(word) == 1 for word in words) or (len(words) == 1 and words[0] in LITTLE):
        return -1.0
    kind = 0 if not ordinary else 1 if ordinary < len(words) else 2
    limit = (_NEAR if is_near else _FAR)[kind]
    return min(limit, _ONE_ORDINARY) if kind == 2 and len(words) == 1 else limit


def _best(copies: Iterator[_Copy]) -> list[_Copy]:
    """The likest, of more words rather than of fewer; none overlapping."""
    kept: list[_Copy] = []
    for copy in sorted(copies, key=lambda one: (one.wrong - _MORE * (one.last - one.first), one)):
        if all(copy.last <= other.first or other.last <= copy.first for other in kept):
            kept.append(copy)
    return kept
