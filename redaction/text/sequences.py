"""Numbers that follow from those before them: counting, doubling, the squares, Fibonacci's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_COUNTED = 0.8  # of the steps are by one, up or down
_SEVERAL, _MANY = 5, 7  # values


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


def _only_rises(values: Sequence[int]) -> bool:
    """So many numbers by chance do in one of 5,000."""
    rises = {after > before for before, after in pairwise(values[:_MANY])}
    return len(values) >= _MANY and len(rises) == 1 and len(set(values[:_MANY])) == _MANY
