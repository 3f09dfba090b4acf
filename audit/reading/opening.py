"""One entry with what is sealed beside it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db import connections
from django.utils.translation import gettext

from audit import openings
from audit.events import Event, PrivateClass
from audit.models import Entry, Private
from audit.reading.lines import READER, Line, line_of
from audit.receipts import Receipt
from foundation.seal import Erased

_BODIES: Final = "SELECT seq, recorded_at, body FROM audit_entries WHERE id = ANY(%s) ORDER BY recorded_at, seq"
_LEAF: Final = "SELECT position FROM audit_leaves WHERE entry = %s"


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


def lines_of(entry_ids: Collection[str]) -> list[Line]:
    """These entries, of whichever period has its tables still, the oldest first."""
    return [line_of(seq, body, at=at) for seq, at, body in _rows(_BODIES, list(entry_ids))]


def open_entry(entry_id: str, *, receipt: Receipt, only: PrivateClass | None = None) -> OpenEntry:
    """One entry with its openings; of one kind `only`, if asked for. Raises Entry.DoesNotExist."""
    receipt.must_be(Event.ENTRY_OPENED, entry_id)
    found = _rows(_BODIES, [entry_id])
    if not found:
        raise Entry.DoesNotExist(f"no entry {entry_id} in the tables")
    seq, at, body = found[0]
    leaf = _rows(_LEAF, entry_id)
    shown = line_of(seq, body, at=at, entry_id=entry_id)
    wanted = {kind: committed for kind, committed in shown.private.items() if only in (None, kind)}
    parts = Private.objects.using(READER).in_bulk(list(wanted.values()))
    parted = [_opening(entry_id, kind, committed, parts.get(committed)) for kind, committed in wanted.items()]
    return OpenEntry(shown, body, leaf[0][0] if leaf else None, parted)


def _rows(query: str, value: str | list[str]) -> list[tuple[Any, ...]]:
    with connections[READER].cursor() as cursor:
        cursor.execute(query, [value])
        return list(cursor.fetchall())


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
