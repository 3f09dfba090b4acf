"""The files of a bundle, one after the other, none of them held in memory as a whole but the openings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit import verify
from audit.bundle import tables
from audit.bundle.openings import Named, as_line
from audit.bundle.tables import Period, Row, Selection
from audit.proof.notes import Note, with_lines
from audit.proof.tiles import WIDTH, entries_path, pack_entries, tile_path, tiles_of
from audit.proof.tree import inclusion_proof
from audit.reading import READER
from audit.sealing import keys, proving
from audit.sealing.proving import Head

FORMAT: Final = 1
File = tuple[str, Iterable[bytes]]


class Moved(Exception):
    """Openings ended while the bundle was made: what it says of them would not agree with its entries."""


@dataclass
class Bundle:
    """One signed state of a period, chosen by asking.prepare(); its entry is in the log already."""

    period: Period
    head: Head
    cosignatures: list[str]
    selection: Selection
    has_openings: bool
    ends_before: int
    shown: int = 0
    named: Named = field(default_factory=Named)

    @property
    def count(self) -> int:
        """About how many files there will be."""
        tiles = -(-self.head.size // WIDTH)
        return tiles if self.selection else 2 * tiles

    def files(self) -> Iterator[File]:
        """Names and contents, the checkpoint last: without it a folder is no bundle. Raises Moved, BadTile, BadProof, BrokenOpening."""
        with connections[READER].cursor() as cursor:
            for tile in tiles_of(self.head.size):
                yield tile_path(*tile), [proving.tile(cursor, self.period.n, *tile)]
            # openings come before the entries of a selection: which erasures it must show depends on what is missing
            places = self._places(cursor) if self.selection else []
            if not self.selection:
                yield from self._all_entries(cursor)
            yield verify.OPENINGS, self._openings() if self.has_openings else []
            if self.selection:
                more = tables.ends(cursor, self.period.n, self.head.size, self.named.missing)
                yield verify.SELECTED, self._proved(cursor, sorted({0, *places, *more}))
            if self.has_openings and self.period.is_closed:
                yield verify.LATER, [as_line(row) for row in self._later(cursor)]
            if tables.count_ends(cursor, self.period.n) != self.ends_before:
                raise Moved("openings expired or were erased while the bundle was made: make it again")
            yield verify.POLICY, [as_line(self._policy(cursor))]
        yield verify.KEYS, [f"{vkey}\n".encode() for vkey in (self.period.vkey, *self.witnesses())]
        yield verify.CHECKPOINT, [self.checkpoint()]

    def checkpoint(self) -> bytes:
        """The signed note with every cosignature."""
        return with_lines(self.head.note, self.cosignatures).encode()

    def _all_entries(self, cursor: CursorWrapper) -> Iterator[File]:
        for rows in tables.in_chunks(cursor, self.period.n, self.head.size):
            for at in range(0, len(rows), WIDTH):
                some = rows[at : at + WIDTH]
                self._look_at(some)
                yield entries_path(some[0].position // WIDTH, len(some)), [pack_entries([row.body.encode() for row in some])]

    def _places(self, cursor: CursorWrapper) -> list[int]:
        places = tables.chosen(cursor, self.period.n, self.head.size, self.selection)
        if self.has_openings:
            for rows in self._rows(cursor, places):
                for row in rows:
                    self.named.add(tables.parsed(row.body))
        return places

    def _rows(self, cursor: CursorWrapper, places: list[int]) -> Iterator[list[Row]]:
        waiting = iter(places)
        while some := list(islice(waiting, tables.CHUNK)):
            yield tables.entries_at(cursor, self.period.n, some)

    def _proved(self, cursor: CursorWrapper, places: list[int]) -> Iterator[bytes]:
        nodes = proving.nodes(cursor, self.period.n, self.head.size)
        for rows in self._rows(cursor, places):
            for row in rows:
                self.shown += 1
                proof = inclusion_proof(row.position, self.head.size, nodes)
                yield as_line({"entry": row.body, "index": row.position, "proof": [step.hex() for step in proof]})

    def _look_at(self, rows: list[Row]) -> None:
        self.shown += len(rows)
        if self.has_openings:
            for row in rows:
                if '"private":{' in row.body:
                    self.named.add(tables.parsed(row.body))

    def _openings(self) -> Iterator[bytes]:
        return map(as_line, self.named.lines())

    def _later(self, cursor: CursorWrapper) -> Iterator[dict[str, Any]]:
        """Expiries and erasures that were written in a later period, each with its proof under that period's head."""
        newest = proving.head(cursor)
        for end in tables.later_ends(cursor, self.period.n, newest, self.named.missing):
            head = newest if end.period == newest.period else proving.final_head(cursor, end.period)
            proof = proving.inclusion(cursor, end.position, head)
            yield {"checkpoint": head.note, "entry": end.body, "index": end.position, "proof": [step.hex() for step in proof]}

    def _policy(self, cursor: CursorWrapper) -> dict[str, Any]:
        details = tables.parsed(tables.entries(cursor, self.period.n, 0, 1)[0].body)["details"]
        return {
            "format": FORMAT,
            "period": self.period.n,
            "origin": self.period.origin,
            "previous": {"root": details["previous_root"], "size": details.get("previous_size", 0)},
            "clocks_days": {str(kind): days for kind, days in getattr(settings, "AUDIT_CLOCKS_DAYS", {}).items()},
            "selection": self.selection.as_dict() or None,
            "openings": self.has_openings,
            "witnesses": self.witnesses(),
        }

    def witnesses(self) -> list[str]:
        """The keys of those under the checkpoint that this house believes."""
        signed = {signature.name for signature in Note.of(self.checkpoint()).signatures}
        return [verifier.vkey for name, verifiers in sorted(keys.witnesses().items()) if name in signed for verifier in verifiers]
