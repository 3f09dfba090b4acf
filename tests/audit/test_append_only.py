"""Nobody changes or removes a line of the book; who tries is refused by rights, and the owner by triggers."""

import json
from datetime import UTC, datetime

import psycopg
import pytest
from django.core.checks import Error

from audit.checks import the_book_is_append_only
from audit.events import Event
from audit.grants import GRANTS
from audit.log import record
from audit.reading.lines import line_of
from foundation.roles import WORKING, DbRole
from tests import raw
from tests.audit.acting import person
from tests.audit.conftest import AsRole
from tests.sealing import InProcess

VIEWS = ["audit_entry", "audit_leaf", "audit_tile", "audit_checkpoint"]
TABLES = [*(f"{view}_0001" for view in VIEWS), "audit_cosignature", "audit_archived"]
UNIONS = ["audit_entries", "audit_leaves", "audit_tiles", "audit_checkpoints"]
COLUMN = {
    "audit_entry": "body",
    "audit_leaf": "hash",
    "audit_tile": "hashes",
    "audit_checkpoint": "note",
    "audit_private": "sealed",
    "audit_cosignature": "line",
    "audit_archived": "root",
    "audit_head": "note",
}
COLUMN |= dict(zip(UNIONS, [COLUMN[view] for view in VIEWS], strict=True))
REFUSED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.WrongObjectType)
ALLOWED = [(DbRole.RETENTION, "DELETE FROM audit_private"), (DbRole.SEALER, "UPDATE audit_head SET note = note")]


def column_of(table: str) -> str:
    return COLUMN[table.removesuffix("_0001")]


def changes(table: str) -> list[str]:
    return [f"UPDATE {table} SET {column_of(table)} = {column_of(table)}", f"DELETE FROM {table}", f"TRUNCATE {table}"]


@pytest.mark.asvs("16.4.2", "13.2.2")
def test_no_role_changes_or_removes_a_line(db: str, as_role: AsRole) -> None:
    record(Event.SIGNED_IN, by=person())
    for role in (*WORKING, DbRole.MIGRATOR):
        connection = as_role(role)
        for table in (*VIEWS, *TABLES, *UNIONS, "audit_private", "audit_head"):
            for statement in changes(table):
                if (role, statement) in ALLOWED:
                    continue
                with pytest.raises(REFUSED):
                    connection.execute(statement)


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("table", TABLES)
def test_the_owner_and_a_superuser_are_stopped_by_triggers(db: str, superuser: psycopg.Connection, sealing: InProcess, table: str) -> None:
    record(Event.SIGNED_IN, by=person())
    sealing.seal_once()
    for who in ("RESET ROLE", "SET ROLE sotto_owner", "RESET ROLE; SET session_replication_role = replica"):
        superuser.execute(who)
        for statement in changes(table):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                superuser.execute(statement)


