"""record() writes, or the change does not happen."""

import copy
import json
import pickle
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from audit import openings, receipts
from audit.access import console_actor, process_actor
from audit.events import Event, Outcome, PrivateClass
from audit.log import NothingRecorded, NotSealed, Receipt, WrongReceipt, record, record_apart
from audit.openings import BrokenOpening, UnfitOpening
from foundation.clock import now, shifted
from foundation.keys import WrongContext
from foundation.roles import DbRole
from foundation.seal import OpenKey
from tests import raw
from tests.audit.acting import person
from tests.audit.conftest import AsRole, Entries
from tests.sealing import InProcess


def test_an_entry_is_written_and_its_receipt_says_which(db: str, entries: Entries) -> None:
    receipt = record(Event.ROLE_GIVEN, by=person(), object="a" * 32, details={"role": "analyst"})
    (body,) = entries()
    assert (body["id"], body["event"], body["details"]) == (receipt.entry_id, "role.given", {"role": "analyst"})


def test_an_entry_goes_with_the_transaction_that_is_rolled_back(db: str, entries: Entries) -> None:
    with transaction.atomic():
        record(Event.SITE_ADDED, by=person())
        transaction.set_rollback(True)
    assert entries() == []


def test_a_denial_survives_the_rollback_of_what_it_refused(db: str, entries: Entries) -> None:
    with transaction.atomic():
        record(Event.SITE_ADDED, by=person())
        record_apart(Event.ACCESS_DENIED, by=person(), details={"reason": "role"})
        transaction.set_rollback(True)
    assert [(body["event"], body["outcome"]) for body in entries()] == [("access.denied", "denied")]


def test_a_change_cannot_commit_when_its_failed_entry_is_swallowed(db: str, superuser: psycopg.Connection) -> None:
    superuser.execute("REVOKE INSERT ON audit_entry FROM sotto_app")
    superuser.execute("CREATE TABLE change (n int); GRANT SELECT, INSERT ON change TO sotto_app")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO change VALUES (1)")
        with pytest.raises(NothingRecorded):
            record(Event.SITE_ADDED, by=person())
    assert superuser.execute("SELECT count(*) FROM change").fetchone() == (0,)


def test_an_opening_that_cannot_be_written_takes_its_entry_along(db: str, superuser: psycopg.Connection, entries: Entries) -> None:
    superuser.execute("REVOKE INSERT ON audit_private FROM sotto_app")
    with pytest.raises(NothingRecorded):
        record(Event.SITE_ADDED, by=person())
    assert entries() == []


def test_one_entry_with_its_openings_is_one_prepared_statement(db: str) -> None:
    for _ in range(2):
        record(Event.SESSION_ENDED, by=process_actor("sweeper"), private={PrivateClass.NOTE: "left"})
    prepared = connection.connection.execute("SELECT statement FROM pg_prepared_statements").fetchall()
    assert len(prepared) == 1
    assert prepared[0][0].startswith("WITH part AS (INSERT INTO audit_private")


def test_address_and_agent_are_under_seal_only(db: str, as_role: AsRole, entries: Entries) -> None:
    record(Event.SIGNED_IN, by=person(address="198.51.100.23", agent="Quirky/9"))
    assert "198.51.100.23" not in json.dumps(entries())
    assert "Quirky" not in json.dumps(entries())
    (sealed,) = as_role(DbRole.READER).execute("SELECT sealed FROM audit_private").fetchone() or ()
    assert b"198.51" not in sealed


def test_an_opening_opens_to_what_was_committed(db: str, as_role: AsRole, entries: Entries) -> None:
    receipt = record(Event.SESSION_ENDED, by=process_actor("sweeper"), private={PrivateClass.NOTE: "left early\nsaid Sam ☂"})
    key, sealed, committed = opening_of(receipt, as_role, entries, PrivateClass.NOTE)
    assert (
        openings.open_part(entry_id=receipt.entry_id, kind=PrivateClass.NOTE, key_id=key, sealed=sealed, committed=committed).payload.decode()
        == "left early\nsaid Sam ☂"
    )


def opening_of(receipt: Receipt, as_role: AsRole, entries: Entries, kind: PrivateClass) -> tuple[str, bytes, str]:
    (body,) = [body for body in entries() if body["id"] == receipt.entry_id]
    committed = body["private"][kind.value]
    row = as_role(DbRole.READER).execute("SELECT key, sealed FROM audit_private WHERE commitment = %s", [committed]).fetchone()
    assert row is not None
    return row[0], row[1], committed


