"""How far transcripts agree: word error rate, and the answer that the others are nearest to. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import permutations
from statistics import fmean

import jiwer

_PLACEHOLDER = re.compile(r"\[([A-Za-z]+)_\d+\]")
_APOSTROPHES = str.maketrans("\u2019\u02bc", "''")  # as telephones and tablets type them
_INSIDE_A_WORD = "'-<>"


def words(text: str) -> list[str]:
    """As they are compared: small letters, no punctuation; a placeholder counts as one word of its kind, whatever its number."""
    kinds = _PLACEHOLDER.sub(lambda match: f" <{match[1]}> ", text).translate(_APOSTROPHES)
    kept = "".join(letter if _is_of_a_word(letter) else " " for letter in unicodedata.normalize("NFC", kinds.casefold()))
    return [word for word in kept.split() if word.strip(_INSIDE_A_WORD)]


def _is_of_a_word(letter: str) -> bool:
    """Letters, figures, and marks, without which some scripts fall apart."""
    return letter.isalnum() or letter in _INSIDE_A_WORD or unicodedata.category(letter).startswith("M")


def wer(reference: str, hypothesis: str) -> float | None:
    """Substituted, deleted and inserted words by words of the reference (jiwer); may exceed 1. None when the reference has no word."""
    true, said = words(reference), words(hypothesis)
    if not true:
        return None if said else 0.0
    measured = jiwer.process_words(" ".join(true), " ".join(said))
    return float(measured.wer)


def agreement(transcripts: Sequence[str]) -> float | None:
    """1 minus the mean word error rate over all ordered pairs, not below 0; None for a single answer."""
    rates = [_rate(one, other) for one, other in permutations(transcripts, 2)]
    return max(0.0, 1 - fmean(rates)) if rates else None


def nearest(transcripts: Sequence[str]) -> int:
    """Which answer the others are nearest to; the first of equals."""
    return min(range(len(transcripts)), key=lambda at: sum(_rate(transcripts[at], other) for other in transcripts))


def _rate(reference: str, hypothesis: str) -> float:
    """A pair of which one has no words differs wholly, unless neither has any."""
    rate = wer(reference, hypothesis)
    return 1.0 if rate is None else min(rate, 1.0)
