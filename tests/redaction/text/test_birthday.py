"""Dates of birth, announced and not, and dates that are none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.text.recognizers.birthday import find
from tests.redaction.text.saying import ONES, TEENS, TENS
from tests.redaction.text.worded import found, named

CASES = [
    ("born on", "i was born on the fifteenth of march nineteen eighty two", "the fifteenth of march nineteen eighty two"),
    ("bare, ordinal of month", "fifteenth of march nineteen eighty two", "fifteenth of march nineteen eighty two"),
    ("bare, month first", "march three eighty two", "march three eighty two"),
    ("bare, two ordinals", "the third of the twelfth nineteen ninety", "the third of the twelfth nineteen ninety"),
    ("bare, numbers", "oh three twelve eighty five", "oh three twelve eighty five"),
    ("bare, american numbers", "twelve oh five seventy nine", "twelve oh five seventy nine"),
    ("bare, year first", "nineteen seventy june the second", "nineteen seventy june the second"),
    ("bare, figures and a name", "5th of June 2001", "5th of June 2001"),
    ("bare, slashes", "17/08/1964", "17/08/1964"),
    ("bare, iso", "it's 1964-08-17", "1964-08-17"),
    ("bare, glued", "17081964", "17081964"),
    ("bare, digit by digit", "one seven oh eight one nine six four", "one seven oh eight one nine six four"),
    ("bare, year alone", "1 9 8 2", "1 9 8 2"),
    ("bare, thousand", "the second of may two thousand and one", "the second of may two thousand and one"),
    ("with courtesy", "yes it's the second of may nineteen eighty thank you", "the second of may nineteen eighty"),
    ("misheard unit", "nineteen eight to", "nineteen eight to"),
    ("misheard ordinal and unit", "april forth nineteen sixty ate", "april forth nineteen sixty ate"),
    ("misheard month", "twenty second of all gust nineteen eighty", "twenty second of all gust nineteen eighty"),
    ("misheard may", "of course my seventeen nineteen eighty eight", "my seventeen nineteen eighty eight"),
    ("misheard third", "the twenty ninth of the bird fifty four", "the twenty ninth of the bird fifty four"),
    ("misheard nineteen", "the first of june ninety eighty four", "the first of june ninety eighty four"),
    ("day and month of a birthday", "my birthday is on march third", "march third"),
    ("year of birth", "my date of birth is nineteen eighty two", "nineteen eighty two"),
    ("announced afterwards", "may the second is my birthday", "may the second"),
    ("announced, then corrected", "you have my date of birth wrong it's march the third nineteen fifty five", "march the third nineteen fifty five"),
    ("announced by letters", "d o b oh four oh five ninety one", "oh four oh five ninety one"),
    ("on file", "the birthday on file should be 07 08 64", "07 08 64"),
    ("year between month and day", "third month 1988 the 5th", "third month 1988 the 5th"),
    ("each part labelled", "nine month is nine year is ninety nine", "nine month is nine year is ninety nine"),
    ("labelled before each part", "month three day five year eighty eight", "month three day five year eighty eight"),
    ("all eights misheard", "ate of the ate eighty ate", "ate of the ate eighty ate"),
    ("little words for digits", "won won seventy won", "won won seventy won"),
    ("two ordinals and a remark", "the second of the second seventy two easy to remember", "the second of the second seventy two"),
    ("digits and a remark", "oh six oh six sixty six no beast jokes", "oh six oh six sixty six"),
    ("three alike and a remark", "twelve twelve twelve really", "twelve twelve twelve"),
    ("two ordinals in a sentence", "you should have the fourteenth of the second sixty six", "the fourteenth of the second sixty six"),
    ("feast", "thanksgiving day nineteen ninety four", "thanksgiving day nineteen ninety four"),
    ("feast with a possessive", "valentine's day sixty three", "valentine's day sixty three"),
    ("feast and a remark", "christmas nineteen eighty i was a present", "christmas nineteen eighty"),
    ("year beside a name", "nineteen seventy seven patricia", "nineteen seventy seven"),
    ("misheard second", "tooth of the tenth seventy five", "tooth of the tenth seventy five"),
    ("day and month before a word of the year", "23rd sept the year i will not say", "23rd sept"),
    ("day and month, and later of the year", "twenty first of july i'd rather not say the year", "twenty first of july"),
    ("year after born", "born sixty four", "sixty four"),
    ("year in which somebody was born", "i was born in sixty four", "sixty four"),
    ("day and month after birthday", "birthday fifth of nov", "fifth of nov"),
    ("in a sentence", "i am calling for the account of my late aunt may second nineteen thirty one", "may second nineteen thirty one"),
    ("announced by a misheard word", "date of berth one seventeen ninety nine", "one seventeen ninety nine"),
    ("announced by two", "day to birth eleven oh nine eighty eight", "eleven oh nine eighty eight"),
    ("announced by breath", "date of breath may the ninth eighty one", "may the ninth eighty one"),
    ("in the year of", "born in the year of sixty two", "sixty two"),
    ("in the year", "born in the year nineteen fifty eight", "year nineteen fifty eight"),
    ("feast of a state as a remark", "twenty six january nineteen eighty republic day baby", "twenty six january nineteen eighty republic day baby"),
    ("history as a remark", "july twentieth nineteen sixty nine moon landing", "july twentieth nineteen sixty nine"),
]
STAYS = [
    ("appointment", "book me in for the third of march"),
    ("appointment with a coming year", "schedule it for march twentieth two thousand twenty eight"),
    ("appointment with a time", "remind me on march third at eight thirty"),
    ("decade", "play songs from nineteen eighty five"),
    ("since", "the best since nineteen eighty"),
    ("history", "what happened on july twentieth nineteen sixty nine"),
    ("birth of a famous person", "when was frank sinatra born"),
    ("year in which many were born", "born in nineteen eighty four"),
    ("account number", "my account number is eight five one nine seven one"),
    ("counting", "one two three four"),
    ("birthday party", "remind me of the birthday party tomorrow at ten"),
    ("score", "the score is twenty one to twenty three"),
    ("times", "call the meeting from ten fifteen to eleven thirty"),
    ("countdown", "ten nine eight seven six"),
    ("table and time", "a table for two at nineteen thirty"),
    ("draw", "the draw was twenty four eleven nineteen ten"),
    ("stay", "from the third of october for two nights"),
    ("wedding", "our wedding was june sixth nineteen ninety eight"),
    ("beginning of a service", "i started service on may second nineteen ninety nine"),
    ("marriage", "we got married on the fourth of july nineteen eighty"),
    ("moving in", "i moved in on the first of june two thousand and three"),
    ("delivery", "it was delivered on the fifth of june two thousand and nine"),
    ("letter", "the letter is dated third of march two thousand and one"),
    ("year that is too late", "in two thousand and twenty two"),
    ("coming year alone", "twenty twenty four"),
    ("time to an hour", "ten to nine"),
    ("time with a remark", "seven forty five tomorrow"),
    ("price", "nine ninety nine a month"),
    ("counting with a remark", "four three two one zero lift off"),
    ("feast without a year", "thanksgiving day"),
    ("day of every year", "set a notification for june fifth every year"),
    ("ordinals in a choice", "third no fourth one"),
    ("due date", "the invoice is due on the first of may twenty twenty six"),
    ("independence", "india got independence on fifteenth august nineteen forty seven"),
    ("landing", "the moon landing was july twentieth nineteen sixty nine"),
    ("landing behind", "july twentieth nineteen sixty nine was the moon landing"),
    ("ship", "the ship sank on april fifteenth nineteen twelve"),
    ("treaty", "the treaty of june twenty eighth nineteen nineteen"),
    ("coronation", "the coronation was june second nineteen fifty three"),
    ("launch", "they launched it on october fourth nineteen fifty seven"),
    ("earthquake", "the earthquake of april eighteenth nineteen oh six"),
    ("counting in twos", "two four six eight who do we appreciate"),
    ("counting in odd twos", "one three five seven all good children"),
    ("year of an album", "nineteen eighty four is the year the album came out"),
    ("coming year labelled", "the year is twenty twenty six"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_date_of_birth_is_found(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_a_date_of_no_birth_stays(text):
    assert found(find, text) == []


MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
]


def _two_digits(number: int) -> str:
    if number < 10:
        return f"oh {ONES[number]}"
    return TEENS[number - 10] if number < 20 else f"{TENS[number // 10]} {ONES[number % 10]}".removesuffix(" zero")


def test_who_tells_one_date_of_birth_tells_the_other_too():
    text = "as per aadhaar 1st january 1969 but real is twelfth of march same year"
    assert found(find, text) == ["1st january 1969", "twelfth of march"]


@given(day=st.integers(1, 15), month=st.integers(1, 12), year=st.integers(1, 99), order=st.integers(0, 3))
def test_whatever_day_it_is_an_answer_that_is_a_whole_date_is_found(day, month, year, order):
    spoken_year = f"nineteen {_two_digits(year)}"
    text = (
        f"the {ORDINALS[day - 1]} of {MONTHS[month - 1]} {spoken_year}",
        f"{MONTHS[month - 1]} {ORDINALS[day - 1]} {spoken_year}",
        f"{_two_digits(day)} {_two_digits(month)} {spoken_year}",
        f"{day:02}.{month:02}.{1900 + year}",
    )[order]
    assert found(find, text) == [text]


def test_hardly_any_answer_with_one_misheard_word_is_missed():
    dice, misheard = random.Random(3), {"two": "to", "four": "for", "eight": "ate", "third": "thirst", "march": "much", "of": "off", "nineteen": "90"}
    missed = 0
    for _ in range(300):
        words = f"the {dice.choice(ORDINALS)} of {dice.choice(MONTHS)} nineteen {_two_digits(dice.randrange(30, 99))}".split(" ")
        at = dice.choice([at for at, word in enumerate(words) if word in misheard])
        text = " ".join([*words[:at], misheard[words[at]], *words[at + 1 :]])
        missed += found(find, text) != [text]
    assert missed <= 9  # 3 %
