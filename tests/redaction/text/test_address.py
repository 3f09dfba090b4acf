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
    ("half a number", "nine eighteen and a half juniper street", "nine eighteen and a half juniper street"),
    (
        "remark before the street",
        "drop it at one oh seven, oh what's it called, hawthorne boulevard",
        "one oh seven, oh what's it called, hawthorne boulevard",
    ),
    ("street said apart", "it's number seventeen and the street is bramble lane", "number seventeen and the street is bramble lane"),
    (
        "street of one word",
        "eleven twenty one is the house number and the street is poplar",
        "eleven twenty one is the house number and the street is poplar",
    ),
    ("street first", "it's on spruce hollow road number forty one", "spruce hollow road number forty one"),
    ("number misheard", "fifty too albion street", "fifty too albion street"),
    ("number misheard at once", "my address is won twelve cherry street", "won twelve cherry street"),
    ("number misheard in the middle", "ten too eleven station approach", "ten too eleven station approach"),
    ("number taken back", "two eleven wait no two twelve sycamore avenue", "two eleven wait no two twelve sycamore avenue"),
    ("house with a name", "ivy cottage church lane", "ivy cottage church lane"),
    ("house with a name and a number", "the coach house eleven priory lane", "the coach house eleven priory lane"),
    ("court and road", "flat four regent court ninety london road", "flat four regent court ninety london road"),
    ("flat below", "basement flat eight cavendish square", "basement flat eight cavendish square"),
    ("street that is called nothing else", "twenty two the larches", "twenty two the larches"),
    ("lot", "twelve hundred osage street lot nine", "twelve hundred osage street lot nine"),
    ("route", "two oh five state route nine", "two oh five state route nine"),
    ("wing", "a wing twelve zero two sea view apartments", "a wing twelve zero two sea view apartments"),
    ("tower and flat", "tower b flat nine zero one prestige heights", "tower b flat nine zero one prestige heights"),
    ("cross and main", "house number twelve third cross fifth main jayanagar", "house number twelve third cross fifth main jayanagar"),
    ("sector and house", "sector twenty two house number nine eighty one chandigarh", "sector twenty two house number nine eighty one chandigarh"),
    ("floor between", "c forty five second floor lajpat nagar", "c forty five second floor lajpat nagar"),
    ("old and new number", "old number nine new number twenty one temple street", "old number nine new number twenty one temple street"),
    ("flat before a street without its kind", "one oh one poplar apartment nine c", "one oh one poplar apartment nine c"),
    ("weak street, announced", "i live at 7 orchard way", "7 orchard way"),
    ("street first, the number at the end", "orchard street two hundred nine", "orchard street two hundred nine"),
    ("street first, in a sentence", "i'm over on linden avenue, forty seven", "linden avenue, forty seven"),
    ("street first, with a comma", "it's in Chapel Road, 12", "Chapel Road, 12"),
    ("numbered road first", "county road four oh nine number twenty two sixty past the silo", "county road four oh nine number twenty two sixty"),
    ("route first", "state route nine number forty one eighty", "state route nine number forty one eighty"),
    ("flat that is called a number", "twelve hundred lakeshore boulevard number nine c", "twelve hundred lakeshore boulevard number nine c"),
    ("flat that is a number, in a sentence", "deliver to 48 marsh lane number 3 please", "48 marsh lane number 3"),
    ("street taken back", "ten downing no not that one ten dowling street", "ten downing no not that one ten dowling street"),
    ("street of two words taken back", "fourteen oak tree no sorry fourteen oakley road", "fourteen oak tree no sorry fourteen oakley road"),
    ("house that was something", "we're at number six b the old maltings you know", "number six b the old maltings"),
    ("house that was a school", "nine the old school", "nine the old school"),
    ("house that was a bakery, and its street", "twenty one the old bakery mill lane", "twenty one the old bakery mill lane"),
    ("kind of street as a name", "six oh one maple hollow drive", "six oh one maple hollow drive"),
    ("another kind of street as a name", "eighteen willow ridge court", "eighteen willow ridge court"),
    ("third kind of street as a name", "four orchard hill way", "four orchard hill way"),
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
    ("street of a film", "watch twenty one jump street"),
    ("street of a minister", "number ten downing street"),
    ("roads diverged", "the two church roads"),
    ("houses down", "three houses down from main street"),
    ("part of a course", "unit three of the history course"),
    ("blocks", "drive two blocks past elm street"),
    ("from here to there", "from forty to mill road"),
    ("address without one", "what is my address"),
    ("street and a time", "meet me on main street at nine"),
    ("street and a distance", "turn right on main street two hundred yards on"),
    ("street and a question", "is high street number one in the charts"),
    ("old school", "i like the old school ones"),
    ("county road alone", "there is ice on county road four oh nine"),
    ("taken back without a street", "set ten no not that one twelve"),
    ("song with a number", "play penny lane number two"),
    ("nature walk", "a ten minute willow walk"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_house_and_its_street_are_found(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_a_street_without_a_house_stays(text):
    assert found(find, text) == []
