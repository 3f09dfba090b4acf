"""What the words of a text can stand for when somebody reads out a number, a code or a spelled name. Pure.

A text is cut into pieces (finer than words.tokens: "KX-4471" is two) that keep their characters. The sayings are a lattice over the pieces:
an arc goes from one piece to another and carries the characters heard on the way. "forty five" has the arcs 40, 5 and 45.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from redaction.text.pieces import Piece, pieces
from redaction.text.spoken_words import (
    AS_IN,
    FILLERS,
    PAUSES,
    PLURALS,
    POWERS,
    RADIO,
    READINGS,
    REPAIR_PAIRS,
    REPAIRS,
    SEPARATORS,
    TEENS,
    TENS,
    TIMES,
    UNITS,
)
from redaction.text.tongues.tongue import Tongue

_MARKUP = re.compile(r"\[[^\W\d][^\[\]\d]{0,24}\]|<[^\W\d][^<>\d]{0,24}>|\([^\W\d][^()\d]{0,24}\)")
_LONGEST_WRITTEN = 40
_LONGEST_LETTER = 4  # characters of a word that a letter may have been taken for


class Arc(NamedTuple):
    """From its piece up to (excluding) piece `to`, the characters `out` are heard.

    sure: these words hardly mean anything else. written: they stand there as figures or letters. amount: said as a whole, "forty five".
    """

    to: int
    out: str
    sure: bool
    written: bool = False
    amount: bool = False


class Sayings(NamedTuple):
    """For each piece: its arcs; where a filler, separator or repair cue that starts here ends (0: none starts here)."""

    pieces: list[Piece]
    arcs: list[list[Arc]]
    passes: list[int]
    repairs: list[int]


def sayings(text: str, tongue: Tongue | None = None) -> Sayings:
    """The lattice of a text; tongue: its language, None for English."""
    cut = pieces(text) if tongue is None else tongue.read(pieces(text))
    words = [piece.text for piece in cut]
    passes, repairs = _silent(words)
    for at in _marked(text, cut):
        passes[at] = at + 1
    return Sayings(cut, [_arcs(words, at) for at in range(len(words))], passes, repairs)


def _marked(text: str, cut: list[Piece]) -> Iterator[int]:
    """What a recogniser writes of sounds: [pause], <noise>, (inaudible). Still heard as words too, for somebody may put a number in brackets."""
    marks = [match.span() for match in _MARKUP.finditer(text)]
    at = 0
    for start, end in marks:
        while at < len(cut) and cut[at].start < end:
            if cut[at].start > start:
                yield at
            at += 1


def _silent(words: list[str]) -> tuple[list[int], list[int]]:
    passes, repairs = [0] * len(words), [0] * len(words)
    for at, word in enumerate(words):
        if word in FILLERS or word in SEPARATORS:
            passes[at] = at + 1
        for phrase in PAUSES.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                passes[at : at + len(phrase)] = range(at + 1, at + len(phrase) + 1)
        if word in REPAIRS:
            repairs[at] = at + 1
        elif at + 1 < len(words) and (word, words[at + 1]) in REPAIR_PAIRS:
            repairs[at] = at + 2
    return passes, repairs


_NONE: list[Arc] = []
_LINKS = frozenset(link[0] for link in AS_IN)


def _arcs(words: list[str], at: int) -> list[Arc]:
    word = words[at]
    readings = READINGS.get(word)
    if readings is None and word not in TIMES:
        return _written(word, at) or _misheard_letter(words, at)
    arcs = [Arc(at + 1, out, sure, amount=len(out) > 1) for out, sure in readings or ()]
    arcs += _compounds(words, at)
    arcs += _multiplied(words, at)
    if word == "x" and at + 1 < len(words) and words[at + 1] == "ray":
        arcs.append(Arc(at + 2, "x", True))
    if word not in RADIO and any(words[to] in _LINKS or words[to] in RADIO for arc in arcs if (to := arc.to) < len(words)):
        arcs += [more for arc in arcs for more in _explained(words, arc)]
    return arcs


def _written(word: str, at: int) -> list[Arc]:
    """ "45", "8w", "kx4471920": whatever holds a digit says its own characters."""
    if not any(map(str.isdigit, word)) or len(word) > _LONGEST_WRITTEN:
        return _NONE
    return [Arc(at + 1, word.replace("o", "0"), True, True)]


def _misheard_letter(words: list[str], at: int) -> list[Arc]:
    """ "yes as in sam": a word so explained is a letter, whatever was written."""
    if words[at + 1 : at + 3] != ["as", "in"] or at + 3 >= len(words) or len(words[at]) > _LONGEST_LETTER:
        return _NONE
    return [Arc(_after_word(words, at + 3), _initial(words[at + 3]), True)]


def _compounds(words: list[str], at: int) -> Iterator[Arc]:
    """Numbers of more than one word: forty five, eight hundred and six, twelve thousand three hundred."""
    for to, value in _values(words, at, 10**9):
        if to > at + 1:
            yield Arc(to, str(value), True, amount=True)


def _values(words: list[str], at: int, below: int) -> list[tuple[int, int]]:
    """(where it ends, value) of every whole number under `below` that starts at a word, by the grammar of English numbers."""
    found: list[tuple[int, int]] = []
    open_ends = _below_hundred(words, at) if at < len(words) else []
    while open_ends:
        to, value = open_ends.pop()
        if value < below:
            found.append((to, value))
        power = POWERS.get(words[to]) if to < len(words) and value < 1000 else None
        if power is not None and value * 10**power < below:
            open_ends += _with_rest(words, to + 1, value * 10**power, 10**power)
    return found


def _with_rest(words: list[str], at: int, value: int, step: int) -> list[tuple[int, int]]:
    after_and = at + 1 if at < len(words) and words[at] == "and" else at
    return [(at, value), *((to, value + rest) for to, rest in _values(words, after_and, step))]


def _below_hundred(words: list[str], at: int) -> list[tuple[int, int]]:
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in TENS:
        head = [(at + 1, TENS[word])]
        return [*head, (at + 2, TENS[word] + UNITS[after])] if after in UNITS else head
    small = UNITS.get(word) or TEENS.get(word) or (1 if word == "a" and after in POWERS else None)
    return [(at + 1, small)] if small else []


def _multiplied(words: list[str], at: int) -> Iterator[Arc]:
    """ "double two", "triple s", "double u" (the letter), "three sevens"."""
    if at + 1 >= len(words):
        return
    word, after = words[at], words[at + 1]
    times = TIMES.get(word)
    if times:
        if times == 2 and after in ("u", "you", "yew", "ewe"):
            yield Arc(at + 2, "w", True)
        for out, _ in READINGS.get(after, ()) or ([(after, True)] if len(after) == 1 and after.isalnum() else ()):
            if len(out) == 1:
                yield Arc(at + 2, out * times, True)
    elif after in PLURALS and 2 <= UNITS.get(word, 0) <= 4:
        yield Arc(at + 2, str(PLURALS[after]) * UNITS[word], True)


def _explained(words: list[str], arc: Arc) -> Iterator[Arc]:
    """ "b as in boy", "b for bravo", "b bravo": one letter (or "double b as in boy": two), taken from the word that explains it."""
    letter, count = arc.out[0], len(arc.out)
    if letter * count != arc.out or "1" <= letter <= "9":
        return
    if words[arc.to] in RADIO and _initial(words[arc.to]) == letter:
        yield Arc(_after_word(words, arc.to), arc.out, True)
    for link in AS_IN:
        to = arc.to + len(link)
        if to < len(words) and tuple(words[arc.to : to]) == link:
            initial = _initial(words[to])
            if initial == letter or words[to] in RADIO or link == ("as", "in"):
                yield Arc(_after_word(words, to), initial * count, True)


def _initial(word: str) -> str:
    return word[:1].replace("o", "0")


def _after_word(words: list[str], at: int) -> int:
    """ "x ray" is one word."""
    return at + 1 + (words[at] == "x" and words[at + 1 : at + 2] == ["ray"])
