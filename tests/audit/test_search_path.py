"""Names of the log are those of the schema public, whatever somebody set for the role or the database."""

import psycopg
import pytest
from django.db import connections

from audit.access import process_actor
from audit.events import Event
from audit.log import record

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
