"""What the sealer asks of the database and writes there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import psycopg

from audit.proof.notes import Checkpoint, Note, Signer
from audit.proof.tiles import HEIGHT, WIDTH
from audit.proof.tree import BadProof, leaf_hash
from audit.sealing.edge import Edge, FullTile
from audit.sealing.refusals import Refused
from audit.sealing.state import Pending, State
from foundation.clock import now

Connection = psycopg.Connection[Any]
CHUNK: Final = 100 * WIDTH
LAST: Final = 2**63 - 1  # no sequence goes further

_UNSEALED: Final = """
    SELECT e.seq, e.id, e.body FROM audit_entry e
    WHERE e.seq > %s AND e.seq <= %s AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry_seq = e.seq)
    ORDER BY e.seq LIMIT %s
"""
# Of the period whose leaves are being made, which may already have a successor for new entries.
_TAIL: Final = """
    SELECT e.seq, e.id, e.body FROM audit_entries e
    WHERE e.period = %s AND e.seq > %s AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry_seq = e.seq)
    ORDER BY e.seq
"""
# One statement, one round trip, all or nothing.
_WRITE: Final = """
    WITH leaf AS (
        INSERT INTO audit_leaf (position, entry_seq, entry, hash, sealed_at)
        SELECT %(before)s::bigint + n - 1, seq, entry, substring(%(hashes)s::bytea FROM (n::integer - 1) * 32 + 1 FOR 32), %(at)s
        FROM unnest(%(seqs)s::text::bigint[], %(entries)s::text::text[]) WITH ORDINALITY AS new (seq, entry, n)
    ), tile AS (
        INSERT INTO audit_tile (level, position, hashes, root)
        SELECT * FROM unnest(%(levels)s::smallint[], %(positions)s::bigint[], %(tiles)s::bytea[], %(roots)s::bytea[])
    ), checkpoint AS (
        INSERT INTO audit_checkpoint (size, signed_at, root, note) SELECT %(size)s, %(at)s, %(root)s, %(note)s WHERE %(is_checkpoint)s::boolean
    )
    UPDATE audit_head SET period = %(period)s, size = %(size)s, root = %(root)s, note = %(note)s, signed_at = %(at)s
"""
_LEAVES_FROM: Final = "SELECT hash FROM audit_leaf WHERE position >= %s ORDER BY position"
_ROOTS_FROM: Final = "SELECT root FROM audit_tile WHERE level = %s AND position >= %s ORDER BY position"


class Period(NamedTuple):
    n: int
    origin: str
    vkey: str


class Row(NamedTuple):
    seq: int
    id: str
    body: str

    def pending(self) -> Pending:
        return Pending(self.seq, self.id, leaf_hash(self.body.encode()))


def value(connection: Connection, query: str, values: Sequence[object] = ()) -> Any:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def periods(connection: Connection) -> list[Period]:
    """Those that are not closed: one, or the two between which a handing over was interrupted."""
    found = connection.execute("SELECT n, origin, vkey FROM audit_period WHERE closed_at IS NULL ORDER BY n").fetchall()
    return [Period(*row) for row in found]


def size(connection: Connection) -> int:
    """How many leaves the tables hold, by the place of the last."""
    return int(value(connection, "SELECT coalesce(max(position) + 1, 0) FROM audit_leaf"))


def edge(connection: Connection, leaves: int) -> Edge:
    """The right edge of the tree in the tables, from its last tiles. Raises Refused when something is missing there."""
    partials: list[list[bytes]] = []
    count = leaves
    while count:
        first, level = count // WIDTH * WIDTH, len(partials)
        query, values = (_ROOTS_FROM, [level - 1, first]) if level else (_LEAVES_FROM, [first])
        partials.append([row[0] for row in connection.execute(query, values).fetchall()])
        if len(partials[-1]) != count - first:
            raise Refused(
                f"the log has {leaves} leaves, but {count - first} hashes should stand at the end of level {level}, not {len(partials[-1])}"
            )
        count >>= HEIGHT
    try:
        return Edge.of(leaves, partials)
    except BadProof as error:
        raise Refused(f"the leaves of the log are no tree: {error}") from error


def unsealed(connection: Connection, settled: int, newest: int, at_most: int) -> list[Row]:
    return [Row(*row) for row in connection.execute(_UNSEALED, [settled, newest, at_most]).fetchall()]


def tail(connection: Connection, period: int, settled: int) -> list[Row]:
    """All that has no leaf yet of a period that is ending."""
    return [Row(*row) for row in connection.execute(_TAIL, [period, settled]).fetchall()]


def leaves(connection: Connection) -> Iterator[list[bytes]]:
    """All leaf hashes in chunks, in order. Raises Refused at a gap."""
    place = 0
    while True:
        rows = connection.execute("SELECT position, hash FROM audit_leaf WHERE position >= %s ORDER BY position LIMIT %s", [place, CHUNK]).fetchall()
        if any(position != place + n for n, (position, _) in enumerate(rows)):
            raise Refused(f"leaves are missing behind the first {place}")
        if not rows:
            return
        yield [leaf for _, leaf in rows]
        place += len(rows)


def add_tiles(connection: Connection, tiles: Sequence[FullTile]) -> None:
    """Those that an earlier start has not written yet."""
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO audit_tile (level, position, hashes, root) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", tiles)


def write(connection: Connection, state: State, tiles: Sequence[FullTile], *, is_checkpoint: bool) -> None:
    """Bring the database to `state`, whose file is on the disk: pending leaves, full tiles, the head that everybody may see."""
    values = {
        "before": state.before,
        "at": now(),
        # spelled out here: the driver would quote each value by itself, in twice the time of all the rest
        "seqs": "{" + ",".join([str(row.seq) for row in state.pending]) + "}",
        "entries": "{" + ",".join([_quoted(row.id) for row in state.pending]) + "}",
        "hashes": b"".join([row.hash for row in state.pending]),
        "levels": [tile.level for tile in tiles],
        "positions": [tile.position for tile in tiles],
        "tiles": [tile.hashes for tile in tiles],
        "roots": [tile.root for tile in tiles],
        "period": state.period,
        "size": state.size,
        "root": state.root,
        "note": state.note,
        "is_checkpoint": is_checkpoint,
    }
    psycopg.Cursor(connection).execute(_WRITE, values, prepare=True)  # bound by the server, so planned once


def _quoted(entry: str) -> str:
    """As an element of an array's literal."""
    return '"' + entry.replace("\\", "\\\\").replace('"', '\\"') + '"'


def signed(period: Period, edge: Edge, signer: Signer, *, before: int, pending: Sequence[Pending] = (), settled: int = 0) -> State:
    """The state in which this edge is the signed head."""
    text = Checkpoint(period.origin, edge.size, edge.root()).text()
    note = Note.signed(text, signer.sign(text)).raw()
    return State(period.n, period.origin, edge.size, edge.root(), edge.frontier.roots, note, before, tuple(pending), settled)
