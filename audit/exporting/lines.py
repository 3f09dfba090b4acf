"""Entries as text for other programs: CSV for a spreadsheet, JSON lines byte for byte as they were sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from audit.exporting.tables import csv_row
from audit.reading.finding import Row
from audit.reading.lines import line_of

COLUMNS: Final = (
    "time_utc", "event", "sentence", "outcome", "purpose", "actor", "actor_kind", "roles", "factor", "about", "with", "details", "entry", "unreadable"
)  # fmt: skip


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    yield csv_row(COLUMNS)
    for row in rows:
        yield csv_row(_fields(row))


def as_json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """The bodies as they are: SHA-256 of 0x00 and a line without its end is that entry's leaf.

    One that no reader of entries takes is a word inside an object of ours, which no entry looks like; its leaf is of the word.
    """
    for seq, _, body in rows:
        yield (body if line_of(seq, body).is_readable else json.dumps({"unreadable": body})).encode() + b"\n"


def _fields(row: Row) -> list[str]:
    shown = line_of(row[0], row[2])
    if not shown.is_readable:
        return [""] * 2 + [shown.sentence] + [""] * (len(COLUMNS) - 5) + [shown.id, row[2]]
    details = json.dumps(shown.details, sort_keys=True) if shown.details else ""
    return [
        shown.at.isoformat() if shown.at else "", shown.event, shown.sentence, shown.outcome, shown.purpose, shown.actor, shown.actor_kind,
        shown.roles, shown.factor, shown.subject, shown.object, details, shown.id, "",
    ]  # fmt: skip
