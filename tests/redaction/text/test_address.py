"""Addresses, and streets that are everybody's."""

from __future__ import annotations

import pytest

from redaction.text.recognizers.address import find
from tests.redaction.text.worded import found, named

CASES = [
    ("number in words", "twenty two acacia avenue", "twenty two acacia avenue"),
    ("number digit by digit", "it's for three five two jefferson lane", "three five two jefferson lane"),
    ("number with oh", "eleven oh eight maple circle", "eleven oh eight maple circle"),
    ("hundreds", "ship it to one hundred thirty two jefferson close", "one hundred thirty two jefferson close"),
    ("apartment behind", "four fifty six oak street apartment 3 b", "four fifty six oak street apartment 3 b"),
    ("flat before", "flat 2 14 high road", "flat 2 14 high road"),
    ("letter behind the number", "221b baker street", "221b baker street"),
    ("house number", "house number 12 mg road sector 5", "house number 12 mg road sector 5"),
    ("state and zip", "12 oak street springfield illinois 62704", "12 oak street springfield illinois 62704"),
    ("town, then more", "i moved from fifty willow avenue york last month", "fifty willow avenue york"),
    ("town that is a word", "my address is nine mill road reading", "nine mill road reading"),
    (
        "town, commas, pin code",
        "Meet me at 292 Jefferson Layout, Lucknow Karnataka 778604 at noon.",
        "292 Jefferson Layout, Lucknow Karnataka 778604",
    ),
    ("postcode at once", "one hundred one lakeview lane n e one eight eight z r", "one hundred one lakeview lane n e one eight eight z r"),
    ("numbered avenue", "350 fifth avenue", "350 fifth avenue"),
    ("post box", "p o box four five six", "p o box four five six"),
    ("weak street, announced", "i live at 7 orchard way", "7 orchard way"),
]
STAYS = [
    ("street alone", "what is on high street"),
    ("directions to a street", "directions to wall street"),
    ("song", "play baker street"),
    ("numbered street", "the best pizza on forty second street"),
    ("walk", "is it a ten minute walk"),
    ("drive", "a two hour drive to the coast"),
    ("way", "is this a one way street"),
    ("lanes", "how do i bowl on two lanes"),
    ("songs", "play five songs for the road"),
    ("address without one", "what is my address"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_house_and_its_street_are_found(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_a_street_without_a_house_stays(text):
    assert found(find, text) == []
