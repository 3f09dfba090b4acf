"""Where a sealer begins: only from the tree that was signed last, or from none when nothing was signed yet."""

from __future__ import annotations

from dataclasses import dataclass

from audit.proof.notes import BadSignature, Note, Signer
from audit.sealing import following, keys, tables
from audit.sealing.edge import Edge
from audit.sealing.refusals import BadState, LostState, Refused
from audit.sealing.state import State, StateFile
from audit.sealing.tables import Connection, Period

_ENTRIES = "SELECT seq, id, body FROM audit_entries WHERE period = %s AND seq = ANY(%s)"


@dataclass(frozen=True)
class Start:
    period: Period
    signer: Signer
    edge: Edge
    state: State


def begin(connection: Connection, file: StateFile) -> Start:
    """Bring database and file to one state. Raises Refused when they cannot be of one log, OSError, psycopg.Error."""
    period = tables.periods(connection)[0]
    state = file.read()
    if state is None:
        return _first(connection, file, period)
    if state.period + 1 == period.n:
        return _next(connection, file, state, period)
    signer = keys.signer_of(period.origin, period.vkey)
    _must_be_ours(state, period, signer)
    edge = _edge(connection, file, state)
    tables.write(connection, _settled(state), [], is_checkpoint=False)
    return Start(period, signer, edge, state)


def _settled(state: State) -> State:
    """The same head with nothing left to write."""
    return State(state.period, state.origin, state.size, state.root, state.frontier, state.note, state.size)


def _first(connection: Connection, file: StateFile, period: Period) -> Start:
    """A log that was never signed: the tiles of the leaves it has, then its first head."""
    if tables.value(connection, "SELECT note FROM audit_head") or tables.value(connection, "SELECT max(size) FROM audit_checkpoint"):
        raise LostState(
            f"this log was signed before, but {file.path} is missing: bring it back, or look into what the database holds and "
            "tell the sealer to go on from it with `manage.py seal --adopt --trusted CHECKPOINT`, a checkpoint from outside"
        )
    signer = keys.signer_of(period.origin, period.vkey) if period.vkey else keys.newest_signer(period.origin)
    edge = build_tiles(connection)
    if not period.vkey:
        connection.execute("SELECT audit_name_key(%s, %s)", [period.n, signer.vkey])
    return show(connection, file, period, signer, edge)


def build_tiles(connection: Connection) -> Edge:
    """The edge of the tree over all leaves; full tiles that are missing are written on the way."""
    edge = Edge()
    with connection.transaction():
        for leaves in tables.leaves(connection):
            edge, tiles = edge.grown(leaves)
            tables.add_tiles(connection, tiles)
    return edge


def show(connection: Connection, file: StateFile, period: Period, signer: Signer, edge: Edge) -> Start:
    """Sign an edge that the database has."""
    state = tables.signed(period, edge, signer, before=edge.size)
    file.write(state)
    tables.write(connection, state, [], is_checkpoint=False)
    return Start(period, signer, edge, state)


def _next(connection: Connection, file: StateFile, state: State, period: Period) -> Start:
    """The period before was closed just as this file says, and names this one; it has no leaf yet."""
    query = "SELECT root FROM audit_checkpoints WHERE period = %s AND size = %s ORDER BY signed_at DESC LIMIT 1"
    root = tables.value(connection, query, [state.period, state.size])
    if root != state.root or tables.size(connection):
        raise Refused(
            f"{file.path} ends with {state.size} entries of period {state.period}, the database is in period {period.n} with another past: "
            "an older copy of one of them was restored. Bring back the newest of both"
        )
    following.must_follow(connection, state, period)
    return show(connection, file, period, keys.signer_of(period.origin, period.vkey), Edge())


def _must_be_ours(state: State, period: Period, signer: Signer) -> None:
    if (state.period, state.origin) != (period.n, period.origin):
        raise Refused(
            f"the sealer's file is of the log {state.origin}, period {state.period}; the database holds {period.origin}, period {period.n}: "
            "they do not belong together, or an older copy of one of them was restored"
        )
    try:
        Note.of(state.note).verified_by(signer.verifier)
    except BadSignature as error:
        raise BadState(f"the note in the sealer's file is not signed by the log's key: {error}") from error


def _edge(connection: Connection, file: StateFile, state: State) -> Edge:
    """Of the signed tree, after the leaves that an interruption kept from the database are written. Raises Refused."""
    size = tables.size(connection)
    if size != state.size and not (size == state.before and state.pending):
        older = "database" if size < state.size else "file"
        raise Refused(
            f"{file.path} says that {state.size} entries of the log are signed, the database holds {size} leaves: an older copy of the {older} "
            "was restored. Nothing is sealed until the newest of both is back; if that is lost for ever, see `manage.py seal --help` on --adopt"
        )
    edge = tables.edge(connection, size)
    if size != state.size:
        _must_have(connection, state)
        edge, tiles = edge.grown([row.hash for row in state.pending])
        _must_have_root(edge, state)
        tables.write(connection, state, tiles, is_checkpoint=False)
    _must_have_root(edge, state)
    return edge


def _must_have_root(edge: Edge, state: State) -> None:
    if edge.root() != state.root:
        raise Refused(
            f"the {state.size} leaves in the database have the root {edge.root().hex()}, but {state.root.hex()} was signed: "
            "somebody changed leaves or tiles. Find out who, then verify the log"
        )


def _must_have(connection: Connection, state: State) -> None:
    """Every entry that was signed is there, unchanged."""
    rows = connection.execute(_ENTRIES, [state.period, [row.seq for row in state.pending]]).fetchall()
    found = {tables.Row(*row).pending() for row in rows}
    for row in state.pending:
        if row not in found:
            raise Refused(
                f"entry {row.id} was signed, and the database does not have it as it was: an older copy was restored, or somebody changed it"
            )
