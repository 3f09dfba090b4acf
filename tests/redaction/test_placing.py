"""Where a number lies when the transcript has some of its words wrong, missing or too many."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from redaction.aligning.between import listen_between
from redaction.aligning.stretched import stretched_words
from redaction.alignment import align
from redaction.audio.decode import decode
from redaction.audio.sound import HEARING_HZ, Sound, Span
from redaction.audio.speech import speech_spans
from redaction.demo import HERE, recordings, truths
from redaction.findings import Finding
from redaction.masking import mask
from redaction.placing import Placing
from redaction.policy import Policy
from redaction.words import Word, read_words, tokens


def _numbers() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Lines with times whose own number has words on both sides, with the number's span."""
    found = []
    for line in recordings():
        spans = [span for span in truths()[line["recording_id"]]["spans"] if span["own"] and span["digits"] and span["start"]]
        if spans and line.get("words") and spans[0]["end"] < len(line["hypothesis"]):
            found.append((line, spans[0]))
    return found


LINE, SPAN = _numbers()[0]
TEXT = LINE["hypothesis"]
NUMBER = TEXT[SPAN["start"] : SPAN["end"]].split()


@cache
def sound() -> Sound:
    return decode((HERE / LINE["audio"]).read_bytes()).at(HEARING_HZ)


def with_number(words: list[str]) -> tuple[str, Finding]:
    number = " ".join(words)
    text = TEXT[: SPAN["start"]] + number + TEXT[SPAN["end"] :]
    return text, Finding(SPAN["start"], SPAN["start"] + len(number), "ACCOUNT_ID", 1.0, "test")


def share_heard(holes: tuple[Span, ...]) -> float:
    """Of the number's energy, what is outside the holes."""
    energy = np.square(sound().samples.astype(np.float64))
    inside = np.zeros(len(energy), bool)
    for start_s, end_s in holes:
        inside[int(start_s * HEARING_HZ) : int(end_s * HEARING_HZ)] = True
    part = slice(int(SPAN["start_s"] * HEARING_HZ), int(SPAN["end_s"] * HEARING_HZ))
    return float(energy[part][~inside[part]].sum() / energy[part].sum())


MISTAKES = {
    "the first is missing": NUMBER[1:],
    "the last is missing": NUMBER[:-1],
    "the first is another word": ["heaven", *NUMBER[1:]],
    "the last is another word": [*NUMBER[:-1], "and"],
    "a word too many": [*NUMBER[:2], "the", *NUMBER[2:]],
}


@pytest.mark.parametrize("words", MISTAKES.values(), ids=[name.replace(" ", "-") for name in MISTAKES])
def test_a_number_with_a_misheard_word_is_hidden_whole(words: list[str]) -> None:
    text, finding = with_number(words)
    masked = mask(sound(), text, [finding], None, policy=Policy())
    assert share_heard(masked.holes) < 0.01


def placing_of(words: tuple[Word, ...], *, is_found: bool = True, speech: tuple[Span, ...] | None = None) -> Placing:
    spoken = tuple(speech_spans(sound())) if speech is None else speech
    return Placing(sound(), tokens(" ".join(word.text for word in words)), words, spoken, is_found=is_found)


@cache
def found_words() -> tuple[Word, ...]:
    return align(TEXT, sound(), given=None).words


def test_times_that_came_along_are_not_widened() -> None:
    words = read_words(LINE["words"])
    _text, finding = with_number(NUMBER)
    placing = placing_of(words, is_found=False)
    place = placing.place(finding)
    assert placing.span(finding) == (words[place[0]].start_s, words[place[-1]].end_s)


def test_a_second_look_never_makes_a_hole_shorter() -> None:
    _text, finding = with_number(NUMBER)
    placing = placing_of(found_words())
    place, span = placing.place(finding), placing.span(finding)
    assert span[0] <= found_words()[place[0]].start_s
    assert span[1] >= found_words()[place[-1]].end_s


def test_what_is_no_speech_is_not_taken_for_a_piece_of_a_number() -> None:
    _text, finding = with_number(NUMBER)
    placing = placing_of(found_words(), speech=())
    place = placing.place(finding)
    assert placing.span(finding) == (found_words()[place[0]].start_s, found_words()[place[-1]].end_s)


def test_words_found_twice_in_one_place_are_sure() -> None:
    _text, finding = with_number(NUMBER)
    sure = placing_of(found_words()).sure_words([finding])
    assert sure
    assert set(sure) <= set(found_words())
    stretched = tuple(Word(word.text, word.start_s, word.end_s + 0.4 * (word in sure)) for word in found_words())
    assert not set(placing_of(stretched).sure_words([finding])) & {word for word in stretched if word not in found_words()}


def test_a_name_is_looked_for_once() -> None:
    name = Finding(SPAN["start"], SPAN["end"], "PERSON", 1.0, "test")
    assert placing_of(found_words()).sure_words([name]) == ()


def test_where_nothing_can_be_said_nothing_is_heard() -> None:
    silent = Sound(np.zeros(100, np.float32), HEARING_HZ)
    assert listen_between((Word("one", 0.0, 0.001),), range(1), silent) is None


SPEECH = (1.0, 1.4)
AROUND = {
    "beside-found-words": (True, (0.5, 2.0)),
    "beside-given-words": (False, (0.9, 1.5)),
}


@pytest.mark.parametrize(("is_found", "wanted"), AROUND.values(), ids=AROUND)
def test_speech_without_words_takes_what_may_belong_to_it(is_found: bool, wanted: Span) -> None:
    words = (Word("a", 0.0, 0.4), Word("b", 0.5, 0.9), Word("c", 1.5, 2.0))
    placing = Placing(sound(), tokens("a b c"), words, (), is_found=is_found)
    assert placing.with_surroundings([SPEECH]) == [wanted]


def test_a_cry_far_from_all_words_loses_only_what_touches_the_speech() -> None:
    placing = Placing(sound(), (), (), (), is_found=True)
    assert placing.with_surroundings([SPEECH]) == [(0.75, 1.65)]


def test_a_word_that_is_stretched_over_a_digit_is_found_out() -> None:
    words = read_words(LINE["words"])
    speech = tuple(speech_spans(sound()))
    last = max(at for at, word in enumerate(words) if word.end_s <= SPAN["end_s"] + 0.01)
    stretched = (*words[: last - 1], Word(words[last - 1].text, words[last - 1].start_s, words[last].end_s), *words[last + 1 :])
    assert stretched_words(sound(), words, speech) == []
    assert stretched_words(sound(), stretched, speech) == [stretched[last - 1].span]


def test_all_words_of_a_longer_text_are_looked_at() -> None:
    words = read_words(LINE["words"])
    later_s = sound().duration_s
    twice = Sound(np.concatenate([sound().samples, sound().samples]), HEARING_HZ)
    last = max(at for at, word in enumerate(words) if word.end_s <= SPAN["end_s"] + 0.01)
    again = [Word(word.text, word.start_s + later_s, word.end_s + later_s) for word in words]
    again[last - 1 : last + 1] = [Word(words[last - 1].text, again[last - 1].start_s, again[last].end_s)]
    assert stretched_words(twice, [*words, *again], speech_spans(twice)) == [again[last - 1].span]
