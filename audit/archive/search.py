"""Finding entries in storage: newest first, a page at a time, without reading a period whole.

The order is that of the log: what was sealed last stands first. A page gives up after so many bundles and says where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from audit import storage
from audit.archive import files
from audit.archive.files import BLOCK, REGION, Archive
from audit.archive.index import Postings, has_key, key_of, read_body, shard_of
from audit.archive.indexing import read_index
from audit.entries import at_text
from audit.proof.tiles import WIDTH

PAGE: Final = 50
AT_MOST: Final = 1_000  # bundles a page reads: seconds, from a disk


class Place(NamedTuple):
    """Where an entry stands. As a cursor: what comes next lies before it."""

    period: int
    position: int


@dataclass(frozen=True)
class Wanted:
    """What to look for: of each name in a body the values of which any will do. The times bound the entry's own `at`: since <= at < until."""

    words: Mapping[str, Collection[str]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None

    def searched(self) -> list[list[int]]:
        """Of each name that an index knows, the keys of which a bundle has one. A session has none: give the person and the time too."""
        known = {name: values for name, values in self.words.items() if all(has_key(name, value) for value in values)}
        return [[key_of(name, value) for value in values] for name, values in known.items()]

    def meets(self, first: str, last: str) -> bool:
        """Could an entry between these two times be wanted?"""
        return (self.since is None or last >= at_text(self.since)) and (self.until is None or first < at_text(self.until))

    def fits(self, body: dict[str, Any]) -> bool:
        at = str(body.get("at", ""))
        return self.meets(at, at) and all(body.get(name) in values for name, values in self.words.items())


class Found(NamedTuple):
    place: Place
    body: dict[str, Any]
    raw: bytes


class Page(NamedTuple):
    """older: where the next page begins; None when nothing is left. A page that gave up may be short, or empty, and still have one."""

    entries: list[Found]
    older: Place | None


def search(archives: Sequence[Archive], wanted: Wanted, *, before: Place | None = None, limit: int = PAGE, at_most: int = AT_MOST) -> Page:
    """Raises storage.MissingFile, BadIndex, BadTile when the archive is not whole there."""
    found: list[Found] = []
    read = 0
    for archive in sorted(archives, key=lambda one: one.period, reverse=True):
        if before is not None and archive.period > before.period:
            continue
        end = before.position if before is not None and archive.period == before.period else archive.size
        for n in _bundles(archive, wanted, end):
            if n * WIDTH >= end:
                continue
            if read >= at_most:
                return Page(found, Place(archive.period, min(end, (n + 1) * WIDTH)))
            read += 1
            for one in _in_bundle(archive, wanted, n, end):
                found.append(one)
                if len(found) == limit:
                    return Page(found, one.place)
    return Page(found, None)


def _in_bundle(archive: Archive, wanted: Wanted, n: int, end: int) -> Iterator[Found]:
    entries = archive.entries(n)
    for within in reversed(range(len(entries))):
        position = n * WIDTH + within
        if position < end and wanted.fits(body := read_body(entries[within])):
            yield Found(Place(archive.period, position), body, entries[within])


def _bundles(archive: Archive, wanted: Wanted, end: int) -> Iterator[int]:
    """Numbers of bundles that may hold what is wanted, newest first."""
    if end <= 0:
        return
    top = (end - 1) // BLOCK
    for region in reversed(range(top * BLOCK // REGION + 1)):
        first = region * WIDTH
        last = min(top, first + WIDTH - 1)
        if (region + 1) * REGION <= archive.size:
            yield from _in_region(archive, wanted, region, last)
        else:
            for block in reversed(range(first, last + 1)):
                yield from _in_block(archive, wanted, block)


def _in_region(archive: Archive, wanted: Wanted, region: int, last: int) -> Iterator[int]:
    """One shard a key says where, for 16.7 M entries; without a key the blocks are asked for their times."""
    near = {block for block in _near(archive, wanted, region) if region * WIDTH + block <= last}
    keys = wanted.searched() if near else []
    if not keys:
        for block in sorted(near, reverse=True):
            yield from _in_block(archive, wanted, region * WIDTH + block)
        return
    hits = set.intersection(*(set[int]().union(*(_shard(archive, region, key).bundles_of(key) for key in any_of)) for any_of in keys))
    for bundle in sorted((hit for hit in hits if hit >> 8 in near), reverse=True):
        yield region * BLOCK + bundle


def _near(archive: Archive, wanted: Wanted, region: int) -> range | list[int]:
    """Blocks of the region, from 0, that may hold an entry of that time."""
    if wanted.since is None and wanted.until is None:
        return range(WIDTH)
    spans = json.loads(storage.get(files.merged(archive.period, region, "times")))
    return [block for block, span in enumerate(spans) if wanted.meets(*span)]


def _in_block(archive: Archive, wanted: Wanted, block: int) -> Iterator[int]:
    one = read_index(archive, block)
    hits = {number for number, span in enumerate(one.times) if wanted.meets(*span)}
    for any_of in wanted.searched():
        hits &= set[int]().union(*(one.postings.bundles_of(key) for key in any_of))
    for number in sorted(hits, reverse=True):
        yield block * WIDTH + number


def _shard(archive: Archive, region: int, key: int) -> Postings:
    return Postings.of_raw(storage.get(files.merged(archive.period, region, f"{shard_of(key):02x}")))
