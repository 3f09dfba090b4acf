"""`python -m bench.quality`: examines redaction with every set and writes the figures to redaction/quality.json, which the house shows.

The half of the sets that nobody tuned on. A row: {"set", "what", "locale", "n", "leak", "low", "high", "kind", "target", "stock"}: shares from 0
to 1, low and high the 95 % interval (Wilson), kind one of leak, touched, held; target null where REDACTION.md has none; stock the same share of
stock Presidio's patterns, null where it was not asked. `what` is a kind of the set, or "all"; locale is "all" but for a set's row by locale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from bench.exam.cases import Case
from bench.exam.scoring import Share, Verdict, by, examine, held, leak, ours, touched
from bench.exam.sets import SETS
from bench.stock import stock
from config.env import ROOT
from redaction.pipeline import VERSION, engine

PAGE = ROOT / "redaction" / "quality.json"
SEED = 1
# Of REDACTION.md, by set and by the beginning of a kind; the longest that fits holds. "" is the set's own.
TARGETS: dict[str, dict[str, float]] = {
    "identifiers": {"": 0.02, "DEVICE_SERIAL": 0.005, "ACCOUNT_ID": 0.01, "LETTERED_ACCOUNT": 0.01},
    "telephone": {"SPELLED_NAME": 0.05, "POSTCODE": 0.05, "DATE_OF_BIRTH": 0.03},
    "names": {"": 0.02, "NAME_common": 0.01, "NAME_international": 0.03, "NAME_indian": 0.03, "NAME_rare": 0.04},
    "own": {"OWN_": 0.001, "OWN_NAME_MISHEARD": 0.10},
    "negatives": {"": 0.02},
    "clean": {"": 0.03},
    "theirs": {"": 0.02, "SWAPPED_common": 0.01, "SWAPPED_international": 0.03, "SWAPPED_indian": 0.03, "SWAPPED_rare": 0.04},
    "theirs_clean": {"": 0.03},
}
HELD = 0.005
_CLEAN = ("clean", "negatives", "theirs_clean")


@dataclass(frozen=True)
class Figure:
    """One row of the page."""

    set: str
    what: str
    locale: str
    n: int
    leak: float
    low: float
    high: float
    kind: str
    target: float | None
    stock: float | None = None


def measured(scale: float = 1.0, *, names: tuple[str, ...] = tuple(SETS)) -> list[Figure]:
    """scale: of the full size of the sets; a tenth is enough to see that it works."""
    return [figure for name in names if (cases := list(SETS[name]("test", SEED, scale))) for figure in _of_set(name, cases)]


def _of_set(name: str, cases: list[Case]) -> Iterator[Figure]:
    verdicts, plain = examine(cases, ours(engine())), examine(cases, stock())
    by_stock = {**_shares(plain), "all": _share(plain)}
    yield _figure(name, "all", "all", _share(verdicts), by_stock["all"])
    for what, share in _shares(verdicts).items():
        yield _figure(name, what, "all", share, by_stock[what])
    for locale, group in by(verdicts, lambda case: case.locale).items():
        yield _figure(name, "all", locale, _share(group))
    yield _row(name, "all", "all", held(verdicts), "held", HELD if name in _CLEAN else None)


def _shares(verdicts: list[Verdict]) -> dict[str, Share]:
    return {what: _share(group) for what, group in by(verdicts, lambda case: case.kind).items()}


def _share(verdicts: list[Verdict]) -> Share:
    """A set has mentions throughout, or nowhere."""
    return leak(verdicts) if any(verdict.case.mentions for verdict in verdicts) else touched(verdicts)


def _figure(name: str, what: str, locale: str, share: Share, plain: Share | None = None) -> Figure:
    kind = "touched" if name in _CLEAN else "leak"
    return _row(name, what, locale, share, kind, _target(name, what), plain.share if plain else None)


def _row(name: str, what: str, locale: str, share: Share, kind: str, target: float | None, plain: float | None = None) -> Figure:
    low, high = share.interval
    return Figure(
        name, what, locale, share.n, round(share.share, 5), round(low, 5), round(high, 5), kind, target, None if plain is None else round(plain, 5)
    )


def _target(name: str, what: str) -> float | None:
    known = TARGETS.get(name, {})
    fits = [start for start in known if ("" if what == "all" else what).startswith(start)]
    return known[max(fits, key=len)] if fits else None


def page(figures: list[Figure]) -> str:
    head = {"version": VERSION, "measured_on": datetime.now(UTC).date().isoformat()}
    rows = ",\n  ".join(json.dumps(asdict(figure)) for figure in figures)
    return f'{json.dumps(head)[:-1]}, "rows": [\n  {rows}\n]}}\n'


if __name__ == "__main__":
    PAGE.write_text(page(measured()))
