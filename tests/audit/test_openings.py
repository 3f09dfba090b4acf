"""One opening for the entries of a session; and openings that expire or are erased while the log goes on verifying."""

import io
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from audit import era, erasing, migrations, openings, reading
from audit.access import Actor, console_actor, process_actor
from audit.book import APART
from audit.events import Event, PrivateClass
from audit.log import NothingRecorded, record, record_apart
from audit.models import Private
from foundation import seal
from foundation.clock import now, shifted
from foundation.roles import WORKING, DbRole
from tests.audit.acting import person
from tests.audit.conftest import AsRole, Entries

ActingAs = Callable[[DbRole], None]
CONNECTION = PrivateClass.CONNECTION


def connection_of(body: dict[str, Any]) -> str:
    return str(body["private"]["connection"])


def kept(as_role: AsRole) -> list[str]:
    return [row[0] for row in as_role(DbRole.READER).execute("SELECT commitment FROM audit_private").fetchall()]


# -- one for a session


def test_the_entries_of_a_session_name_one_opening(db: str, as_role: AsRole, entries: Entries) -> None:
    rosa = person()
    for _ in range(3):
        record(Event.CLIP_HEARD, by=rosa)
    record_apart(Event.ACCESS_DENIED, by=rosa)
    assert {connection_of(body) for body in entries()} == set(kept(as_role))
    assert len(kept(as_role)) == 1


@pytest.mark.parametrize("other", [{"session": "c" * 32}, {"address": "192.0.2.8"}, {"agent": "Other/2"}], ids=["session", "address", "agent"])
def test_another_session_address_or_agent_has_its_own(db: str, entries: Entries, other: dict[str, str]) -> None:
    rosa = person()
    record(Event.CLIP_HEARD, by=rosa)
    record(Event.CLIP_HEARD, by=Actor(**{**vars(rosa), **other}))
    assert len({connection_of(body) for body in entries()}) == 2


def test_nobody_signed_in_shares_no_opening(db: str, entries: Entries) -> None:
    """Without a session two tries of one address are not linked by the log."""
    nobody = Actor(**{**vars(person()), "session": ""})
    for _ in range(2):
        record(Event.SIGN_IN_FAILED, by=nobody)
    assert len({connection_of(body) for body in entries()}) == 2


def test_an_opening_survives_the_rollback_of_its_first_entry(db: str, as_role: AsRole, entries: Entries) -> None:
    rosa = person()
    with transaction.atomic():
        record(Event.CLIP_HEARD, by=rosa)
        transaction.set_rollback(True)
    record(Event.CLIP_HEARD, by=rosa)
    assert [connection_of(body) for body in entries()] == kept(as_role)


def test_a_new_day_has_a_new_opening(db: str, as_role: AsRole, entries: Entries) -> None:
    rosa = person()
    record(Event.CLIP_HEARD, by=rosa)
    with shifted(days=1):
        record(Event.CLIP_HEARD, by=rosa)
    rows = as_role(DbRole.READER).execute("SELECT day FROM audit_private ORDER BY day").fetchall()
    assert [day for (day,) in rows] == [now().date(), (now() + timedelta(days=1)).date()]
    assert len({connection_of(body) for body in entries()}) == 2


