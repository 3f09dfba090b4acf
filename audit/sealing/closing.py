"""The end of a period and the beginning of the next.

First, in one transaction that waits for every writer: the last entry, the tables of the next period, its first entry, which
names the root that the old one ends with; from then on nothing can be written behind the last entry. Then the old period's
last leaves and its final checkpoint, as in any other pass; an interruption between the two is made good at the next start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import psycopg
import structlog
from django.conf import settings

from audit import periods
from audit.proof.tree import leaf_hash
from audit.sealing import following, keys, starting, tables
from audit.sealing.edge import Edge, FullTile
from audit.sealing.starting import Start
from audit.sealing.state import State, StateFile
from audit.sealing.tables import Connection

AGAIN_AFTER_S: Final = 30.0  # while we wait, nobody writes: a long transaction must not cost the house every second one
WAIT: Final = "500ms"
TRIES: Final = 5
_NEXT: Final = "SELECT audit_next_period(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"

log = structlog.get_logger("sotto.sealer")


def is_due(connection: Connection, now: Start) -> bool:
    if now.edge.size >= settings.AUDIT_PERIOD_ENTRIES:
        return True
    return bool(tables.value(connection, "SELECT close_asked_at IS NOT NULL FROM audit_period WHERE n = %s", [now.period.n]))


def close(connection: Connection, now: Start, settled: int) -> bool:
    """Write the last entry of this period and the first of the next. False when a transaction kept us waiting too long."""
    try:
        with connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            connection.execute("SELECT audit_hold_writers()")
            _hand_over(connection, now, settled)
    except psycopg.errors.LockNotAvailable:
        log.warning("period_kept_open", period=now.period.n)
        return False
    return True


def _hand_over(connection: Connection, now: Start, settled: int) -> None:
    """Nobody else writes now, so the root at the end of the period is known before its last leaves are made."""
    n, origin = now.period.n + 1, periods.next_origin(now.period.origin, now.period.n + 1)
    vkey = keys.newest_signer(origin).vkey
    last = periods.last_entry(now.period.n, next_origin=origin, next_vkey=vkey)
    leaves = [row.pending().hash for row in tables.tail(connection, now.period.n, settled)]
    edge, _ = now.edge.grown([*leaves, leaf_hash(last.body.encode())])
    first = periods.first_entry(n, origin, previous_root=edge.root().hex(), previous_size=edge.size, vkey=vkey, by="sealer")
    values = [n, origin, vkey, last.actor, last.id, last.recorded_at, last.body, first.id, first.recorded_at, first.body]
    connection.execute(_NEXT, values)


def finish(connection: Connection, file: StateFile, now: Start, settled: int) -> Start:
    """Seal the closed period to its last entry, sign its final checkpoint, begin with the next. Raises Refused."""
    rows = tables.tail(connection, now.period.n, settled)
    pending = [row.pending() for row in rows]
    edge, tiles = now.edge.grown([row.hash for row in pending])
    after = tables.periods(connection)[1]
    state = tables.signed(now.period, edge, now.signer, before=now.edge.size, pending=pending, settled=settled)
    following.must_follow(connection, state, after, rows[-1].body if rows else None)
    file.write(state)
    _turn_page(connection, state, tiles)
    log.info("period_closed", period=now.period.n, size=edge.size)
    return starting.show(connection, file, after, keys.signer_of(after.origin, after.vkey), Edge())


def _turn_page(connection: Connection, state: State, tiles: Sequence[FullTile]) -> None:
    """From here on the house waits for us: who keeps a transaction open over the views is ended rather than waited for.

    Raises LockNotAvailable when that does not help (a superuser's transaction cannot be ended).
    """
    for attempt in range(1, TRIES + 1):
        try:
            with connection.transaction():
                connection.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
                tables.write(connection, state, tiles, is_checkpoint=True)
                connection.execute("SELECT audit_turn_page(%s)", [state.period])
            return
        except psycopg.errors.LockNotAvailable:
            if attempt == TRIES:
                raise
            log.warning("page_kept_open", period=state.period, ended=tables.value(connection, "SELECT audit_end_blockers()"))
