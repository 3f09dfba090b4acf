"""Which entries an export takes: chosen once, before its own entry is written, so that the entry tells their number and no later one slips in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings

from audit.reading import Place, Search
from audit.reading.finding import Row, place_of, rows
from audit.reading.search import EPOCH

CHUNK: Final = 500


class Gone(Exception):
    """An entry that was chosen cannot be read any more: the export is cut off rather than handed out short."""


class TooMany(ValueError):
    """More than a browser may take away at once; `most` says how many it may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} entries: narrow the search, or have a bundle made on the console")
        self.most = most


def most() -> int:
    """So many entries leave by a page at most."""
    return int(getattr(settings, "AUDIT_EXPORT_MOST", 50_000))


@dataclass(frozen=True)
class Chosen:
    """Entries by their places, the oldest first: some bytes each, so memory is bounded by most() however long they are."""

    search: Search
    places: frozenset[Place]

    def __len__(self) -> int:
        return len(self.places)

    def rows(self) -> Iterator[Row]:
        """Some hundred at a time, each in a statement of its own: no transaction is held open while a slow reader takes them. Raises Gone."""
        given = 0
        for row in _walk(self.search):
            if place_of(row) in self.places:
                given += 1
                yield row
            if given == len(self):
                return
        raise Gone(f"{len(self) - given} entries went while they were exported")


def choose(search: Search) -> Chosen:
    """Raises TooMany."""
    places = set[Place]()
    for row in _walk(search):
        if len(places) == most():
            raise TooMany(most())
        places.add(place_of(row))
    return Chosen(search, frozenset(places))


def _walk(search: Search) -> Iterator[Row]:
    """All that fits, upward from the oldest."""
    at = Place(EPOCH, 0)
    while found := rows(replace(search, older=None, newer=at), limit=CHUNK):
        yield from found
        at = place_of(found[-1])
