"""Digits are read where they are spoken, and nowhere else."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import pytest

from redaction.audio.digits import DIGITS, read
from redaction.audio.holes import cover, holes_of
from redaction.audio.sound import Sound
from tests.redaction.audio.demo import clip, part, truth
from tests.redaction.audio.noises import NOISES, noise

NUMBERS = [(index, span) for index, line in enumerate(truth()) for span in line["spans"] if span["digits"]][::3]


def test_most_digits_are_read_and_none_of_them_in_their_hole() -> None:
    spoken = right = 0
    for index, span in NUMBERS:
        around = (span["start_s"] - 0.2, span["end_s"] + 0.3)
        wanted = [word for word in span["digits"] if word in DIGITS]
        heard = [digit.text for digit in read(part(clip(index), around))]
        spoken += len(wanted)
        right += sum(match.size for match in SequenceMatcher(None, wanted, heard, autojunk=False).get_matching_blocks())
        holes = holes_of([(span["start_s"], span["end_s"])], clip(index).duration_s)
        assert read(part(cover(clip(index), holes), holes[0])) == []
    assert spoken >= 30
    assert right / spoken >= 0.85


def test_they_come_in_order_with_their_seconds() -> None:
    index, span = NUMBERS[0]
    heard = read(clip(index))
    assert all(before.end_s <= after.start_s + 0.011 for before, after in pairwise(heard))
    assert all(0 <= digit.start_s < digit.end_s <= clip(index).duration_s + 0.011 for digit in heard)
    assert all(digit.fit < 0 for digit in heard)
    assert any(span["start_s"] - 0.2 < digit.start_s < span["end_s"] for digit in heard)


@pytest.mark.parametrize("name", NOISES)
def test_what_is_no_speech_has_no_digits(name: str) -> None:
    assert read(noise(name)) == []


def test_nothing_has_no_digits() -> None:
    assert read(Sound(np.zeros(0, np.float32), 16_000)) == []
    assert read(Sound(np.zeros(100, np.float32), 16_000)) == []


def test_the_sound_before_changes_nothing() -> None:
    index, _ = NUMBERS[0]
    first = read(clip(index))
    read(clip(NUMBERS[1][0]))
    assert read(clip(index)) == first


def test_words_that_are_known_to_be_there_are_no_digits() -> None:
    """ "hello this is", of which a loop of digits makes something of its own."""
    hello = part(clip(0), (0.0, 1.1))
    assert truth()[0]["said"].startswith("hello this is ")
    assert read(hello)
    known = [[("HH", "AH", "L", "OW")], [("DH", "IH", "S")], [("IH", "Z")], [()], []]
    assert read(hello, among=known) == []
