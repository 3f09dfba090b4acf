"""An export by a person at a page: chosen, recorded, sealed, and only then begun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings

from audit import permits
from audit.access import Actor
from audit.bundle.asking import Selection, prepare
from audit.events import Event
from audit.exporting.choosing import Chosen, Settled, TooMany, choose, most
from audit.exporting.lines import as_csv, as_json_lines
from audit.exporting.zips import zipped
from audit.log import record
from audit.models import Head, Permit
from audit.permits import Format, Question
from audit.reading import READER, Search

BLOCK: Final = 32 * 1024
WRITERS: Final = {Format.CSV: as_csv, Format.JSONL: as_json_lines}


class TooLarge(ValueError):
    """The current period has so many entries that one officer does not take a bundle of it away alone."""


def export(search: Search, *, format: Format, by: Actor) -> Iterator[bytes]:
    """The export as blocks of bytes. Raises TooMany, Unselectable, TooLarge, Unproven, NotSealed before there is a first one."""
    if format is not Format.BUNDLE:
        return _lines(choose(search), format, by=by)
    whole = Question(search, format).widened()
    if _is_large():
        raise TooLarge(f"the current period has more than {hashes_most()} entries")
    if whole.size > most():
        raise TooMany(most())
    return _bundle(whole.search, by=by)


def ask(search: Search, *, format: Format, by: Actor, reason: str) -> Permit:
    """Ask another officer for what is too much for one. Raises Unselectable, NotNeeded, Empty, TooManyOpen."""
    alone = 0 if format is Format.BUNDLE and _is_large() else most()
    return permits.ask(Question(search, format), by=by, reason=reason, alone=alone)


def export_permitted(permit_id: str, *, by: Actor) -> tuple[Format, Iterator[bytes]]:
    """What another officer approved, once. Raises as permits.use(), and Unproven, NotSealed, before there is a first block."""
    question, size = permits.use(permit_id, by=by)
    if question.format is Format.BUNDLE:
        return question.format, _bundle(question.search, by=by, permit=permit_id)
    return question.format, _lines(Settled(question.search, size), question.format, by=by, permit=permit_id)


def _lines(chosen: Chosen | Settled, format: Format, *, by: Actor, permit: str = "") -> Iterator[bytes]:
    search = chosen.search
    details: dict[str, int | str] = {"format": format.value, "entries": len(chosen), **search.details}
    record(Event.LOG_EXPORTED, by=by, subject=search.about, object=permit, details=details).sealed()
    return in_blocks(WRITERS[format](chosen.rows()))


def _bundle(search: Search, *, by: Actor, permit: str = "") -> Iterator[bytes]:
    """Of whole days, without openings: those leave by the console only. Recorded, sealed and witnessed by prepare()."""
    until = search.until and (search.until - timedelta(microseconds=1)).date()
    selection = Selection(search.since and search.since.date(), until, search.subject)
    return in_blocks(zipped(prepare(selection, by=by, permit=permit, has_openings=False).files()))


def _is_large() -> bool:
    return Head.objects.using(READER).get().size > hashes_most()


def hashes_most() -> int:
    """A bundle holds 32 bytes of every entry of its period, whichever are chosen: of so many one officer takes one away alone."""
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
