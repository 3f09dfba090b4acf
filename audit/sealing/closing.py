"""The end of a period and the beginning of the next.

First, in one transaction that waits for every writer: the last entry, the tables of the next period, its first entry, which
names the root that the old one ends with; from then on nothing can be written behind the last entry. Then the old period's
last leaves and its final checkpoint, as in any other pass; an interruption between the two is made good at the next start.
"""

from __future__ import annotations

import json
from typing import Final

import psycopg
import structlog
from django.conf import settings

from audit import periods
from audit.proof.tree import leaf_hash
from audit.sealing import keys, starting, tables
from audit.sealing.edge import Edge
from audit.sealing.refusals import Refused
from audit.sealing.starting import Start
from audit.sealing.state import StateFile
from audit.sealing.tables import Connection, Period

AGAIN_AFTER_S: Final = 30.0  # while we wait, nobody writes: a long transaction must not cost the house every second one
WAIT: Final = "500ms"
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
    pending = [row.pending() for row in tables.tail(connection, now.period.n, settled)]
    edge, tiles = now.edge.grown([row.hash for row in pending])
    following = tables.periods(connection)[1]
    _must_be_what_follows(connection, edge, following)
    state = tables.signed(now.period, edge, now.signer, before=now.edge.size, pending=pending, settled=settled)
    file.write(state)
    with connection.transaction():
        tables.write(connection, state, tiles, is_checkpoint=True)
        connection.execute("SELECT audit_turn_page(%s)", [now.period.n])
    log.info("period_closed", period=now.period.n, size=edge.size)
    return starting.show(connection, file, following, keys.signer_of(following.origin, following.vkey), Edge())


def _must_be_what_follows(connection: Connection, edge: Edge, following: Period) -> None:
    body = tables.value(connection, "SELECT body FROM audit_entries WHERE period = %s ORDER BY seq LIMIT 1", [following.n])
    named = json.loads(body)["details"]
    if (named["previous_root"], named["previous_size"]) != (edge.root().hex(), edge.size):
        raise Refused(
            f"period {following.n} says that the one before it ends with {named['previous_size']} entries, the database has {edge.size} "
            "of them or others: somebody changed it. Find out who, then verify the log"
        )
