"""Another voice: the resonances of the speaker's throat are moved, pitch, timing and words stay. A disguise, no anonymity: who retrains a
recogniser of speakers on disguised voices finds them again (REDACTION.md). Only for a sound that is redacted already.

McAdams' coefficient moves a resonance from the angle w to w ** alpha (in radians; 1 rad is 2.5 kHz at 16 kHz and stays). The usual way solves a
polynomial a frame for its poles. Here the envelope itself is read at the place that a pole would come from, all frames at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from redaction.audio.holes import cover
from redaction.audio.sound import Samples, Sound, Span

LOWER, HIGHER = (0.65, 0.85), (1.15, 1.35)  # between them a voice is hardly changed
_FRAME_S = 0.032
_ORDER = 20  # of linear prediction, at 16 kHz: eight resonances and the tilt
_NOISE = 1e-4  # -40 dB of white noise: without it the envelope of a pure tone has no floor
_LOUDEST_GAIN = 30.0
_KNEE, _CEILING = 0.85, 0.99

Array = NDArray[np.float64]


def random_alpha(rng: Random) -> float:
    """One coefficient for a whole clip. Never kept."""
    return rng.uniform(*rng.choice([LOWER, HIGHER]))


def disguise(sound: Sound, *, alpha: float, holes: Sequence[Span]) -> Sound:
    """Of the same length and loudness, as a whole and frame by frame; holes are digital silence as before. Made for speech at 16 kHz."""
    size = 2 * round(_FRAME_S * sound.rate_hz / 2)
    frames, window = _frames(sound.samples, size)
    spectra = np.fft.rfft(frames, axis=1)
    changed = spectra * _moved(_envelopes(frames, size), alpha)
    pieces = np.fft.irfft(_as_loud(changed, spectra), size, axis=1) * window
    joined = _overlapped(pieces, len(sound.samples))
    level = np.sqrt(np.square(sound.samples).sum() / (np.square(joined).sum() + 1e-12))
    return cover(Sound(_soft(joined * np.float32(level)), sound.rate_hz), holes)


def _frames(samples: Samples, size: int) -> tuple[Array, Array]:
    """(frames, size) and the window (size,): overlapping by half, its square adds up to 1 everywhere."""
    hop = size // 2
    window = np.sin(np.pi * (np.arange(size) + 0.5) / size)
    padded = np.pad(samples.astype(np.float64), (hop, hop + -len(samples) % hop))
    return sliding_window_view(padded, size)[::hop] * window, window


def _overlapped(pieces: Array, length: int) -> Samples:
    hop = pieces.shape[1] // 2
    halves = pieces.reshape(len(pieces), 2, hop)
    joined = (halves[1:, 0] + halves[:-1, 1]).reshape(-1)
    return joined[:length].astype(np.float32)


def _envelopes(frames: Array, size: int) -> Array:
    """(frames, size / 2 + 1): how loud the all-pole model of each frame is at each frequency, without its gain."""
    power = np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2
    correlation = np.fft.irfft(power, axis=1)[:, : _ORDER + 1]
    correlation[:, 0] = correlation[:, 0] * (1 + _NOISE) + 1e-12
    envelopes: Array = 1.0 / np.abs(np.fft.rfft(_predictors(correlation), size, axis=1))
    return envelopes


def _predictors(correlation: Array) -> Array:
    """Levinson and Durbin's recursion on all frames at once: (frames, order + 1) to as many coefficients, the first being 1."""
    count, width = correlation.shape
    a = np.zeros((count, width))
    a[:, 0] = 1.0
    error = correlation[:, 0].copy()
    for order in range(1, width):
        reflection = -(a[:, :order] * correlation[:, order:0:-1]).sum(axis=1) / error
        a[:, 1 : order + 1] += reflection[:, None] * a[:, order - 1 :: -1][:, :order]
        error *= 1 - reflection**2
    return a


def _moved(envelopes: Array, alpha: float) -> Array:
    """The gain at each frequency that turns an envelope into the one whose resonances are moved."""
    angles = np.linspace(0.0, np.pi, envelopes.shape[1])
    places = np.minimum(angles ** (1.0 / alpha), np.pi) / np.pi * (len(angles) - 1)
    below = np.minimum(places.astype(int), len(angles) - 2)
    share = places - below
    moved = envelopes[:, below] * (1 - share) + envelopes[:, below + 1] * share
    gains: Array = np.clip(moved / envelopes, 1 / _LOUDEST_GAIN, _LOUDEST_GAIN)
    return gains


def _as_loud(changed: NDArray[np.complex128], before: NDArray[np.complex128]) -> NDArray[np.complex128]:
    energy = (np.abs(changed) ** 2).sum(axis=1, keepdims=True)
    wanted = (np.abs(before) ** 2).sum(axis=1, keepdims=True)
    louder: NDArray[np.complex128] = changed * np.sqrt(wanted / (energy + 1e-12))
    return louder


def _soft(samples: Samples) -> Samples:
    """Peaks above the knee are bent, not cut: they stay below the ceiling."""
    room = _CEILING - _KNEE
    over = np.maximum(np.abs(samples) - _KNEE, 0.0) / room
    bent = np.sign(samples) * (_KNEE + room * np.tanh(over))
    return np.where(over > 0, bent, samples).astype(np.float32)
