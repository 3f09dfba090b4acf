"""Seconds that somebody marked in a clip. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

MOST: Final = 20
BEYOND_S: Final = 0.5  # players report an end a little late


class UnfitMarks(ValueError):
    """The marks are no list of seconds inside the clip."""


def read(text: str, *, duration_s: float) -> list[tuple[int, int]]:
    """From a form's JSON [[start_s, end_s], ...] to milliseconds inside the clip. Nothing sent is no mark. Raises UnfitMarks."""
    try:
        raw = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise UnfitMarks("marks are no JSON list of [start_s, end_s]") from error
    if not isinstance(raw, list) or len(raw) > MOST:
        raise UnfitMarks(f"marks are a list of at most {MOST} pairs")
    return [_mark(pair, duration_s) for pair in raw]


def _mark(pair: Any, duration_s: float) -> tuple[int, int]:
    if not isinstance(pair, list) or len(pair) != 2 or not all(_is_number(value) for value in pair):
        raise UnfitMarks("a mark is a pair of numbers of seconds")
    start_s, end_s = pair
    if not 0 <= start_s < end_s <= duration_s + BEYOND_S:
        raise UnfitMarks("a mark lies outside the clip, or ends before it begins")
    start_ms, end_ms = round(start_s * 1000), round(min(end_s, duration_s) * 1000)
    if start_ms >= end_ms:
        raise UnfitMarks("a mark lies outside the clip")
    return start_ms, end_ms


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def in_seconds(marks: Iterable[Sequence[int]]) -> list[list[float]]:
    """As pages show them."""
    return [[start_ms / 1000, end_ms / 1000] for start_ms, end_ms in marks]
