"""One sealer a log: a lock in the database that only the sealer's role may take, and a lock on its own file."""

from __future__ import annotations

from typing import Any

import psycopg

from audit.sealing.refusals import AnotherSealer


class Alone:
    """Holds the lock on a second connection, in a transaction that stays open and has no number: it keeps no vacuum back."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def start(self) -> Alone:
        """Raises AnotherSealer."""
        self._connection.execute("SET idle_in_transaction_session_timeout = 0")
        self._connection.execute("BEGIN")
        try:
            self._connection.execute("LOCK TABLE audit_sealing IN EXCLUSIVE MODE NOWAIT")
        except psycopg.errors.LockNotAvailable as error:
            self._connection.execute("ROLLBACK")
            raise AnotherSealer("another sealer holds the lock of this log; stop it first") from error
        return self

    def check(self) -> None:
        """Raises what the database raises when the lock went with its connection."""
        self._connection.execute("SELECT 1")
