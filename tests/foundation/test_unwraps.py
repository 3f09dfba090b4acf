"""Keys that are opened are counted, apart from the log and from whatever the caller rolls back."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections, transaction

from foundation import seal, unwraps
from foundation.ids import new_id
from foundation.keys import Ring
from foundation.roles import DbRole
from tests.audit.conftest import AsRole


@pytest.fixture(autouse=True)
def from_nothing() -> Iterator[None]:
    unwraps._counts.clear()
    yield
    unwraps._counts.clear()


def rows(as_role: AsRole) -> list[tuple[object, ...]]:
    found = as_role(DbRole.AUDITOR).execute("SELECT ring, purpose, role, sum(count)::int FROM foundation_unwraps GROUP BY 1, 2, 3 ORDER BY 1, 2")
    return found.fetchall()


def test_each_key_that_is_opened_is_counted_whatever_becomes_of_the_work(db: str, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    key = seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person")
    monkeypatch.setattr(unwraps, "EVERY_S", 0.0)
    with transaction.atomic():
        for _ in range(3):
            seal.open_key(Ring.ACCOUNTS, object_id=key.object_id, purpose="person")
        unwraps.keep_if_due()
        transaction.set_rollback(True)
    assert rows(as_role) == [("accounts", "person", "sotto_app", 3)]
    unwraps.keep()
    assert rows(as_role) == [("accounts", "person", "sotto_app", 3)]


def test_what_cannot_be_written_is_counted_on(db: str, as_role: AsRole, superuser: psycopg.Connection) -> None:
    unwraps.count("originals", role="sotto_redactor", info=b"")
    superuser.execute("ALTER TABLE foundation_unwraps RENAME TO elsewhere")
    unwraps.keep()
    superuser.execute("ALTER TABLE elsewhere RENAME TO foundation_unwraps")
    unwraps.count("originals", role="sotto_redactor", info=b"")
    unwraps.keep()
    assert rows(as_role) == [("originals", "", "sotto_redactor", 2)]
    assert connections["denials"].is_usable()


def test_nobody_takes_a_count_back(db: str, as_role: AsRole) -> None:
    for role in (DbRole.APP, DbRole.REDACTOR, DbRole.AUDITOR):
        for statement in ("DELETE FROM foundation_unwraps", "UPDATE foundation_unwraps SET count = 0", "TRUNCATE foundation_unwraps"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute(statement)
