"""A kind of number as data: one file each says what announces it, its shape and its check. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from redaction.text.recognizers.phrases import phrases

__all__ = ["Check", "Kind", "phrases"]

Check = Callable[[str, str], bool]


@dataclass(frozen=True)
class Kind:
    """name: of the recognizer. surely: phrases after which any number is one; maybe: phrases that need a number of the right shape. Both also close.

    shortest, longest: characters, least_digits of them digits: its shape. part: so many are enough after `surely`.
    check: (characters, region) -> whether they can be one; regions: where that alone tells (empty: everywhere).
    score: with a phrase; checked: without, but the check holds; bare: without anything, from bare_shortest characters on; secret: without anything,
    of a few digits one by one. None: then it is nothing.
    is_lettered: may be letters alone, written as one word.
    """

    entity: str
    name: str
    surely: tuple[str, ...]
    shortest: int
    longest: int
    score: float
    maybe: tuple[str, ...] = ()
    least_digits: int = 3
    part: int = 3
    check: Check | None = None
    regions: frozenset[str] = frozenset()
    checked: float | None = None
    bare: float | None = None
    bare_shortest: int = 7
    secret: float | None = None
    is_lettered: bool = False
