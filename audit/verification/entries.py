"""The entries of a period beside their leaves and tiles, in the order of the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.backends.utils import CursorWrapper

from audit import verify
from audit.bundle.tables import parsed
from audit.entries import at_text
from audit.proof.tiles import WIDTH, BadTile
from audit.sealing.proving import tile
from audit.verification.disagreements import Disagreement
from audit.verification.openings import Openings
from audit.verification.signatures import Signed

CHUNK: Final = 20 * WIDTH

_PLACES: Final = "SELECT position, entry_seq, entry, hash FROM audit_leaves WHERE period = %s AND position >= %s AND position < %s ORDER BY position"
_ENTRIES: Final = """
    SELECT seq, id, recorded_at, actor, action, object, subject, outcome, body FROM audit_entries WHERE period = %s AND seq = ANY(%s)
"""
_LEAVES: Final = "SELECT hash FROM audit_leaves WHERE period = %s AND position >= %s AND position < %s ORDER BY position"
_TILES: Final = "SELECT position, hashes, root FROM audit_tiles WHERE period = %s AND level = %s AND position = %s"
# One statement, so one moment: the sealer goes on meanwhile, and writes tiles and head together.
_SURPLUS: Final = """
    SELECT t.level, t.position FROM audit_tiles t
    WHERE t.period = %s AND t.position >= (SELECT coalesce(max(h.size), %s) FROM audit_head h WHERE h.period = %s) >> (8 * (t.level + 1))
    ORDER BY t.level, t.position LIMIT 1
"""
_WITHOUT_LEAF: Final = """
    SELECT e.seq, e.id FROM audit_entries e
    WHERE e.period = %s AND e.seq <= %s AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.period = %s AND l.entry_seq = e.seq)
    ORDER BY e.seq LIMIT 1
