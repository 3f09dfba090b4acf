"""The pronunciation dictionary inside the pocketsphinx wheel: 125,000 English words and names. Pure."""

from __future__ import annotations

import mmap
import re
from bisect import bisect_left
from functools import cache
from pathlib import Path

from pocketsphinx import get_model_path

DICTIONARY = Path(get_model_path("en-us/cmudict-en-us.dict"))
_HEAD = re.compile(rb"[^ (]+")


@cache
def _pages() -> mmap.mmap:
    """Mapped, not read: nothing to load, and the workers of a machine share its 3 MB."""
    with DICTIONARY.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def look_up(word: str) -> list[tuple[str, ...]]:
    """Every way to say a lower-case word, the usual one first, as phones without stress; empty if the word is not there.

    Looked up in the file each time (10 us): a cache would remember names of people longer than their recording is at work.
    """
    pages, head = _pages(), word.encode("ascii", "replace")
    first, last = _shelf(head[:2])
    at = first if pages[first : first + len(head) + 1] == head + b" " else (pages.find(b"\n" + head + b" ", first, last) + 1 or len(pages))
    ways = []
    while at < len(pages) and _head(at) == head:
        end = pages.find(b"\n", at)
        ways.append(tuple(pages[at:end].decode("ascii").split()[1:]))
        at = end + 1
    return ways


@cache
def _shelf(two: bytes) -> tuple[int, int]:
    """Where the words of these first two letters stand in the file: start and end (exclusive) of their lines."""
    return _place(two), _place(two + b"\xff")


def _place(head: bytes) -> int:
    return _line_start(bisect_left(range(len(_pages())), head, key=lambda place: _head(_line_start(place))))


def _line_start(place: int) -> int:
    return _pages().rfind(b"\n", 0, place) + 1


def _head(line_start: int) -> bytes:
    """The word of a line: `tomato(2) T AH M AA T OW` is another way to say `tomato`. Lines are in the order of their heads."""
    found = _HEAD.match(_pages(), line_start)
    return found[0] if found else b""
