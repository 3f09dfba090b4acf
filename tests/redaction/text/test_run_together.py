"""Letters and digits of an own number that were written as one word, and words that only sound a little like them."""

from __future__ import annotations

import pytest

from redaction.identity import Identity

ME = Identity(account_id="300012", device_serial="SN8W22K941")


@pytest.mark.parametrize(
    ("text", "hits"),
    [("canine forty one those are the last ones", ["canine forty one"]), ("too too canine four one", ["too too canine four one"])],
    ids=["the end", "the middle"],
)
def test_a_word_that_sounds_like_two_of_its_characters_belongs_to_it(engine, text, hits):
    assert [text[one.start : one.end] for one in engine.find_own(text, ME)] == hits


@pytest.mark.parametrize(
    "text",
    [
        "the canine unit has forty dogs",
        "three hundred thousand people and twelve dogs",
        "three hundred and twelve pounds",
        "thirty thousand and twelve votes",
    ],
    ids=["dogs", "people", "money", "votes"],
)
def test_what_is_counted_is_no_part_of_it(engine, text):
    assert engine.find_own(text, ME) == []
