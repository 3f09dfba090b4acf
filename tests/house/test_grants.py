"""The database agrees with the lists of who may do what."""

import re

import psycopg

from foundation.apps import all_grants
from foundation.roles import DbRole

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
RIGHTS = """
    SELECT c.relname, a.grantee::regrole::text, a.privilege_type, NULL
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND a.grantee <> 0
    UNION ALL
    SELECT c.relname, x.grantee::regrole::text, x.privilege_type, a.attname
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x WHERE c.relnamespace = 'public'::regnamespace
"""


def declared() -> dict[str, dict[DbRole, str]]:
    return {table: rights for part in all_grants() for table, rights in part.items()}


def expected() -> set[tuple[str, str, str, str | None]]:
    found: set[tuple[str, str, str, str | None]] = set()
    for table, rights in declared().items():
        for role, privileges in rights.items():
            for verb, columns in re.findall(r"([A-Z]+)\s*(?:\(([^)]*)\))?", privileges):
                names = [name.strip() for name in columns.split(",")] if columns else [None]
                found |= {(table, role.value, verb, name) for name in names}
    return found


def test_every_table_has_a_line(superuser: psycopg.Connection) -> None:
    tables = {row[0] for row in superuser.execute(TABLES).fetchall()}
    assert tables == declared().keys()


def test_no_table_is_listed_twice() -> None:
    listed = [table for part in all_grants() for table in part]
    assert len(listed) == len(set(listed))


def test_the_rights_in_the_database_are_those_of_the_lists(superuser: psycopg.Connection) -> None:
    rights = {tuple(row) for row in superuser.execute(RIGHTS).fetchall() if row[1] != DbRole.OWNER.value}
    assert rights == expected()


def test_nothing_is_open_to_everybody(superuser: psycopg.Connection) -> None:
    public = superuser.execute(
        "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0"
    ).fetchall()
    functions = superuser.execute(
        "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE')"
    ).fetchall()
    assert public == functions == []
