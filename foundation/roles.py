"""As whom a process signs in to PostgreSQL, and what each may do there."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import psycopg
from django.db.backends.utils import CursorWrapper
from psycopg import sql


class DbRole(StrEnum):
    """OWNER cannot sign in; MIGRATOR becomes it for the length of a migration."""

    OWNER = "sotto_owner"
    MIGRATOR = "sotto_migrator"
    APP = "sotto_app"
    WORKER = "sotto_worker"
    INTAKE = "sotto_intake"
    REDACTOR = "sotto_redactor"
    DESK = "sotto_desk"
    EXPORTER = "sotto_exporter"
    SEALER = "sotto_sealer"
    READER = "sotto_reader"
    RETENTION = "sotto_retention"
    AUDITOR = "sotto_auditor"


# Table (or view) -> role -> a privilege list as SQL writes it. A table that no list names is open to nobody but its owner.
Grants = dict[str, dict[DbRole, str]]

WORKING = tuple(role for role in DbRole if role not in (DbRole.OWNER, DbRole.MIGRATOR))


def create(conn: psycopg.Connection, database: str, passwords: Mapping[DbRole, str]) -> None:
    """Make the roles, or bring them and the rights on `database` back to what they shall be. Run by a superuser."""
    for role in DbRole:
        _create_role(conn, role, passwords.get(role))
    owner, migrator = sql.Identifier(DbRole.OWNER), sql.Identifier(DbRole.MIGRATOR)
    # INHERIT needs 16; before it the migrator simply inherits, which changes nothing for anybody else.
    options = sql.SQL(" WITH INHERIT FALSE, SET TRUE") if conn.info.server_version >= 160_000 else sql.SQL("")
    conn.execute(sql.SQL("GRANT {} TO {}").format(owner, migrator) + options)
    # The owner's function audit_end_blockers ends transactions that keep the log's page from being turned. Nobody signs in as the owner.
    conn.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(owner))
    name = sql.Identifier(database)
    conn.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    conn.execute(sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"))
    conn.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    everybody = sql.SQL(", ").join(sql.Identifier(role) for role in (*WORKING, DbRole.MIGRATOR))
    conn.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, everybody))
    conn.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everybody))


def _create_role(conn: psycopg.Connection, role: DbRole, password: str | None) -> None:
    name = sql.Identifier(role)
    if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.value]).fetchone() is None:
        conn.execute(sql.SQL("CREATE ROLE {}").format(name))
    rights = sql.SQL("NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")
    if role is DbRole.OWNER:
        conn.execute(sql.SQL("ALTER ROLE {} NOLOGIN ").format(name) + rights)
        return
    if not password:
        raise ValueError(f"{role}: no password given")
    # Hashed here: the password itself then reaches neither the server nor its log.
    hashed = conn.pgconn.encrypt_password(password.encode(), role.value.encode(), b"scram-sha-256").decode()
    conn.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {} ").format(name, sql.Literal(hashed)) + rights)


def apply(cursor: CursorWrapper, grants: Iterable[Grants]) -> None:
    """Make the rights on every table exactly what the lists say. Run as the owner, after migrations.

    Columns made by Django 5 are identity columns: to insert needs no right on their sequences, so nobody gets one.
    """
    _revoke_all(cursor)
    for table, rights in ((table, rights) for part in grants for table, rights in part.items()):
        # a table of an app that is not migrated yet (`migrate APP`) gets its rights when it comes
        for role, privileges in rights.items() if exists(cursor, table) else ():
            cursor.execute(f'GRANT {privileges} ON "{table}" TO "{role}"')


def exists(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'public."{table}"'])
    return bool(cursor.fetchone() == (True,))


def _revoke_all(cursor: CursorWrapper) -> None:
    """From tables that no list names, too. A revoke on a table takes its column privileges along."""
    everybody = ", ".join(f'"{role}"' for role in (*WORKING, DbRole.MIGRATOR))
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everybody}")
    cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {everybody}")
    # PostgreSQL lets everybody call a new function unless told otherwise
    cursor.execute("REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC")
