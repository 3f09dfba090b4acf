"""Sounds that are no speech, five seconds each at 16 kHz."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from redaction.audio.sound import Sound

RATE_HZ = 16_000
TIMES = np.arange(5 * RATE_HZ) / RATE_HZ

Wave = NDArray[np.float64]


def voice(pitch_hz: Wave, formants: list[tuple[float, float, float]]) -> Wave:
    """A throat's sound: harmonics of a pitch, loud near the formants (centre, width, level)."""
    turns = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    wave = np.zeros(len(pitch_hz))
    for number in range(1, 16):
        level = sum(strength / (1 + ((number * pitch_hz - centre) / width) ** 2) for centre, width, strength in formants)
        wave += np.where(number * pitch_hz < RATE_HZ / 2, level * np.sin(number * turns), 0)
    return wave / np.abs(wave).max()


def bursts(length_s: float, gap_s: float) -> Wave:
    """1 for so long, 0 for so long, with soft edges."""
    within = TIMES % (length_s + gap_s)
    return np.clip(np.minimum(within, length_s - within) / 0.05, 0, 1)


def white() -> Wave:
    return np.random.default_rng(7).normal(scale=0.1, size=len(TIMES))


def cry() -> Wave:
    """A small child's: a high pitch that rises and falls with each breath."""
    pitch_hz = 450 * (1 + 0.25 * np.sin(np.pi * (TIMES % 1.25)) + 0.01 * np.sin(2 * np.pi * 7 * TIMES))
    return 0.5 * voice(pitch_hz, [(1100, 250, 1), (3200, 500, 0.6)]) * bursts(0.9, 0.35) + 0.05 * white()


def scream() -> Wave:
    return 0.5 * voice(1100 + 300 * np.sin(2 * np.pi * 0.6 * TIMES), [(1400, 400, 1), (2800, 600, 0.7)]) * bursts(1.5, 1.0)


def bark() -> Wave:
    within = TIMES % 0.7
    return 0.5 * (voice(420 * np.exp(-4 * within) + 200, [(700, 200, 1), (1500, 300, 0.7)]) + 3 * white()) * np.exp(-25 * within)


def door() -> Wave:
    within = TIMES % 1.6
    return np.sin(2 * np.pi * 70 * within) * np.exp(-10 * within) * 0.8 + 3 * white() * np.exp(-20 * within)


def music() -> Wave:
    wave = np.zeros(len(TIMES))
    for beat, half_tones in enumerate((0, 7, 3, 12, 5, 10, 0, 15, 7, 3)):
        after = np.maximum(TIMES - beat / 2, 0)
        hz = 220 * 2 ** (half_tones / 12)
        wave += np.where(after > 0, sum(np.sin(2 * np.pi * hz * part * after) / part for part in range(1, 6)) * np.exp(-4 * after), 0)
    return 0.2 * wave


def siren() -> Wave:
    return 0.5 * voice(700 + 300 * np.sin(np.pi * TIMES), [(800, 300, 1)])


def silence() -> Wave:
    return np.zeros(len(TIMES))


NOISES: dict[str, Callable[[], Wave]] = {one.__name__: one for one in (silence, white, cry, scream, bark, door, music, siren)}


@cache
def noise(name: str) -> Sound:
    return Sound(NOISES[name]().astype(np.float32), RATE_HZ)
