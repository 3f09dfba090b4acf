"""Names that are spelled, and letters that spell none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.text.recognizers.spelled_name import find
from tests.redaction.text.saying import say
from tests.redaction.text.worded import found, named

CASES = [
    ("five letters", "s m i t h", "s m i t h"),
    ("three letters", "l e e", "l e e"),
    ("letter that is a number's", "b r o w n", "b r o w n"),
    ("double", "m c d o double n e l l", "m c d o double n e l l"),
    ("double at the beginning", "a double l i s o n", "a double l i s o n"),
    ("first letter explained", "d for david a v i d", "d for david a v i d"),
    ("all explained", "s as in sugar e as in egg g as in able", "s as in sugar e as in egg g as in able"),
    ("radio words", "lima echo echo", "lima echo echo"),
    ("capital", "first name capital j o n e s", "capital j o n e s"),
    ("misheard i", "s m eye t h", "s m eye t h"),
    ("misheard b and r", "be are oh w n", "be are oh w n"),
    ("letter names", "j ay see kay", "j ay see kay"),
    ("filler", "s m um i t h", "s m um i t h"),
    ("repair", "s n no m i t h", "s n no m i t h"),
    ("in bits", "sm it h", "sm it h"),
    ("one letter and the rest", "um d ixon", "d ixon"),
    ("name before", "it's smith s m i t h", "smith s m i t h"),
    ("name before, nearly", "my surname is kovalsky k o w a l s k i", "kovalsky k o w a l s k i"),
    ("name behind", "s e d g w i c k sedgwick", "s e d g w i c k sedgwick"),
    ("spelled between", "okay so lewis spelt l e w i s", "lewis spelt l e w i s"),
    ("in a command", "call j a n e tomorrow", "j a n e"),
    ("in a longer text", "you can put the booking under k o w a l s k i for friday", "k o w a l s k i"),
    ("names of letters and words", "pea are eye why a", "pea are eye why a"),
    ("words and one name of a letter", "are oh bee", "are oh bee"),
    ("no name of a letter but one", "el you see why", "el you see why"),
    ("misheard a", "hay en en", "hay en en"),
    ("remark on small letters", "double f o u l k e s two small f's", "double f o u l k e s two small f's"),
    ("remark on what is not in it", "h a y d n no e in it", "h a y d n no e in it"),
    ("remark on the end", "b r o w n e with an e on the end", "b r o w n e with an e on the end"),
    ("initial announced", "initial k name balasubramanian", "k"),
    ("initials announced", "my initials are d k p", "d k p"),
    ("middle initial", "middle initial t", "t"),
    ("initials with dots", "n dot c dot thangavelu", "n dot c dot thangavelu"),
    ("cased", "It's Smith, S-M-I-T-H.", "Smith, S-M-I-T-H"),
]
STAYS = [
    ("broadcaster", "turn to b b c news"),
    ("country", "what is u s a"),
    ("sport", "n f l scores please"),
    ("band", "play n w a"),
    ("alphabet", "a b c d e f g"),
    ("music", "i like r n b"),
    ("stock", "what are i. b. m. stock prices"),
    ("question about a word", "how do you spell restaurant"),
    ("question with letters", "what word is spelled k n i g h t"),
    ("endings", "does it end in a n t or e n t"),
    ("times", "wake me at six a m"),
    ("words that are letters", "why are you"),
    ("request", "i want a recipe for a burrito"),
    ("identifier", "play some jazz my id is k x l seven seven four"),
    ("code", "it is m d z four four one"),
    ("author", "books by j k rowling"),
    ("weight", "a kilo of tomatoes"),
    ("beginning of a word", "it starts with s c h"),
    ("candle", "a yankee candle"),
    ("names of the alphabet", "call mike and charlie"),
    ("letter and a word", "x factor"),
    ("word and a letter", "vitamin c"),
    ("time of the day", "at three p m"),
    ("claim", "p p i"),
    ("ministry", "the d w p told me"),
    ("letter or letter", "is that b or d"),
    ("acronym or acronym", "u s or u k"),
    ("payment", "the initial payment"),
    ("question of an initial", "what initial"),
    ("seen", "i see a queue"),
    ("exclamation", "oh why"),
    ("full form", "what is the full form of l a s e r"),
    ("abbreviation", "what abbreviation is s o n a r"),
    ("acronym", "is r a d a r an acronym"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_spelled_name_is_found_with_the_name_beside_it(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_letters_that_spell_no_name_stay(text):
    assert found(find, text) == []


@given(
    name=st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12), dice=st.randoms(use_true_random=False), cue=st.sampled_from(("", "it's "))
)
def test_any_long_name_is_found_letter_by_letter(name, dice, cue):
    spelled = say(name, dice.choice(("digits", "radio")), dice)
    assert found(find, f"last name is {cue}{spelled}") == [spelled]


def test_hardly_any_name_with_misheard_letters_is_missed():
    dice, missed = random.Random(6), 0
    for _ in range(300):
        name = "".join(dice.choice("bcdfghklmnprstw") + dice.choice("aeiou") for _ in range(dice.randrange(3, 5)))
        text = say(name, "homophones", dice)
        missed += found(find, text) != [text]
    assert missed <= 15  # 5 %