@pytest.mark.parametrize("at", [0, openings.SALT_BYTES], ids=["salt", "payload"])
def test_an_altered_opening_does_not_verify(db: str, as_role: AsRole, entries: Entries, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even by somebody who holds the key: the entry committed to salt and payload."""
    receipt = record(Event.SESSION_ENDED, by=process_actor("sweeper"), private={PrivateClass.NOTE: "left early"})
    key, sealed, committed = opening_of(receipt, as_role, entries, PrivateClass.NOTE)
    really_open = OpenKey.open

    def forge(self: OpenKey, sealed: bytes | memoryview, *, field: str) -> bytes:
        plain = bytearray(really_open(self, sealed, field=field))
        plain[at] ^= 1
        return bytes(plain)

    monkeypatch.setattr(OpenKey, "open", forge)
    with pytest.raises(BrokenOpening):
        openings.open_part(entry_id=receipt.entry_id, kind=PrivateClass.NOTE, key_id=key, sealed=sealed, committed=committed)


def test_an_opening_of_another_entry_does_not_open(db: str, as_role: AsRole, entries: Entries) -> None:
    receipt = record(Event.SESSION_ENDED, by=process_actor("sweeper"), private={PrivateClass.NOTE: "left early"})
    key, sealed, _ = opening_of(receipt, as_role, entries, PrivateClass.NOTE)
    with pytest.raises(WrongContext):
        openings.open_part(entry_id="f" * 32, kind=PrivateClass.NOTE, key_id=key, sealed=sealed, committed="f" * 64)


def test_each_class_has_a_key_of_its_own_every_day(db: str, as_role: AsRole) -> None:
    day = now()
    for private in ({PrivateClass.NOTE: "one"}, {PrivateClass.NOTE: "two"}):
        record(Event.SESSION_ENDED, by=person(), private=private)
    with shifted(days=1):
        record(Event.SESSION_ENDED, by=person(), private={PrivateClass.NOTE: "three"})
    purposes = as_role(DbRole.APP).execute("SELECT purpose FROM foundation_datakey WHERE ring = 'openings'").fetchall()
    days = [day.date(), (day + timedelta(days=1)).date()]
    assert sorted(purpose for (purpose,) in purposes) == [f"{kind}:{day}" for kind in ("connection", "note") for day in days]


def test_a_day_key_survives_the_rollback_of_its_first_entry(db: str, as_role: AsRole, entries: Entries) -> None:
    with transaction.atomic():
        record(Event.SESSION_ENDED, by=process_actor("sweeper"), private={PrivateClass.NOTE: "first"})
        transaction.set_rollback(True)
    receipt = record(Event.SESSION_ENDED, by=process_actor("sweeper"), private={PrivateClass.NOTE: "second"})
    key, sealed, committed = opening_of(receipt, as_role, entries, PrivateClass.NOTE)
    opened = openings.open_part(entry_id=receipt.entry_id, kind=PrivateClass.NOTE, key_id=key, sealed=sealed, committed=committed)
    assert opened.payload == b"second"


def test_a_note_is_refused_where_the_event_declares_none(db: str) -> None:
    with pytest.raises(UnfitOpening):
        record(Event.SIGNED_IN, by=person(), private={PrivateClass.NOTE: "why"})


def test_the_console_user_is_under_seal(db: str, as_role: AsRole, entries: Entries) -> None:
    record(Event.PERSON_ADDED, by=console_actor())
    (body,) = entries()
    assert (body["actor"], body["actor_kind"], list(body["private"])) == ("console", "console", ["console_user"])


# -- receipts


def test_a_receipt_is_not_made_by_hand() -> None:
    with pytest.raises(TypeError):
        Receipt("a" * 32, Event.LOG_READ, "", Outcome.GRANTED)
    with pytest.raises(TypeError):
        Receipt("a" * 32, Event.LOG_READ, "", Outcome.GRANTED, press=object())


def test_a_receipt_is_not_changed_copied_or_stored(db: str) -> None:
    receipt = record(Event.LOG_READ, by=person())
    with pytest.raises(AttributeError):
        receipt.subject = "b" * 32
    with pytest.raises(AttributeError):
        del receipt.subject
    for road in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            road(receipt)


def test_a_receipt_opens_only_what_it_was_written_for(db: str) -> None:
    receipt = record(Event.PERSON_SHOWN, by=person(), subject="a" * 32)
    receipt.must_be(Event.PERSON_SHOWN, "a" * 32)
    for event, subject in ((Event.PERSON_SHOWN, "b" * 32), (Event.LOG_READ, "a" * 32)):
        with pytest.raises(WrongReceipt):
            receipt.must_be(event, subject)


@pytest.mark.parametrize("outcome", [Outcome.DENIED, Outcome.FAILED])
def test_a_receipt_of_what_was_refused_or_failed_opens_nothing(db: str, outcome: Outcome) -> None:
    receipt = record(Event.PERSON_SHOWN, by=person(), subject="a" * 32, outcome=outcome)
    with pytest.raises(WrongReceipt, match=f"was {outcome.value}: it opens nothing"):
        receipt.must_be(Event.PERSON_SHOWN, "a" * 32)


def test_a_receipt_opens_for_a_minute(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that nobody can put back; a list that takes longer says for how long."""
    receipt = record(Event.PERSON_SHOWN, by=person(), subject="a" * 32)
    made_at = receipt._made_at
    monkeypatch.setattr(receipts.time, "monotonic", lambda: made_at + 58)
    receipt.must_be(Event.PERSON_SHOWN, "a" * 32)
    monkeypatch.setattr(receipts.time, "monotonic", lambda: made_at + 61)
    with pytest.raises(WrongReceipt, match="61 s old and was good for 60 s: record another"):
        receipt.must_be(Event.PERSON_SHOWN, "a" * 32)
    receipt.must_be(Event.PERSON_SHOWN, "a" * 32, within_s=3600)


@pytest.mark.usefixtures("sealer_stopped")
def test_sealed_waits_for_the_leaf(db: str, sealing: InProcess) -> None:
    receipt = record(Event.LOG_READ, by=person())
    with pytest.raises(NotSealed):
        receipt.sealed(timeout_s=0.02)
    sealing.seal_once()
    assert receipt.sealed(timeout_s=0.02) is receipt


def test_sealed_refuses_to_wait_inside_a_transaction(db: str, sealing: InProcess) -> None:
    with transaction.atomic():
        receipt = record(Event.LOG_READ, by=person())
        with pytest.raises(NotSealed, match="after the transaction"):
            receipt.sealed()


def test_a_body_of_64_kib_is_the_most(db: str, as_role: AsRole) -> None:
    writer = as_role(DbRole.APP)

    def insert(entry_id: str, size: int) -> None:
        bare = len(json.dumps(raw.sound(entry_id, now(), roles="")))
        raw.insert(writer, entry_id, roles="x" * (size - bare))

    insert("a" * 32, 65535)
    with pytest.raises(psycopg.errors.CheckViolation):
        insert("b" * 32, 65536)
