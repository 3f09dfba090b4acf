"""How words sound, and figures and signs as people say them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redaction.letters import learn
from redaction.letters.dictionary import look_up
from redaction.letters.figures import cardinal, readings
from redaction.letters.sounds import TABLE, read, say
from redaction.pronunciation import pronounce, spell

ENTRIES = learn.entries()
PHONES = {phone for _, phones in ENTRIES for phone in phones}


def said(words: str) -> tuple[str, ...]:
    return tuple(phone for word in words.split() for phone in pronounce(word))


def test_a_known_word_is_said_as_the_dictionary_says() -> None:
    assert pronounce("Tomato") == ["T", "AH", "M", "EY", "T", "OW"]
    assert spell("tomato") == [("T", "AH", "M", "EY", "T", "OW"), ("T", "AH", "M", "AA", "T", "OW")]


@pytest.mark.parametrize("word", ["", "zzzzz", "0", "naïf", "東京"])
def test_a_word_that_the_dictionary_lacks_is_not_found_in_it(word: str) -> None:
    assert look_up(word) == []


def test_the_first_and_the_last_word_of_the_dictionary_are_found() -> None:
    assert look_up(ENTRIES[0][0])
    assert look_up(ENTRIES[-1][0])


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("brunkel", "B R AH NG K AH L"),
        ("flanton", "F L AE N T AH N"),
        ("mordwell", "M AO R D W EH L"),
    ],
)
def test_an_invented_word_is_said_by_its_letters(word: str, phones: str) -> None:
    assert look_up(word) == []
    assert pronounce(word) == phones.split()


def test_accents_and_case_change_nothing() -> None:
    assert pronounce("RENÉE") == pronounce("renee")
    assert spell("Łódź") == spell("lodz")


def test_every_letter_by_itself_is_its_name() -> None:
    assert spell("j") == spell("J.") == [("JH", "EY")]
    assert spell("w") == [("D", "AH", "B", "AH", "L", "Y", "UW")]
    assert ("Z", "EH", "D") in spell("z")
    assert all(spell(letter) for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("45", "forty five"),
        ("45", "four five"),
        ("007", "double oh seven"),
        ("1984", "nineteen eighty four"),
        ("1905", "nineteen oh five"),
        ("145", "one forty five"),
        ("105", "one hundred and five"),
        ("1,000", "a thousand"),
        ("4557019284", "four double five seven oh one nine two eight four"),
        ("800-555-1212", "eight double oh triple five one two one two"),
        ("800-555-1212", "eight hundred five five five one two one two"),
        ("020-7946-0958", "oh two oh seven nine four six oh nine five eight"),
        ("8w", "eight w"),
        ("mp3", "m p three"),
        ("xk45", "x k four five"),
        ("2nd", "second"),
        ("21st", "twenty first"),
        ("30th", "thirtieth"),
        ("80s", "eighties"),
        ("3.5", "three point five"),
        ("10:30", "ten thirty"),
        ("10:30", "half past ten"),
        ("9:45", "quarter to ten"),
        ("7pm", "seven p m"),
        ("10:00", "ten o'clock"),
        ("$5.99", "five dollars and ninety nine cents"),
        ("£1.50", "one pound fifty"),
        ("50%", "fifty percent"),
        ("-5", "minus five"),
        ("&", "and"),
        ("%", "percent"),
        ("b&b", "b and b"),
        ("u.k.", "u k"),
        ("US", "u s"),
        ("c++", "c plus plus"),
        ("j.smith@mail.com", "j dot smith at mail dot com"),
        ("(hello)", "hello"),
        ("«yes»,", "yes"),
        ("half-past", "half past"),
        ("o'clock", "o'clock"),
        ("don’t", "don't"),
        ("'tis", "'tis"),
    ],
)
def test_a_token_can_be_said_as_people_say_it(token: str, words: str) -> None:
    assert said(words) in spell(token)


@pytest.mark.parametrize("token", ["...", "-", "—", "?", '"', "'"])
def test_punctuation_alone_is_silent(token: str) -> None:
    assert spell(token) == [()]


@pytest.mark.parametrize("token", ["東京", "😀", "привет", "a" * 101])
def test_nobody_knows_how_to_say_a_sign_we_have_no_sound_for(token: str) -> None:
    assert spell(token) == []


@pytest.mark.parametrize("token", ["12345678901234567890", "1.2.3.4.5.6", "a-b-c-d-e-f-g", "0" * 100, "$999,999,999,999.99", "99999999999th"])
def test_ways_are_few_however_odd_the_token(token: str) -> None:
    ways = spell(token)
    assert 1 <= len(ways) <= 12
    assert len(set(ways)) == len(ways)
    assert {phone for way in ways for phone in way} <= PHONES


ODD_SIGNS = "\u0301\u0130\u0131\u00bd\ufb01\u00b2\u0663\u767e\u1369\u2160\u00df\u00c9AXO'\u2019-./:,$+#012abst \U0001f642\U0001d7d8"


@settings(max_examples=400, deadline=None)
@given(token=st.text(max_size=8) | st.text(alphabet=ODD_SIGNS, max_size=12))
@example(token="\u0130\u767e")
def test_a_token_of_odd_signs_is_said_or_not_known_but_never_an_error(token: str) -> None:
    ways = spell(token)
    assert len(ways) <= 12
    assert {phone for way in ways for phone in way} <= PHONES


def test_letters_alone_say_only_phones_of_the_model() -> None:
    assert {phone for word in ("qxzjw", "'''", "aeiouy", "strengths") for phone in say(word)} <= PHONES


def test_a_figure_with_letters_has_no_reading_as_a_figure() -> None:
    assert readings("4b") == readings("") == readings("b") == []


def test_large_numbers_are_said_in_groups() -> None:
    assert cardinal(999_000_012_700) == "nine hundred ninety nine billion twelve thousand seven hundred"
    assert cardinal(0) == "zero"


def test_what_is_learnt_is_the_same_each_time_and_is_read_as_it_was_written() -> None:
    some = ENTRIES[::300]
    table = learn.learn(some)
    written = table.write()
    assert written == learn.learn(some).write()
    assert read(written) == table
    assert sum(table.say(word) == list(phones) for word, phones in some) > 0.9 * len(some)


def test_the_letter_table_is_small() -> None:
    assert TABLE.stat().st_size <= 400_000
