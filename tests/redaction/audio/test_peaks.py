"""The outline of a sound."""

from __future__ import annotations

import numpy as np

from redaction.audio.peaks import peaks
from redaction.audio.sound import Sound
from tests.redaction.audio.files import tone


def test_each_fiftieth_of_a_second_has_its_peak() -> None:
    levels = peaks(tone(2.0, rate_hz=22_050, level=1.0))
    assert len(levels) == 100
    assert all(126 <= level <= 127 for level in levels)


def test_only_silence_is_zero() -> None:
    samples = np.zeros(16_000, np.float32)
    samples[8_000] = -1 / 32768
    assert peaks(Sound(samples, 16_000)) == [0] * 25 + [1] + [0] * 24


def test_a_rest_at_the_end_counts() -> None:
    assert peaks(Sound(np.ones(321, np.float32), 16_000)) == [127, 127]


def test_nothing_has_no_peaks() -> None:
    assert peaks(Sound(np.zeros(0, np.float32), 16_000)) == []


def test_a_length_that_no_float_holds_has_no_peak_too_many() -> None:
    assert len(peaks(Sound(np.ones(17_920, np.float32), 16_000))) == 56
