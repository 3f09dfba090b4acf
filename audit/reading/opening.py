"""One entry with what is sealed beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext

from audit import openings
from audit.events import Event, PrivateClass
from audit.models import Entry, Leaf, Private
from audit.reading.lines import READER, Line, line
from audit.receipts import Receipt
from foundation.seal import Erased


@dataclass(frozen=True)
class Opening:
    kind: str
    text: str
    is_erased: bool = False


@dataclass(frozen=True)
class OpenEntry:
    line: Line
    body: str
    position: int | None
    openings: list[Opening]


def open_entry(entry_id: str, *, receipt: Receipt) -> OpenEntry:
    """One entry with its openings. Raises Entry.DoesNotExist."""
    receipt.must_be(Event.ENTRY_OPENED, entry_id)
    row = Entry.objects.using(READER).get(id=entry_id)
    leaf = Leaf.objects.using(READER).filter(entry=entry_id).first()
    shown = line(row)
    parts = Private.objects.using(READER).in_bulk(list(shown.private.values()))
    found = [_opening(entry_id, kind, committed, parts.get(committed)) for kind, committed in shown.private.items()]
    return OpenEntry(shown, row.body, leaf.position if leaf else None, found)


def _opening(entry_id: str, kind: str, committed: str, part: Private | None) -> Opening:
    if part is None:
        return Opening(kind, "", is_erased=True)
    try:
        opened = openings.open_part(entry_id=entry_id, kind=PrivateClass(kind), key_id=part.key, sealed=bytes(part.sealed), committed=committed)
    except Erased:
        return Opening(kind, "", is_erased=True)
    return Opening(kind, _readable(kind, opened.payload.decode()))


def _readable(kind: str, text: str) -> str:
    if kind != PrivateClass.CONNECTION:
        return text
    connection: dict[str, str] = json.loads(text)
    return gettext("%(address)s with %(agent)s") % connection if connection["agent"] else connection["address"]
