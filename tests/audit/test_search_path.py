"""Names of the log are those of the schema public, whatever somebody set for the role or the database."""

import psycopg
import pytest
from django.db import connections

from audit.access import process_actor
from audit.events import Event
from audit.log import record
from foundation.roles import DbRole
from tests import raw
from tests.audit.conftest import AsRole

SHADOW = """
    CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO PUBLIC;
    CREATE TABLE elsewhere.audit_entry (LIKE public.audit_entry); GRANT ALL ON elsewhere.audit_entry TO PUBLIC;
    CREATE FUNCTION elsewhere.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz 'epoch' $$;
"""


@pytest.mark.parametrize("what", ["ROLE sotto_app IN DATABASE", "DATABASE"])
def test_a_table_or_function_elsewhere_takes_nothing(db: str, superuser: psycopg.Connection, what: str) -> None:
    superuser.execute(SHADOW)
    superuser.execute(f'ALTER {what} "{db}" SET search_path = elsewhere, pg_catalog, public')
    connections.close_all()
    record(Event.LOG_READ, by=process_actor("reader"))
    assert superuser.execute("SELECT count(*) FROM elsewhere.audit_entry").fetchone() == (0,)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() > 'epoch'")
        assert cursor.fetchone() == (True,)


TURNED = """
    CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO PUBLIC; SET search_path = elsewhere, pg_catalog;
    CREATE TYPE jsonb AS (x integer);
    CREATE TYPE audit_repeated AS (x integer);
    CREATE FUNCTION yes(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE FUNCTION yes(timestamptz, timestamptz) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE FUNCTION yes(pg_catalog.jsonb, jsonpath) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE OPERATOR <> (FUNCTION = yes, LEFTARG = text, RIGHTARG = text);
    CREATE OPERATOR >= (FUNCTION = yes, LEFTARG = timestamptz, RIGHTARG = timestamptz);
    CREATE OPERATOR @? (FUNCTION = yes, LEFTARG = pg_catalog.jsonb, RIGHTARG = jsonpath);
"""


def test_operators_elsewhere_turn_no_check_of_an_entry(db: str, superuser: psycopg.Connection, as_role: AsRole) -> None:
    superuser.execute(TURNED)
    writer = as_role(DbRole.INTAKE)
    writer.execute("SET search_path = elsewhere, pg_catalog, public")
    raw.insert(writer, "e" * 32, object="o")
    for poison in ({"details": {"x": [1]}}, {"version": 2}, {"purpose": 7}, {"outcome": "failed"}):
        with pytest.raises(psycopg.errors.CheckViolation):
            raw.insert(writer, "f" * 32, **poison)
