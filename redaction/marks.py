"""Seconds that somebody marked in a clip: read from a form, kept in milliseconds. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

MOST: Final = 20
BEYOND_S: Final = 0.5  # a player's clock runs on a little after the end


class UnfitMarks(ValueError):
    """The marks are no list of seconds inside the clip."""


def parse(text: str, *, duration_s: float) -> list[list[int]]:
    """From a form's JSON [[start_s, end_s], ...]; nothing sent is no mark. Raises UnfitMarks."""
    try:
        return in_ms(json.loads(text or "[]"), duration_s=duration_s)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnfitMarks("marks are no JSON list of [start_s, end_s]") from error


def in_ms(marks: Any, *, duration_s: float | None) -> list[list[int]]:
    """Pairs of seconds as pairs of milliseconds inside the clip, where its length is known. Raises UnfitMarks."""
    if not isinstance(marks, list | tuple) or len(marks) > MOST:
        raise UnfitMarks(f"marks are a list of at most {MOST} pairs of seconds")
    return [_in_ms(mark, math.inf if duration_s is None else duration_s) for mark in marks]


def _in_ms(mark: Any, duration_s: float) -> list[int]:
    if not isinstance(mark, list | tuple) or len(mark) != 2 or not all(map(_is_number, mark)):
        raise UnfitMarks("a mark is two numbers of seconds")
    start_s, end_s = mark
    if not 0 <= start_s < min(end_s, duration_s) or end_s > duration_s + BEYOND_S:
        raise UnfitMarks("a mark begins before it ends, and lies in the recording")
    return [round(start_s * 1000), round(min(end_s, duration_s) * 1000)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def in_seconds(marks: Iterable[Sequence[int]]) -> list[list[float]]:
    """As pages show them."""
    return [[start_ms / 1000, end_ms / 1000] for start_ms, end_ms in marks]
