"""How far transcripts agree, against figures worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement import agreement, nearest, wer, words

WORDS: dict[str, tuple[str, list[str]]] = {
    "case and punctuation": ("Turn it ON, please!", ["turn", "it", "on", "please"]),
    "a placeholder whatever its number": ("call [NAME_1], [NAME_27]", ["call", "<name>", "<name>"]),
    "apostrophes of both kinds": ("don't, don\u2019t", ["don't", "don't"]),
    "a hyphen inside a word": ("twenty-five - or so", ["twenty-five", "or", "so"]),
    "one letter written in two ways": ("caf\u00e9 cafe\u0301", ["caf\u00e9", "caf\u00e9"]),
    "marks of a script": ("\u0928\u092e\u0938\u094d\u0924\u0947", ["\u0928\u092e\u0938\u094d\u0924\u0947"]),
    "nothing but punctuation": ("... - '' _", []),
}
# reference, hypothesis, what it comes to
RATES: dict[str, tuple[str, str, float | None]] = {
    "the same": ("call me at seven", "Call me, at seven.", 0.0),
    "one of four words replaced": ("call me at seven", "call me at eleven", 0.25),
    "one left out": ("call me at seven", "call me seven", 0.25),
    "one added": ("call me at seven", "call me back at seven", 0.25),
    "more added than there are": ("yes", "yes it is so", 3.0),
    "placeholders of one kind": ("call [NAME_1]", "call [NAME_2]", 0.0),
    "placeholders of two kinds": ("call [NAME_1]", "call [PHONE_1]", 0.5),
    "nothing heard": ("call me", "", 1.0),
    "neither has a word": ("", "...", 0.0),
    "no word to measure by": ("", "call me", None),
}
AGREEMENTS: dict[str, tuple[list[str], float | None]] = {
    "no answer": ([], None),
    "one answer": (["call me"], None),
    "the same twice": (["call me", "Call me."], 1.0),
    "one of four words differs": (["call me at seven", "call me at eleven"], 0.75),
    "each is the reference once": (["a b", "a b c d"], 1 - (1.0 + 0.5) / 2),
    "one of three differs wholly": (["a", "a", "b"], 1 - 4 / 6),
    "one is empty": (["call me", ""], 0.0),
    "both are empty": (["", ""], 1.0),
}
TEXTS = st.lists(st.text(max_size=20), min_size=2, max_size=4)


@pytest.mark.parametrize("case", WORDS)
def test_words_are_compared_without_case_and_punctuation(case: str) -> None:
    text, expected = WORDS[case]
    assert words(text) == expected


@pytest.mark.parametrize("case", RATES)
def test_the_word_error_rate_is_the_one_worked_out_by_hand(case: str) -> None:
    reference, hypothesis, expected = RATES[case]
    assert wer(reference, hypothesis) == expected


@pytest.mark.parametrize("case", AGREEMENTS)
def test_agreement_is_one_less_the_mean_error_rate_both_ways(case: str) -> None:
    transcripts, expected = AGREEMENTS[case]
    assert agreement(transcripts) == (None if expected is None else pytest.approx(expected))


def test_the_answer_the_others_are_nearest_to_is_taken() -> None:
    assert nearest(["call you at eleven", "call me at seven", "call me at eleven"]) == 2


def test_of_two_that_differ_the_first_is_taken() -> None:
    assert nearest(["call me at seven", "call me at eleven"]) == 0


@given(TEXTS)
def test_agreement_lies_between_none_and_all_in_any_order(transcripts: list[str]) -> None:
    found = agreement(transcripts)
    assert found is not None
    assert 0 <= found <= 1
    assert agreement(transcripts[::-1]) == pytest.approx(found)
    assert 0 <= nearest(transcripts) < len(transcripts)
