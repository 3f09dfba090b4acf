"""Mono audio in memory."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import av
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Span = tuple[float, float]  # seconds from the beginning, end exclusive

HEARING_HZ = 16_000  # what recognisers, voice detector and listening copy use


@dataclass(frozen=True, eq=False)
class Sound:
    """samples: float32, mono, (n,), -1 to 1."""

    samples: Samples = field(repr=False)
    rate_hz: int

    @property
    def duration_s(self) -> float:
        return len(self.samples) / self.rate_hz

    def energy(self, span: Span, within: Span = (0.0, math.inf)) -> float:
        """Of what two spans have in common; of silence it is 0."""
        part = self.part((max(span[0], within[0]), min(span[1], within[1]))).samples
        return float(np.square(part.astype(np.float64)).sum())

    def part(self, span: Span) -> Sound:
        """Nothing of a span that lies outside, or ends before it begins."""
        first, last = (max(0, int(min(edge_s, self.duration_s) * self.rate_hz)) for edge_s in span)
        return Sound(self.samples[first:last], self.rate_hz)

    def at(self, rate_hz: int) -> Sound:
        """Resampled (FFmpeg's swresample): round(n * rate_hz / own rate) samples, the same time base."""
        if rate_hz == self.rate_hz:
            return self
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate_hz)
        frame = av.AudioFrame.from_ndarray(self.samples[None, :], format="flt", layout="mono")
        frame.sample_rate = self.rate_hz
        parts = [part.to_ndarray()[0] for part in [*resampler.resample(frame), *resampler.resample(None)]]
        wanted = round(len(self.samples) * rate_hz / self.rate_hz)
        joined = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        fitted = np.zeros(wanted, np.float32)
        fitted[: min(wanted, len(joined))] = joined[:wanted]
        return Sound(fitted, rate_hz)


def pcm16(samples: Samples) -> bytes:
    """Signed 16-bit little-endian; exact for what came from 16-bit audio."""
    whole: NDArray[np.int16] = np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2")
    return whole.tobytes()
