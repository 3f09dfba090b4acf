"""What a recogniser makes of what was said over a telephone: other words that sound alike, lost and doubled words, letters run together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.exam.cases import Mention, sentences

_ALIKE = """
    a: hey eh ay | b: be bee d p | c: see sea | d: the de t b | e: he ee | f: if half s | g: gee she | h: age each | i: eye hi | j: jay |
    k: okay kay cake | l: el hell | m: em am n | n: and end m | o: oh | p: pee be t | q: cue queue | r: are our | s: as yes f | t: tea tee d |
    u: you | v: we b | x: ex eggs | y: why | z: said zed c | one: won want | two: to too | three: free tree | four: for fore | five: fife hive |
    six: sex sick | seven: heaven eleven | eight: ate it | nine: line mine | zero: hero | oh: o | double: a double w | first: thirst |
    third: thirty bird | fourth: fort for | fifth: fish | sixth: six | seventh: seven | eighth: eight | ninth: nine | twelfth: twelve |
    thirteenth: thirteen thirtieth | march: much marsh | may: my | june: tune | april: apple | august: a guest | july: do lie | nineteen: ninety |
    eighteen: eighty | sixteen: sixty | seventy: seventeen | eighty: eighteen | for: four | as: is | alpha: alfa | juliet: juliette | golf: gulf |
    lima: lee ma | papa: pa pa | bravo: brava | kilo: key low
"""
_ONE_HEARING = {"double", "august", "july", "lima", "papa", "kilo"}  # heard as two words, or as these
ALIKE = {word: [others] if word in _ONE_HEARING else others.split() for word, others in (one.split(": ") for one in sentences(_ALIKE))}


@dataclass
class _Word:
    """owner: the number of the mention it belongs to, or -1."""

    text: str
    owner: int


def noisy(text: str, mentions: Sequence[Mention], rng: Random, *, rate: float = 0.06) -> tuple[str, tuple[Mention, ...]]:
    """rate: of words of which a sound-alike is known; losses and doublings are a tenth as common, and no mention loses its last word."""
    heard: list[_Word] = []
    words = _words(text, mentions)
    for word, following in zip(words, [*words[1:], _Word("", -1)], strict=True):
        chance = rng.random()
        if word.text in ALIKE and chance < rate:
            heard += [_Word(part, word.owner) for part in rng.choice(ALIKE[word.text]).split()]
        elif rate <= chance < 1.1 * rate:
            heard += [word, word] if rng.random() < 0.5 or word.owner != following.owner else []
        elif 1.1 * rate <= chance < 1.6 * rate and _is_letter(word) and heard and _is_letter(heard[-1]) and heard[-1].owner == word.owner:
            heard[-1] = _Word(heard[-1].text + word.text, word.owner)
        else:
            heard.append(word)
    return _joined(heard, mentions)


def _is_letter(word: _Word) -> bool:
    return len(word.text) == 1


def _words(text: str, mentions: Sequence[Mention]) -> list[_Word]:
    return [
        _Word(word[0], next((number for number, (start, end, _) in enumerate(mentions) if start <= word.start() < end), -1))
        for word in re.finditer(r"\S+", text)
    ]


def _joined(words: Sequence[_Word], mentions: Sequence[Mention]) -> tuple[str, tuple[Mention, ...]]:
    text = ""
    spans: dict[int, tuple[int, int]] = {}
    for word in words:
        start = len(text) + bool(text)
        text = f"{text} {word.text}" if text else word.text
        first, _ = spans.get(word.owner, (start, 0))
        spans[word.owner] = (first, len(text))
    return text, tuple((*spans[number], entity) for number, (_s, _e, entity) in enumerate(mentions) if number in spans)
