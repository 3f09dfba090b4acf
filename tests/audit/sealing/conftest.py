"""A log with some history, and the hand of somebody who owns the database server."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from audit.events import Event
from audit.log import record
from tests.audit.acting import person
from tests.sealing import InProcess

KINDS = ("entry", "leaf", "tile", "checkpoint")
Write = Callable[[int], list[str]]
Tamper = Callable[..., None]


@pytest.fixture
def write(db: str) -> Write:
    """So many entries; their ids."""

    def some(count: int) -> list[str]:
        return [record(Event.LOG_READ, by=person()).entry_id for _ in range(count)]

    return some


@pytest.fixture
def tamper(superuser: psycopg.Connection) -> Tamper:
    """Statements that the triggers would refuse, by somebody who switches them off."""

    def run(*statements: str) -> None:
        with superuser.transaction():
            for kind in KINDS:
                superuser.execute(f"ALTER TABLE audit_{kind}_0001 DISABLE TRIGGER ALL".encode())
            for statement in statements:
                superuser.execute(statement.encode())
            for kind in KINDS:
                superuser.execute(f"ALTER TABLE audit_{kind}_0001 ENABLE ALWAYS TRIGGER audit_append_only".encode())

    return run


@pytest.fixture
def state_path(sealing: InProcess) -> Path:
    return sealing.file.path


def again(sealing: InProcess) -> int:
    """A new sealer, as after a crash or a restart; how many leaves its first pass makes."""
    sealing.close()
    return sealing.seal_once()
