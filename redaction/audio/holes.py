"""Holes: what is silent in the safe copies. Pure, and blind to what was there: equal holes leave nothing to tell two secrets apart.

For a copy at another rate: cover, resample, then cover(..., fade_s=0) again. Resampling first would smear a secret's edge out of its hole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from redaction.audio.sound import Sound, Span

BEFORE_S = 0.120  # covers 99 % of aligned words at 99 % of their energy: REDACTION.md
AFTER_S = 0.200  # reverberation; and aligners end a word early before a pause
NEAR_S = 0.050  # between two holes so little is left that it only clicks
_SLIP_S = 1e-6  # seconds that went through text or arithmetic


class SpanOutside(ValueError):
    """A span that is no part of the sound: it ends before it begins, is no number, or lies beyond the end. Whatever named it is wrong."""


def holes_of(
    spans: Iterable[Span],
    duration_s: float,
    *,
    before_s: float = BEFORE_S,
    after_s: float = AFTER_S,
    round_to_s: float | None = None,
) -> list[Span]:
    """Padded, cut to the sound, in order, none overlapping or nearer than 50 ms to the next. Raises SpanOutside.

    round_to_s: lengths become multiples of it, so that they tell less about what is hidden; only a hole as long as the sound may be shorter.
    """
    holes = [_padded(span, duration_s, before_s, after_s) for span in spans]
    while True:
        merged = _merged(holes)
        holes = [_rounded(hole, duration_s, round_to_s) for hole in merged] if round_to_s else merged
        if holes == merged:
            return holes


def _padded(span: Span, duration_s: float, before_s: float, after_s: float) -> Span:
    start_s, end_s = span
    if not (math.isfinite(start_s) and start_s <= end_s < math.inf) or end_s < 0 or start_s - before_s >= duration_s:
        raise SpanOutside(f"{start_s:.3f} to {end_s:.3f} s of {duration_s:.3f} s")
    return max(0.0, start_s - before_s), min(duration_s, end_s + after_s)


def _merged(holes: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start_s, end_s in sorted(holes):
        if merged and start_s < merged[-1][1] + NEAR_S:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end_s))
        else:
            merged.append((start_s, end_s))
    return merged


def _rounded(hole: Span, duration_s: float, step_s: float) -> Span:
    """Longer at the end, or at the beginning where the sound is over."""
    start_s, end_s = hole
    steps = math.ceil((end_s - start_s) / step_s - _SLIP_S)
    end_s = start_s + steps * step_s
    if end_s > duration_s:
        return max(0.0, duration_s - steps * step_s), duration_s
    return start_s, end_s


def cover(sound: Sound, holes: Sequence[Span], *, fade_s: float = 0.005) -> Sound:
    """A copy with digital silence in the holes, and raised-cosine fades outside them, or the edges click. Raises SpanOutside."""
    gain = np.ones(len(sound.samples), np.float32)
    fade = _fall(round(fade_s * sound.rate_hz))
    for first, last in _indexes(sound, holes):
        gain[first:last] = 0.0
        before = gain[max(0, first - len(fade)) : first]
        before *= fade[len(fade) - len(before) :]
        after = gain[last : last + len(fade)]
        after *= fade[::-1][: len(after)]
    return Sound(sound.samples * gain + np.float32(0.0), sound.rate_hz)  # + 0.0 makes plain zeros of negative ones


def is_silent(sound: Sound, holes: Sequence[Span]) -> bool:
    """Whether every sample in the holes is zero, not only nearly so. Raises SpanOutside."""
    return not any(sound.samples[first:last].any() for first, last in _indexes(sound, holes))


def _indexes(sound: Sound, holes: Sequence[Span]) -> list[tuple[int, int]]:
    """First and last (exclusive) sample, outwards: a sample that a hole touches belongs to it."""
    indexes = []
    for start_s, end_s in holes:
        if not -_SLIP_S <= start_s <= end_s <= sound.duration_s + 1 / sound.rate_hz + _SLIP_S:
            raise SpanOutside(f"{start_s:.3f} to {end_s:.3f} s of {sound.duration_s:.3f} s")
        first, last = math.floor((start_s + _SLIP_S) * sound.rate_hz), math.ceil((end_s - _SLIP_S) * sound.rate_hz)
        indexes.append((max(0, first), min(len(sound.samples), last)))
    return indexes


def _fall(length: int) -> NDArray[np.float32]:
    """(length,), from just under 1 to just over 0: half a cosine, its ends left out."""
    return (0.5 + 0.5 * np.cos(np.pi * np.arange(1, length + 1) / (length + 1))).astype(np.float32)
