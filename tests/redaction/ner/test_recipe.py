"""The recipe of the names model, on a sample that takes a second; what is shipped; and whether the data card tells what was measured."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from redaction.ner import deciding, gazetteer, model, train
from redaction.ner.corpus import CHOOSING, TRAINING, UNLABELLED

MEGABYTE = 1_000_000
ROWS = [
    ("send an email to joanna about the trip", [[17, 23, "PERSON"]], "email"),
    ("call tomasz and ask him to come", [[5, 11, "PERSON"]], "email"),
    ("when is my next meeting", [], "calendar"),
    ("how old is the queen", [], "qa"),
    ("turn off the lights in the kitchen", [], "iot"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    lines = [json.dumps({"text": text, "entities": entities, "source": "test", "scenario": scenario}) for text, entities, scenario in ROWS]
    for name in (*TRAINING, CHOOSING):
        (folder / name).write_text("\n".join(lines))
    (folder / UNLABELLED).write_text("\n".join(["turn the lights on please"] * 5))
    return folder


def test_the_recipe_gives_the_same_bytes_each_time(tmp_path, data, small):
    made = []
    for name in ("once", "again"):
        folder = tmp_path / name
        folder.mkdir()
        train.main(data, folder, small, scale=0.004)
        made.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert made[0] == made[1]
    assert set(made[0]) == {model.FILE.name, model.EVERYDAY.name, train.FIGURES}
    assert {"set", "what", "n", "percent", "low", "high"} <= set(json.loads(made[0][train.FIGURES])["sets"][0])


def test_what_is_shipped_is_small():
    assert sum(file.stat().st_size for file in (model.FILE, model.EVERYDAY, gazetteer.FILE)) < 8 * MEGABYTE
    assert len(gzip.decompress(model.FILE.read_bytes())) < 20 * MEGABYTE


def test_the_data_card_states_the_figures_of_the_training_run():
    about = json.loads((model.FILE.parent / train.FIGURES).read_text())
    card = (model.FILE.parent / train.CARD).read_text()
    assert train.with_table(card, about) == card


def test_the_figures_are_of_the_rule_that_is_in_use():
    about = json.loads((model.FILE.parent / train.FIGURES).read_text())
    assert (about["version"], about["thresholds"], about["beside"]) == (model.VERSION, deciding.THRESHOLDS, deciding.BESIDE)


@pytest.mark.parametrize(
    ("name", "what", "most"),
    [
        ("utterances, common names", "leaked", 2.0),  # the target is 1; each sentence counts four times, so eight are two or three
        ("utterances, abroad names", "leaked", 3.0),
        ("utterances, rare names", "leaked", 4.0),
        ("utterances", "touched", 3.0),  # public figures and names that the annotators forgot are among these
    ],
)
def test_the_model_was_measured_no_worse_than_this(name, what, most):
    rows = json.loads((model.FILE.parent / train.FIGURES).read_text())["sets"]
    assert [row["percent"] <= most for row in rows if (row["set"], row["what"]) == (name, what)] == [True]
