"""How what several recognizers found becomes one list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.findings import OWN_NAME, Finding, apart, merge

TEXT = "tell joanna smith or miss joanna at joanna@example.org"


def at(words: str, entity: str, recognizer: str, *, nth: int = 0, score: float = 0.5) -> Finding:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Finding(start, start + len(words), entity, score, recognizer)


def own(nth: int = 0) -> Finding:
    return at("joanna", "PERSON", OWN_NAME, nth=nth, score=1.0)


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ([own(), at("joanna smith", "PERSON", "names")], ["joanna", "smith"]),
        ([own(1), at("miss joanna", "PERSON", "names")], ["joanna"]),
        ([own(2), at("joanna@example.org", "EMAIL_ADDRESS", "email")], ["joanna@example.org"]),
        ([own(), at("smith", "PERSON", "names")], ["joanna", "smith"]),
        ([at("joanna smith", "PERSON", "names")], ["joanna smith"]),
    ],
    ids=["another's last name stays masked", "a title is nobody", "part of an address", "beside each other", "no own name"],
)
def test_own_names_are_findings_of_their_own(found: list[Finding], left: list[str]) -> None:
    merged = merge(apart(found, TEXT, is_telling=lambda word: word != "miss"))
    assert [TEXT[one.start : one.end] for one in merged] == left


LINE = "ask anne-marie o'neil José's प्रिया kowalski at jo@x.org"
SPANS = st.tuples(st.integers(0, len(LINE) - 1), st.integers(1, 20)).map(lambda one: (one[0], min(len(LINE), sum(one))))
KINDS = st.sampled_from([("PERSON", OWN_NAME, 1.0), ("PERSON", "names", 0.4), ("PERSON", "spelled_name", 0.7), ("EMAIL_ADDRESS", "email", 0.9)])


@given(st.lists(st.tuples(SPANS, KINDS), max_size=6))
def test_no_letter_that_was_found_is_lost(drawn: list[tuple[tuple[int, int], tuple[str, str, float]]]) -> None:
    found = [Finding(*span, entity, score, recognizer) for span, (entity, recognizer, score) in drawn]
    merged = merge(apart(found, LINE))
    covered = {place for one in merged for place in range(one.start, one.end)}
    lost = "".join(LINE[place] for one in found for place in range(one.start, one.end) if place not in covered)
    assert not set(lost) - set(" -'@.s"), "only marks, and a possessive s"


@pytest.mark.parametrize(
    ("text", "own"),
    [("call anne-marie now", "anne"), ("ask al-hassan", "hassan"), ("mrs hassan-kapoor", "hassan"), ("José Ruiz", "José")],
)
def test_a_name_that_is_half_known_goes_whole(text: str, own: str) -> None:
    start = text.index(own)
    whole = next(word for word in text.split() if own in word)
    found = [
        Finding(start, start + len(own), "PERSON", 1.0, OWN_NAME),
        Finding(text.index(whole), text.index(whole) + len(whole), "PERSON", 0.4, "names"),
    ]
    covered = {place for one in merge(apart(found, text)) for place in range(one.start, one.end)}
    assert {text[place] for place in range(text.index(whole), text.index(whole) + len(whole)) if place not in covered} <= {"-"}


def test_overlapping_findings_become_one_named_by_the_surest() -> None:
    (one,) = merge([Finding(0, 8, "ACCOUNT_ID", 0.6, "account"), Finding(5, 12, "PHONE_NUMBER", 0.8, "phone")])
    assert one == Finding(0, 12, "PHONE_NUMBER", 0.8, "phone")
