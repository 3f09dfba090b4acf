"""`manage.py seal --adopt`: somebody answers for it that the database is the newest there is, because the sealer's file is lost.

Everything that can be checked without that file is: each body against its leaf, leaves against tiles, the whole tree against
the newest head that our key signed, and against a checkpoint from outside when one is given.
"""

from __future__ import annotations

from audit import periods
from audit.proof.notes import BadNote, BadSignature, Checkpoint, Note, Signer
from audit.proof.tree import leaf_hash
from audit.sealing import keys, starting, tables
from audit.sealing.edge import Edge, FullTile
from audit.sealing.refusals import Refused
from audit.sealing.starting import Start
from audit.sealing.state import StateFile
from audit.sealing.tables import CHUNK, Connection, Period

_ROWS = """
    SELECT l.position, l.hash, e.body FROM audit_leaf l LEFT JOIN audit_entry e ON e.seq = l.entry_seq AND e.id = l.entry
    WHERE l.position >= %s ORDER BY l.position LIMIT %s
"""


def adopt(connection: Connection, file: StateFile, trusted: str | None = None) -> Start:
    """Go on from the head in the database. trusted: a checkpoint from outside, as text. Raises Refused."""
    if file.path.exists():
        raise Refused(f"{file.path} is there: nothing is lost. Only when you know that it is wrong, move it away first")
    period = tables.periods(connection)[0]
    signer = keys.signer_of(period.origin, period.vkey)
    known = _checkpoint(trusted, signer) if trusted else None
    head = _head(connection, period, signer)
    edge = _rebuilt(connection, known)
    if (edge.size, edge.root()) != (head.size, head.root):
        raise Refused(f"the newest head is of {head.size} entries and root {head.root.hex()}, the database has {edge.size} with {edge.root().hex()}")
    note = periods.adoption(period.n, size=edge.size, root=edge.root().hex(), trusted=known.size if known else 0)
    connection.execute("SELECT audit_note_adoption(%s, %s, %s, %s)", [note.id, note.recorded_at, note.actor, note.body])
    return starting.show(connection, file, period, signer, edge)


def _head(connection: Connection, period: Period, signer: Signer) -> Checkpoint:
    """The newest that was shown. Between two periods that is the end of the one before, and this one has no leaf yet."""
    n, note = connection.execute("SELECT period, note FROM audit_head").fetchone() or (0, "")
    if n == period.n - 1 and not tables.size(connection):
        return Checkpoint(period.origin, 0, Edge().root())
    return _checkpoint(note, signer)


def _checkpoint(raw: str, signer: Signer) -> Checkpoint:
    try:
        found = Checkpoint.of(Note.of(raw).verified_by(signer.verifier))
    except (BadNote, BadSignature) as error:
        raise Refused(f"the checkpoint is none of this log: {error}") from error
    if found.origin != signer.name:
        raise Refused(f"the checkpoint is of the log {found.origin}, this is {signer.name}")
    return found


def _rebuilt(connection: Connection, known: Checkpoint | None) -> Edge:
    """The edge of the tree over all bodies. Raises Refused at the first that is not what its leaf, its tile or `known` says."""
    edge = Edge()
    while rows := connection.execute(_ROWS, [edge.size, CHUNK]).fetchall():
        for place, (position, leaf, body) in enumerate(rows, edge.size):
            if position != place or body is None or leaf_hash(body.encode()) != leaf:
                raise Refused(f"the entry at {place} is missing or not the one that was sealed")
        leaves = [leaf for _, leaf, _ in rows]
        if known is not None and edge.size <= known.size <= edge.size + len(leaves):
            _must_be_known(edge, leaves, known)
        edge, tiles = edge.grown(leaves)
        _must_be_stored(connection, tiles)
    if known is not None and known.size > edge.size:
        raise Refused(f"the trusted checkpoint is of {known.size} entries, the database has only {edge.size}: it is an older copy")
    return edge


def _must_be_known(edge: Edge, leaves: list[bytes], known: Checkpoint) -> None:
    then, _ = edge.grown(leaves[: known.size - edge.size])
    if then.root() != known.root:
        raise Refused(f"the first {known.size} entries are not those of the trusted checkpoint: the database holds another past")


def _must_be_stored(connection: Connection, tiles: list[FullTile]) -> None:
    for tile in tiles:
        query = "SELECT level, position, hashes, root FROM audit_tile WHERE level = %s AND position = %s"
        found = connection.execute(query, [tile.level, tile.position]).fetchone()
        if found is None or FullTile(*found) != tile:
            raise Refused(f"tile {tile.position} of level {tile.level} is missing or not that of its leaves")