def test_openings_are_never_changed_and_only_retention_removes_them(db: str, as_role: AsRole, superuser: psycopg.Connection) -> None:
    record(Event.SIGNED_IN, by=person())
    for statement in ("UPDATE audit_private SET sealed = sealed", "TRUNCATE audit_private"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            superuser.execute(statement)
    assert as_role(DbRole.RETENTION).execute("DELETE FROM audit_private").rowcount == 1


def test_each_role_holds_exactly_its_rights_on_columns(db: str, as_role: AsRole) -> None:
    writes = {role for role, right in GRANTS["audit_entry"].items() if right.startswith("INSERT")}
    for role in WORKING:
        connection = as_role(role)
        can = {
            verb: connection.execute("SELECT has_any_column_privilege('audit_entry', %s)", [verb]).fetchone() == (True,)
            for verb in ("INSERT", "SELECT", "UPDATE")
        }
        assert can == {"INSERT": role in writes, "SELECT": role in (DbRole.SEALER, DbRole.READER, DbRole.AUDITOR), "UPDATE": False}, role


def test_a_writer_sets_neither_place_nor_another_column(db: str, as_role: AsRole) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(DbRole.APP).execute("INSERT INTO audit_entry (seq, id) OVERRIDING SYSTEM VALUE VALUES (1, 'x')")


def test_no_role_writes_a_leaf_but_the_sealer(db: str, as_role: AsRole) -> None:
    for role in WORKING:
        if role is not DbRole.SEALER:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute("INSERT INTO audit_leaf VALUES (9, 9, 'x', sha256('x'), now())")


def test_no_role_writes_a_tile_a_checkpoint_or_a_head_but_the_sealer(db: str, as_role: AsRole) -> None:
    for role in WORKING:
        if role is not DbRole.SEALER:
            connection = as_role(role)
            for statement in (
                "INSERT INTO audit_tile VALUES (0, 0, ''::bytea, ''::bytea)",
                "INSERT INTO audit_checkpoint VALUES (9, now(), sha256('x'), 'x')",
                "UPDATE audit_head SET size = 9",
                "LOCK TABLE audit_sealing IN EXCLUSIVE MODE",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(statement)


def test_no_role_writes_a_cosignature_but_the_auditor(db: str, as_role: AsRole) -> None:
    for role in WORKING:
        if role is not DbRole.AUDITOR:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute("INSERT INTO audit_cosignature VALUES (1, 1, 'w', now(), 'x')")


def test_no_role_makes_a_period_by_itself(db: str, as_role: AsRole) -> None:
    for role in WORKING:
        connection = as_role(role)
        for call in ("audit_make_period(2)", "audit_turn('entry', 1)", "audit_join_periods()", "audit_close_table('leaf', '0001')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT {call}")


def test_the_acts_of_a_period_are_for_one_role_each(db: str, as_role: AsRole) -> None:
    calls = {
        "audit_name_key(9, 'x')": DbRole.SEALER,
        "audit_hold_writers()": DbRole.SEALER,
        "audit_next_period(9, '', '', '', '', now(), '', '', now(), '')": DbRole.SEALER,
        "audit_turn_page(1)": DbRole.SEALER,
        "audit_end_blockers()": DbRole.SEALER,
        "audit_note_adoption('', now(), '', '{}')": DbRole.SEALER,
        "audit_ask_close()": DbRole.RETENTION,
    }
    for role in WORKING:
        connection = as_role(role)
        for call in [call for call, holder in calls.items() if holder is not role]:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for function"):
                connection.execute(f"SELECT {call}")


def test_the_check_finds_a_function_that_somebody_else_may_call(db: str, superuser: psycopg.Connection) -> None:
    superuser.execute("GRANT EXECUTE ON FUNCTION audit_turn_page(integer) TO sotto_app")
    superuser.execute("GRANT EXECUTE ON FUNCTION audit_ask_close() TO PUBLIC")
    assert [(error.id, error.msg) for error in findings()] == [
        ("audit.E007", "audit_ask_close(): everybody may call it"),
        ("audit.E007", "audit_turn_page(): sotto_app may call it"),
    ]


def test_nobody_empties_the_head(db: str, superuser: psycopg.Connection) -> None:
    for statement in ("DELETE FROM audit_head", "TRUNCATE audit_head"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            superuser.execute(statement)


def test_the_check_is_content_with_the_book_as_migrated(db: str) -> None:
    assert findings() == []


@pytest.mark.parametrize("table", [*TABLES, "audit_private", "audit_head", "audit_permit"])
@pytest.mark.parametrize(
    "attack",
    [
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} ENABLE TRIGGER {trigger}",
        "ALTER TABLE {table} ENABLE REPLICA TRIGGER {trigger}",
        "DROP TRIGGER {trigger} ON {table}",
    ],
    ids=["disabled", "not always", "replica only", "missing"],
)
def test_the_check_finds_a_trigger_that_is_not_always_on(db: str, superuser: psycopg.Connection, table: str, attack: str) -> None:
    trigger = {"audit_private": "audit_private_append_only", "audit_permit": "audit_permit_moves"}.get(table, "audit_append_only")
    superuser.execute(attack.format(table=table, trigger=trigger))
    assert [(error.id, table in error.msg) for error in findings()] == [("audit.E004", True)]


def test_the_check_finds_a_trigger_that_refuses_less(db: str, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "DROP TRIGGER audit_append_only ON audit_leaf_0001;"
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_leaf_0001 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();"
        "ALTER TABLE audit_leaf_0001 ENABLE ALWAYS TRIGGER audit_append_only"
    )
    assert [error.id for error in findings()] == ["audit.E004"]


def test_the_check_finds_a_role_that_owns_the_book_or_could(db: str, superuser: psycopg.Connection) -> None:
    superuser.execute("ALTER TABLE audit_entry_0001 OWNER TO sotto_app")
    assert [(error.id, error.msg.split(":")[0]) for error in findings()] == [("audit.E005", "audit_entry_0001")]


def findings() -> list[Error]:
    return [finding for finding in the_book_is_append_only(None, databases=["default"]) if isinstance(finding, Error)]


SOUND = json.dumps(raw.sound("f" * 32, datetime(2026, 1, 1, tzinfo=UTC))).replace("2026-01-01T00:00:00.000000+00:00", "AT")
POISON = {
    "fields missing": '{"id":"%s","actor":"a","event":"log.read","outcome":"granted"}' % ("f" * 32),
    "no purpose": SOUND.replace('"purpose"', '"porpoise"'),
    "another version": SOUND.replace('"version": 1', '"version": 2'),
    "another time": SOUND.replace("AT", "2026-01-01T00:00:00.000000+00:00"),
    "time without its zone": SOUND.replace("AT", "2026-01-01T00:00:00"),
    "a number as time": SOUND.replace('"AT"', "9" * 5000),
    "nested": SOUND[:-1] + ', "details": {"x": %s}}' % ("[" * 3000 + "]" * 3000),
    "nested objects": SOUND[:-1] + ', "details": {"x": {"y": 1}}}',
    "details are a list": SOUND[:-1] + ', "details": [[1]]}',
    "a number beyond all readers": SOUND[:-1] + ', "details": {"x": %s}}' % ("9" * 5000),
    "nothing as a detail": SOUND[:-1] + ', "details": {"x": null}}',
    "private is a word": SOUND[:-1] + ', "private": "z"}',
    "private is a number": SOUND[:-1] + ', "private": {"note": 1}}',
    "roles are nested": SOUND[:-1] + ', "roles": {"a": "b"}}',
    "a field nobody knows, nested": SOUND[:-1] + ', "more": [[[]]]}',
    "the same name twice": SOUND[:-1] + ', "details": %s, "details": {}}' % ("[" * 3000 + "]" * 3000),
}


def test_no_role_writes_what_no_program_can_read(db: str, as_role: AsRole) -> None:
    writer = as_role(DbRole.INTAKE)
    raw.insert(writer, "e" * 32, details={"size": 2**53 - 1, "root": "x"}, private={"note": "0" * 64}, object="o")
    for text in POISON.values():
        with pytest.raises(psycopg.errors.CheckViolation):
            raw.insert(writer, "f" * 32, text=text)


def test_one_that_stands_there_all_the_same_hides_no_other(db: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for text in [*POISON.values(), "[]", "not json"]:
        line = line_of(7, text, at=at, entry_id="f" * 32)
        assert line.id == "f" * 32
        assert line.clock
