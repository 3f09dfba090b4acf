"""Quality cannot sink unnoticed: a small fixed part of the examination against the floors in floors.json.

When it rises, or a set changes: `python -m bench.exam.floors`, and say in the commit what the figures were before.
"""

from __future__ import annotations

import pytest
from presidio_analyzer import EntityRecognizer

from bench.exam import floors
from bench.exam.scoring import ours
from bench.rows import Share
from redaction import pipeline
from redaction.text.recognizers.names import Names
from redaction.text.recognizers.numbers import SpokenNumbers
from redaction.text.recognizers.own import OwnIdentifiers
from redaction.text.recognizers.worded import WordedIdentifiers

KEPT = floors.kept()
# What falls through its floor when a recognizer is switched off.
SWITCHES: dict[type[EntityRecognizer], str] = {
    SpokenNumbers: "identifiers/ACCOUNT_ID",
    WordedIdentifiers: "telephone/SPELLED_NAME",
    Names: "names/NAME_common",
    OwnIdentifiers: "own/OWN_NAME_MISHEARD",
}


def _measured(group: str) -> Share:
    return floors.measure(group, ours(pipeline.engine()))


def test_every_part_of_the_examination_has_a_floor():
    assert KEPT.keys() == floors.cases().keys()


@pytest.mark.parametrize("group", KEPT)
def test_no_more_is_lost_than_the_floor_allows(group):
    found = _measured(group)
    assert found.n == KEPT[group]["n"], "the examined set changed; measure its floors again"
    assert found.hits <= KEPT[group]["at_most"], f"{group}: {found} lost"


@pytest.mark.parametrize(("recognizer", "group"), SWITCHES.items(), ids=[one.__name__ for one in SWITCHES])
def test_a_recognizer_that_is_switched_off_breaks_a_floor(recognizer, group, monkeypatch):
    monkeypatch.setattr(recognizer, "analyze", lambda *_args, **_named: [])
    assert _measured(group).hits > KEPT[group]["at_most"]
