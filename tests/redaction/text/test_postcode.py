"""Postcodes of the UK in every spoken form, zip and PIN codes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.text.recognizers.postcode import find
from redaction.text.recognizers.postcode_grammar import AREAS
from tests.redaction.text.saying import say
from tests.redaction.text.worded import found, named

CASES = [
    ("letters and numbers", "c b one two e f", "c b one two e f"),
    ("double letter", "s w one a one double a", "s w one a one double a"),
    ("written", "ec1a 1bb", "ec1a 1bb"),
    ("written in one", "it's EC1A1BB", "EC1A1BB"),
    ("written in bits", "cb 1 2ef", "cb 1 2ef"),
    ("teens", "n w ten five t q", "n w ten five t q"),
    ("short area", "m one one a e", "m one one a e"),
    ("radio words", "hotel x-ray one four tree golf hotel", "hotel x-ray one four tree golf hotel"),
    ("explained letters", "b for bravo t one two a b", "b for bravo t one two a b"),
    ("explained by another word", "p four papa l for london one seven five g for garden e", "p four papa l for london one seven five g for garden e"),
    ("misheard c", "see b one to e f", "see b one to e f"),
    ("misheard r", "are g six one p q", "are g six one p q"),
    ("letter names", "why oh two one ex j", "why oh two one ex j"),
    ("letter left out", "it's l two five six he b", "l two five six he b"),
    ("town for a letter", "cambridge b one to e f", "cambridge b one to e f"),
    ("announced", "my postcode is s k one four three double d", "s k one four three double d"),
    ("announced afterwards, in a sentence", "we are at c b one two e f that is the postcode", "c b one two e f"),
    ("in a sentence", "we just moved near c b one two e f last week", "c b one two e f"),
    ("behind a place", "deliver it to e c one three nine u p before noon", "e c one three nine u p"),
    ("two letters in a word", "easy one v three", "easy one v three"),
    ("two letters in another word", "essay eleven four m w", "essay eleven four m w"),
    ("misheard n before an area", "and e one four pea en", "and e one four pea en"),
    ("misheard r before an area", "our em fourteen two bee eff", "our em fourteen two bee eff"),
    ("names of letters alone", "pea oh four eight tea why", "pea oh four eight tea why"),
    ("misheard in a sentence", "before this i was at h are nine five j t", "h are nine five j t"),
    ("outward half", "n p twenty six", "n p twenty six"),
    ("outward half of one letter", "m fourteen", "m fourteen"),
    ("outward half, names of letters", "pea ell four", "pea ell four"),
    ("outward half in a question", "you mean the old one n p twenty six or the new one", "n p twenty six"),
    ("outward half announced", "i only know the first bit it's and g seven", "and g seven"),
    ("outward half and a remark", "l l thirteen that's wales", "l l thirteen"),
    ("outward half with a sector", "s e one three", "s e one three"),
    ("inward half", "second part nine double h", "nine double h"),
    ("zip", "my zip code is 6 2 7 0 4", "6 2 7 0 4"),
    ("zip and four", "send it to springfield 62704-1234", "62704-1234"),
    ("zip behind a place", "i live in two three six oh two", "two three six oh two"),
    ("pin code", "pin code is five six zero zero three four", "five six zero zero three four"),
    ("pin code behind a place", "deliver it to 435 810 before noon", "435 810"),
    ("answer of five digits", "well four six two seven nine please", "four six two seven nine"),
    ("two letters in a word at the beginning", "any seven one p q", "any seven one p q"),
    ("two letters in a word, the end in one", "any seven one pq", "any seven one pq"),
    ("two letters in a third word", "envy one four t d", "envy one four t d"),
    ("misheard c alone", "see five two a b", "see five two a b"),
    ("misheard c in a sentence", "that was see vee four seven a el i moved last year", "see vee four seven a el"),
    ("outward half at the beginning", "gee you twenty two that's all i can remember", "gee you twenty two"),
    ("outward half and what is not known", "pea ell four i don't know the rest", "pea ell four"),
    ("outward half and a doubt", "bee aitch seven something", "bee aitch seven"),
]
STAYS = [
    ("motorway", "take the m twenty five"),
    ("currency", "euro to u. s. d."),
    ("currencies", "u. s. d. to g. b. p."),
    ("radio", "i'd like to listen to ninety nine point five"),
    ("time", "am i free between six to seven pm"),
    ("sum", "sum of five and two"),
    ("counting", "one two three four five"),
    ("year", "twenty twenty one"),
    ("quantity", "i live in two rooms"),
    ("sound check", "one two one two mic check"),
    ("account", "account KX-4471-920"),
    ("serial", "the serial is k x four four seven one"),
    ("machine", "mac 00:1B:44:11:3A:B7"),
    ("time and date", "at 7 a.m. on 3.4.2024"),
    ("score", "it was six four six three seven five in the final"),
    ("chess", "bishop to e five"),
    ("page", "page four of nine"),
    ("motorway and traffic", "the m twenty five traffic"),
    ("motorway that somebody is on", "i'm on the m six"),
    ("paper", "a four paper"),
    ("console", "a p s five"),
    ("channel", "b b c one"),
    ("gas", "a c o two alarm"),
    ("acid", "p h seven"),
    ("form", "the v five c"),
    ("letters in a choice", "two t's or one"),
    ("queue", "you see the queue was massive"),
    ("break", "tea break over is it"),
    ("gate", "gate b twelve"),
    ("hour", "eight a m"),
    ("console in a choice", "play on the p s five or the x box three sixty"),
    ("any of them", "any seven one day passes"),
    ("drink", "tea for two that's all"),
    ("seeing", "see you at seven that's it"),
]


@pytest.mark.parametrize(("text", "hit"), **named(CASES))
def test_a_postcode_is_found(text, hit):
    assert found(find, text) == [hit]


@pytest.mark.parametrize("text", [case[1] for case in STAYS], ids=[case[0] for case in STAYS])
def test_letters_and_numbers_that_are_no_code_stay(text):
    assert found(find, text) == []


def _code(dice: random.Random) -> str:
    outward = dice.choice(sorted(AREAS)) + dice.choice(("9", "99", "9a")).replace("a", dice.choice("abehm"))
    digits = "".join(dice.choice("123456789") if mark == "9" else mark for mark in f"{outward}9")
    return digits + dice.choice("abdefghjlnpqrstuwxyz") + dice.choice("abdefghjlnpqrstuwxyz")


@given(dice=st.randoms(use_true_random=False), style=st.sampled_from(("digits", "doubles", "radio", "as in", "written")))
def test_every_code_is_found_in_every_way_of_saying_it(dice, style):
    text = say(_code(dice), style, dice)
    assert found(find, text) == [text]


def test_hardly_any_code_with_misheard_characters_is_missed():
    dice = random.Random(5)
    texts = [say(_code(dice), "homophones", dice) for _ in range(300)]
    assert sum(found(find, text) != [text] for text in texts) <= 15  # 5 %
