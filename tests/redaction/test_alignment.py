"""When words are spoken: times that came along, times found, and doubts about a text that is not what is said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from redaction.aligning.loudness import Loudness
from redaction.alignment import Alignment, Unaligned, align
from redaction.audio.decode import decode
from redaction.audio.sound import HEARING_HZ, Sound
from redaction.demo import HERE, recordings, truths
from redaction.words import Word, read_words, tokens

BEFORE_S, AFTER_S = 0.120, 0.200  # what a hole has around its words


@cache
def sound_of(line_number: int) -> Sound:
    return decode((HERE / recordings()[line_number]["audio"]).read_bytes())


def texts() -> list[str]:
    return [line["hypothesis"] for line in recordings()]


@cache
def aligned(line_number: int) -> Alignment:
    return align(texts()[line_number], sound_of(line_number), given=None)


def truth_of(line_number: int) -> dict[str, Any]:
    return truths()[recordings()[line_number]["recording_id"]]


def code_of(text: str, sound: Sound) -> str:
    with pytest.raises(Unaligned) as caught:
        align(text, sound, given=None)
    return caught.value.code


def is_doubted(text: str, sound: Sound) -> bool:
    try:
        return bool(align(text, sound, given=None).doubts)
    except Unaligned:
        return True


def text_unlike(own: str) -> str:
    """The text of another recording with no word in common, about as long."""
    return min(texts(), key=lambda text: (bool(set(text.split()) & set(own.split())), abs(len(text) - len(own))))


def silence(seconds: float) -> Sound:
    return Sound(np.zeros(round(seconds * HEARING_HZ), np.float32), HEARING_HZ)


def noise(seconds: float) -> Sound:
    return Sound(np.random.default_rng(5).normal(0, 0.1, round(seconds * HEARING_HZ)).astype(np.float32), HEARING_HZ)


HEARD = [number for number, line in enumerate(recordings()) if line["hypothesis"] and not truth_of(number)["is_misheard"]]
A_CLIP = max(HEARD, key=lambda number: -abs(len(texts()[number].split()) - 8))  # eight words or so
SOUND, TEXT = sound_of(A_CLIP), texts()[A_CLIP]
COUNT = len(TEXT.split())


def test_each_token_of_the_text_becomes_one_word_in_order_inside_the_sound() -> None:
    words = aligned(A_CLIP).words
    assert [word.text for word in words] == [token.text for token in tokens(TEXT)]
    assert all(0 <= word.start_s < word.end_s <= SOUND.duration_s for word in words)
    assert all(earlier.end_s <= later.start_s for earlier, later in pairwise(words))
    assert aligned(A_CLIP).source == "forced"


def test_what_is_spoken_lies_inside_its_words_and_the_pads_of_a_hole() -> None:
    late, early = [], []
    for number in HEARD[::3]:
        words = aligned(number).words
        for span in truth_of(number)["spans"]:
            hit = [
                word for word, token in zip(words, tokens(texts()[number]), strict=True) if span["start"] < token.end and token.start < span["end"]
            ]
            late.append(hit[0].start_s - span["start_s"])
            early.append(span["end_s"] - hit[-1].end_s)
    assert len(late) >= 10
    assert max(late) < BEFORE_S
    assert max(early) < AFTER_S


def test_right_texts_are_not_doubted() -> None:
    tried = HEARD[::3]
    assert len([number for number in tried if aligned(number).doubts]) <= len(tried) * 0.05


def test_the_text_of_another_recording_is_doubted() -> None:
    tried = HEARD[1::5]
    unnoticed = [number for number in tried if not is_doubted(text_unlike(texts()[number]), sound_of(number))]
    assert len(unnoticed) <= len(tried) * 0.1


def test_words_that_nobody_says_after_the_last_are_doubted() -> None:
    assert is_doubted(f"{TEXT} and then put it back", SOUND)


def test_times_do_not_depend_on_the_clips_before() -> None:
    before = aligned(A_CLIP)
    align(texts()[HEARD[-1]], sound_of(HEARD[-1]), given=None)
    align("hello", noise(2.0), given=None)
    assert align(TEXT, SOUND, given=None) == before


def test_a_quieter_recording_has_the_same_times() -> None:
    quiet = Sound(SOUND.samples * np.float32(0.25), SOUND.rate_hz)
    assert align(TEXT, quiet, given=None).words == aligned(A_CLIP).words


def test_any_rate_will_do() -> None:
    found = align(TEXT, SOUND.at(44_100), given=None).words
    assert all(abs(one.start_s - other.start_s) <= 0.03 for one, other in zip(found, aligned(A_CLIP).words, strict=True))


def test_a_long_pause_between_words_is_no_part_of_them() -> None:
    sound = SOUND.at(HEARING_HZ)
    gap = np.zeros(8 * HEARING_HZ, np.float32)
    twice = Sound(np.concatenate([sound.samples, gap, sound.samples]), HEARING_HZ)
    first, second = np.array_split(np.array(align(f"{TEXT} {TEXT}", twice, given=None).words, dtype=object), 2)
    own = aligned(A_CLIP).words
    later_s = sound.duration_s + 8
    assert all(abs(word.start_s - one.start_s) <= 0.1 and abs(word.end_s - one.end_s) <= 0.1 for word, one in zip(first, own, strict=True))
    assert all(abs(word.start_s - later_s - one.start_s) <= 0.1 for word, one in zip(second, own, strict=True))


def test_digital_silence_around_the_words_loses_none() -> None:
    sound = SOUND.at(HEARING_HZ)
    padded = Sound(np.concatenate([silence(2.0).samples, sound.samples, silence(2.0).samples]), HEARING_HZ)
    found = align(TEXT, padded, given=None)
    assert abs(found.words[0].start_s - 2.0 - aligned(A_CLIP).words[0].start_s) < 0.15
    assert not found.doubts


def test_punctuation_has_no_length_and_stands_where_the_word_before_it_ends() -> None:
    first, _, rest = TEXT.partition(" ")
    words = align(f"- {first} ... {rest}", SOUND, given=None).words
    assert (words[0].start_s, words[0].end_s) == (0.0, 0.0)
    assert words[2].start_s == words[2].end_s == words[1].end_s


def test_a_text_with_a_sign_that_nobody_can_say_is_not_aligned() -> None:
    assert code_of(f"{TEXT} 😀", SOUND) == "unspeakable_word"


@pytest.mark.parametrize("text", ["", "  ", "- ... ?"])
def test_a_text_without_words_is_not_aligned(text: str) -> None:
    assert code_of(text, SOUND) == "no_words"


def test_more_words_than_the_sound_can_hold_are_not_aligned() -> None:
    assert code_of("please remember what happened yesterday evening", silence(0.5)) == "too_short"
    assert code_of("a", Sound(np.zeros(0, np.float32), HEARING_HZ)) == "too_short"


def test_endless_texts_and_sounds_are_not_aligned() -> None:
    assert code_of("a " * 1001, silence(200.0)) == "too_long"
    assert code_of("a", silence(301.0)) == "too_long"


@pytest.mark.parametrize("sound", [silence(4.0), noise(4.0)], ids=["silence", "noise"])
def test_words_are_not_found_where_nobody_speaks(sound: Sound) -> None:
    assert is_doubted(TEXT, sound)


def test_an_error_holds_no_word_of_the_text() -> None:
    with pytest.raises(Unaligned) as caught:
        align("quokka 😀", SOUND, given=None)
    assert "quokka" not in f"{caught.value!r}"


# Given times


def given() -> tuple[Word, ...]:
    return aligned(A_CLIP).words


def source(words: tuple[Word, ...], text: str = TEXT) -> str:
    return align(text, SOUND, given=words).source


def test_sane_times_that_came_along_are_taken() -> None:
    found = align(TEXT, SOUND, given=given())
    assert (found.source, found.words, found.doubts) == ("given", given(), ())


def test_given_words_may_differ_in_case_and_punctuation_and_the_text_names_them() -> None:
    shouted = tuple(replace(word, text=f"{word.text.upper()},") for word in given())
    assert align(TEXT, SOUND, given=shouted).words == given()


def test_a_little_overlap_and_a_little_beyond_the_end_are_forgiven() -> None:
    moved = (replace(given()[0], end_s=given()[1].start_s + 0.04), *given()[1:-1], replace(given()[-1], end_s=SOUND.duration_s + 0.04))
    assert source(moved) == "given"


def changed(at: int, **times: float) -> tuple[Word, ...]:
    return (*given()[:at], replace(given()[at], **times), *given()[at + 1 :])


INSANE = {
    "another word": tuple(replace(word, text="zebra") if not at else word for at, word in enumerate(given())),
    "a word missing": given()[1:],
    "a word too many": (*given(), Word("more", SOUND.duration_s - 0.3, SOUND.duration_s - 0.1)),
    "none": (),
    "a negative time": changed(0, start_s=-0.1),
    "an end before its start": changed(1, end_s=given()[1].start_s - 0.01),
    "an end at its start": changed(1, end_s=given()[1].start_s),
    "beyond the end": changed(COUNT - 1, end_s=SOUND.duration_s + 0.2),
    "no number": changed(0, start_s=float("nan")),
    "endless": changed(COUNT - 1, end_s=float("inf")),
    "out of order": tuple(replace(word, start_s=other.start_s, end_s=other.end_s) for word, other in zip(given(), reversed(given()), strict=True)),
    "overlap": changed(0, end_s=given()[1].start_s + 0.2),
    "all in a fifth of a second": tuple(replace(word, start_s=0.2 / COUNT * at, end_s=0.2 / COUNT * (at + 1)) for at, word in enumerate(given())),
}


@pytest.mark.parametrize("words", INSANE.values(), ids=INSANE)
def test_times_that_cannot_be_right_are_found_anew(words: tuple[Word, ...]) -> None:
    found = align(TEXT, SOUND, given=words)
    assert (found.source, found.words) == ("forced", given())


def test_a_short_word_is_not_said_for_six_seconds() -> None:
    hello = np.concatenate([silence(3.0).samples, SOUND.at(HEARING_HZ).samples])
    assert align("oh", Sound(hello, HEARING_HZ), given=(Word("oh", 0.5, 6.5),)).source == "forced"


def test_given_times_under_which_nothing_is_heard_are_found_anew() -> None:
    sound = SOUND.at(HEARING_HZ)
    shifted = Sound(np.concatenate([silence(sound.duration_s).samples, sound.samples]), HEARING_HZ)
    assert align(TEXT, shifted, given=given()).source == "forced"


# How loud


def test_steady_noise_and_silence_have_no_loud_moment() -> None:
    assert Loudness.of(silence(3.0)).loudest(0.0, 3.0) == 0.0
    assert Loudness.of(noise(3.0)).loudest(0.0, 3.0) < 0.5


def test_loudness_lies_between_the_quiet_and_the_loud_of_the_recording() -> None:
    samples = np.concatenate([silence(1.0).samples, noise(1.0).samples, silence(1.0).samples])
    loudness = Loudness.of(Sound(samples, HEARING_HZ))
    assert loudness.loudest(1.2, 1.8) > 0.9
    assert loudness.loudest(0.1, 0.9) <= 0.1
    assert loudness.loudest(5.0, 6.0) == 0.0


def test_times_that_were_dealt_out_evenly_are_not_believed() -> None:
    line = next(one for one in recordings() if one.get("words") and len(one["words"]) >= 6)
    sound = decode((HERE / line["audio"]).read_bytes())
    texts = line["hypothesis"].split()
    each_s = sound.duration_s / len(texts)
    even = tuple(Word(text, at * each_s, (at + 1) * each_s) for at, text in enumerate(texts))
    assert align(line["hypothesis"], sound, given=even).source == "forced"
    assert align(line["hypothesis"], sound, given=read_words(line["words"])).source == "given"
