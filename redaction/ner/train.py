"""The whole recipe: `python -m redaction.ner.train [DATA]` makes the model, its words and its figures again, byte for byte.

Two models are trained: one that has seen nothing of what it is measured on, for the figures; and the one that is shipped, by the same recipe
on all that there is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
from pathlib import Path

from redaction.ner import learning
from redaction.ner.corpus import DEFAULT, TRAINING, UNLABELLED, Corpus
from redaction.ner.deciding import BESIDE, THRESHOLDS
from redaction.ner.examining import EXTRA, exam, figures, finder
from redaction.ner.filling import Filler
from redaction.ner.gazetteer import Gazetteer
from redaction.ner.model import EVERYDAY, FILE, VERSION, Model
from redaction.ner.people import People

SEED = 20261126
FIGURES, CARD = "figures.json", "README.md"
_TABLE_STARTS, _TABLE_ENDS = "<!-- figures: written by train.py -->", "<!-- end of figures -->"


def learn(data: Path, gazetteer: Gazetteer, files: tuple[str, ...], file: Path, *, scale: float, with_held_out: bool) -> list[str]:
    """Trains one model into a file. Returns its everyday words."""
    rng = random.Random(SEED)
    filler = Filler(gazetteer, People(gazetteer, rng), rng)
    corpus = Corpus(data, gazetteer, filler, rng, files=files, with_held_out=with_held_out, scale=scale)
    sentences = corpus.training()
    words = learning.everyday(corpus.plain(), (data / UNLABELLED).read_text().splitlines(), gazetteer)
    learning.train(sentences, words, gazetteer, file)
    return words


def main(data: Path, folder: Path, gazetteer: Gazetteer, *, scale: float = 1.0) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "names.crfsuite"
        measured = learn(data, gazetteer, tuple(file for file in TRAINING if file != EXTRA), raw, scale=scale, with_held_out=False)
        rows = figures(exam(data, gazetteer, share=min(1.0, scale)), finder(Model(raw, frozenset(measured), gazetteer)))
        words = learn(data, gazetteer, TRAINING, raw, scale=scale, with_held_out=True)
        (folder / FILE.name).write_bytes(gzip.compress(raw.read_bytes(), mtime=0))
    (folder / EVERYDAY.name).write_text("\n".join(words) + "\n")
    about = {"version": VERSION, "thresholds": THRESHOLDS, "beside": BESIDE, "sets": rows}
    (folder / FIGURES).write_text(json.dumps(about, indent=1) + "\n")
    if (folder / CARD).exists():
        (folder / CARD).write_text(with_table((folder / CARD).read_text(), about))


def with_table(card: str, about: dict[str, object]) -> str:
    """The data card with its figures written anew."""
    head, rest = card.split(_TABLE_STARTS)
    return f"{head}{_TABLE_STARTS}\n{table(about)}\n{_TABLE_ENDS}{rest.split(_TABLE_ENDS)[1]}"


def table(about: dict[str, object]) -> str:
    thresholds = about["thresholds"]
    assert isinstance(thresholds, dict)
    told = ", ".join(f"{name} {least}" for name, least in thresholds.items())
    lines = [f"Version {about['version']}. Thresholds: {told}.", "", "| set | what | n | % | 95 % interval |", "|---|---|---|---|---|"]
    rows = about["sets"]
    assert isinstance(rows, list)
    lines += [f"| {row['set']} | {row['what']} | {row['n']} | {row['percent']} | {row['low']} to {row['high']} |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", nargs="?", type=Path, default=DEFAULT)
    options.add_argument("--out", type=Path, default=FILE.parent)
    options.add_argument("--scale", type=float, default=1.0)
    given = options.parse_args()
    main(given.data, given.out, Gazetteer(), scale=given.scale)
    sys.stdout.write((given.out / FIGURES).read_text())
