"""The tables of a later period are made as those of the first."""

import psycopg

from foundation.roles import DbRole
from tests.audit.conftest import AsRole

INDEXES = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass"
CHECKS = "SELECT conname, replace(pg_get_constraintdef(oid), ' NOT VALID', '') FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"


def test_a_later_period_has_the_indexes_and_checks_of_the_first(db: str, superuser: psycopg.Connection) -> None:
    superuser.execute("SELECT audit_make_period(2)")
    for query in (INDEXES, CHECKS):
        first, second = (defined(superuser, query, suffix) for suffix in ("0001", "0002"))
        assert first == second


def defined(connection: psycopg.Connection, query: str, suffix: str) -> set[str]:
    return {str(row).replace(suffix, "N") for row in connection.execute(query, [f"audit_entry_{suffix}"])}


def test_an_event_of_a_person_is_found_in_the_index_alone(db: str, as_role: AsRole) -> None:
    reader = as_role(DbRole.READER)
    reader.execute("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off")
    plan = reader.execute(
        "EXPLAIN SELECT body FROM audit_entries WHERE actor = 'a' AND action = ANY('{x,y}') ORDER BY recorded_at DESC, seq DESC LIMIT 51"
    ).fetchall()
    assert any("Index Cond" in line and "actor" in line and "action" in line for (line,) in plan), plan
