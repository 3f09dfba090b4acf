"""The openings that a bundle carries: gathered while its entries pass, opened at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from audit import openings
from audit.bundle.tables import concerned_by
from audit.events import PrivateClass
from audit.models import Private
from audit.reading import READER
from foundation.seal import Erased

BATCH: Final = 500


class First(NamedTuple):
    """The first entry that names an opening."""

    entry_id: str
    kind: str
    concerned: frozenset[str]


class Named:
    """Every opening that the entries of a bundle name."""

    def __init__(self) -> None:
        self._first: dict[str, First] = {}
        self.missing: set[str] = set()
        self.count = 0

    def add(self, body: dict[str, Any]) -> None:
        for kind, commitment in body.get("private", {}).items():
            if commitment not in self._first:
                self._first[commitment] = First(body["id"], kind, frozenset(concerned_by(body)))

    def lines(self) -> Iterator[dict[str, str]]:
        """Those that are still there, as the bundle writes them; notes whom the others concerned."""
        waiting = iter(self._first)
        while some := list(islice(waiting, BATCH)):
            rows = {row.commitment: row for row in Private.objects.using(READER).filter(commitment__in=some)}
            for commitment in some:
                line = _open(self._first[commitment], rows.get(commitment))
                if line is None:
                    self.missing |= self._first[commitment].concerned
                else:
                    self.count += 1
                    yield line


def _open(first: First, row: Private | None) -> dict[str, str] | None:
    if row is None:
        return None
    try:
        found = openings.open_part(
            entry_id=first.entry_id, kind=PrivateClass(first.kind), key_id=row.key, sealed=bytes(row.sealed), committed=row.commitment
        )
    except Erased:
        return None
    return {"class": first.kind, "commitment": row.commitment, "payload": found.payload.decode(), "salt": found.salt.hex()}


def as_line(row: object) -> bytes:
    return json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n"
