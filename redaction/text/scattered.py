"""A known number that strange words broke apart: "four five, what was it, two two, let me check, nine oh seven". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

_NEAR = 30  # pieces between the first and the last fragment
_SHORTEST_TARGET = 6  # of fewer characters, two or three are said by chance
_SHARE = 0.7  # of the target, in its order: with 0.6 the six numbers of a lottery were one; echo holds from there on
_PURE = 0.7  # of what was said is the target's: two times of day and a date hold most of many numbers

Place = tuple[int, int]  # pieces first to last (exclusive)


class Fragment(NamedTuple):
    """Pieces first to last (exclusive) that say `text`, a run of the target, exactly."""

    first: int
    last: int
    text: str


def gathered(fragments: Sequence[Fragment], wholly: Sequence[Place], partly: Sequence[Place], target: str) -> list[Fragment]:
    """The fragments that are the target's: those that make up most of it together, and those near a place where it was heard.

    wholly, partly: where it was heard from end to end without a mistake, and otherwise; after the first, two digits are most likely other ones.
    """
    if len(target) < _SHORTEST_TARGET or not fragments:
        return []
    loose = _apart(fragments, [*wholly, *partly])
    near_whole, near_part = _around(wholly), _around(partly)
    together = {one for group in _windows(loose) for one in _most(group, target)}
    return [one for one in loose if one in together or one.first in near_part or (len(one.text) > 2 and one.first in near_whole)]


def _around(places: Sequence[Place]) -> set[int]:
    return {at for first, last in places for at in range(first - _NEAR, last + _NEAR)}


def _most(group: list[Fragment], target: str) -> list[Fragment]:
    """The fragments from the first on that say most of the target and little else; none if they never do."""
    need, best = ceil(_SHARE * len(target)), 0
    texts = [one.text for one in group]
    if LCSseq.similarity("".join(texts), target, score_cutoff=need) < need:
        return []
    for count in range(2, len(group) + 1):
        said = "".join(texts[:count])
        if LCSseq.similarity(said, target) >= max(need, _PURE * len(said)):
            best = count
    return group[:best]


def _apart(fragments: Sequence[Fragment], surely: Sequence[Place]) -> list[Fragment]:
    """The longest first; none inside another, nor inside what is heard already. In order."""
    covered = {at for first, last in surely for at in range(first, last)}
    taken: list[Fragment] = []
    for one in sorted(fragments, key=lambda fragment: (-len(fragment.text), fragment.first)):
        if covered.isdisjoint(range(one.first, one.last)):
            taken.append(one)
            covered.update(range(one.first, one.last))
    return sorted(taken)


def _windows(loose: list[Fragment]) -> Iterator[list[Fragment]]:
    for at, begin in enumerate(loose):
        yield [one for one in loose[at : at + _NEAR] if one.first < begin.first + _NEAR]
