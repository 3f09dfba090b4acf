"""The index of archived entries: which bundle holds entries of a person, subject, object, act, session; and from when to when.

It is no part of what is proved, only a way to it: a hit is read from the entry files, and whoever doubts a miss makes
the index again from them (`retiring` does before a period is dropped). A key is the first 6 bytes of a hash, so a hit may be false.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

KEYS: Final = ("actor", "event", "subject", "object", "session", "outcome")
USUAL_OUTCOME: Final = "granted"  # in every bundle: worth no key
NO_TIME: Final = ("9", "0")  # a bundle without a readable entry: no range meets it
KEY_BYTES: Final = 6
_SHIFT: Final = 16  # bits of a bundle's number behind its key


class BadIndex(ValueError):
    """The file is no index: make it again from the entry files."""


@dataclass(frozen=True)
class Postings:
    """In order: numbers of 64 bits, a key and behind it, in the last 16, the bundle that has it."""

    pairs: array[int]

    def bundles_of(self, key: int) -> set[int]:
        first, end = bisect_left(self.pairs, key << _SHIFT), bisect_left(self.pairs, (key + 1) << _SHIFT)
        return {pair & 0xFFFF for pair in self.pairs[first:end]}

    @classmethod
    def of(cls, pairs: Iterable[int]) -> Postings:
        return cls(array("Q", sorted(pairs)))

    def raw(self) -> bytes:
        return _little(self.pairs).tobytes()

    @classmethod
    def of_raw(cls, raw: bytes) -> Postings:
        """Raises BadIndex."""
        if len(raw) % 8:
            raise BadIndex("the index is cut short")
        pairs: array[int] = array("Q")
        pairs.frombytes(raw)
        return cls(_little(pairs))


@dataclass(frozen=True)
class Index:
    """Of up to 256 bundles. times: the first and last `at` in each bundle, as the bodies write it."""

    times: tuple[tuple[str, str], ...]
    postings: Postings

    @property
    def span(self) -> tuple[str, str]:
        return min(first for first, _ in self.times), max(last for _, last in self.times)

    def raw(self) -> bytes:
        head = json.dumps({"format": 1, "times": self.times}, separators=(",", ":"))
        return head.encode() + b"\n" + self.postings.raw()

    @classmethod
    def of_raw(cls, raw: bytes) -> Index:
        """Raises BadIndex."""
        head, _, rest = raw.partition(b"\n")
        try:
            times = tuple((str(first), str(last)) for first, last in json.loads(head)["times"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadIndex("the index has no head") from error
        return cls(times, Postings.of_raw(rest))


def build(bundles: Iterable[Sequence[bytes]]) -> Index:
    """Of the bodies of up to 256 bundles. A body that is no object is found by nobody."""
    pairs: set[int] = set()
    times: list[tuple[str, str]] = []
    for number, bodies in enumerate(bundles):
        first, last = NO_TIME
        for body in map(read_body, bodies):
            at = str(body.get("at", ""))
            first, last = (min(first, at), max(last, at)) if at else (first, last)
            pairs.update((key << _SHIFT) | number for key in keys_of(body))
        times.append((first, last))
    return Index(tuple(times), Postings.of(pairs))


def read_body(raw: bytes) -> dict[str, Any]:
    """The body's object; empty when it is none, for what is sealed stays as it is."""
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def keys_of(body: dict[str, Any]) -> list[int]:
    found = ((name, body.get(name, "")) for name in KEYS)
    return [key_of(name, value) for name, value in found if value and isinstance(value, str) and (name, value) != ("outcome", USUAL_OUTCOME)]


@lru_cache(maxsize=65_536)
def key_of(name: str, value: str) -> int:
    """48 bits."""
    return int.from_bytes(hashlib.sha256(f"{name}={value}".encode()).digest()[:KEY_BYTES])


def merge(indexes: Iterable[Index]) -> tuple[list[tuple[str, str]], list[Postings]]:
    """Of 256 blocks that follow each other: the span of each, and 256 shards of all their keys, by the first byte of a key."""
    shards: list[array[int]] = [array("Q") for _ in range(256)]
    spans = []
    for block, one in enumerate(indexes):
        spans.append(one.span)
        for pair in one.postings.pairs:
            shards[pair >> 56].append(pair | block << 8)
    return spans, [Postings.of(pairs) for pairs in shards]


def shard_of(key: int) -> int:
    return key >> 40


def _little(numbers: array[int]) -> array[int]:
    """As files have them; and back."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
