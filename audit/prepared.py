"""Prepared statements past the driver's cursor: the book is written thousands of times a second, always with the same few."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, cast

import psycopg
from django.db import connections
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

_DONE: Final = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


@dataclass(frozen=True)
class Statement:
    """SQL with $1, $2 ...; its name on the server comes from its words."""

    words: str
    name: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", b"sotto_" + sha256(self.words.encode()).hexdigest()[:16].encode())


class Door:
    """A connection as one thread uses it, and what its server has prepared."""

    def __init__(self, alias: str) -> None:
        self.connection = connections[alias]
        self._raw: psycopg.Connection | None = None
        self._known: set[bytes] = set()

    def ready(self) -> psycopg.Connection:
        """As Django does before each statement, without asking what need not be asked."""
        connection = self.connection
        if connection.needs_rollback:
            connection.validate_no_broken_transaction()
        if connection.connection is None or not connection.health_check_done:  # type: ignore[attr-defined]
            connection.close_if_health_check_failed()
            connection.ensure_connection()
        if connection.connection is not self._raw:
            self._raw, self._known = cast("psycopg.Connection", connection.connection), set()
        assert self._raw is not None
        return self._raw

    def run(self, statement: Statement, values: Sequence[bytes], formats: Sequence[int]) -> int:
        raw = self.ready()
        server = raw.pgconn
        if not raw.autocommit and server.transaction_status == TransactionStatus.IDLE:
            _must(server, server.exec_(b"BEGIN"))
        if statement.name not in self._known:
            _must(server, server.prepare(statement.name, statement.words.encode()))
            self._known.add(statement.name)
        return _must(server, server.exec_prepared(statement.name, values, formats)).command_tuples or 0


_doors: Final = threading.local()  # Django's connections belong to a thread each


def execute(alias: str, statement: Statement, values: Sequence[bytes], formats: Sequence[int]) -> int:
    """How many rows it wrote. Takes part in the transaction of the connection `alias`, as Django's own cursor would.

    formats: 0 for text, 1 for the server's own bytes, one a value.
    """
    door: Door | None = getattr(_doors, alias, None)
    if door is None:
        door = Door(alias)
        setattr(_doors, alias, door)
    try:
        return door.run(statement, values, formats)
    except psycopg.Error:
        with door.connection.wrap_database_errors:
            raise


def _must(server: PGconn, result: PGresult) -> PGresult:
    if result.status in _DONE:
        return result
    if server.status == ConnStatus.BAD:
        raise psycopg.OperationalError("the connection to the database is lost")
    raise error_from_result(result)
