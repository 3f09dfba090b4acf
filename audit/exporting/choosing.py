"""Which entries an export takes: chosen once, before its own entry is written, so that the entry tells their number and no later one slips in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from audit import reading
from audit.models import Entry
from audit.reading import READER, Search

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
    """Entries by their numbers, the oldest first: eight bytes each, so memory is bounded by most()."""

    keys: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def rows(self) -> Iterator[Entry]:
        """A few hundred at a time, each read in a statement of its own: no transaction is held open while a slow reader takes them."""
        for at in range(0, len(self.keys), CHUNK):
            wanted = self.keys[at : at + CHUNK]
            found = list(Entry.objects.using(READER).filter(seq__in=wanted).order_by("recorded_at", "seq"))
            if len(found) < len(wanted):
                raise Gone(f"{len(wanted) - len(found)} entries went while they were exported")
            yield from found


def choose(search: Search) -> Chosen:
    """Raises TooMany."""
    found = reading._found(search).order_by("recorded_at", "seq").values_list("seq", flat=True)
    keys = tuple(found[: most() + 1])
    if len(keys) > most():
        raise TooMany(most())
    return Chosen(keys)
