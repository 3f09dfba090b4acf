"""The index of archived entries: which bundle holds entries of a person, subject, object, act; and from when to when.

It is no part of what is proved, only a way to it: a hit is read from the entry files, and whoever doubts a miss makes
the index again from them (`retiring` does before a period is dropped). A key is the first 6 bytes of a hash, so a hit may be false.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

KEYS: Final = ("actor", "event", "subject", "object", "outcome")
USUAL_OUTCOME: Final = "granted"  # in every bundle: worth no key
NO_TIME: Final = ("9", "0")  # a bundle without a readable entry: no range meets it
KEY_BYTES: Final = 6
SHARDS: Final = 256
AT_ONCE: Final = 32  # shards made in one reading: some 50 MB
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
    except (ValueError, RecursionError):  # the database takes JSON that is nested deeper than Python reads
        return {}
    return body if isinstance(body, dict) else {}


def keys_of(body: dict[str, Any]) -> list[int]:
    found = ((name, body.get(name, "")) for name in KEYS)
    return [key_of(name, value) for name, value in found if value and isinstance(value, str) and has_key(name, value)]


def has_key(name: str, value: str) -> bool:
    """Does an index know which bundles have this?"""
    return name in KEYS and (name, value) != ("outcome", USUAL_OUTCOME)


@lru_cache(maxsize=65_536)
def key_of(name: str, value: str) -> int:
    """48 bits."""
    return int.from_bytes(hashlib.sha256(f"{name}={value}".encode()).digest()[:KEY_BYTES])


def merge(read: Callable[[int], Index]) -> Iterator[Postings]:
    """256 shards, by the first byte of a key, of the 256 blocks that `read` gives by number. Each is read eight times, so that memory stays small."""
    for first in range(0, SHARDS, AT_ONCE):
        made: list[array[int]] = [array("Q") for _ in range(AT_ONCE)]
        for block in range(SHARDS):
            pairs = read(block).postings.pairs
            for shard, into in enumerate(made, first):
                start, end = bisect_left(pairs, shard << 56), bisect_left(pairs, (shard + 1) << 56)
                into.extend([pair | block << 8 for pair in pairs[start:end]])
        while made:
            yield Postings.of(made.pop(0))


def shard_of(key: int) -> int:
    return key >> 40


def _little(numbers: array[int]) -> array[int]:
    """As files have them; and back."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
