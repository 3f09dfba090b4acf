"""The sixty demo clips through the pipeline: no identifier of their own is left in text or sound."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, pstdev
from typing import Any

import numpy as np
import pytest

from redaction import pipeline
from redaction.audio import digits
from redaction.audio.decode import decode
from redaction.audio.holes import is_silent
from redaction.audio.sound import HEARING_HZ, Sound
from redaction.consent import Scope
from redaction.demo import HERE, recordings, truths
from redaction.identity import Identity
from redaction.pipeline import Safe
from redaction.policy import Policy
from redaction.sent import Sent
from redaction.words import read_words

pytestmark = pytest.mark.slow

OWN = ("ACCOUNT_ID", "DEVICE_SERIAL", "PERSON")


@dataclass(frozen=True)
class Case:
    """A demo recording, what is true of it, and what the pipeline made of it."""

    line: dict[str, Any]
    truth: dict[str, Any]
    sound: Sound
    safe: Safe

    @property
    def own(self) -> list[dict[str, Any]]:
        return [span for span in self.truth["spans"] if span["own"]]

    @property
    def copy(self) -> Sound:
        """What somebody may hear: the listening copy, or the desk copy of a held one."""
        made = self.safe.listening or self.safe.desk
        assert made is not None
        return decode(made)


def make(line: dict[str, Any]) -> Safe:
    identity = Identity(line["account_id"], line.get("first_name", ""), line.get("last_name", ""), line["device_serial"])
    words = read_words(line["words"]) if "words" in line else None
    sent = Sent((HERE / line["audio"]).read_bytes(), line["hypothesis"], words)
    policy = Policy(makes_training=Scope(line["consent"]["scope"]).allows_training)
    return pipeline.make(sent, identity, line["locale"], policy=policy)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    known = truths()
    return [Case(line, known[line["recording_id"]], decode((HERE / line["audio"]).read_bytes()).at(HEARING_HZ), make(line)) for line in recordings()]


def number(case: Case) -> str:
    return str(case.line["audio"])


def test_no_own_identifier_is_left_in_a_text(cases: list[Case]) -> None:
    left = [
        (number(case), span["entity"], span["how"])
        for case in cases
        for span in case.own
        if span["start"] is not None and not any(found.start <= span["start"] and span["end"] <= found.end for found in joined(case))
    ]
    assert not left


def joined(case: Case) -> Iterator[Any]:
    """Findings, and stretches of findings with nothing but a blank between them."""
    yield from case.safe.findings
    text = case.line["hypothesis"]
    run: list[Any] = []
    for found in case.safe.findings:
        if run and text[run[-1].end : found.start].strip():
            run = []
        run.append(found)
        yield type(found)(run[0].start, run[-1].end, found.entity, found.score, found.recognizer)


def test_holes_cover_each_own_identifier_in_the_sound(cases: list[Case]) -> None:
    """At least 98 % of each one's energy: seconds of the truth are those of the synthesis, not of our aligner."""
    heard = []
    for case in cases:
        copy = case.copy
        for span in case.own:
            was, stays = energy(case.sound, span), energy(copy, span)
            if stays > 0.02 * was:
                heard.append((number(case), span["entity"], span["how"], round(stays / was, 3)))
    assert not heard


def energy(sound: Sound, span: dict[str, Any]) -> float:
    part = sound.samples[int(span["start_s"] * sound.rate_hz) : int(span["end_s"] * sound.rate_hz)]
    return float(np.sum(np.square(part.astype(np.float64)))) + 1e-9


def spoken_digits(cases: list[Case]) -> list[tuple[Case, dict[str, Any]]]:
    return [(case, span) for case in cases for span in case.own if span["digits"]]


def read(sound: Sound, span: dict[str, Any], *, around_s: float = 0.0) -> list[str]:
    """What the digit loop hears in a stretch."""
    first, last = max(0.0, span["start_s"] - around_s), span["end_s"] + around_s
    part = sound.samples[int(first * sound.rate_hz) : int(last * sound.rate_hz)]
    return [digit.text for digit in digits.read(Sound(part, sound.rate_hz))]


def hits(heard: list[str], said: list[str]) -> int:
    return sum(block.size for block in difflib.SequenceMatcher(None, heard, said, autojunk=False).get_matching_blocks())


def test_a_digit_loop_reads_them_before_and_no_better_than_chance_after(cases: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    spans = spoken_digits(cases)
    secrets = [span["digits"] for _case, span in spans]
    total = sum(map(len, secrets))
    before = sum(hits(read(case.sound, span, around_s=0.1), span["digits"]) for case, span in spans)
    heard = [read(case.copy, span) for case, span in spans]
    after = sum(map(hits, heard, secrets))
    shuffled = []
    rng = random.Random(7)
    for _ in range(200):
        others = rng.sample(secrets, len(secrets))
        shuffled.append(sum(map(hits, heard, others)))
    with capsys.disabled():
        print(f"\n  digits read: {before} of {total} before, {after} after, {mean(shuffled):.1f} by chance")
    assert total >= 100
    assert before >= 0.7 * total
    assert after <= mean(shuffled) + 2 * pstdev(shuffled)


def test_every_hole_is_digital_silence_in_every_copy(cases: list[Case]) -> None:
    for case in cases:
        for made in (case.safe.listening, case.safe.training, case.safe.desk):
            if made is not None:
                assert is_silent(decode(made), case.safe.holes), number(case)


def test_a_held_one_is_served_to_nobody_and_most_are_ready(cases: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    held = [case for case in cases if case.safe.held]
    for case in held:
        assert case.safe.listening is None
        assert case.safe.training is None
    with capsys.disabled():
        print(f"\n  held: {[(number(case), *map(str, case.safe.held)) for case in held]}")
    assert len(held) <= 6


def test_hard_negatives_keep_their_numbers(cases: list[Case]) -> None:
    touched = [
        (number(case), kept)
        for case in cases
        for kept in case.truth["keep"]
        if any(found.touches(kept["start"], kept["end"]) for found in case.safe.findings)
    ]
    assert not touched


def test_a_training_copy_is_made_only_under_its_consent(cases: list[Case]) -> None:
    for case in cases:
        may = case.line["consent"]["scope"] == "review+training"
        assert (case.safe.training is not None) == (may and not case.safe.held)


def test_words_of_the_safe_text_have_their_seconds(cases: list[Case]) -> None:
    for case in cases:
        if case.safe.words:
            assert [word.text for word in case.safe.words] == case.safe.text.split()
            assert all(word.start_s < word.end_s for word in case.safe.words)
