"""What may come after a period: only what its own last entry, under its signed root, and the next one's first entry name together.

Everything here lies in the database, which whoever owns the server can write as he likes. What he cannot write is the root that
the sealer signed: so the name of the next period comes from the name that was signed, never from the row that asks to be the next.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final, cast

from django.db.backends.utils import CursorWrapper

from audit import periods
from audit.events import Event
from audit.proof.tree import leaf_hash
from audit.sealing import proving, tables
from audit.sealing.proving import Head
from audit.sealing.refusals import Refused
from audit.sealing.state import State
from audit.sealing.tables import Connection, Period

_FIRST: Final = "SELECT body FROM audit_entries WHERE period = %s ORDER BY seq LIMIT 1"
_LAST: Final = """
    SELECT e.body FROM audit_leaves l JOIN audit_entries e ON e.period = l.period AND e.seq = l.entry_seq AND e.id = l.entry
    WHERE l.period = %s AND l.position = %s
"""


def must_follow(connection: Connection, end: State, following: Period, last: str | None = None) -> None:
    """Raises Refused unless `following` continues the tree of `end`. last: its last body, where its leaf is not written yet."""
    origin = periods.next_origin(end.origin, end.period + 1)
    if (following.n, following.origin) != (end.period + 1, origin):
        raise Refused(
            f"after {end.origin}, period {end.period}, comes {origin}; the database says {following.origin}, period {following.n}: "
            "somebody changed it. Find out who, then verify the log"
        )
    _must_have_ended(_last(connection, end) if last is None else last, end, following)
    _must_begin_there(tables.value(connection, _FIRST, [following.n]) or "", end, following)


def _last(connection: Connection, end: State) -> str:
    """The body at the end of the signed tree, proved against the root in the sealer's file."""
    body = str(tables.value(connection, _LAST, [end.period, end.size - 1]) or "")
    head = Head(end.period, end.origin, end.size, end.root, end.note)
    try:
        with connection.cursor() as cursor:
            proving.must_include(cast("CursorWrapper", cursor), end.size - 1, leaf_hash(body.encode()), head)
    except proving.Unproven as error:
        raise Refused(
            f"the last entry of period {end.period} is not the one that was signed ({error}): an older copy was restored, or somebody changed it"
        ) from error
    return body


def _must_have_ended(body: str, end: State, following: Period) -> None:
    said = {"period": end.period, "next_origin": following.origin, "next_key": sha256(following.vkey.encode()).hexdigest()}
    if _details(body, Event.PERIOD_CLOSED) != said:
        raise Refused(
            f"the last entry of period {end.period} does not say that {following.origin} with this key comes after it: "
            "nobody closed the period, or somebody changed its end. Find out who, then verify the log"
        )


def _must_begin_there(body: str, end: State, following: Period) -> None:
    named = _details(body, Event.PERIOD_OPENED)
    said = {
        "period": following.n,
        "origin": following.origin,
        "previous_root": end.root.hex(),
        "previous_size": end.size,
        "key": following.vkey,
    }
    if named != said:
        raise Refused(
            f"period {following.n} says that the one before it ends with {named.get('previous_size')} entries, {end.size} are signed "
            "there, or others: somebody changed it. Find out who, then verify the log"
        )


def _details(body: str, event: Event) -> dict[str, Any]:
    """Those of an entry of just that event; empty when it is another, or none."""
    try:
        read = json.loads(body)
        return dict(read["details"]) if read["event"] == event.value else {}
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
