"""Every spoken form that REDACTION.md lists is among the readings of the words that say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.text.pieces import pieces
from redaction.text.runs import readings, runs
from redaction.text.spoken import sayings

FORMS = [
    ("digit words", "four five double two nine oh seven", "4522907"),
    ("triple", "triple seven treble one", "777111"),
    ("pairs", "forty five twenty two", "4522"),
    ("a pair is two digits too", "forty five", "405"),
    ("hundred", "eight hundred", "800"),
    ("hundred and", "eight hundred and six", "806"),
    ("hundred without and", "nine hundred forty five", "945"),
    ("hundred of tens", "twenty two hundred", "2200"),
    ("thousand", "twelve thousand three hundred and forty five", "12345"),
    ("hundred thousand", "one hundred and fifty thousand two hundred", "150200"),
    ("lakh", "two lakh thirty thousand", "230000"),
    ("crore", "one crore five lakh", "10500000"),
    ("digits before a hundred", "four five hundred", "4500"),
    ("mixed", "45 double 2", "4522"),
    ("digits and a letter", "8w", "8w"),
    ("homophones", "to too for ate won", "22481"),
    ("zeros", "oh o zero nought naught nil", "000000"),
    ("letters by name", "are you see why tea queue", "rucytq"),
    ("double u", "double u double you", "ww"),
    ("letters", "aitch zed zee kay", "hzzk"),
    ("radio words", "kilo xray four", "kx4"),
    ("as in", "b as in boy", "b"),
    ("for a radio word", "b for bravo", "b"),
    ("for a word", "b for boy four", "b4"),
    ("like", "n like nancy", "n"),
    ("is for", "p is for peter", "p"),
    ("letter and its radio word", "k kilo", "k"),
    ("plurals", "two eights three sevens", "88777"),
    ("hyphens", "four-five-double-two", "4522"),
    ("written with separators", "44-71/920", "4471920"),
    ("double letter", "double s", "ss"),
    ("teens", "nineteen oh seven", "1907"),
]


@pytest.mark.parametrize(("said", "meant"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS])
def test_the_words_can_be_read_as_what_they_say(said, meant):
    lattice = sayings(said)
    assert meant in readings(lattice, 0, len(lattice.pieces))


def test_for_in_b_for_bravo_is_not_read_as_four_first():
    lattice = sayings("b for bravo")
    assert readings(lattice, 0, 3)[0] == "b"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("KX-4471, ok?", [("kx", 0, 2), ("4471", 3, 7), ("ok", 9, 11)]),
        ("Rosa's dog", [("rosa", 0, 4), ("dog", 7, 10)]),
        ("O'Neil", [("oneil", 0, 6)]),
        ("Jose\u0301 x", [("jose", 0, 5), ("x", 6, 7)]),
        ("", []),
    ],
)
def test_pieces_keep_their_place_in_the_text(text, cut):
    assert [tuple(piece) for piece in pieces(text)] == cut


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it is nine no sorry eight four then", ["nine no sorry eight four"]),
        ("four um five and uh six please", ["four um five and uh six"]),
        ("see you for lunch", []),
        ("the code is 44 71 for you", ["44 71"]),
        ("a b four", ["b four"]),
        ("kx 4471 or KX-4471", ["kx 4471", "KX-4471"]),
        ("five to six", ["five to six"]),
    ],
)
def test_runs_go_over_fillers_and_repairs_and_leave_little_words_at_the_ends(text, found):
    lattice = sayings(text)
    assert [text[lattice.pieces[run.first].start : lattice.pieces[run.last - 1].end] for run in runs(lattice, text)] == found


@given(st.text(max_size=80))
def test_any_text_has_sayings_that_stay_inside_it(text):
    lattice = sayings(text)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in lattice.pieces)
    assert all(at < arc.to <= len(lattice.pieces) for at, arcs in enumerate(lattice.arcs) for arc in arcs)
