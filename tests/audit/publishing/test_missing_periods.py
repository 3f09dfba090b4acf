"""A period that is not there any more is believed only when it was dropped in order, and nothing hides behind an older head."""

import psycopg
import pytest

from audit import retiring
from audit.access import console_actor
from audit.verification.whole import verify_log
from tests.audit.publishing.conftest import Press
from tests.audit.publishing.test_retiring import closed as closed

KINDS = ("entry", "leaf", "tile", "checkpoint")


def empty(superuser: psycopg.Connection, period: int, condition: str = "true") -> None:
    for kind in KINDS:
        table = f"audit_{kind}_{period:04}"
        superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL; DELETE FROM {table} WHERE {condition}")
        superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_append_only")


def test_a_period_dropped_in_order_is_noted(closed: Press) -> None:
    retiring.drop(1, by=console_actor())
    closed.sign()
    verdict = verify_log()
    assert (verdict.disagreement, verdict.notes[:1]) == ("", ["period 1 is in the archive only: verify it there"])


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("SELECT 1", "period 1: its leaves are gone, though it was never dropped"),
        ("UPDATE audit_period SET dropped_at = now(), size = 304, root = sha256('') WHERE n = 1", "period 1: its leaves are gone, and no entry says"),
        ("DELETE FROM audit_period WHERE n = 1", "period 1: its row of audit_period was deleted"),
    ],
)
def test_a_period_that_was_emptied_is_missed(closed: Press, superuser: psycopg.Connection, more: str, named: str) -> None:
    empty(superuser, 1)
    superuser.execute(more)
    assert verify_log().disagreement.startswith(named)


def test_an_older_head_hides_no_period(closed: Press, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "UPDATE audit_head h SET period = 1, size = c.size, root = c.root, note = c.note"
        " FROM (SELECT * FROM audit_checkpoint_0001 ORDER BY size DESC LIMIT 1) c"
    )
    assert "an older head was put back" in verify_log().disagreement
