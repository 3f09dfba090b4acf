"""`python -m bench.exam.floors`: measures a small fixed part of the sets and writes tests/redaction/floors.json, below which quality may not sink.

Other people's sentences are no part of it: they are not everywhere.
"""

from __future__ import annotations

import json
from functools import cache
from math import ceil

from bench.exam.cases import Case
from bench.exam.scoring import Look, examine, leak, ours, touched
from bench.exam.sets import SETS
from bench.rows import Share
from config.env import ROOT
from redaction.pipeline import engine

FILE = ROOT / "tests" / "redaction" / "floors.json"
SIZES = {"identifiers": 0.035, "telephone": 0.03, "names": 0.035, "own": 0.02, "written": 0.08, "negatives": 0.07, "clean": 0.04}
_SEED = 2
_MARGIN = 0.02  # of the mentions: a word more or less read otherwise is no loss of quality

Floors = dict[str, dict[str, int]]


@cache
def cases() -> dict[str, list[Case]]:
    """By set and kind, as "telephone/POSTCODE"."""
    groups: dict[str, list[Case]] = {}
    for name, size in SIZES.items():
        for case in SETS[name]("test", _SEED, size):
            groups.setdefault(f"{name}/{case.kind}", []).append(case)
    return groups


def measure(group: str, look: Look) -> Share:
    """Leaked mentions; of a clean group, touched lines. A held one counts as lost here: what is held must not hide what is not found."""
    verdicts = examine(cases()[group], look)
    return leak(verdicts, with_held=True) if verdicts[0].case.mentions else touched(verdicts)


def floors() -> Floors:
    """n: mentions, or lines; at_most: how many of them may be lost."""
    shares = {group: measure(group, ours(engine())) for group in cases()}
    return {group: {"n": share.n, "at_most": min(share.n, share.hits + ceil(_MARGIN * share.n))} for group, share in shares.items()}


def kept() -> Floors:
    floors: Floors = json.loads(FILE.read_text())
    return floors


if __name__ == "__main__":
    lines = ",\n ".join(f"{json.dumps(group)}: {json.dumps(floor)}" for group, floor in floors().items())
    FILE.write_text(f"{{\n {lines}\n}}\n")
