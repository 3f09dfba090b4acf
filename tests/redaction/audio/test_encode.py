"""What we write is sound and nothing else, and the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from redaction.audio.containers import Unfit, blocks_of
from redaction.audio.decode import decode
from redaction.audio.encode import flac, unflac
from redaction.audio.sound import Sound
from tests.redaction.audio.files import encoded, tone

RATES = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000]


def noise(count: int, rate_hz: int) -> Sound:
    whole = np.random.default_rng(count).integers(-32768, 32768, count)
    return Sound((whole / 32768).astype(np.float32), rate_hz)


@pytest.mark.parametrize("rate_hz", RATES)
def test_it_comes_back_bit_for_bit(rate_hz: int) -> None:
    sound = noise(20_011, rate_hz)
    for again in (decode(flac(sound)), unflac(flac(sound))):
        assert again.rate_hz == rate_hz
        assert np.array_equal(again.samples, sound.samples)


@pytest.mark.parametrize("count", [1, 2, 15, 16, 4_095, 4_097])
def test_it_may_be_of_any_length(count: int) -> None:
    assert np.array_equal(unflac(flac(noise(count, 16_000))).samples, noise(count, 16_000).samples)


def test_equal_sounds_give_equal_bytes() -> None:
    assert flac(tone(1.0)) == flac(tone(1.0))
    assert flac(tone(1.0)) != flac(tone(1.0, hz=301))


def test_the_one_block_of_metadata_tells_rate_and_length() -> None:
    file = flac(tone(1.0))
    assert blocks_of(file) == [(0, 8, 42)]
    assert int.from_bytes(file[18:26], "big") == 16_000 << 44 | 0 << 41 | 15 << 36 | 16_000
    assert b"ffmpeg" not in file.lower()
    assert b"lavf" not in file.lower()


def test_blocks_of_others_are_seen() -> None:
    tagged = encoded(tone(1.0), "flac", tags={"artist": "somebody"})
    assert [kind for kind, _start, _end in blocks_of(tagged)] == [0, 4, 1]
    with pytest.raises(Unfit):
        blocks_of(tagged[:60])
    with pytest.raises(Unfit):
        blocks_of(b"RIFF")
