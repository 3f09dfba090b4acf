"""What somebody with the owner's rights hangs beside the log's own tables is named: it drops entries or hides them."""

import psycopg
import pytest

from audit import checks
from audit.verification.whole import verify_log
from tests.sealing import InProcess

FUNCTION = "CREATE FUNCTION strange() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
AGREES = """
    CREATE OR REPLACE FUNCTION audit_agrees(
        id text, recorded_at timestamptz, actor text, action text, object text, subject text, outcome text, body text
    ) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'
"""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            FUNCTION + "CREATE TRIGGER strange BEFORE INSERT ON audit_entry_0001 FOR EACH ROW EXECUTE FUNCTION strange()",
            "audit_entry_0001: trigger strange",
        ),
        (
            FUNCTION + "CREATE TRIGGER strange INSTEAD OF INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION strange()",
            "audit_entry: trigger strange",
        ),
        ("CREATE RULE strange AS ON INSERT TO audit_entry_0001 WHERE new.actor = 'me' DO INSTEAD NOTHING", "audit_entry_0001: rule strange"),
        ("ALTER TABLE audit_entry_0001 FORCE ROW LEVEL SECURITY", "audit_entry_0001: row security"),
        ("CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", "audit_refuse(): another text"),
        (AGREES, "audit_agrees(): another text"),
        (
            "CREATE OR REPLACE FUNCTION audit_permit_moves() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
            "audit_permit_moves(): another text",
        ),
        ("CREATE OR REPLACE VIEW audit_entry AS SELECT * FROM audit_entry_0001 WHERE actor <> 'me'", "audit_entry: the view"),
        ("CREATE OR REPLACE VIEW audit_leaves AS SELECT 1 AS period, t.* FROM audit_leaf_0001 t WHERE position < 9", "audit_leaves: the view"),
        (
            "CREATE OR REPLACE VIEW audit_entry AS SELECT seq, id, recorded_at, actor, action, object, subject, outcome, ''::text AS body"
            " FROM audit_entry_0001",
            "audit_entry: the view",
        ),
    ],
)
def test_it_is_named(db: str, sealing: InProcess, superuser: psycopg.Connection, change: str, named: str) -> None:
    sealing.seal_once()
    assert not checks.the_book_is_append_only(None, ["default"])
    superuser.execute(change)
    assert [message.msg for message in checks.the_book_is_append_only(None, ["default"]) if message.msg.startswith(named)]
    assert named in verify_log().disagreement
