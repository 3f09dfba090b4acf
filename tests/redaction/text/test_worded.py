"""The recognizers of worded identifiers together, and in the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.identity import Identity
from redaction.text.recognizers.worded import WORDED_ENTITIES, WordedIdentifiers
from tests.redaction.text.worded import named

CASES = [
    ("mail", "write to jane dot doe at gmail dot com", "EMAIL_ADDRESS"),
    ("link", "my site is jane hyphen doe dot net", "URL"),
    ("birthday", "i was born on the fifteenth of march nineteen eighty two", "DATE_OF_BIRTH"),
    ("address", "i live at twenty two acacia avenue", "ADDRESS"),
    ("postcode", "my postcode is c b one two e f", "POSTCODE"),
    ("spelled name", "my surname is k o w a l s k i", "PERSON"),
]
WORDS = [
    "at",
    "dot",
    "com",
    "gmail",
    "j",
    "a",
    "i",
    "o",
    "double",
    "for",
    "in",
    "as",
    "bravo",
    "nineteen",
    "eighty",
    "march",
    "third",
    "1982",
    "the",
    "of",
    "two",
    "to",
    "oh",
    "one",
    "62704",
    "street",
    "road",
    "oak",
    "flat",
    "born",
    "postcode",
    "spelled",
    "name",
    "is",
    "it's",
    "slash",
    "w",
    "um",
    "no",
    "sorry",
    "yes",
    "b",
    "c",
    "e",
    "f",
    "s",
    "m",
    "t",
    "h",
    "221b",
    "12/05/1979",
    "x@y.org",
    "[pause]",
]


@pytest.mark.parametrize(("text", "entity"), **named(CASES))
def test_the_engine_finds_each_kind(engine, text, entity):
    assert entity in {one.entity for one in engine.find(text, locale="en-GB", identity=Identity())}


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_whatever_is_said_every_span_lies_on_words_and_has_a_known_kind(text):
    for one in WordedIdentifiers().analyze(text, []):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert one.entity_type in WORDED_ENTITIES


@given(st.text(max_size=60))
def test_no_text_makes_a_recognizer_stumble(text):
    assert all(one.end <= len(text) for one in WordedIdentifiers().analyze(text, []))