"""


class Row(NamedTuple):
    """A leaf with its entry beside it, where there is one."""

    position: int
    seq: int
    leaf_entry: str
    leaf: bytes
    id: str | None
    recorded_at: datetime
    actor: str
    action: str
    object: str
    subject: str
    outcome: str
    body: str

    @property
    def called(self) -> str:
        return f"entry {self.position} (seq {self.seq}, id {self.leaf_entry})"


_NO_ENTRY: Final = (None,) * 8


@dataclass
class Walk:
    """Along one period, from the first place or from a tile's beginning further on."""

    cursor: CursorWrapper
    period: int
    size: int
    signed: list[Signed]
    told: Callable[[int], None]
    openings: Openings

    def run(self, start: int = 0) -> bytes:
        """The root of all. Raises Disagreement with the first thing that is wrong."""
        tree = self._tree_at(start)
        waiting = sorted((one for one in self.signed if one.size > tree.size or one.size == start == 0), reverse=True)
        while waiting and waiting[-1].size == 0:
            self._compare(waiting.pop(), verify.NOTHING)
        for rows in self._chunks(tree.size):
            for at in range(0, len(rows), WIDTH):
                leaves = [row.leaf for row in rows[at : at + WIDTH]]
                self._grow(tree, leaves, waiting)
            self.told(len(rows))
        if waiting:
            raise Disagreement(f"{waiting[-1].what}: the log has {tree.size}: leaves were deleted")
        self._no_surplus()
        return tree.root()

    def check_leaves_of_all(self, settled: int) -> None:
        """Every entry up to `settled` has its leaf. Raises Disagreement."""
        self.cursor.execute(_WITHOUT_LEAF, [self.period, settled, self.period])
        if row := self.cursor.fetchone():
            raise Disagreement(f"period {self.period}, entry of seq {row[0]} (id {row[1]}): has no leaf, though the sealer has gone past it")

    def _tree_at(self, start: int) -> verify.Tree:
        """The tree of the full lowest tiles before `start`, as the tiles above have it."""
        tree = verify.Tree()
        tree.size = count = start // WIDTH * WIDTH
        level = 0
        while count := count // WIDTH:
            level += 1
            width = count % WIDTH
            hashes = self._tile(level, count // WIDTH, width) if width else b""
            tree.rows.append([hashes[at : at + verify.HASH] for at in range(0, len(hashes), verify.HASH)])
        return tree

    def _tile(self, level: int, n: int, width: int) -> bytes:
        try:
            return tile(self.cursor, self.period, level, n, width)
        except BadTile as error:
            raise Disagreement(str(error)) from error

    def _chunks(self, start: int) -> Iterator[list[Row]]:
        for first in range(start, self.size, CHUNK):
            end = min(first + CHUNK, self.size)
            rows = self._rows(first, end)
            naming = [(position, body) for position, row in enumerate(rows, start=first) if "private" in (body := self._check(row, position))]
            if missing := self.openings.first_missing(self.period, naming):
                position, kind = missing
                called = rows[position - first].called
                raise Disagreement(f"period {self.period}, {called}: its opening of class {kind} neither expired nor was erased: it was taken away")
            if len(rows) < end - first:
                raise Disagreement(f"period {self.period}, place {first + len(rows)}: its leaf was deleted")
            yield rows

    def _rows(self, first: int, end: int) -> list[Row]:
        """Leaves, then the entries that they name, each by its index."""
        self.cursor.execute(_PLACES, [self.period, first, end])
        leaves = self.cursor.fetchall()
        self.cursor.execute(_ENTRIES, [self.period, [leaf[1] for leaf in leaves]])
        entries = {seq: entry for seq, *entry in self.cursor.fetchall()}
        return [Row(*leaf, *entries.get(leaf[1], _NO_ENTRY)) for leaf in leaves]

    def _check(self, row: Row, position: int) -> dict[str, Any]:
        """The body. Raises Disagreement."""
        if row.position != position:
            raise Disagreement(f"period {self.period}, place {position}: its leaf was deleted")
        if row.id is None:
            raise Disagreement(f"period {self.period}, {row.called}: was deleted, its leaf is still there")
        if row.leaf_entry != row.id:
            raise Disagreement(f"period {self.period}, {row.called}: its leaf names that id, its row {row.id}")
        raw = row.body.encode()
        if verify.leaf_of(raw) != row.leaf:
            what = "its body was edited after it was sealed" if self._leaves_lead_to_the_root() else "its leaf was edited"
            raise Disagreement(f"period {self.period}, {row.called}: {what}")
        if verify.taken_apart(raw) is None:
            raise Disagreement(f"period {self.period}, {row.called}: {verify.what_is_wrong(raw)}")
        body = parsed(row.body)
        if column := _differing_column(row, body):
            raise Disagreement(f"period {self.period}, {row.called}: its column {column} was edited, or its body before it was sealed")
        return body

    def _leaves_lead_to_the_root(self) -> bool:
        tree, last = verify.Tree(), max(self.signed)
        for first in range(0, last.size, WIDTH):
            self.cursor.execute(_LEAVES, [self.period, first, min(first + WIDTH, last.size)])
            list(tree.add([bytes(leaf) for (leaf,) in self.cursor.fetchall()]))
        return tree.root() == last.root

    def _grow(self, tree: verify.Tree, leaves: list[bytes], waiting: list[Signed]) -> None:
        before = tree.size
        tree.rows[0] = leaves
        while waiting and waiting[-1].size <= before + len(leaves):
            one = waiting.pop()
            self._compare(one, tree.root(one.size - before))
        for level, n, hashes in tree.add(leaves):
            self.cursor.execute(_TILES, [self.period, level, n])
            found, what = self.cursor.fetchone(), f"period {self.period}, tile {n} of level {level}"
            if found is None:
                raise Disagreement(f"{what}: is missing")
            if (bytes(found[1]), bytes(found[2])) != (b"".join(hashes), verify.root_of_row(hashes)):
                raise Disagreement(f"{what}: was edited: it is not what the leaves give")

    def _compare(self, one: Signed, root: bytes) -> None:
        if one.root != root:
            raise Disagreement(f"{one.what}: has the root {one.root.hex()}, the entries give {root.hex()}: the log was rewritten before that")

    def _no_surplus(self) -> None:
        self.cursor.execute(_SURPLUS, [self.period, self.size, self.period])
        if row := self.cursor.fetchone():
            raise Disagreement(f"period {self.period}, tile {row[1]} of level {row[0]}: a log of {self.size} entries has no such tile")


def _differing_column(row: Row, body: dict[str, Any]) -> str | None:
    columns = {
        "id": (row.id, body["id"]),
        "recorded_at": (at_text(row.recorded_at), body["at"]),
        "actor": (row.actor, body["actor"]),
        "action": (row.action, body["event"]),
        "object": (row.object, body.get("object", "")),
        "subject": (row.subject, body.get("subject", "")),
        "outcome": (row.outcome, body["outcome"]),
    }
    return next((name for name, (column, said) in columns.items() if column != said), None)
