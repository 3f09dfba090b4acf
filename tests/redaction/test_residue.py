"""The second look at the sound finds what a hole has missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from redaction import residue
from redaction.audio.decode import decode
from redaction.audio.encode import flac, unflac
from redaction.audio.holes import cover
from redaction.audio.sound import HEARING_HZ, Sound
from redaction.audio.speech import speech_spans
from redaction.demo import HERE, recordings, truths
from redaction.holds import Hold
from redaction.masking import Masked
from redaction.placing import Placing
from redaction.words import read_words


def one_digit_short() -> Iterator[tuple[Sound, Masked]]:
    """Demo clips with exact times, as an aligner would leave them that took the last digit for a part of the next word."""
    known = truths()
    for line in recordings():
        spans = [span for span in known[line["recording_id"]]["spans"] if span["own"] and span["digits"] and span["start"] is not None]
        if not spans or not line.get("words"):
            continue
        words, span = read_words(line["words"]), spans[0]
        number = [word for word in words if span["start_s"] - 0.01 <= word.start_s < span["end_s"] - 0.01]
        hole = (number[0].start_s, number[-1].start_s)
        kept = tuple(replace(word, start_s=hole[1]) if word.start_s == number[-1].end_s else word for word in words if word not in number)
        sound = decode((HERE / line["audio"]).read_bytes()).at(HEARING_HZ)
        yield sound, Masked(cover(sound, [hole]), (hole,), (), words=words, kept=kept, number_holes=(hole,))


def test_a_digit_that_a_hole_missed_is_mostly_heard(capsys: pytest.CaptureFixture[str]) -> None:
    cases = list(one_digit_short())
    found = [Hold.DIGITS_BESIDE_HOLE in residue.look(unflac(flac(masked.sound)), masked) for _sound, masked in cases]
    with capsys.disabled():
        print(f"\n  a missed digit was heard in {sum(found)} of {len(found)} clips")
    assert len(found) >= 4
    assert sum(found) >= 0.8 * len(found)


def test_a_hole_that_is_not_silent_is_seen() -> None:
    sound, masked = next(one_digit_short())
    assert Hold.HOLE_NOT_SILENT in residue.look_at_silence(sound, masked)
    shorter = Sound(masked.sound.samples[:-100], HEARING_HZ)
    assert Hold.HOLE_NOT_SILENT in residue.look_at_silence(shorter, masked)


def test_a_word_taken_for_a_digit_is_no_digit() -> None:
    steady = Sound(np.full(2 * HEARING_HZ, 0.1, np.float32), HEARING_HZ)
    assert residue._is_that_word(steady, (1.0, 1.26), (1.08, 1.25))
    assert not residue._is_that_word(steady, (1.0, 1.3), (1.0, 1.9))


def test_a_pause_that_was_taken_for_the_beginning_of_a_digit_does_not_count() -> None:
    late = cover(Sound(np.full(2 * HEARING_HZ, 0.1, np.float32), HEARING_HZ), [(0.5, 1.2)])
    assert residue._is_that_word(late, (0.8, 1.4), (1.2, 1.42))


def test_a_missed_digit_is_heard_although_the_next_word_is_the_same() -> None:
    """The recogniser of digits takes both for that word."""
    sound, masked = next(one_digit_short())
    end_s = masked.holes[0][1]
    missed = next(word for word in masked.words if word.start_s == end_s)
    length = round((missed.end_s - missed.start_s) * HEARING_HZ)
    again = sound.samples[round(missed.start_s * HEARING_HZ) :][:length]
    twice = Sound(np.concatenate([sound.samples[: round(missed.end_s * HEARING_HZ)], again, np.zeros(HEARING_HZ, np.float32)]), HEARING_HZ)
    kept = (replace(missed, end_s=missed.end_s + length / HEARING_HZ),)
    assert residue.look(twice, replace(masked, sound=twice, holes=(), kept=kept)) == [Hold.DIGITS_BESIDE_HOLE]


def test_a_word_that_a_hole_has_cut_is_known_by_the_original() -> None:
    """Its first two fifths are under the pad of the hole before it, and the rest sounds like another digit."""
    sound, masked = next(one_digit_short())
    start_s, end_s = masked.holes[0]
    word = next(word for word in masked.words if word.start_s == end_s)
    holes = ((start_s, word.start_s + 0.4 * (word.end_s - word.start_s)),)
    kept = tuple(one for one in masked.words if not start_s <= one.start_s < word.start_s)
    speech = tuple(speech_spans(sound))
    cut = replace(masked, sound=cover(sound, holes), holes=holes, number_holes=holes, kept=kept, speech=speech)
    assert residue.look(cut.sound, cut) == [Hold.DIGITS_BESIDE_HOLE]
    assert residue.look(cut.sound, replace(cut, placing=Placing(sound, (), masked.words, speech, is_found=False))) == []


def test_a_copy_that_is_only_looked_at_is_not_listened_to_where_its_times_are_the_devices() -> None:
    sound, masked = next(one_digit_short())
    finished = unflac(flac(masked.sound))
    of_the_device = replace(masked, placing=Placing(sound, (), (), (), is_found=False))
    assert residue.look(finished, of_the_device, hears=False) == []
    assert residue.look(finished, masked, hears=False) == [Hold.DIGITS_BESIDE_HOLE], "the times are ours, and may be wrong"
