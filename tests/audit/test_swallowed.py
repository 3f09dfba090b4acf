"""Somebody with the owner's rights lets the database drop entries without a word: nothing is shown, and the check names it."""

import psycopg
import pytest

from audit.access import Actor, console_actor, process_actor
from audit.events import Event, PrivateClass
from audit.log import NothingRecorded, record
from tests.audit.acting import person

SWALLOW = """
    CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER swallow BEFORE INSERT ON audit_entry_0001 FOR EACH ROW EXECUTE FUNCTION swallow();
"""


@pytest.mark.parametrize("by", [person(), console_actor(), process_actor("reader")], ids=["person", "console", "process"])
@pytest.mark.parametrize("private", [{}, {PrivateClass.NOTE: "why"}], ids=["bare", "note"])
def test_an_entry_that_the_database_did_not_keep_is_missed(
    db: str, superuser: psycopg.Connection, by: Actor, private: dict[PrivateClass, str]
) -> None:
    superuser.execute(SWALLOW)
    with pytest.raises(NothingRecorded):
        record(Event.PERIOD_CLOSE_ASKED, by=by, private=private)
