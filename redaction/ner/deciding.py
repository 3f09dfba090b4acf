"""From how likely each word is a name to the spans that are taken. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from redaction.ner.tokens import Token

PERSON = "PERSON"
# Chosen on utterances that the measured model had not seen, and on generated ones: see README.md. A neighbour of a name is taken sooner.
THRESHOLD, BESIDE = 0.3, 0.05
# Who was surely named once in a text is named by the same word again.
_SURE, _AGAIN = 0.8, 0.01
_OTHERS = {"LOCATION": 0.5, "ARTIST": 0.5, "ORG": 0.5}


class Span(NamedTuple):
    """Characters start to end (exclusive); chance: of its likeliest word."""

    start: int
    end: int
    label: str
    chance: float


def spans(tokens: Sequence[Token], chances: Sequence[dict[str, float]], *, threshold: float = THRESHOLD, beside: float = BESIDE) -> list[Span]:
    """Persons where in doubt; places, artists and companies where likelier than not."""
    labels = _labels(tokens, chances, threshold, beside)
    found: list[Span] = []
    for at, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if not label:
            continue
        chance = chances[at].get(label, 0.0)
        if at and labels[at - 1] == label and found:
            found[-1] = found[-1]._replace(end=token.end, chance=max(found[-1].chance, chance))
        else:
            found.append(Span(token.start, token.end, label, chance))
    return found


def _labels(tokens: Sequence[Token], chances: Sequence[dict[str, float]], threshold: float, beside: float) -> list[str]:
    people = [one.get(PERSON, 0.0) for one in chances]
    sure = {token.word for token, chance in zip(tokens, people, strict=True) if chance >= _SURE}
    taken = [chance >= threshold or (chance >= _AGAIN and token.word in sure) for token, chance in zip(tokens, people, strict=True)]
    for order in (range(1, len(people)), range(len(people) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for at in order:
            taken[at] = taken[at] or (taken[at + step] and people[at] >= beside)
    return [PERSON if taken[at] else _other(one) for at, one in enumerate(chances)]


def _other(one: dict[str, float]) -> str:
    return next((label for label, least in _OTHERS.items() if one.get(label, 0.0) >= least), "")
