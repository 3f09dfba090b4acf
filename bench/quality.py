"""`python -m bench.quality`: examines redaction with every set and keeps the figures of this version in redaction/measured/, which the house shows.

The half of the sets that nobody tuned on. A row by kind for all locales together, one by locale for the whole set, and what is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.exam.cases import Case
from bench.exam.scoring import Verdict, by, examine, held, leak, ours, touched
from bench.exam.sets import SETS
from bench.rows import Share
from bench.stock import stock
from redaction import measurements
from redaction.measurements import Measured, Measurement
from redaction.pipeline import engine
from redaction.version import VERSION

SEED = 1
ALL = "all"
TITLES = {
    "identifiers": "spoken identifiers",
    "telephone": "answers over the telephone",
    "names": "private names",
    "own": "the speaker's own identifiers",
    "written": "typed text",
    "negatives": "numbers and words of daily life",
    "clean": "ordinary utterances",
    "theirs": "other people's sentences, names",
    "theirs_clean": "other people's sentences, nothing personal",
}
# Of REDACTION.md in percent, by set and by the beginning of a kind; the longest that fits holds. "" is the set's own.
TARGETS: dict[str, dict[str, float]] = {
    "identifiers": {"": 2, "DEVICE_SERIAL": 0.5, "ACCOUNT_ID": 1, "LETTERED_ACCOUNT": 1},
    "telephone": {"SPELLED_NAME": 5, "POSTCODE": 5, "DATE_OF_BIRTH": 3},
    "names": {"": 2, "NAME_common": 1, "NAME_international": 3, "NAME_indian": 3, "NAME_rare": 4},
    "own": {"OWN_": 0.1, "OWN_NAME_MISHEARD": 10},
    "negatives": {"": 2},
    "clean": {"": 3},
    "theirs": {"": 2, "SWAPPED_common": 1, "SWAPPED_international": 3, "SWAPPED_indian": 3, "SWAPPED_rare": 4},
    "theirs_clean": {"": 3},
}
HELD = 0.5  # of ordinary lines
_CLEAN = ("clean", "negatives", "theirs_clean")
_OF_THE_SET = re.compile("^(NEGATIVE|CLEAN|NAME|OWN)_")


@dataclass(frozen=True)
class Figure:
    """A row of the page, and beside it the same share of stock Presidio, where it was asked."""

    row: Measured
    stock: float | None = None


def measured(scale: float = 1.0, *, beside_stock: bool = True) -> list[Figure]:
    """scale: of the full size of the sets."""
    made = {name: list(make("test", SEED, scale)) for name, make in SETS.items()}
    return [figure for name, cases in made.items() if cases for figure in _of_set(name, cases, beside_stock=beside_stock)]


def _of_set(name: str, cases: list[Case], *, beside_stock: bool) -> Iterator[Figure]:
    verdicts, plain = examine(cases, ours(engine())), examine(cases, stock()) if beside_stock else []
    yield _figure(name, ALL, ALL, _share(verdicts), _share(plain))
    by_stock = by(plain, lambda case: case.kind)
    for kind, group in by(verdicts, lambda case: case.kind).items():
        yield _figure(name, kind, ALL, _share(group), _share(by_stock.get(kind, [])))
    for locale, group in by(verdicts, lambda case: case.locale).items():
        yield _figure(name, ALL, locale, _share(group))
    yield Figure(_row(name, ALL, ALL, "held", held(verdicts), HELD if name in _CLEAN else None))


def _share(verdicts: list[Verdict]) -> Share:
    """A set has mentions throughout, or nowhere."""
    return leak(verdicts) if verdicts and verdicts[0].case.mentions else touched(verdicts)


def _figure(name: str, kind: str, locale: str, share: Share, plain: Share | None = None) -> Figure:
    row = _row(name, kind, locale, "touched" if name in _CLEAN else "leak", share, _target(name, kind))
    return Figure(row, 100 * plain.share if plain and plain.n else None)


def _row(name: str, kind: str, locale: str, measure: str, share: Share, target: float | None) -> Measured:
    low, high = share.interval
    return Measured(TITLES[name], _words(kind), locale, measure, share.n, _percent(share.share), _percent(low), _percent(high), target)


def _words(kind: str) -> str:
    """ "POSTCODE_NOISY" as a person says it."""
    plain = _OF_THE_SET.sub("", kind).replace("_BARE", ", without a word that says so").replace("_NOISY", ", misheard")
    return plain.replace("_", " ").lower()


def _percent(share: float) -> float:
    return round(100 * share, 3)


def _target(name: str, kind: str) -> float | None:
    known = TARGETS.get(name, {})
    fits = [start for start in known if ("" if kind == ALL else kind).startswith(start)]
    return known[max(fits, key=len)] if fits else None


if __name__ == "__main__":
    rows = tuple(figure.row for figure in measured(beside_stock=False))
    print(measurements.write(Measurement(VERSION, datetime.now(UTC).date(), rows)))
