"""The sets on which the names model is measured: utterances, names and patterns that the measured model never saw. Seeded."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from redaction.ner.corpus import CHOOSING, Corpus, utterances
from redaction.ner.deciding import spans
from redaction.ner.filling import PERSON, Filler, Sentence, capitals, patterns
from redaction.ner.gazetteer import Gazetteer
from redaction.ner.learning import view
from redaction.ner.measuring import Find, Share, leaks, touched
from redaction.ner.model import Model
from redaction.ner.people import KINDS, People
from redaction.ner.tokens import tokens

SEED = 7
EXTRA = "slurp_devel_extra.jsonl"
# Names of these kinds are hidden from the lists too, as a name is that nobody has written down yet.
_UNLISTED = frozenset(("rare", "invented"))
_SWAPS, _FILLS = 4, 12


def exam(folder: Path, gazetteer: Gazetteer, *, share: float = 1.0) -> dict[str, list[Sentence]]:
    """By name of the set. share: less than 1 for a quick try."""
    rng = random.Random(SEED)
    said = [sentence for file in (CHOOSING, EXTRA) for sentence, _ in utterances(folder / file, gazetteer)]
    said = said[: round(len(said) * share)]
    sets = {"utterances": said}
    private = [sentence for sentence in said if any(label == PERSON for _start, _end, label in sentence.spans)]
    for kind in ("common", "abroad", "indian", "rare", "invented"):
        filler = Filler(gazetteer, People(gazetteer, rng, held_out=True, kinds={kind: 1}), rng)
        corpus = Corpus(folder, gazetteer, filler, rng)
        swapped = [corpus.swapped(sentence, kind=kind) for sentence in private for _ in range(_SWAPS)]
        sets[f"utterances, {kind} names"] = [sentence._replace(is_hidden=kind in _UNLISTED) for sentence in swapped]
    filler = Filler(gazetteer, People(gazetteer, rng, held_out=True, kinds=KINDS), rng)
    for name, title in (("named", "own patterns"), ("plain", "own patterns without names"), ("written", "own patterns, written")):
        sets[title] = [
            capitals(made) if name == "written" else made for pattern in patterns(name, held_out=True) for made in _filled(filler, pattern, share)
        ]
    return sets


def _filled(filler: Filler, pattern: str, share: float) -> Iterable[Sentence]:
    return [filler.fill(pattern) for _ in range(max(1, round(_FILLS * share)))]


def finder(model: Model) -> Find:
    def find(sentence: Sentence) -> list[tuple[int, int]]:
        said = tokens(sentence.text)
        return [(one.start, one.end) for one in spans(said, model.read(said, view(sentence, model.lists))) if one.label == PERSON]

    return find


def figures(sets: dict[str, list[Sentence]], find: Find) -> list[dict[str, object]]:
    """A row for each set and what was counted in it."""
    rows = []
    find = cache(find)
    for name, sentences in sets.items():
        for what, (share, _where) in (("leaked", leaks(sentences, find)), ("touched", touched(sentences, find))):
            if share.total >= 20:
                rows.append(_row(name, what, share))
    return rows


def _row(name: str, what: str, share: Share) -> dict[str, object]:
    low, high = share.interval
    percent = {"percent": 100 * share.bad / share.total, "low": 100 * max(low, 0.0), "high": 100 * high}
    return {"set": name, "what": what, "bad": share.bad, "n": share.total, **{key: round(value, 1) for key, value in percent.items()}}