def test_an_opening_lies_on_the_day_of_the_entry_that_made_it(db: str, entries: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes while an entry is written; the verifier counts on one day for both."""
    last_moment = now().replace(hour=23, minute=59, second=59, microsecond=999_999)
    monkeypatch.setattr("audit.log.now", lambda: last_moment)
    record(Event.CLIP_HEARD, by=person())
    (body,) = entries()
    assert body["at"][:10] == Private.objects.using("reader").get().day.isoformat()


def test_another_process_makes_its_own(db: str, as_role: AsRole, entries: Entries) -> None:
    """It holds no key that the first one made, and needs none."""
    rosa = person()
    record(Event.CLIP_HEARD, by=rosa)
    era.forget()
    record(Event.CLIP_HEARD, by=rosa)
    assert {connection_of(body) for body in entries()} == set(kept(as_role))
    assert len(kept(as_role)) == 2


def test_one_opening_of_many_sessions_is_kept_in_memory_no_longer_than_fits(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(era, "MOST_SESSIONS", 2)
    for _ in range(5):
        record(Event.CLIP_HEARD, by=person())
    assert len(era.current()._sessions) <= 3


def test_what_a_note_is_about_is_kept_beside_it(db: str, as_role: AsRole) -> None:
    record(Event.PERSON_SUSPENDED, by=person(), object="b" * 32, private={PrivateClass.NOTE: "left"})
    rows = as_role(DbRole.READER).execute("SELECT class, subject FROM audit_private ORDER BY class").fetchall()
    assert rows == [("connection", ""), ("note", "b" * 32)]


# -- expiry


@pytest.fixture
def retention(db: str, acting_as: ActingAs) -> Callable[[], None]:
    return lambda: acting_as(DbRole.RETENTION)


def test_openings_expire_by_class_when_their_clock_has_run_out(db: str, as_role: AsRole, entries: Entries, retention: Callable[[], None]) -> None:
    record(Event.SESSION_ENDED, by=person(), private={PrivateClass.NOTE: "left"})
    day = now().date()
    retention()
    with shifted(days=settings.AUDIT_CLOCKS_DAYS["connection"]):
        assert erasing.expire_due() == 0
    with shifted(days=settings.AUDIT_CLOCKS_DAYS["connection"] + 1):
        assert list(erasing.due()) == [(CONNECTION, day)]
        assert erasing.expire_due() == 1
        assert erasing.expire_due() == 0
    first, expired = entries()
    assert kept(as_role) == [first["private"]["note"]]
    assert (expired["event"], expired["details"]) == ("openings.expired", {"class": "connection", "until": day.isoformat(), "count": 1})


def test_an_expired_opening_is_gone_for_those_who_kept_its_row(db: str, as_role: AsRole, acting_as: ActingAs) -> None:
    """The key goes too: what a backup still holds opens no more."""
    with shifted(days=-2):
        receipt = record(Event.CLIP_HEARD, by=person())
    row = Private.objects.using("reader").get()
    acting_as(DbRole.RETENTION)
    erasing.expire(CONNECTION, (now() - timedelta(days=1)).date())
    assert as_role(DbRole.APP).execute("SELECT count(*) FROM foundation_datakey WHERE ring = 'openings'").fetchone() == (0,)
    acting_as(DbRole.APP)
    with pytest.raises(seal.Erased):
        openings.open_part(entry_id=receipt.entry_id, kind=CONNECTION, key_id=row.key, sealed=bytes(row.sealed), committed=row.commitment)


def test_a_day_that_is_not_over_does_not_expire(db: str, retention: Callable[[], None]) -> None:
    retention()
    for days in (0, 1):
        with pytest.raises(erasing.NotOver):
            erasing.expire(CONNECTION, (now() + timedelta(days=days)).date())


# -- erasure


def test_one_persons_openings_are_erased_and_no_other(db: str, as_role: AsRole, entries: Entries, retention: Callable[[], None]) -> None:
    rosa, sam = person(), person()
    record(Event.CLIP_HEARD, by=rosa)
    record(Event.PERSON_SUSPENDED, by=sam, object=rosa.id, private={PrivateClass.NOTE: "left"})
    retention()
    assert erasing.erase(rosa.id, by=console_actor(), reason="asked for") == 2
    *_, by_sam, erased = entries()
    assert (erased["event"], erased["subject"], erased["details"]) == ("openings.erased", rosa.id, {"count": 2})
    assert set(kept(as_role)) == {connection_of(by_sam), *erased["private"].values()}


def test_after_an_erasure_a_running_process_makes_a_new_opening(db: str, as_role: AsRole, entries: Entries) -> None:
    """It kept the old one in memory; the entry that would have named it names the new one."""
    rosa = person()
    record(Event.CLIP_HEARD, by=rosa)
    as_role(DbRole.RETENTION).execute("DELETE FROM audit_private WHERE actor = %s", [rosa.id])
    record(Event.CLIP_HEARD, by=rosa)
    first, second = entries()
    assert [connection_of(second)] == kept(as_role)
    assert connection_of(first) != connection_of(second)


def test_after_its_key_was_destroyed_a_running_process_uses_it_no_more(db: str, as_role: AsRole, entries: Entries) -> None:
    record(Event.SESSION_ENDED, by=person(), private={PrivateClass.NOTE: "before"})
    as_role(DbRole.RETENTION).execute("DELETE FROM foundation_datakey WHERE ring = 'openings'")
    receipt = record(Event.SESSION_ENDED, by=person(), private={PrivateClass.NOTE: "after"})
    committed = entries()[-1]["private"]["note"]
    row = Private.objects.using("reader").get(pk=committed)
    opened = openings.open_part(entry_id=receipt.entry_id, kind=PrivateClass.NOTE, key_id=row.key, sealed=bytes(row.sealed), committed=committed)
    assert opened.payload == b"after"


def test_a_destroyed_key_of_another_ring_ends_no_era(db: str, superuser: psycopg.Connection) -> None:
    record(Event.CLIP_HEARD, by=person())
    superuser.execute("UPDATE foundation_datakey SET ring = 'listening'")
    superuser.execute("DELETE FROM foundation_datakey")
    assert superuser.execute("SELECT n FROM audit_era").fetchone() == (1,)


def test_an_erasure_waits_for_the_entry_that_is_being_written(db: str, as_role: AsRole, entries: Entries) -> None:
    """Else that entry could come after the one that says that its opening is gone."""
    rosa, retention = person(), as_role(DbRole.RETENTION)
    record(Event.CLIP_HEARD, by=rosa)
    with transaction.atomic():
        record(Event.CLIP_HEARD, by=rosa)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            retention.execute("SELECT audit_hold_openings()")
    retention.execute("SELECT audit_hold_openings()")


def test_an_entry_waits_for_the_erasure_and_names_what_is_there_after_it(db: str, as_role: AsRole, entries: Entries) -> None:
    rosa, retention = person(), as_role(DbRole.RETENTION)
    record(Event.CLIP_HEARD, by=rosa)
    with retention.transaction():
        retention.execute("SELECT audit_hold_openings()")
        retention.execute("DELETE FROM audit_private")
        writer = threading.Thread(target=_write_and_close, args=[rosa])
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
    writer.join()
    assert [connection_of(entries()[-1])] == kept(as_role)


def _write_and_close(rosa: Actor) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '5min'")
    record(Event.CLIP_HEARD, by=rosa)
    connections.close_all()


def test_an_era_that_never_stands_still_records_nothing(db: str, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, entries: Entries) -> None:
    monkeypatch.setattr(era, "current", lambda alias=APART: era.Era(0))
    with pytest.raises(NothingRecorded):
        record(Event.CLIP_HEARD, by=person())
    assert (entries(), kept(as_role)) == ([], [])


def test_an_erased_opening_shows_as_such(db: str, as_role: AsRole) -> None:
    receipt = record(Event.CLIP_HEARD, by=person(address="198.51.100.9"))
    as_role(DbRole.RETENTION).execute("DELETE FROM audit_private")
    shown = reading.open_entry(receipt.entry_id, receipt=record(Event.ENTRY_OPENED, by=person(), subject=receipt.entry_id))
    assert [(opening.text, opening.is_erased) for opening in shown.openings] == [("", True)]


# -- who may


def test_only_retention_destroys_openings(db: str, as_role: AsRole) -> None:
    for role in set(WORKING) - {DbRole.RETENTION}:
        for statement in ("DELETE FROM audit_private", "SELECT audit_hold_openings()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute(statement)


def test_nobody_sets_the_era_by_hand(db: str, as_role: AsRole) -> None:
    for role in WORKING:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_role(role).execute("UPDATE audit_era SET n = 7")


def test_retention_finds_openings_and_reads_none(db: str, as_role: AsRole) -> None:
    as_role(DbRole.RETENTION).execute("SELECT commitment, class, day, actor, subject, key FROM audit_private")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(DbRole.RETENTION).execute("SELECT sealed FROM audit_private")


# -- at the console


def test_the_console_erases_the_ids_that_it_is_given(
    db: str, as_role: AsRole, retention: Callable[[], None], monkeypatch: pytest.MonkeyPatch, entries: Entries
) -> None:
    rosa = person()
    record(Event.CLIP_HEARD, by=rosa)
    retention()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{rosa.id}\n\n"))
    out = io.StringIO()
    call_command("log", "erase", stdout=out)
    assert out.getvalue() == f"{rosa.id} destroyed 1\n"
    assert entries()[-1]["actor_kind"] == "console"


@pytest.mark.parametrize("given", ["", "rosa@example.org\n"], ids=["nothing", "no id"])
def test_the_console_takes_ids_only_and_repeats_no_word(db: str, retention: Callable[[], None], monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    retention()
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    with pytest.raises(CommandError) as refused:
        call_command("log", "erase")
    assert (refused.value.returncode, "rosa" in str(refused.value)) == (2, False)


def test_the_console_says_what_is_due_and_destroys_it(db: str, retention: Callable[[], None]) -> None:
    with shifted(days=-200):
        record(Event.CLIP_HEARD, by=person())
        day = now().date()
    retention()
    said = []
    for arguments in (["--look"], [], []):
        out = io.StringIO()
        call_command("log", "expire", *arguments, stdout=out)
        said.append(out.getvalue())
    assert said == [f"connection {day} due\n", f"connection {day} destroyed 1\n", "nothing is due\n"]


def test_the_retention_process_looks_at_the_clocks(db: str, retention: Callable[[], None]) -> None:
    with shifted(days=-200):
        record(Event.CLIP_HEARD, by=person())
    retention()
    out = io.StringIO()
    call_command("shred", "--once", stdout=out)
    assert out.getvalue().strip().endswith("openings destroyed 1")


# -- before there was one for a session


BEFORE = """
    DROP TABLE audit_private, audit_era; DROP FUNCTION audit_end_era() CASCADE; DROP FUNCTION audit_hold_openings();
    SET ROLE sotto_owner;
    CREATE TABLE audit_private (entry text, class text, key text, sealed bytea, PRIMARY KEY (entry, class));
"""


def test_openings_of_before_are_carried_over_and_still_open(db: str, superuser: psycopg.Connection) -> None:
    """Each was sealed for its one entry."""
    receipt = record(Event.PERSON_SUSPENDED, by=process_actor("sweeper"), object="b" * 32, private={PrivateClass.NOTE: "left"})
    row = Private.objects.using("reader").get()
    old = {"entry_id": receipt.entry_id, "kind": PrivateClass.NOTE, "key_id": row.key, "committed": row.commitment}
    opened = openings.open_part(**old, sealed=bytes(row.sealed))
    sealed = seal.open_key_by_id(row.key).seal(opened.salt + opened.payload, field=f"{receipt.entry_id}:note")
    superuser.execute(BEFORE)
    superuser.execute("INSERT INTO audit_private VALUES (%s, 'note', %s, %s)", [receipt.entry_id, row.key, sealed])
    superuser.execute((Path(migrations.__file__).parent / "sql" / "0005_openings.sql").read_text())
    carried = superuser.execute("SELECT commitment, class, day, actor, subject, key, sealed FROM audit_private").fetchall()
    assert carried == [(row.commitment, "note", row.day, "sweeper", "b" * 32, row.key, sealed)]
    assert openings.open_part(**old, sealed=sealed) == opened
