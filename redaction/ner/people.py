"""Made-up people: names drawn from the gazetteer by how common they are, and names that nobody has. Seeded, for training and measuring only."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from redaction.ner.gazetteer import FIRST_ABROAD, INDIAN, LAST_ABROAD, Entry, Gazetteer

KINDS = {"common": 36, "known": 20, "rare": 14, "abroad": 14, "indian": 8, "invented": 8}
_HELD_OUT_ONE_IN = 8
_Weigh = Callable[[Entry, str], int]


class Pool(NamedTuple):
    names: list[str]
    weights: list[int]  # running totals


def is_held_out(name: str) -> bool:
    """Never in a training sentence by name swap: what is measured with them was not learned by heart."""
    return crc32(name.encode()) % _HELD_OUT_ONE_IN == 0


class People:
    """held_out: draw from the names that training never saw, or only from the others. kinds: share of each kind."""

    def __init__(self, gazetteer: Gazetteer, rng: random.Random, *, held_out: bool = False, kinds: dict[str, int] | None = None) -> None:
        self._rng = rng
        self.held_out = held_out
        self._kinds = kinds or KINDS
        self._items = [(word, entry) for word, entry in gazetteer.items() if len(word) > 1 and " " not in word and is_held_out(word) == held_out]
        self._firsts = cache(lambda kind: _pool(self._items, kind, _first_weight))
        self._lasts = cache(lambda kind: _pool(self._items, kind, _last_weight))
        self._first_chain = cache(lambda: _Chain(self._firsts("known").names + self._firsts("abroad").names))
        self._last_chain = cache(lambda: _Chain(self._lasts("known").names))

    def kind(self) -> str:
        return self._rng.choices(list(self._kinds), list(self._kinds.values()))[0]

    def first(self, kind: str) -> str:
        return self._first_chain().name(self._rng) if kind == "invented" else self._drawn(self._firsts(kind))

    def last(self, kind: str) -> str:
        return self._last_chain().name(self._rng) if kind == "invented" else self._drawn(self._lasts(kind))

    def _drawn(self, pool: Pool) -> str:
        return self._rng.choices(pool.names, cum_weights=pool.weights)[0]


def _pool(items: list[tuple[str, Entry]], kind: str, weigh: _Weigh) -> Pool:
    chosen = [(word, weight) for word, entry in items if (weight := weigh(entry, kind))]
    return Pool([word for word, _ in chosen], list(accumulate(weight for _, weight in chosen)))


def _first_weight(entry: Entry, kind: str) -> int:
    return _weight(entry, kind, log=entry.first, steps=(17, 11, 4), abroad=FIRST_ABROAD)


def _last_weight(entry: Entry, kind: str) -> int:
    return _weight(entry, kind, log=entry.last, steps=(16, 12, 8), abroad=LAST_ABROAD)


def _weight(entry: Entry, kind: str, *, log: int, steps: tuple[int, int, int], abroad: int) -> int:
    """How often to draw a name of a kind; 0: it is none. Ordinary words are names too, but rarely rare ones."""
    common, known, rare = steps
    here = bool(entry.seen_in & abroad)
    if kind == "common":
        return 1 << (log - common) // 2 if log >= common else 0
    if kind == "known":
        return int(known <= log < common and (not entry.rarity or log > known + 2))
    if kind == "rare":
        return int(rare <= log < known and not entry.rarity and not entry.place)
    if kind == "indian":
        return int(here and bool(entry.seen_in & INDIAN) and not entry.rarity)
    return int(here and log < common and not entry.rarity and not entry.seen_in & INDIAN)


class _Chain:
    """Letters that follow two others in real names: gives names that sound like some and are none."""

    def __init__(self, names: list[str]) -> None:
        self._after: dict[str, list[str]] = defaultdict(list)
        self._known = frozenset(names)
        for name in names[::3]:
            padded = f"^^{name}$"
            for at in range(2, len(padded)):
                self._after[padded[at - 2 : at]].append(padded[at])

    def name(self, rng: random.Random) -> str:
        while True:
            made = "^^"
            while not made.endswith("$") and len(made) < 14:
                made += rng.choice(self._after[made[-2:]])
            if 4 <= len(made) - 3 <= 10 and made.endswith("$") and made[2:-1] not in self._known:
                return made[2:-1]
