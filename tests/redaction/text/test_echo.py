"""The second look finds what was left by mistake, and not what was never there."""

import random

import pytest

from redaction.holds import Hold
from redaction.identity import Identity
from redaction.text.echo import look
from tests.redaction.text.saying import ordinary

ME = Identity(account_id="KX-4471-920", first_name="Joanna", last_name="Lindqvist", device_serial="SN8W2240917")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("the end is four four seven one", [Hold.OWN_NUMBER]),
        ("double four seventy one", [Hold.OWN_NUMBER]),
        ("it is 71 92 0", [Hold.OWN_NUMBER]),
        ("x 4 4 7", [Hold.OWN_NUMBER]),
        ("KX-4471", [Hold.OWN_NUMBER]),
        ("eight w two two", [Hold.OWN_NUMBER]),
        ("ask Joanna", [Hold.OWN_NAME]),
        ("joanna's", [Hold.OWN_NAME]),
        ("j o a n n a", [Hold.OWN_NAME, Hold.SPELLED_OUT]),
        ("lindquist", [Hold.NEAR_OWN_NAME]),
        ("johanna", [Hold.NEAR_OWN_NAME]),
        ("two nine five six one one", [Hold.LONG_NUMBER]),
        ("29 56 11", [Hold.LONG_NUMBER]),
        ("two nine fifty five six one one four", [Hold.LONG_NUMBER]),
        ("four four, um, what was it, seven one, let me check, nine two oh", [Hold.OWN_NUMBER]),
        ("first four second four third seven fourth one last twenty", [Hold.OWN_NUMBER]),
        ("[ID_1] eight and then w two two [ID_2] or four oh then nine and one and seven", [Hold.OWN_NUMBER]),
        ("#joannarocks", [Hold.OWN_NAME]),
        ("mail lindqvist77@home", [Hold.OWN_NAME, Hold.MAIL_ADDRESS]),
        ("joanna four four seven one", [Hold.OWN_NUMBER, Hold.OWN_NAME]),
    ],
)
def test_what_can_still_be_read_is_named(text, holds):
    assert look(text, ME) == holds


@pytest.mark.parametrize(
    "text",
    [
        "[NAME_1] has [ACCOUNT_4471920] and [ID_12345678]",
        "[NAME_1]'s lamp",
        "set alarms for six thirty seven forty five",
        "the year nineteen eighty four",
        "ann and jo",
        "",
        "in two thousand and seventeen",
    ],
)
def test_a_finished_text_without_residue_is_let_pass(text):
    assert look(text, ME) == []


def test_the_weather_of_a_heather_is_no_residue():
    assert look("how is the weather", Identity(first_name="Heather")) == []


def test_the_christmas_of_a_chris_is_no_residue():
    assert look("how long until christmas", Identity(first_name="Chris")) == []


def test_digits_of_an_own_number_far_apart_are_no_residue():
    assert look("four " + "la " * 30 + "four " + "la " * 30 + "seven " + "la " * 30 + "nine two", ME) == []


def test_an_unknown_person_has_no_residue():
    assert look("anything at all one two", Identity()) == []


def test_ordinary_numbers_raise_no_alarm():
    dice = random.Random(5)
    assert sum(bool(look(ordinary(dice), ME)) for _ in range(1000)) <= 10


def test_what_the_engine_leaves_the_echo_lets_pass(engine):
    text = "joanna here with k x four four seven one nine two oh and s n 8 w 2240917 please help"
    safe = text
    for one in reversed(engine.find(text, locale="en-US", identity=ME)):
        safe = f"{safe[: one.start]}[ID_1]{safe[one.end :]}"
    assert look(safe, ME) == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("write to sam.roe@example.org", [Hold.MAIL_ADDRESS]),
        ("write to sam @ example", [Hold.MAIL_ADDRESS]),
        ("it is s roe at gmail", [Hold.MAIL_ADDRESS]),
        ("it is sam dot roe at big shop dot com", [Hold.MAIL_ADDRESS]),
        ("roe77 at shop dot co dot uk", [Hold.MAIL_ADDRESS]),
        ("my email is sam roe at shop dot org", [Hold.MAIL_ADDRESS]),
        ("call oh twenty seventy nine four six nine five eight", [Hold.LONG_NUMBER]),
        ("5500 forty one 0022 nine eight", [Hold.LONG_NUMBER]),
        ("5500-0000-1111-2222", [Hold.LONG_NUMBER]),
        ("the lottery line is 0800 555 555", [Hold.LONG_NUMBER]),
        ("ten point twenty point one oh four point two two nine", [Hold.LONG_NUMBER]),
        ("how do you spell my name r o e h", [Hold.SPELLED_OUT]),
        ("that is r o e h", [Hold.SPELLED_OUT]),
        ("a double ess kay em tee", [Hold.SPELLED_OUT]),
        ("romeo oscar echo hotel", [Hold.SPELLED_OUT]),
        ("r as in rain o as in oak e", [Hold.SPELLED_OUT]),
    ],
    ids=[
        *(
            "mail written",
            "mail with blanks",
            "at a provider",
            "dots said",
            "figures before at",
            "announced",
            "telephone in pairs",
            "half in figures",
        ),
        *("card", "telephone beside a draw", "three points", "name asked for", "letters", "letters by name", "radio alphabet", "as in"),
    ],
)
def test_what_no_recognizer_found_is_named_whosever_it_is(text, holds):
    assert look(text, Identity()) == holds


@pytest.mark.parametrize(
    "text",
    [
        "order it at amazon dot com",
        "tweet @shop that i like it",
        "meet me at ten dot",
        "on 20/11/2024 at 10:30",
        "it costs 1,250,000 pounds or $2500000",
        "lottery numbers seven twelve nineteen twenty three forty one",
        "my numbers are 8 two 50 twenty five 31 and 29",
        "my ticket is 18 15 twenty one thirty fourteen and bonus ball 23",
        "nineteen eighty four and twenty twenty four and twenty sixteen",
        "a b c d e f g",
        "how much is a u. s. d.",
        "the i b m and the b b c",
        "switch to h d m i two",
        "what's h m r c short for",
        "how do you spell necessary n e c e s s a r y",
        "pi is three point one four one five nine two six five",
        "firmware one point oh four point two two nine",
        "two nine nine seven nine two four five eight metres",
        "zero one one two three five eight thirteen twenty one",
        "1200 / 16 and 4522 + 907",
        "golf in india or a hotel",
        "[EMAIL_1] [PHONE_12345678] [ID_1]",
    ],
)
def test_what_names_nobody_is_let_pass(text):
    assert look(text, Identity()) == []
