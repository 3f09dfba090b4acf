"""The parts of the names model: words, known phrases, decisions, made-up sentences, measuring."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.ner.corpus import utterances
from redaction.ner.deciding import spans
from redaction.ner.filling import PERSON, Filler, Sentence, misheard, patterns, written
from redaction.ner.gazetteer import Sort, known, sort
from redaction.ner.learning import Hiding
from redaction.ner.measuring import Share, leaks, touched
from redaction.ner.model import Read
from redaction.ner.people import People, is_held_out
from redaction.ner.tokens import CAPITAL, PLAIN, UPPER, tokens


@pytest.fixture(scope="module")
def filler(small) -> Filler:
    dice = random.Random(1)
    return Filler(small, People(small, dice, kinds={"common": 1, "invented": 1}), dice)


@given(st.text())
def test_words_lie_in_order_within_the_text_and_are_never_empty(text):
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        assert token.word
        at = token.end


def test_the_possessive_is_left_out_of_a_word():
    token = tokens("joanna's car")[0]
    assert (token.word, token.end, token.is_possessive) == ("joanna", 6, True)


@pytest.mark.parametrize(
    ("text", "shapes"),
    [("call joanna", [PLAIN, PLAIN]), ("CALL JOANNA", [PLAIN, PLAIN]), ("call Joanna NOW", [PLAIN, CAPITAL, UPPER])],
    ids=["all small", "all capitals", "both"],
)
def test_capitals_tell_only_where_a_text_has_both_cases(text, shapes):
    assert [token.shape for token in tokens(text)] == shapes


def test_known_phrases_are_marked_whole(lists):
    assert lists.marks(["fly", "to", "san", "jose", "with", "british", "airways"]) == ["", "", "L", "L", "", "O", "O"]
    assert lists.marks(["play", "michael", "jackson"]) == ["", "A", "A"]
    assert lists.marks(["call", "joanna"]) == ["", ""]


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ("a tom collins", " DD"),
        ("come on eileen", "TTT"),
        ("call macy's", " o"),
        ("call macy", "  "),
        ("bob's your uncle", "EEE"),
        ("a jack russell", " NN"),
        ("jolene please", "t "),
    ],
    ids=["a drink", "a song", "a shop", "and no shop", "a saying", "a dog", "the whole of it in one word"],
)
def test_what_a_phrase_is_known_as_is_told_by_its_list(lists, said, mark):
    assert [one or " " for one in lists.marks([token.said for token in tokens(said)])] == list(mark)


def test_an_ordinary_word_is_no_known_phrase_by_itself(lists):
    assert "money" in known()["song"]
    assert lists.marks(["money"]) == [""]


def test_a_known_phrase_is_somebodys_name_now_and_then(filler):
    borne = {filler.person(kind="abroad", forms="f") for _ in range(100)}
    assert borne & {phrase for phrases in known().values() for phrase in phrases if " " not in phrase}


def read(*chances: float, label: str = PERSON) -> list[Read]:
    return [Read({label: chance}, Sort.OTHER) for chance in chances]


DECISIONS = [
    ("likely enough", [0.0, 0.9], [(5, 8)]),
    ("too unlikely", [0.0, 0.1], []),
    ("a neighbour sooner", [0.0, 0.9, 0.1], [(5, 12)]),
    ("and its neighbour", [0.1, 0.1, 0.9], [(0, 12)]),
    ("not over a gap", [0.9, 0.0, 0.1], [(0, 4)]),
]


@pytest.mark.parametrize(("chances", "found"), [case[1:] for case in DECISIONS], ids=[case[0] for case in DECISIONS])
def test_which_words_are_taken(chances, found):
    said = tokens("call ann bell")[: len(chances)]
    assert [(one.start, one.end - (one.end == 13)) for one in spans(said, read(*chances))] == found


def test_what_is_known_as_something_else_must_be_surer_than_what_nobody_knows():
    said = tokens("ann")
    assert [len(spans(said, [Read({PERSON: 0.3}, sort)])) for sort in (Sort.KNOWN, Sort.UNKNOWN)] == [0, 1]


@pytest.mark.parametrize(
    ("word", "mark", "expected"),
    [
        ("joanna", "", Sort.NAME),
        ("joanna", "t", Sort.KNOWN),
        ("joanna", "T", Sort.KNOWN),
        ("barbecue", "d", Sort.KNOWN),
        ("table", "", Sort.OTHER),
        ("xqzt", "", Sort.UNKNOWN),
    ],
    ids=["first name", "a title of one word", "in a title", "a dish", "word", "in no list"],
)
def test_what_sort_of_word_it_is(lists, word, mark, expected):
    assert sort(lists.look(word), mark) == expected


def test_who_was_surely_named_is_taken_where_the_same_word_comes_again():
    said = tokens("ann called so tell ann and bell")
    assert [(one.start, one.end) for one in spans(said, read(0.95, 0.0, 0.0, 0.0, 0.05, 0.0, 0.05))] == [(0, 3), (19, 22)]


def test_a_place_is_taken_only_where_it_is_likelier_than_not():
    said = tokens("in paris")
    assert spans(said, read(0.0, 0.4, label="LOCATION")) == []
    assert [one.label for one in spans(said, read(0.0, 0.6, label="LOCATION"))] == ["LOCATION"]


@pytest.mark.parametrize("name", ["named", "plain", "written"])
def test_every_pattern_can_be_filled_and_its_spans_hold_something(filler, name):
    for pattern in patterns(name, held_out=False) + patterns(name, held_out=True):
        sentence = filler.fill(pattern)
        assert not set("{}[]|") & set(sentence.text)
        assert all(sentence.text[start:end].strip() for start, end, _label in sentence.spans)


def test_patterns_for_measuring_are_not_for_training():
    assert not set(patterns("named", held_out=True)) & set(patterns("named", held_out=False))


def test_a_held_out_name_is_never_drawn_for_training(small):
    people = People(small, random.Random(2), kinds={"common": 1})
    assert not any(is_held_out(people.first("common")) for _ in range(200))


def test_spans_stay_with_their_names_when_a_sentence_is_written_or_misheard():
    sentence = Sentence("call joanna at work", ((5, 11, PERSON),))
    assert written(sentence).text == "Call Joanna at work."
    cut = misheard(sentence, random.Random(3))
    assert cut.text[cut.spans[0][0] : cut.spans[0][1]].replace(" ", "") == "joanna"


def test_a_hidden_name_is_unknown_but_stays_an_ordinary_word(lists):
    hiding = Hiding(Sentence("tell joanna or mark", ((5, 11, PERSON), (15, 19, PERSON))), lists)
    assert hiding.look("joanna").first == 0
    assert hiding.look("mark").rarity > 0
    assert hiding.look("tell") == lists.look("tell")


ANNOTATED = [
    ("public by scenario", "how old is ann bell", "qa", 11, "ARTIST"),
    ("private by scenario", "write to ann bell", "email", 9, "PERSON"),
    ("public wherever", "is angelina jolie invited", "calendar", 3, "ARTIST"),
]


@pytest.mark.parametrize(("text", "scenario", "start", "label"), [case[1:] for case in ANNOTATED], ids=[case[0] for case in ANNOTATED])
def test_who_is_public_is_told_by_the_scenario(tmp_path, lists, text, scenario, start, label):
    end = start + len(" ".join(text[start:].split()[:2]))
    file = tmp_path / "rows.jsonl"
    file.write_text(f'{{"text": "{text}", "entities": [[{start}, {end}, "PERSON"]], "scenario": "{scenario}"}}')
    assert utterances(file, lists)[0][0].spans == ((start, end, label),)


def test_a_forgotten_name_is_labelled_where_people_are_private_and_left_out_elsewhere(tmp_path, lists):
    file = tmp_path / "rows.jsonl"
    rows = [f'{{"text": "a meeting for joanna", "entities": [], "scenario": "{scenario}"}}' for scenario in ("calendar", "news")]
    file.write_text("\n".join(rows))
    assert [sentence.spans for sentence, _scenario in utterances(file, lists)] == [((14, 20, PERSON),)]


def test_leaks_and_touches_are_counted_as_the_targets_say():
    named = Sentence("call mr bell now", ((5, 12, PERSON),))
    plain = Sentence("turn it off", ())
    assert leaks([named], lambda _: [(8, 12)])[0] == Share(0, 1)  # a title is no part of a name
    assert leaks([named], lambda _: [(5, 10)])[0] == Share(1, 1)  # half of it survives
    assert touched([named, plain], lambda _: [(0, 4)])[0] == Share(1, 1)
    assert Share(0, 100).interval[1] == pytest.approx(0.037, abs=0.001)
