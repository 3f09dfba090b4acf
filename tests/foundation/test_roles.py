"""Each database role, signed in for real, is refused what it must be."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from config.env import env
from foundation import roles
from foundation.apps import all_grants
from foundation.ids import new_id
from foundation.keys import HOLDERS, Ring
from foundation.roles import WORKING, DbRole

SignIn = Callable[[DbRole], psycopg.Connection]


def refused(connection: psycopg.Connection, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        connection.execute(statement.encode())


def add(superuser: psycopg.Connection, ring: Ring) -> str:
    """A data key of `ring` that opens nothing."""
    key_id = new_id()
    superuser.execute(
        "INSERT INTO foundation_datakey (id, ring, object_id, purpose, version, wrapped, created_at) VALUES (%s, %s, %s, 'p', 1, 'x', now())",
        [key_id, ring.value, new_id()],
    )
    return key_id


def apply_as_owner(superuser: psycopg.Connection) -> None:
    superuser.execute("SET ROLE sotto_owner")
    roles.apply(superuser.cursor(), all_grants())  # type: ignore[arg-type]
    superuser.execute("RESET ROLE")


BEYOND_ALL = (
    "CREATE TABLE mine (a int)", "CREATE ROLE friend", "CREATE DATABASE mine", "ALTER TABLE foundation_job DISABLE TRIGGER ALL",
    "DROP TABLE foundation_job", "COPY foundation_job TO '/tmp/x'", "SET ROLE sotto_app; SET ROLE postgres", "CREATE SCHEMA mine",
)  # fmt: skip


@pytest.mark.asvs("13.2.2")
@pytest.mark.parametrize("role", [role for role in DbRole if role is not DbRole.OWNER])
def test_no_role_builds_drops_or_becomes_more_than_it_is(as_role: SignIn, role: DbRole) -> None:
    connection = as_role(role)
    for statement in BEYOND_ALL:
        refused(connection, statement)


def test_nobody_signs_in_as_the_owner(db: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(env.run_dir), user=DbRole.OWNER.value, password="x", dbname=db)


def test_only_the_migrator_becomes_the_owner(as_role: SignIn) -> None:
    as_role(DbRole.MIGRATOR).execute("SET ROLE sotto_owner; CREATE TABLE scratch (a int); DROP TABLE scratch")
    for role in WORKING:
        refused(as_role(role), "SET ROLE sotto_owner")


def test_the_migrator_sees_nothing_until_it_says_so(as_role: SignIn) -> None:
    refused(as_role(DbRole.MIGRATOR), "SELECT * FROM foundation_datakey")


@pytest.mark.asvs("13.2.2")
@pytest.mark.parametrize("role", WORKING)
def test_a_role_sees_the_data_keys_of_its_rings_and_no_other(db: str, as_role: SignIn, superuser: psycopg.Connection, role: DbRole) -> None:
    for ring in Ring:
        add(superuser, ring)
    allowed = {ring.value for ring, rights in HOLDERS.items() if role in rights.unwraps | rights.erases}
    if not allowed:
        refused(as_role(role), "SELECT ring FROM foundation_datakey")
        return
    seen = {row[0] for row in as_role(role).execute("SELECT ring FROM foundation_datakey").fetchall()}
    assert seen == allowed


@pytest.mark.parametrize("role", WORKING)
def test_a_role_adds_data_keys_to_rings_it_wraps_and_no_other(as_role: SignIn, role: DbRole) -> None:
    for ring, rights in HOLDERS.items():
        statement = (
            "INSERT INTO foundation_datakey (id, ring, object_id, purpose, version, wrapped, created_at) "
            f"VALUES ('{new_id()}', '{ring}', '{new_id()}', 'p', 1, 'x', now())"
        )
        if role in rights.wraps:
            as_role(role).execute(statement.encode())
        else:
            refused(as_role(role), statement)


@pytest.mark.asvs("13.2.2")
@pytest.mark.parametrize("ring", list(Ring))
def test_a_data_key_is_destroyed_only_by_who_may_erase_its_ring(as_role: SignIn, superuser: psycopg.Connection, ring: Ring) -> None:
    for role in WORKING:
        key_id = add(superuser, ring)
        connection = as_role(role)
        if role in HOLDERS[ring].erases:
            assert connection.execute("DELETE FROM foundation_datakey WHERE id = %s", [key_id]).rowcount == 1
        elif any(role in rights.erases for rights in HOLDERS.values()):
            assert connection.execute("DELETE FROM foundation_datakey WHERE id = %s", [key_id]).rowcount == 0
        else:
            refused(connection, f"DELETE FROM foundation_datakey WHERE id = '{key_id}'")


def test_retention_does_not_even_see_the_wrapped_keys(as_role: SignIn) -> None:
    refused(as_role(DbRole.RETENTION), "SELECT wrapped FROM foundation_datakey")


def test_a_holder_cannot_move_a_data_key_to_another_ring_or_object(as_role: SignIn) -> None:
    refused(as_role(DbRole.APP), "UPDATE foundation_datakey SET ring = 'accounts'")
    refused(as_role(DbRole.APP), "UPDATE foundation_datakey SET object_id = ''")


@pytest.mark.parametrize("role", [role for role in WORKING if role not in (DbRole.WORKER, DbRole.REDACTOR)])
def test_only_a_worker_moves_a_job(as_role: SignIn, role: DbRole) -> None:
    refused(as_role(role), "UPDATE foundation_job SET state = 'done'")
    refused(as_role(role), "DELETE FROM foundation_job")


@pytest.mark.parametrize("role", [DbRole.SEALER, DbRole.READER])
def test_who_reads_the_log_sees_no_job(as_role: SignIn, role: DbRole) -> None:
    refused(as_role(role), "SELECT * FROM foundation_job")


def test_a_table_without_a_line_is_closed_and_an_old_right_is_taken_back(as_role: SignIn, superuser: psycopg.Connection) -> None:
    superuser.execute("CREATE TABLE stray (a int, b int); ALTER TABLE stray OWNER TO sotto_owner")
    superuser.execute("GRANT SELECT, UPDATE (b) ON stray TO sotto_app; GRANT SELECT ON stray TO PUBLIC")
    as_role(DbRole.APP).execute("SELECT * FROM stray")
    apply_as_owner(superuser)
    for statement in ("SELECT a FROM stray", "UPDATE stray SET b = 1"):
        refused(as_role(DbRole.APP), statement)
    as_role(DbRole.APP).execute("SELECT id FROM foundation_job")


def test_a_new_function_is_nobodys_until_it_is_given(as_role: SignIn, superuser: psycopg.Connection) -> None:
    superuser.execute("CREATE FUNCTION open_sesame() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION open_sesame OWNER TO sotto_owner")
    as_role(DbRole.APP).execute("SELECT open_sesame()")
    apply_as_owner(superuser)
    refused(as_role(DbRole.APP), "SELECT open_sesame()")


def test_rights_on_tables_that_are_not_there_yet_wait(superuser: psycopg.Connection) -> None:
    superuser.execute("SET ROLE sotto_owner")
    roles.apply(superuser.cursor(), [{"not_there": {DbRole.APP: "SELECT"}}])  # type: ignore[arg-type]


def test_create_run_again_changes_passwords_and_keeps_rights(superuser: psycopg.Connection, db: str) -> None:
    passwords = {role: env.password(role) for role in DbRole}
    with psycopg.connect(host=str(env.run_dir), port=env.database_port, user=DbRole.APP.value, password=passwords[DbRole.APP], dbname=db) as before:
        before.execute("SELECT id FROM foundation_job")
    roles.create(superuser, db, passwords | {DbRole.APP: "another"})
    try:
        with psycopg.connect(host=str(env.run_dir), port=env.database_port, user=DbRole.APP.value, password="another", dbname=db) as after:
            after.execute("SELECT id FROM foundation_job")
    finally:
        roles.create(superuser, db, passwords)


def test_a_role_without_a_password_is_not_made(superuser: psycopg.Connection, db: str) -> None:
    with pytest.raises(ValueError, match="sotto_migrator: no password"):
        roles.create(superuser, db, {})


def test_a_wrong_password_is_refused_on_the_socket_too(db: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(env.run_dir), user=DbRole.APP.value, password="guess", dbname=db)


@pytest.mark.asvs("13.3.1")
def test_the_server_keeps_no_password_in_clear(superuser: psycopg.Connection) -> None:
    for role in DbRole:
        stored = superuser.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role.value]).fetchone()
        assert stored
        assert stored[0] is None or stored[0].startswith("SCRAM-SHA-256$")
