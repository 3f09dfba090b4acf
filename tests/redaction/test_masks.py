"""Masks drawn and lifted by hand: what the pipeline makes of them. No database."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction import pipeline
from redaction.audio.decode import decode
from redaction.audio.encode import unflac
from redaction.audio.holes import holes_of, is_silent
from redaction.audio.sound import Span
from redaction.demo import HERE
from redaction.findings import Finding
from redaction.holds import SOFT, Hold
from redaction.identity import Identity
from redaction.masks import Masks, drawn_findings, lift
from redaction.pipeline import Safe
from redaction.policy import Policy
from redaction.sent import Sent
from redaction.words import Word, read_words, tokens
from tests.redaction.recorded import demo


@cache
def sent(number: int) -> tuple[Sent, Identity, str]:
    line = demo(number)
    words = read_words(line["words"]) if line.get("words") else None
    who = Identity(*(line.get(name) or "" for name in ("account_id", "first_name", "last_name", "device_serial")))
    return Sent((HERE / line["audio"]).read_bytes(), line["hypothesis"], words), who, line["locale"]


@cache
def plain(number: int) -> Safe:
    """What several tests begin with."""
    return made(number)


def made(number: int, *, hypothesis: str = "", **how: Any) -> Safe:
    what, who, locale = sent(number)
    what = dataclasses.replace(what, hypothesis=hypothesis, words=None) if hypothesis else what
    return pipeline.make(what, who, locale, policy=Policy(), **how)


def sound_of(safe: Safe) -> bytes:
    audio = safe.desk or safe.listening
    assert audio is not None
    return audio


@pytest.mark.parametrize("number", [3, 48])
def test_without_masks_nothing_changes(number: int) -> None:
    before, masked = plain(number), made(number, masks=Masks(), accepted=SOFT)
    assert (masked.text, masked.holes, masked.words, masked.listening) == (before.text, before.holes, before.words, before.listening)


def test_drawn_seconds_are_silent_and_their_words_a_placeholder() -> None:
    before = plain(12)
    word = next(word for word in before.words if word.text == "weekend")
    span = (word.start_s + 0.05, word.end_s - 0.05)
    after = made(12, masks=Masks(drawn=(span,)))
    assert after.text == before.text.replace("weekend", "[PRIVATE_1]")
    assert is_silent(unflac(sound_of(after)), [(word.start_s, word.end_s)])
    assert not is_silent(unflac(sound_of(before)), [(word.start_s, word.end_s)])
    assert after.held == before.held == ()


def test_drawn_seconds_without_words_are_silent_too() -> None:
    before = plain(12)
    end_s = before.duration_s
    assert end_s is not None
    after = made(12, masks=Masks(drawn=((end_s - 0.1, end_s + 3.0), (end_s + 1.0, end_s + 2.0))))
    assert after.text == before.text
    assert after.holes == ((pytest.approx(end_s - 0.1), pytest.approx(end_s)),)


def test_a_drawn_mask_over_what_was_found_keeps_the_name_of_what_was_found() -> None:
    before = plain(3)
    spot = next(word for word in before.words if word.text == "[PHONE_1]")
    assert made(3, masks=Masks(drawn=((spot.start_s, spot.end_s),))).text == before.text


def hole_of(safe: Safe, name: str) -> Span:
    spot = next(word for word in safe.words if word.text == name)
    return next(hole for hole in safe.holes if hole[0] <= spot.start_s < hole[1])


def test_a_needless_hole_is_lifted_and_its_neighbours_stay() -> None:
    before = plain(3)
    assert {"[NAME_1]", "[PHONE_1]"} <= set(before.text.split())
    after = made(3, masks=Masks(lifted=(hole_of(before, "[PHONE_1]"),)), accepted=SOFT)
    assert "[PHONE_1]" not in after.text
    assert "[NAME_1]" in after.text
    assert after.holes == (hole_of(before, "[NAME_1]"),)
    assert after.stays == ()


@pytest.mark.parametrize(("number", "name"), [(3, "[NAME_1]"), (2, "[ACCOUNT_1]"), (8, "[SERIAL_1]"), (45, "[NAME_1]"), (42, "[NAME_1]")])
def test_the_speakers_own_identifier_is_never_lifted(number: int, name: str) -> None:
    before = plain(number)
    hole = hole_of(before, name)
    after = made(number, masks=Masks(lifted=(hole,)), accepted=SOFT)
    assert (after.text, after.holes, after.listening) == (before.text, before.holes, before.listening)
    assert after.stays == (hole,)


def test_an_own_identifier_that_another_recognizer_named_is_not_lifted_either() -> None:
    who = Identity(account_id="7304918265")
    text = "my card is 7304918265 please"
    is_own = pipeline._own_ones(text, who)
    assert is_own(Finding(11, 21, "CREDIT_CARD", 1.0, "CreditCardRecognizer"))
    assert not is_own(Finding(0, 7, "CREDIT_CARD", 1.0, "CreditCardRecognizer"))


def test_one_own_identifier_in_a_hole_keeps_all_of_it_closed() -> None:
    own, other = Finding(0, 3, "PERSON", 1.0, "own_name"), Finding(4, 9, "ORDER_ID", 1.0, "order")
    left = lift([own, other], [(1.0, 1.2), (1.3, 1.9)], [(1.95, 2.0)], [(0.9, 2.1)], [(1.5, 1.6)], is_own=lambda one: one is own)
    assert left.findings == (own, other)
    assert left.unheard == ((1.95, 2.0),)
    assert left.stays == ((0.9, 2.1),)


def test_a_mark_that_only_grazes_a_word_does_not_take_it() -> None:
    words = [Word("one", 0.0, 0.5), Word("two", 0.5, 1.0), Word("-", 1.0, 1.0), Word("three", 1.0, 1.5)]
    (found,) = drawn_findings([(0.48, 1.02)], tokens("one two - three"), words)
    assert (found.start, found.end, found.entity) == (4, 7, "PRIVATE")


def test_unaligned_seconds_are_drawn_and_never_lifted() -> None:
    nowhere = "".join(["what will the weather be in the mountains on saturday "] * 20)
    before = made(12, hypothesis=nowhere)
    assert Hold.UNALIGNED in before.held
    after = made(12, hypothesis=nowhere, masks=Masks(drawn=((0.0, 0.2),), lifted=before.holes), accepted=frozenset(Hold))
    assert Hold.UNALIGNED in after.held
    assert is_silent(unflac(sound_of(after)), [*before.holes, (0.0, 0.2)])


# -- doubts that are overruled ------------------------------------------------------------------------

WRONG = "what will the weather be in the mountains on saturday"


def test_an_overruled_doubt_holds_no_longer_and_the_holes_are_those_that_were_heard() -> None:
    before = made(2, hypothesis=WRONG)
    assert before.held
    assert SOFT.issuperset(before.held)
    after = made(2, hypothesis=WRONG, accepted=frozenset(before.held))
    assert (after.held, after.overruled) == ((), before.held)
    assert after.holes == before.holes
    assert after.listening is not None
    assert decode(after.listening).duration_s == pytest.approx(before.duration_s)


def test_a_hard_doubt_is_never_overruled() -> None:
    who = sent(12)[1]
    assert who.account_id
    loud = made(12, standing=(Hold.OWN_NUMBER, Hold.HOLE_NOT_SILENT, Hold.UNALIGNED, Hold.FLAGGED_LEAKING), accepted=frozenset(Hold))
    assert loud.held == (Hold.OWN_NUMBER, Hold.HOLE_NOT_SILENT, Hold.UNALIGNED, Hold.FLAGGED_LEAKING)
    assert loud.listening is None
    assert loud.desk is not None


def test_speech_without_words_can_be_opened_and_the_other_holes_stay_as_wide_as_the_doubt_made_them() -> None:
    cut = "call arjun back on plus nine"
    before = made(3, hypothesis=cut)
    assert before.held == (Hold.UNALIGNED_SPEECH,)
    named = hole_of(before, "[NAME_1]")
    beside = [word for word in before.words if word.text in ("call", "back")]
    assert all(named[0] <= word.start_s and word.end_s <= named[1] for word in beside)
    after = made(3, hypothesis=cut, masks=Masks(lifted=tuple(hole for hole in before.holes if hole != named)))
    assert after.holes == (named,)
    assert after.held == ()


# -- whatever the spans -------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.floats(0, 20), st.floats(0.05, 2), st.booleans()), max_size=8),
    st.lists(st.tuples(st.floats(-1, 21), st.floats(0, 3)), max_size=4),
)
def test_whatever_is_lifted_no_own_identifier_loses_its_hole(said: list[tuple[float, float, bool]], lifted: list[tuple[float, float]]) -> None:
    spans = [(start_s, min(20.5, start_s + length_s)) for start_s, length_s, _is_own in said]
    findings = [Finding(at, at + 1, "ACCOUNT_ID", 1.0, "own_account" if is_own else "order") for at, (_start, _length, is_own) in enumerate(said)]
    holes = holes_of(spans, 21.0)
    marks = [(start_s, start_s + length_s) for start_s, length_s in lifted]
    left = lift(findings, spans, [], holes, marks, is_own=lambda one: one.recognizer == "own_account")
    assert [one for one in findings if one.recognizer == "own_account"] == [one for one in left.findings if one.recognizer == "own_account"]
    after = holes_of([span for span, finding in zip(spans, findings, strict=True) if finding in left.findings], 21.0)
    for span, finding in zip(spans, findings, strict=True):
        if finding.recognizer == "own_account":
            assert any(start_s <= span[0] and span[1] <= end_s for start_s, end_s in after)
    assert set(left.stays) <= set(holes)
