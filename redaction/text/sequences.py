"""Numbers that follow from those before them: counting, doubling, the squares, Fibonacci's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_COUNTED = 0.8  # of the steps are by one, up or down
_SEVERAL, _MANY = 5, 6  # values


def is_sequence(values: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(values)]
    if len(values) > 2 and len(set(steps)) == 1 and steps[0]:
        return True
    if len(values) < _SEVERAL:
        return False
    return _counts(steps) or _grows(values) or _bends(steps) or _adds_up(values) or _only_rises(values)


def _counts(steps: list[int]) -> bool:
    """ "one two three four and five six seven eight"."""
    return sum(abs(step) == 1 for step in steps) >= _COUNTED * len(steps)


def _grows(values: Sequence[int]) -> bool:
    """Each as many times the one before."""
    return values[1] > values[0] > 0 and all(after * values[0] == before * values[1] for before, after in pairwise(values[:_MANY]))


def _bends(steps: list[int]) -> bool:
    """One, four, nine, sixteen; one, three, six, ten."""
    bends = {after - before for before, after in pairwise(steps[: _MANY - 1])}
    return steps[0] > 0 and len(bends) == 1 and bends != {0}


def _adds_up(values: Sequence[int]) -> bool:
    return values[1] > 0 and all(third == one + two for one, two, third in zip(values, values[1:], values[2:], strict=False))


def is_score(digits: str) -> bool:
    """The sets of a match: six four, three six, seven six."""
    sets = [sorted(map(int, digits[at : at + 2])) for at in range(0, len(digits), 2)]
    return len(digits) >= _MANY and len(digits) % 2 == 0 and all((most == 6 and least < 5) or (most == 7 and 5 <= least < 7) for least, most in sets)


def _only_rises(values: Sequence[int]) -> bool:
    """So many numbers do by chance in one of 360. The last may be one said in two: "sixty four, one twenty eight"."""
    rising = next((at for at, (before, after) in enumerate(pairwise(values), 1) if after <= before), len(values))
    falling = next((at for at, (before, after) in enumerate(pairwise(values), 1) if after >= before), len(values))
    return max(rising, falling) >= max(_MANY, len(values) - 2)
