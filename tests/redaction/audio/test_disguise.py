"""The voice changes; the holes, the length and the loudness do not."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from redaction.audio.disguise import disguise, random_alpha
from redaction.audio.holes import cover, is_silent
from redaction.audio.sound import Sound
from tests.redaction.audio.demo import clip
from tests.redaction.audio.files import tone
from tests.redaction.audio.noises import noise

ALPHAS = [0.65, 0.75, 0.85, 1.15, 1.25, 1.35]
HOLES = [(0.5, 1.1), (1.5, 1.7)]


def level_db(sound: Sound) -> float:
    return float(10 * np.log10(np.square(sound.samples).mean()))


@pytest.mark.parametrize("alpha", ALPHAS)
def test_holes_stay_silent_and_all_else_as_loud(alpha: float) -> None:
    covered = cover(clip(0), HOLES)
    disguised = disguise(covered, alpha=alpha, holes=HOLES)
    assert is_silent(disguised, HOLES)
    assert len(disguised.samples) == len(covered.samples)
    assert level_db(disguised) == pytest.approx(level_db(covered), abs=0.5)
    assert np.abs(disguised.samples).max() < 1


@pytest.mark.parametrize("alpha", ALPHAS)
def test_a_resonance_moves_to_its_power(alpha: float) -> None:
    """From the angle w to w ** alpha."""
    resonance_hz = 700.0
    pulses = np.zeros(32_000)
    pulses[::137] = 1.0
    pole = 0.97 * np.exp(2j * np.pi * resonance_hz / 16_000)
    for index in range(2, len(pulses)):
        pulses[index] += 2 * pole.real * pulses[index - 1] - abs(pole) ** 2 * pulses[index - 2]
    disguised = disguise(Sound((0.05 * pulses).astype(np.float32), 16_000), alpha=alpha, holes=[])
    power = np.abs(np.fft.rfft(disguised.samples)) ** 2
    smooth = np.convolve(power, np.ones(400), "same")
    loudest_hz = smooth.argmax() * 16_000 / len(disguised.samples)
    wanted_hz = (2 * np.pi * resonance_hz / 16_000) ** alpha * 16_000 / (2 * np.pi)
    assert loudest_hz == pytest.approx(wanted_hz, abs=100)


def test_one_is_the_voice_itself() -> None:
    assert np.allclose(disguise(clip(0), alpha=1.0, holes=[]).samples, clip(0).samples, atol=1e-6)


def test_the_same_coefficient_gives_the_same_sound_and_another_another() -> None:
    one, again, other = (disguise(clip(0), alpha=alpha, holes=[]).samples for alpha in (0.8, 0.8, 1.2))
    assert np.array_equal(one, again)
    assert np.abs(one - other).max() > 0.05


@pytest.mark.parametrize("sound", [noise("silence"), noise("white"), noise("door"), tone(1.0, level=1.0), tone(0.003)], ids=range(5))
def test_any_sound_comes_through(sound: Sound) -> None:
    disguised = disguise(sound, alpha=0.7, holes=[])
    assert len(disguised.samples) == len(sound.samples)
    assert np.isfinite(disguised.samples).all()
    assert np.abs(disguised.samples).max() < 1


def test_coefficients_come_from_both_sides_of_one() -> None:
    drawn = [random_alpha(Random(seed)) for seed in range(200)]
    lower, higher = [alpha for alpha in drawn if alpha < 1], [alpha for alpha in drawn if alpha > 1]
    assert all(0.65 <= alpha <= 0.85 for alpha in lower)
    assert all(1.15 <= alpha <= 1.35 for alpha in higher)
    assert 60 < len(lower) < 140
