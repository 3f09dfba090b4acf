"""Whole numbers in English words, as the recognizers read them. Pure."""

from __future__ import annotations

from redaction.text.tongues.tongue import words_of

_SMALL = words_of("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = words_of("twenty thirty forty fifty sixty seventy eighty ninety")


def english(value: int) -> str:
    """Below a million."""
    if value < 20:
        return _SMALL[value]
    if value < 100:
        return _TENS[value // 10 - 2] + (f" {_SMALL[value % 10]}" if value % 10 else "")
    unit, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    many, rest = divmod(value, unit)
    return f"{english(many)} {name}" + (f" {english(rest)}" if rest else "")
