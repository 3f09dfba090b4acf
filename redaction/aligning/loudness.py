"""How loud each moment of a recording is, between its own quiet and its own loud. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from redaction.audio.sound import Sound

STEP_S = 0.01

_EMPTY_DB = -120.0
_WIDEST_DB = 60.0  # digital silence before the first word must not make room noise look loud
_NARROWEST_DB = 6.0  # steady noise has no loud moments


@dataclass(frozen=True)
class Loudness:
    """levels: one a STEP_S; 0 is the quiet of this recording (its 10th percentile, in dB), 1 its loud (95th); may lie outside."""

    levels: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, sound: Sound) -> Loudness:
        step = round(sound.rate_hz * STEP_S)
        whole = len(sound.samples) // step
        if not whole:
            return cls(np.zeros(0))
        power = np.mean(sound.samples[: whole * step].reshape(whole, step).astype(np.float64) ** 2, axis=1)
        decibels = 10.0 * np.log10(power + 10.0 ** (_EMPTY_DB / 10.0))
        quiet, loud = np.percentile(decibels, (10, 95))
        quiet = max(quiet, loud - _WIDEST_DB)
        return cls((decibels - quiet) / max(loud - quiet, _NARROWEST_DB))

    def loudest(self, start_s: float, end_s: float) -> float:
        """Highest level of a span; 0 for a span without a whole step."""
        return float(self.levels[int(start_s / STEP_S) : round(end_s / STEP_S)].max(initial=0.0))
