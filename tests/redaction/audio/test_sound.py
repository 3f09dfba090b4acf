"""Resampling moves nothing in time; sixteen bits are kept."""

from __future__ import annotations

import numpy as np
import pytest

from redaction.audio.sound import Sound, pcm16
from tests.redaction.audio.files import click, tone

RATES = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000]


@pytest.mark.parametrize("to_hz", RATES)
@pytest.mark.parametrize("from_hz", RATES)
def test_a_click_stays_at_its_second_within_a_sample(from_hz: int, to_hz: int) -> None:
    sound = click(1.234, seconds=2.5, rate_hz=from_hz)
    again = sound.at(to_hz)
    assert len(again.samples) == round(len(sound.samples) * to_hz / from_hz)
    energy = np.square(again.samples[round(1.2 * to_hz) : round(1.27 * to_hz)])
    middle_s = 1.2 + np.average(np.arange(len(energy)), weights=energy) / to_hz
    assert abs(middle_s - 1.234) < 1 / min(from_hz, to_hz)


def test_a_tone_is_the_same_to_its_end() -> None:
    again, wanted = tone(2.0, rate_hz=22_050).at(16_000), tone(2.0)
    assert np.abs(again.samples - wanted.samples)[200:-20].max() < 1e-3


def test_the_same_rate_is_the_same_sound() -> None:
    sound = tone(1.0)
    assert sound.at(16_000) is sound


def test_sixteen_bits_go_in_and_out_exactly() -> None:
    whole = np.arange(-32768, 32768)
    assert np.array_equal(np.frombuffer(pcm16((whole / 32768).astype(np.float32)), "<i2"), whole)
    assert np.array_equal(np.frombuffer(pcm16(np.array([-2.0, 2.0], np.float32)), "<i2"), [-32768, 32767])


def test_a_sound_shows_none_of_itself_in_a_log() -> None:
    assert repr(Sound(np.ones(3, np.float32), 8_000)) == "Sound(rate_hz=8000)"


def test_a_part_is_cut_to_the_sound_and_energy_to_what_two_spans_share() -> None:
    sound = Sound(np.full(100, 0.5, np.float32), 100)
    assert [len(sound.part(span).samples) for span in ((0.2, 0.5), (-1.0, 0.1), (0.9, 7.0), (0.5, 0.2), (3.0, 4.0))] == [30, 10, 10, 0, 0]
    assert sound.energy((0.0, 1.0), (0.9, 3.0)) == 10 * 0.25
    assert sound.energy((0.0, 0.5), (0.6, 1.0)) == 0.0
