"""What is taken back before an identifier, and the other copy of a name beside it: found by the whole engine, for they hang on what was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.findings import Finding
from redaction.identity import Identity
from redaction.text import copies, false_starts
from redaction.text.places import Places
from redaction.text.spoken import sayings
from tests.redaction.text.worded import named

TAKEN_BACK = [
    ("postcode", "s w one no s w two four a b"),
    ("spelled name", "j e n sorry g e n n a"),
    ("address", "thirty nine b no c thirty nine c kestrel walk"),
    ("number, and why", "five two five oh seven no that's my work five two six oh nine"),
    ("date", "the sixth of the seventh i mean the seventh of the sixth sixty eight"),
    ("date by digits", "eleven nine seventy five no wait nine eleven seventy five"),
]
COPIES = [
    ("cut, then spelled", "ro hit r o h i t"),
    ("misheard, then spelled", "guess par g a s p a r"),
    ("misheard, taken back, then said and spelled", "a sock no ashok a s h o k"),
    ("cut, taken back, then said and spelled", "sunny ta no sunita s u n i t a"),
    ("name of a letter in the copy", "when dee w e n d y"),
    ("three words", "were on ica v e r o n i c a"),
    ("initials", "t s ellison jones"),
]
WORDS = ["no", "sorry", "s", "w", "one", "two", "a", "maria", "ashok", "shock", "the", "of", "third", "may", "hang", "on"]
NO_COPIES = [
    ("two people", "call maria and her mother tomorrow", "her mother tomorrow"),
    ("question before the name", "are you there no it's maria", "are you there"),
    ("command", "put it under k o w a l s k i", "put it under"),
    ("article", "tell a friend of maria", "tell a friend"),
]


def _hidden(engine, text: str) -> str:
    found = engine.find(text, locale="en-GB", identity=Identity())
    cover = {at for one in found for at in range(one.start, one.end)}
    return "".join("_" if at in cover else mark for at, mark in enumerate(text))


@pytest.mark.parametrize("text", [case[1] for case in TAKEN_BACK + COPIES], ids=[case[0] for case in TAKEN_BACK + COPIES])
def test_what_was_said_first_goes_with_what_was_meant(engine, text):
    left = _hidden(engine, text).replace("_", " ").split()
    assert set(left) <= {"no", "sorry", "i", "mean", "that's", "my", "work"}


@pytest.mark.parametrize(("text", "kept"), **named(NO_COPIES))
def test_other_words_beside_a_name_stay(engine, text, kept):
    assert kept in _hidden(engine, text)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.data())
def test_whatever_was_found_what_lies_beside_it_is_made_of_whole_words(words, data):
    text = " ".join(words)
    said = sayings(text)
    first = data.draw(st.integers(0, len(words) - 1))
    entity = data.draw(st.sampled_from(("PERSON", "POSTCODE", "DATE_OF_BIRTH", "EMAIL_ADDRESS")))
    found = [Finding(said.pieces[first].start, said.pieces[-1].end, entity, 0.5, "any")]
    places = Places(text, said)
    ends = {piece.start for piece in said.pieces}, {piece.end for piece in said.pieces}
    for one in (*false_starts.find(found, places), *copies.find(found, places)):
        assert one.start in ends[0]
        assert one.end in ends[1]
        assert one.entity == entity
