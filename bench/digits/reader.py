"""An attacker's recogniser of single digits, in numpy: spectra of a stretch at a fixed number of moments, and ridge regression onto the ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redaction.audio.sound import HEARING_HZ, Samples, Sound, Span

MOMENTS, BANDS = 16, 24
_WINDOW, _HOP = 400, 160
_FLOOR = 1e-7
_RIDGE = 30.0

Features = NDArray[np.float64]


def features(sound: Sound, spans: Sequence[Span]) -> Features:
    """(spans, MOMENTS * BANDS): logarithms of the energy in bands of the telephone's range, without the level of the stretch."""
    heard = sound.at(HEARING_HZ)
    return np.array([_features(heard.samples[round(start_s * HEARING_HZ) : round(end_s * HEARING_HZ)]) for start_s, end_s in spans])


def _features(samples: Samples) -> Features:
    padded = np.pad(samples, (0, max(0, _WINDOW - len(samples))))
    starts = np.linspace(0, len(padded) - _WINDOW, MOMENTS).astype(int)
    frames = padded[starts[:, None] + np.arange(_WINDOW)] * np.hanning(_WINDOW)
    power = np.abs(np.fft.rfft(frames, 512, axis=1)) ** 2
    edges_hz = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 3900 / 700), BANDS + 1) / 2595) - 1)
    edges = np.maximum(np.round(edges_hz * 512 / HEARING_HZ).astype(int), np.arange(BANDS + 1))
    bands = np.log(np.add.reduceat(power[:, : edges[-1]], edges[:-1], axis=1) + _FLOOR)
    return np.asarray((bands - bands.mean()).ravel())


@dataclass(frozen=True)
class Reader:
    """weights: (features + 1, 10)."""

    middle: Features
    spread: Features
    weights: Features

    @classmethod
    def trained(cls, heard: Features, digits: Sequence[int]) -> Reader:
        middle, spread = heard.mean(axis=0), heard.std(axis=0) + 1e-6
        inputs = _with_constant((heard - middle) / spread)
        wanted = np.eye(10)[list(digits)]
        return cls(middle, spread, np.linalg.solve(inputs.T @ inputs + _RIDGE * np.eye(inputs.shape[1]), inputs.T @ wanted))

    def read(self, heard: Features) -> list[int]:
        return [int(digit) for digit in np.argmax(_with_constant((heard - self.middle) / self.spread) @ self.weights, axis=1)]


def _with_constant(inputs: Features) -> Features:
    return np.hstack([inputs, np.ones((len(inputs), 1))])
