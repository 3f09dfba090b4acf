"""Prepared statements past the driver's cursor: the book is written thousands of times a second, always with the same few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

_DONE: Final = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
_known: Final[WeakKeyDictionary[psycopg.Connection, set[bytes]]] = WeakKeyDictionary()  # what each connection's server has prepared


@dataclass(frozen=True)
class Statement:
    """SQL with $1, $2 ...; its name on the server comes from its words."""

    words: str
    name: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", b"sotto_" + sha256(self.words.encode()).hexdigest()[:16].encode())


def execute(alias: str, statement: Statement, values: Sequence[bytes], formats: Sequence[int] | None = None) -> int:
    """How many rows it wrote. Takes part in the transaction of the connection `alias`, as Django's own cursor would.

    formats: 0 for text, 1 for raw bytes, one a value; None when all are text.
    """
    connection = connections[alias]
    connection.validate_no_broken_transaction()
    connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    with connection.wrap_database_errors:
        raw = cast("psycopg.Connection", connection.connection)
        server = raw.pgconn
        if not raw.autocommit and server.transaction_status == TransactionStatus.IDLE:
            _must(server, server.exec_(b"BEGIN"))
        if statement.name not in _known.setdefault(raw, set()):
            _must(server, server.prepare(statement.name, statement.words.encode()))
            _known[raw].add(statement.name)
        return _must(server, server.exec_prepared(statement.name, values, formats)).command_tuples or 0


def _must(server: PGconn, result: PGresult) -> PGresult:
    if result.status in _DONE:
        return result
    if server.status == ConnStatus.BAD:
        raise psycopg.OperationalError("the connection to the database is lost")
    raise error_from_result(result)
