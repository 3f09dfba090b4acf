"""How what several recognizers found becomes one list."""

from __future__ import annotations

import pytest

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


def test_nothing_that_was_found_is_lost_but_words_that_name_nobody() -> None:
    found = [own(), own(1), at("joanna smith or miss joanna", "PERSON", "names")]
    covered = {place for one in apart(found, TEXT, is_telling=lambda word: word not in ("or", "miss")) for place in range(one.start, one.end)}
    assert all(place in covered for one in (own(), own(1), at("smith", "PERSON", "names")) for place in range(one.start, one.end))


def test_overlapping_findings_become_one_named_by_the_surest() -> None:
    (one,) = merge([Finding(0, 8, "ACCOUNT_ID", 0.6, "account"), Finding(5, 12, "PHONE_NUMBER", 0.8, "phone")])
    assert one == Finding(0, 12, "PHONE_NUMBER", 0.8, "phone")
