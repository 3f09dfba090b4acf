"""The outline of a sound, for drawing it. Pure."""

from __future__ import annotations

import numpy as np

from redaction.audio.sound import Sound

LOUDEST = 127


def peaks(sound: Sound, *, per_s: int = 50) -> list[int]:
    """The greatest magnitude of each 1/per_s second, 0 to 127, rounded up so that only digital silence is 0."""
    count = -(-len(sound.samples) * per_s // sound.rate_hz)  # in whole numbers: 1.12 s times 50 is a little more than 56
    starts = np.arange(count) * sound.rate_hz // per_s
    if not count:
        return []
    loudest = np.maximum.reduceat(np.abs(sound.samples), starts)
    return [int(level) for level in np.ceil(np.clip(loudest, 0.0, 1.0) * LOUDEST)]
