"""An own number that a recogniser broke: markup and strange words between its digits, misheard words at its ends. All numbers are invented."""

from __future__ import annotations

import random

import pytest

from redaction.identity import Identity
from redaction.text.echo import look
from redaction.words import tokens
from tests.redaction.text.growth import is_linear
from tests.redaction.text.saying import CARRIERS, ONES, ordinary, owners_of, say

ME = Identity(account_id="4522907", first_name="Joanna")
DIGITS = {*ONES, "oh", "o", "nought", "naught", "nil"}
MISHEARD = {
    "one": "when", "two": "do", "three": "sri", "four": "war", "five": "hi", "six": "seeks", "seven": "savin", "eight": "eh", "nine": "line"
}  # fmt: skip


def left(engine, text: str, identity: Identity = ME) -> list[str]:
    """The tokens that no finding touches."""
    return [
        token.text
        for token, owner in zip(tokens(text), owners_of(text, engine.find(text, locale="en-GB", identity=identity)), strict=True)
        if owner is None
    ]


def account(dice: random.Random) -> str:
    return "".join(dice.choice("0123456789") for _ in range(dice.choice((7, 8, 10))))


@pytest.mark.parametrize(
    "text",
    [
        "four five [pause] two two <noise> nine oh seven",
        "four five <unk> two two <unk> nine oh seven",
        "four five (background noise) two two nine oh seven",
        "four five please two two please nine oh seven",
        "it is four five two ready two nine ready oh seven",
        "it's four five and i think two two and after that nine oh seven",
        "four five two um what was it two nine let me check oh seven",
        "first digit four second digit five third two fourth two fifth nine sixth zero last seven",
        "four five two two please write that down nine oh seven",
        "nine oh seven is the end and four five two two the start",
    ],
)
def test_no_digit_of_a_broken_number_is_left(engine, text):
    assert not DIGITS & set(left(engine, text))


def test_a_number_in_brackets_is_still_a_number(engine):
    assert left(engine, "it is (four five two two nine oh seven) ok") == ["it", "is", "ok"]


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("four five two two nine oh seven so wake me at five forty five", "so wake me at five forty five"),
        ("four five two two nine oh seven it was nine oh seven there", "it was there"),
        ("four five two two so it was nine oh there", "so it was there"),
    ],
)
def test_a_fragment_counts_by_what_else_was_heard(engine, text, stays):
    assert " ".join(left(engine, text)) == stays


STRANGE = ("please", "[pause]", "<unk>", "and i think", "what was it", "then after that", "ready", "let me check", "write that down")


def test_a_number_broken_anywhere_leaves_one_digit_at_most(engine):
    dice = random.Random("broken")
    leaks = 0
    for _ in range(300):
        number = account(dice)
        parts, at = [], 0
        while at < len(number):
            step = dice.choice((2, 2, 3))
            parts.append(say(number[at : at + step], "digits", dice))
            at += step
        text = "".join(f"{part} {dice.choice(STRANGE)} " for part in parts)
        leaks += sum(word in DIGITS for word in left(engine, text, Identity(account_id=number))) > 1
    assert leaks / 300 <= 0.01  # measured: 0.2 %


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("my account is four five double two nine oh when", ["my", "account", "is"]),
        ("my account is war hi double two nine oh seven thanks", ["my", "account", "is", "thanks"]),
        ("it's sri um five two two nine oh seven", ["it's"]),
        ("four five two two nine please help", ["please", "help"]),
        ("joanna two two nine oh seven", []),
    ],
)
def test_a_misheard_word_at_the_end_of_a_number_goes_and_the_carrier_stays(engine, text, stays):
    assert left(engine, text) == stays


def test_a_name_beside_a_number_stays_a_name(engine):
    findings = engine.find("joanna two two nine oh seven", locale="en-US", identity=ME)
    assert [one.entity for one in findings] == ["PERSON", "ACCOUNT_ID"]


def test_misheard_words_at_either_end_of_a_number_are_not_left(engine):
    dice = random.Random("misheard at the end")
    leaks, touched, asked = 0, 0, 600
    for n in range(asked):
        number = account(dice)
        said = say(number, ("digits", "doubles")[n % 2], dice).split()
        count = dice.choice((1, 2))
        for at in dice.choice((range(count), range(-count, 0))):
            said[at] = MISHEARD.get(said[at], said[at] if said[at] in ("double", "triple") else "owl")
        carrier = dice.choice(CARRIERS)
        still = left(engine, carrier.format(" ".join(said)), Identity(account_id=number))
        leaks += bool(set(still) & set(said) - set(carrier.split()))
        touched += not set(carrier.replace("{}", "").split()) <= set(still)
    assert leaks / asked <= 0.01  # measured: 98.7 % before the edges were looked at
    assert touched / asked <= 0.01


def test_ordinary_numbers_are_not_gathered_into_an_own_one(engine):
    dice = random.Random("gathered")
    alarms = 0
    for _ in range(1000):
        me, text = Identity(account_id=account(dice)), ordinary(dice)
        alarms += any(one.recognizer == "own_account" for one in engine.find(text, locale="en-US", identity=me)) or bool(look(text, me))
    assert alarms <= 10  # of two such sentences in a row: 0.8 % found, 0.9 % held


@pytest.mark.parametrize(
    "text", ["four five and i think two two or nine oh seven so " * 800, "[pause] four <unk> five " * 2000], ids=["strange words", "markup"]
)
def test_a_long_broken_text_takes_its_length_and_not_its_square(engine, text):
    assert is_linear(lambda part: (engine.find(part, locale="en-US", identity=ME), look(part, ME)), text)
