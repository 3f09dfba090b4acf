"""How much leaks and how much is touched for nothing, on sentences whose names are known. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from redaction.ner.filling import PERSON, Sentence
from redaction.ner.tokens import tokens

_SURVIVES = 0.34
# Part of an annotated mention now and then, and no part of a name.
_FILLERS = frozenset(("a", "an", "the", "my", "mr", "mrs", "ms", "miss", "mister", "dr", "doctor", "and", "of", "um", "uh"))
Find = Callable[[Sentence], Iterable[tuple[int, int]]]


class Share(NamedTuple):
    """bad of total."""

    bad: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's, 95 %."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.bad / self.total
        middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.bad}/{self.total} = {100 * self.bad / max(self.total, 1):.1f} % ({100 * max(low, 0):.1f} to {100 * high:.1f})"


def leaks(sentences: Sequence[Sentence], find: Find) -> tuple[Share, list[str]]:
    """Mentions of people that survive, and where."""
    bad, count, where = 0, 0, []
    for sentence in sentences:
        covered = {at for start, end in find(sentence) for at in range(start, end)}
        for start, end, label in sentence.spans:
            if label == PERSON:
                count += 1
                if _survives(sentence.text[start:end], start, covered):
                    bad += 1
                    where.append(f"{sentence.text}  <{sentence.text[start:end]}>")
    return Share(bad, count), where


def _survives(said: str, offset: int, covered: set[int]) -> bool:
    for token in tokens(said):
        if token.word not in _FILLERS:
            left = sum(at + offset not in covered for at in range(token.start, token.end))
            if left >= _SURVIVES * (token.end - token.start):
                return True
    return False


def touched(sentences: Sequence[Sentence], find: Find) -> tuple[Share, list[str]]:
    """Sentences without a private person in which one is found."""
    clean = [sentence for sentence in sentences if all(label != PERSON for _start, _end, label in sentence.spans)]
    where = [f"{sentence.text}  <{[sentence.text[start:end] for start, end in hit]}>" for sentence in clean if (hit := list(find(sentence)))]
    return Share(len(where), len(clean)), where
