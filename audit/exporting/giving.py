"""An export by a person at a page: chosen, recorded, sealed, and only then begun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from audit.access import Actor
from audit.events import Event
from audit.exporting.choosing import Chosen, choose
from audit.exporting.lines import as_csv, as_json_lines
from audit.log import record
from audit.reading import Search

BLOCK: Final = 32 * 1024


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    BUNDLE = "bundle"


WRITERS: Final = {Format.CSV: as_csv, Format.JSONL: as_json_lines}


def export(search: Search, *, format: Format, by: Actor) -> Iterator[bytes]:
    """The export as blocks of bytes. Raises TooMany, NotSealed, NothingRecorded before there is a first one."""
    chosen = choose(search)
    told(search, chosen, format=format, by=by)
    return in_blocks(WRITERS[format](chosen.rows()))


def told(search: Search, chosen: Chosen, *, format: Format, by: Actor) -> None:
    """Record the export and wait for its leaf: what leaves the house leaves after it was witnessed."""
    details: dict[str, int | str] = {"format": format.value, "entries": len(chosen), **search.details}
    record(Event.LOG_EXPORTED, by=by, subject=search.about, details=details).sealed()


def in_blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Small parts joined: a server sends each one on its own."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= BLOCK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
