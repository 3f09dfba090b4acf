"""`manage.py seal --adopt`: somebody answers for it that the database is the newest there is, because the sealer's file is lost.

Everything that can be checked without that file is: each body against its leaf, leaves against tiles, the whole tree against
the newest head that our key signed, and against a checkpoint from outside. All but the last is in an older copy of the database too,
so nothing else tells that this one is the newest: without it only a log goes on that nobody outside has seen.
"""

from __future__ import annotations

from typing import Final

from audit import periods
from audit.proof.notes import BadNote, BadSignature, Checkpoint, Note, Signer
from audit.proof.tree import leaf_hash
from audit.sealing import following, keys, starting, tables
from audit.sealing.edge import Edge, FullTile
from audit.sealing.refusals import Refused
from audit.sealing.starting import Start
from audit.sealing.state import State, StateFile
from audit.sealing.tables import CHUNK, Connection, Period

_ROWS = """
    SELECT l.position, l.hash, e.body FROM audit_leaf l LEFT JOIN audit_entry e ON e.seq = l.entry_seq AND e.id = l.entry
    WHERE l.position >= %s ORDER BY l.position LIMIT %s
"""


_SEEN: Final = "SELECT EXISTS (SELECT FROM audit_cosignature WHERE size > 0) OR (SELECT max(n) > 1 FROM audit_period)"


def adopt(connection: Connection, file: StateFile, trusted: str | None = None, *, is_without_trusted: bool = False) -> Start:
    """Go on from the head in the database. trusted: a checkpoint from outside, as text; only a log that nobody saw may do without.

    Raises Refused.
    """
    if file.path.exists():
        raise Refused(f"{file.path} is there: nothing is lost. Only when you know that it is wrong, move it away first")
    if trusted is None:
        _may_do_without(connection, is_said=is_without_trusted)
    period = tables.periods(connection)[0]
    signer = keys.signer_of(period.origin, period.vkey)
    head, ended = _head(connection, period, signer)
    known = _trusted(trusted, signer, ended) if trusted is not None else None
    edge = _rebuilt(connection, known)
    if (edge.size, edge.root()) != (head.size, head.root):
        raise Refused(f"the newest head is of {head.size} entries and root {head.root.hex()}, the database has {edge.size} with {edge.root().hex()}")
    against = 0 if trusted is None else (known or ended or head).size
    note = periods.adoption(period.n, size=edge.size, root=edge.root().hex(), trusted=against)
    connection.execute("SELECT audit_note_adoption(%s, %s, %s, %s)", [note.id, note.recorded_at, note.actor, note.body])
    return starting.show(connection, file, period, signer, edge)


def _may_do_without(connection: Connection, *, is_said: bool) -> None:
    if tables.value(connection, _SEEN):
        raise Refused(
            "a witness has seen this log: only a checkpoint from outside tells that the database is not an older copy. Give the newest that you "
            "can find with --trusted: from the archive, the witness, a mail or a printed page"
        )
    if not is_said:
        raise Refused("give a checkpoint from outside with --trusted; if this log never left the house, say so with --without-trusted")


def _head(connection: Connection, period: Period, signer: Signer) -> tuple[Checkpoint, Checkpoint | None]:
    """The newest that was shown. Between two periods this one has no leaf yet: then also what the one before ended with."""
    n, note = connection.execute("SELECT period, note FROM audit_head").fetchone() or (0, "")
    if n != period.n - 1 or tables.size(connection):
        return _checkpoint(note, signer), None
    (origin, vkey) = connection.execute("SELECT origin, vkey FROM audit_period WHERE n = %s", [n]).fetchone() or ("", "")
    ended = _checkpoint(note, keys.signer_of(origin, vkey))
    following.must_follow(connection, State(n, ended.origin, ended.size, ended.root, (), note, ended.size), period)
    return Checkpoint(period.origin, 0, Edge().root()), ended


def _trusted(raw: str, signer: Signer, ended: Checkpoint | None) -> Checkpoint | None:
    """What the tree is held against. Between two periods it must be just what the one before ended with."""
    if ended is None:
        known = _checkpoint(raw, signer)
        if not known.size:
            raise Refused("a checkpoint of no entries tells nothing: give a newer one")
        return known
    if _body(raw) != ended:
        raise Refused(f"the period before ended with {ended.size} entries and root {ended.root.hex()}: --trusted must be its last checkpoint")
    return None


def _body(raw: str) -> Checkpoint:
    """What it says. Whether it is signed need not be asked: what it is compared with is."""
    try:
        return Checkpoint.of(Note.of(raw).text)
    except BadNote as error:
        raise Refused(f"the checkpoint is none of this log: {error}") from error


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
