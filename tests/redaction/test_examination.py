"""The measuring stick itself: what counts as a leak, how sure a share is, and that the sets are what they say."""

from __future__ import annotations

from random import Random

import pytest

from bench.exam import carriers, identifiers, people, utterances
from bench.exam.cases import Case, Said, fill, half_of
from bench.exam.noise import noisy
from bench.exam.scoring import judge, leak, leaks, touched
from bench.exam.sets import SETS
from bench.rows import Share

NUMBER = "it's four um two no sorry seven please"
MENTION = (5, 31, "PIN")
LEFT = {
    "all-covered": ((5, 31), False),
    "a-filler-inside-is-left": ((5, 9), (13, 16), (26, 31), False),
    "its-last-word-is-left": ((5, 25), True),
    "its-first-word-is-left": ((10, 31), True),
    "a-letter-of-four-is-left": ((6, 31), False),
    "two-letters-of-four-are-left": ((7, 31), True),
    "nothing-covered": (True,),
}


@pytest.mark.parametrize("case", LEFT.values(), ids=LEFT)
def test_a_mention_leaks_when_a_third_of_a_word_that_tells_is_left(case):
    *spans, expected = case
    assert leaks(NUMBER, MENTION, {at for start, end in spans for at in range(start, end)}) is expected


def test_what_is_held_is_neither_leaked_nor_safe():
    case = Case(NUMBER, "en-GB", (MENTION,), "PIN", "plain")
    verdicts = [judge(case, [], held=True), judge(case, [(5, 31, "r")], held=False)]
    assert leak(verdicts) == Share(0, 1)
    assert leak(verdicts, with_held=True) == Share(1, 2)


def test_a_clean_line_is_touched_by_any_span():
    case = Case("two eggs", "en-GB", (), "NEGATIVE_recipe", "numbers")
    assert touched([judge(case, [(0, 3, "r")], held=False), judge(case, [], held=False)]) == Share(1, 2)


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(0, 100, 0.0, 0.0370), (5, 100, 0.0215, 0.1118), (50, 100, 0.4038, 0.5962)])
def test_a_share_knows_how_sure_it_is(hits, n, low, high):
    assert Share(hits, n).interval == pytest.approx((low, high), abs=1e-4)


def test_check_digits_are_those_of_published_examples():
    assert identifiers.luhn("7992739871") == "3"
    assert identifiers.verhoeff("236") == "3"


def test_every_iban_leaves_one_when_divided_by_97():
    rng = Random(7)
    for _ in range(50):
        number = "".join(identifiers.iban(rng))
        assert int("".join(str(int(one, 36)) for one in number[4:] + number[:4])) % 97 == 1


@pytest.mark.parametrize("name", [name for name in SETS if not name.startswith("theirs")])
def test_every_mention_is_a_piece_of_its_text_and_the_same_seed_gives_the_same_set(name):
    made = list(SETS[name]("dev", 3, 0.01))
    assert made == list(SETS[name]("dev", 3, 0.01))
    assert all(
        0 <= start < end <= len(case.text) and case.text[start:end].strip() == case.text[start:end]
        for case in made
        for start, end, _ in case.mentions
    )


@pytest.mark.parametrize("table", [carriers.SAID, utterances.NAMED, utterances.CLEAN, {group: text.split() for group, text in people.FIRST.items()}])
def test_no_sentence_and_no_name_is_in_both_halves(table):
    for items in table.values():
        assert set(half_of(items, "dev")).isdisjoint(half_of(items, "test"))


def test_what_a_recogniser_garbles_is_still_the_same_mention():
    text, mentions = fill("it's {x} thanks", {"x": Said("four one two", "PIN")})
    for seed in range(40):
        heard, ((start, end, entity),) = noisy(text, mentions, Random(seed), rate=0.5)
        assert entity == "PIN"
        assert heard[:start].count(" ") <= 3
        assert "thanks" not in heard[start:end]
