"""What a room adds to speech, made of arithmetic: noises, a cry, a laugh, a tune, an echo. All at 16 kHz, seeded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from redaction.audio.sound import HEARING_HZ, Samples

Rng = np.random.Generator
Curve = NDArray[np.float64]


def noise(kind: str, length: int, rng: Rng) -> Samples:
    """RMS 1. kind: white, pink, hum or babble."""
    made = NOISES[kind](length, rng)
    return np.asarray(made / np.sqrt(np.mean(made**2)), dtype=np.float32)


def sound(kind: str, rng: Rng) -> Samples:
    """Peak 1. kind: cry, laugh, tune or knock."""
    made = SOUNDS[kind](rng)
    return np.asarray(made / np.abs(made).max(), dtype=np.float32)


def echoed(samples: Samples, decay_s: float, rng: Rng) -> Samples:
    """As heard from a few metres in a room of this reverberation time (60 dB); the same length, the direct sound where it was."""
    if not decay_s:
        return samples
    times = _times(decay_s)
    tail = rng.standard_normal(len(times)) * 10 ** (-3 * times / decay_s) * 0.05
    tail[: round(0.004 * HEARING_HZ)] = 0
    tail[0] = 1
    wide = 2 ** int(np.ceil(np.log2(len(samples) + len(tail))))
    mixed = np.fft.irfft(np.fft.rfft(samples, wide) * np.fft.rfft(tail, wide), wide)
    return np.asarray(mixed[: len(samples)], dtype=np.float32)


def _times(length_s: float) -> Curve:
    return np.arange(round(length_s * HEARING_HZ)) / HEARING_HZ


def _shaped(length: int, rng: Rng, slope: float, low_hz: float, high_hz: float) -> Samples:
    """Noise whose amplitude falls as frequency to the power of slope, between two edges."""
    frequencies = np.fft.rfftfreq(length, 1 / HEARING_HZ)
    gain = np.where((frequencies >= low_hz) & (frequencies <= high_hz), np.maximum(frequencies, 1) ** -slope, 0)
    return np.asarray(np.fft.irfft(np.fft.rfft(rng.standard_normal(length)) * gain, length), dtype=np.float32)


def _hum(length: int, rng: Rng) -> Samples:
    """A fridge: mains and its multiples over a little hiss."""
    times = np.arange(length) / HEARING_HZ
    tones = sum(np.sin(2 * np.pi * 50 * n * times + n) / n for n in (1, 2, 3, 4, 6))
    return np.asarray(tones + 0.2 * rng.standard_normal(length), dtype=np.float32)


def _babble(length: int, rng: Rng) -> Samples:
    """Many people far away: six speech-shaped noises that swell at the rate of syllables. No word is in it."""
    times = np.arange(length) / HEARING_HZ
    voices = [
        _shaped(length, rng, 0.8, 150, 4000) * (1.05 + np.sin(2 * np.pi * rng.uniform(2.5, 5.5) * times + rng.uniform(0, 6))) ** 2 for _ in range(6)
    ]
    return np.asarray(sum(voices), dtype=np.float32)


def _sung(pitch_hz: Curve, loudness: Curve, resonances_hz: tuple[float, ...]) -> Samples:
    """A buzzing source at a moving pitch through vowel-like resonances."""
    phase = 2 * np.pi * np.cumsum(pitch_hz) / HEARING_HZ
    made = np.zeros(len(pitch_hz))
    for n in range(1, 16):
        near = sum(1 / (1 + ((n * pitch_hz - centre) / 160) ** 2) for centre in resonances_hz)
        made += (near + 0.05) / n**0.5 * np.sin(n * phase)
    return np.asarray(made * loudness, dtype=np.float32)


def _cry(rng: Rng) -> Samples:
    """Two falling wails with a sob between, 1.6 s."""
    times = _times(0.7)
    bend = 470 + 130 * np.sin(np.pi * times / 0.7) + 12 * np.sin(2 * np.pi * 6 * times)
    wail = _sung(bend, np.sin(np.pi * times / 0.7) ** 0.5, (900, 1400, 2900))
    sob = _shaped(round(0.2 * HEARING_HZ), rng, 0.3, 300, 5000) * np.hanning(round(0.2 * HEARING_HZ)) * 2
    return np.concatenate([wail, sob, 0.8 * wail]).astype(np.float32)


def _laugh(rng: Rng) -> Samples:
    """Five short breaths of falling pitch, 1.1 s."""
    bursts = []
    for n in range(5):
        times = _times(0.13)
        voiced = _sung(np.full(len(times), 240.0 - 14 * n), np.hanning(len(times)), (700, 1200, 2500))
        bursts += [voiced + 0.05 * rng.standard_normal(len(times)) * np.hanning(len(times)), np.zeros(round(0.09 * HEARING_HZ))]
    return np.concatenate(bursts).astype(np.float32)


def _tune(rng: Rng) -> Samples:
    """Eight plucked notes over a chord, 2.4 s."""
    notes = []
    for step in rng.permutation([0, 2, 4, 7, 9, 12, 7, 4]):
        times = _times(0.3)
        pitch = 330 * 2 ** (step / 12)
        notes.append(sum(np.sin(2 * np.pi * pitch * n * times) / n**2 for n in (1, 2, 3)) * np.exp(-6 * times))
    times = _times(2.4)
    chord = sum(np.sin(2 * np.pi * hertz * times) for hertz in (165, 208, 247)) * 0.15
    return np.asarray(np.concatenate(notes) + chord, dtype=np.float32)


def _knock(rng: Rng) -> Samples:
    """A dull blow on wood, 0.35 s."""
    times = _times(0.35)
    return np.asarray((np.sin(2 * np.pi * 95 * times) + 0.4 * rng.standard_normal(len(times))) * np.exp(-22 * times), dtype=np.float32)


NOISES: Final[dict[str, Callable[[int, Rng], Samples]]] = {
    "white": lambda length, rng: _shaped(length, rng, 0, 20, 8000),
    "pink": lambda length, rng: _shaped(length, rng, 0.5, 30, 8000),
    "hum": _hum,
    "babble": _babble,
}
SOUNDS: Final[dict[str, Callable[[Rng], Samples]]] = {"cry": _cry, "laugh": _laugh, "tune": _tune, "knock": _knock}
