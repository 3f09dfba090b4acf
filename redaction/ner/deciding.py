"""From how likely each word is a name to the spans that are taken. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from redaction.ner.gazetteer import Sort
from redaction.ner.model import Read
from redaction.ner.tokens import Token

PERSON = "PERSON"
# Chosen on utterances that the measured model had not seen, and on other people's: see README.md. What is known as something else must be surer,
# a common first name or a word that is in no list less sure. A neighbour of a name is taken sooner.
THRESHOLDS = {Sort.KNOWN: 0.5, Sort.NAME: 0.25, Sort.OTHER: 0.3, Sort.UNKNOWN: 0.12}
BESIDE = 0.05
# Who was surely named once in a text is named by the same word again.
_SURE, _AGAIN = 0.8, 0.01
_OTHERS = {"LOCATION": 0.5, "ARTIST": 0.5, "ORG": 0.5}


class Span(NamedTuple):
    """Characters start to end (exclusive); chance: of its likeliest word."""

    start: int
    end: int
    label: str
    chance: float


def spans(tokens: Sequence[Token], read: Sequence[Read], *, thresholds: Mapping[Sort, float] = THRESHOLDS) -> list[Span]:
    """Persons where in doubt; places, artists and companies where likelier than not."""
    labels = _labels(tokens, read, thresholds)
    found: list[Span] = []
    for at, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if not label:
            continue
        chance = read[at].chances.get(label, 0.0)
        if at and labels[at - 1] == label and found:
            found[-1] = found[-1]._replace(end=token.end, chance=max(found[-1].chance, chance))
        else:
            found.append(Span(token.start, token.end, label, chance))
    return found


def _labels(tokens: Sequence[Token], read: Sequence[Read], thresholds: Mapping[Sort, float]) -> list[str]:
    people = [one.chances.get(PERSON, 0.0) for one in read]
    sure = {token.word for token, chance in zip(tokens, people, strict=True) if chance >= _SURE}
    taken = [
        chance >= thresholds[one.sort] or (chance >= _AGAIN and token.word in sure) for token, one, chance in zip(tokens, read, people, strict=True)
    ]
    for order in (range(1, len(people)), range(len(people) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for at in order:
            taken[at] = taken[at] or (taken[at + step] and people[at] >= BESIDE)
    return [PERSON if taken[at] else _other(one.chances) for at, one in enumerate(read)]


def _other(one: dict[str, float]) -> str:
    return next((label for label, least in _OTHERS.items() if one.get(label, 0.0) >= least), "")
