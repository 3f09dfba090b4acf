"""An export by a person at a page: chosen, recorded, sealed, and only then begun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings

from audit.access import Actor
from audit.bundle.asking import Selection, prepare
from audit.bundle.files import Bundle
from audit.events import Event
from audit.exporting.choosing import choose
from audit.exporting.lines import as_csv, as_json_lines
from audit.exporting.zips import zipped
from audit.log import record
from audit.models import Head
from audit.reading import READER, Search

BLOCK: Final = 32 * 1024


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    BUNDLE = "bundle"


class Unselectable(ValueError):
    """A bundle is chosen by days and one id alone: its verifier must be able to see what was asked for."""


class TooLarge(ValueError):
    """The log has so many hashes that a bundle of it does not leave by a page."""


WRITERS: Final = {Format.CSV: as_csv, Format.JSONL: as_json_lines}


def export(search: Search, *, format: Format, by: Actor) -> Iterator[bytes]:
    """The export as blocks of bytes. Raises TooMany, Unselectable, TooLarge, Unproven, NotSealed before there is a first one."""
    chosen = choose(search)
    if format is Format.BUNDLE:
        return in_blocks(zipped(_bundle(search, by=by).files()))
    details: dict[str, int | str] = {"format": format.value, "entries": len(chosen), **search.details}
    record(Event.LOG_EXPORTED, by=by, subject=search.about, details=details).sealed()
    return in_blocks(WRITERS[format](chosen.rows()))


def _bundle(search: Search, *, by: Actor) -> Bundle:
    """Without openings: those leave by the console only. Recorded, sealed and witnessed by prepare()."""
    if search.group or search.events or search.actor or search.session or search.outcome or search.manner or search.span or search.id:
        raise Unselectable("a bundle is chosen by days and one id")
    if Head.objects.using(READER).get().size > hashes_most():
        raise TooLarge(f"the log has more than {hashes_most()} entries")
    until = search.until and (search.until - timedelta(microseconds=1)).date()
    return prepare(Selection(search.since and search.since.date(), until, search.subject), by=by, has_openings=False)


def hashes_most() -> int:
    """A bundle holds 32 bytes of every entry of its period, whichever are chosen: so many may leave by a page."""
    return int(getattr(settings, "AUDIT_EXPORT_HASHES_MOST", 1_000_000))


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
