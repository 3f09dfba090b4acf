"""Which entries an export takes: chosen once, before its own entry is written, so that the entry tells their number and no later one slips in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings

from audit.reading import Place, Search
from audit.reading.finding import Row, oldest, place_of, rows

CHUNK: Final = 500


class Gone(Exception):
    """An entry that was chosen cannot be read any more: the export is cut off rather than handed out short."""


class TooMany(ValueError):
    """More than one officer may take away alone; `most` says how many one may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} entries: narrow the search, or ask another officer")
        self.most = most


def most() -> int:
    """So many entries one officer takes away alone."""
    return int(settings.AUDIT_EXPORT_MOST)


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


@dataclass(frozen=True)
class Settled:
    """A search without a moving end, whose entries were counted and approved: nothing of them is held, so there may be millions."""

    search: Search
    size: int

    def __len__(self) -> int:
        return self.size

    def rows(self) -> Iterator[Row]:
        """As Chosen.rows(). Raises Gone when they turn out to be others than were counted: then nothing more leaves."""
        given = 0
        for given, row in enumerate(_walk(self.search), 1):
            if given > self.size:
                break
            yield row
        if given != self.size:
            raise Gone(f"{given} entries instead of {self.size}")


def choose(search: Search) -> Chosen:
    """Raises TooMany."""
    places = set[Place]()
    for row in _walk(search):
        if len(places) == most():
            raise TooMany(most())
        places.add(place_of(row))
    return Chosen(search, frozenset(places))


def _walk(search: Search) -> Iterator[Row]:
    """All that fits, upward from the oldest: the counts know of entries that left with their period, and would lead there."""
    at = Place(oldest(), 0)
    while found := rows(replace(search, older=None, newer=at), limit=CHUNK):
        yield from found
        at = place_of(found[-1])
