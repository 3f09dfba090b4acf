"""Quality cannot sink unnoticed: a small fixed part of the examination against the floors in floors.json.

When it rises, or a set changes: `python -m bench.exam.floors`, and say in the commit what the figures were before.
"""

from __future__ import annotations

import pytest
from presidio_analyzer import EntityRecognizer

from bench.exam import floors
from bench.exam.scoring import Share, ours
from redaction import pipeline

KEPT = floors.kept()
# An entity, and what falls through its floor when the recognizers that may find it are switched off.
SWITCHES = {
    "ACCOUNT_ID": "identifiers/ACCOUNT_ID",
    "DEVICE_SERIAL": "identifiers/DEVICE_SERIAL",
    "EMAIL_ADDRESS": "written/EMAIL_ADDRESS",
    "URL": "written/URL",
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


@pytest.mark.parametrize(("entity", "group"), SWITCHES.items())
def test_a_recognizer_that_is_switched_off_breaks_a_floor(entity, group, monkeypatch):
    registry = pipeline.engine()._analyzer.registry
    left: list[EntityRecognizer] = [one for one in registry.recognizers if entity not in one.supported_entities]
    assert len(left) < len(registry.recognizers)
    monkeypatch.setattr(registry, "recognizers", left)
    assert _measured(group).hits > KEPT[group]["at_most"]
