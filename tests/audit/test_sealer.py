"""Each committed entry gets one leaf, whenever it commits; two sealers never work on one log."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.db import transaction

from audit.events import Event
from audit.log import record
from audit.proof.tree import leaf_hash
from audit.sealing import freshness, sealer
from audit.sealing.alone import Alone
from audit.sealing.refusals import AnotherSealer
from audit.sealing.state import StateFile
from config.env import ROOT
from foundation.clock import shifted
from foundation.roles import DbRole
from tests import raw
from tests.audit.acting import person
from tests.audit.conftest import AsRole
from tests.sealing import InProcess
from tests.waiting import wait_for

PERIOD_OPENED = 1  # the first entry of every log


def settle(seals: InProcess, passes: int = 3) -> None:
    """Passes with the look at open writers each time, which a running sealer does once a second."""
    for _ in range(passes):
        seals.running()._settle_at = 0.0
        seals.seal_once()


def leaves(as_role: AsRole) -> list[str]:
    return [entry for (entry,) in as_role(DbRole.READER).execute("SELECT entry FROM audit_leaf ORDER BY position")]


def test_a_leaf_is_the_hash_of_rfc_6962() -> None:
    """The leaf of the empty entry, from the test vectors of RFC 6962's reference implementation."""
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_a_pass_gives_each_entry_its_leaf_and_the_next_pass_nothing(db: str, sealing: InProcess, as_role: AsRole) -> None:
    receipts = [record(Event.LOG_READ, by=person()) for _ in range(3)]
    assert (sealing.seal_once(), sealing.seal_once()) == (3 + PERIOD_OPENED, 0)
    assert leaves(as_role)[PERIOD_OPENED:] == [receipt.entry_id for receipt in receipts]


def test_leaves_hash_the_bodies_as_they_stand(db: str, sealing: InProcess, as_role: AsRole) -> None:
    record(Event.LOG_READ, by=person())
    sealing.seal_once()
    rows = as_role(DbRole.READER).execute("SELECT e.body, l.hash FROM audit_entry e JOIN audit_leaf l ON l.entry_seq = e.seq").fetchall()
    assert [hashlib.sha256(b"\0" + body.encode()).digest() for body, _ in rows] == [leaf for _, leaf in rows]


def test_an_entry_that_commits_late_gets_its_leaf(db: str, sealing: InProcess, as_role: AsRole) -> None:
    """Its number is older than many that were sealed, and than the mark would be if it went by numbers."""
    slow = as_role(DbRole.APP)
    with slow.transaction():
        late = "late".rjust(32, "0")
        raw.insert(slow, late)
        for _ in range(3):
            record(Event.LOG_READ, by=person())
            settle(sealing)
        assert len(leaves(as_role)) == 3 + PERIOD_OPENED
        assert sealing.running().settled <= PERIOD_OPENED
    sealing.seal_once()
    assert leaves(as_role)[-1] == "late".rjust(32, "0")


def test_a_pass_begins_behind_what_this_process_sealed_without_a_gap(db: str, sealing: InProcess, as_role: AsRole) -> None:
    slow = as_role(DbRole.APP)
    with slow.transaction():
        raw.insert(slow, "f" * 32)
        for _ in range(2):
            record(Event.LOG_READ, by=person())
        assert sealing.seal_once() == PERIOD_OPENED + 2
        assert sealing.running().begins_behind == PERIOD_OPENED
    assert sealing.seal_once() == 1
    assert sealing.running().begins_behind == PERIOD_OPENED + 3


def test_the_settled_mark_passes_what_was_rolled_back(db: str, sealing: InProcess, as_role: AsRole) -> None:
    with transaction.atomic():
        record(Event.LOG_READ, by=person())
        transaction.set_rollback(True)
    record(Event.LOG_READ, by=person())
    settle(sealing)
    assert sealing.running().settled == PERIOD_OPENED + 2


def test_a_long_transaction_that_writes_no_entry_holds_up_nothing(
    db: str, sealing: InProcess, as_role: AsRole, superuser: psycopg.Connection
) -> None:
    superuser.execute("CREATE TABLE other (n int)")
    with superuser.transaction():
        superuser.execute("INSERT INTO other VALUES (1)")
        record(Event.LOG_READ, by=person())
        settle(sealing)
        assert len(leaves(as_role)) == sealing.running().settled == PERIOD_OPENED + 1


def test_a_new_sealer_goes_on_where_the_last_one_stopped(db: str, sealing: InProcess, as_role: AsRole) -> None:
    record(Event.LOG_READ, by=person())
    settle(sealing)
    record(Event.LOG_READ, by=person())
    sealing.seal_once()
    sealing.close()
    record(Event.LOG_READ, by=person())
    assert sealing.seal_once() == 1
    assert (sealing.running().settled, len(leaves(as_role))) == (PERIOD_OPENED + 1, PERIOD_OPENED + 3)


def test_a_settled_mark_that_was_written_into_the_database_hides_no_entry(db: str, sealing: InProcess, as_role: AsRole) -> None:
    """With the sealer's role, or a superuser's: the sealer believes its own file."""
    sealing.seal_once()
    as_role(DbRole.SEALER).execute("UPDATE audit_heartbeat SET settled_seq = 1000000")
    sealing.close()
    record(Event.LOG_READ, by=person())
    assert sealing.seal_once() == 1
    assert as_role(DbRole.READER).execute("SELECT settled_seq < 3 FROM audit_heartbeat").fetchone() == (True,)


def test_a_second_sealer_is_refused_while_the_first_lives(db: str, as_role: AsRole) -> None:
    """On another machine, with another file: the lock in the database keeps it away."""
    first, second = as_role(DbRole.SEALER), as_role(DbRole.SEALER)
    Alone(first).start().check()
    with pytest.raises(AnotherSealer, match="stop it first"):
        Alone(second).start()
    first.close()
    wait_for(lambda: starts(second), 60)  # the server notices a closed connection a moment later


def starts(connection: psycopg.Connection) -> bool:
    with suppress(AnotherSealer):
        return Alone(connection).start() is not None
    return False


def test_the_lock_of_a_sealer_holds_back_no_vacuum(db: str, as_role: AsRole, superuser: psycopg.Connection) -> None:
    holder = as_role(DbRole.SEALER)
    Alone(holder).start()
    query = "SELECT state, backend_xid, backend_xmin FROM pg_stat_activity WHERE pid = %s"
    assert superuser.execute(query, [holder.info.backend_pid]).fetchone() == ("idle in transaction", None, None)


def test_a_lock_that_was_taken_away_ends_the_sealer(db: str, sealing: InProcess, as_role: AsRole, superuser: psycopg.Connection) -> None:
    holder = as_role(DbRole.SEALER)
    sealing.running().alone = Alone(holder).start()
    settle(sealing, 1)
    superuser.execute("SELECT pg_terminate_backend(%s)", [holder.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        settle(sealing, 1)


def test_two_sealers_of_one_file_are_one_too_many(tmp_path: Path) -> None:
    first = StateFile(tmp_path).hold()
    with pytest.raises(AnotherSealer, match="another sealer uses"):
        StateFile(tmp_path).hold()
    first.close()
    StateFile(tmp_path).hold().close()


def test_a_backlog_shows_as_lag(db: str, sealing: InProcess, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "BATCH", 1)
    sealing.running()._drained_at -= 2
    record(Event.LOG_READ, by=person())
    sealing.seal_once()
    (lag_ms,) = as_role(DbRole.READER).execute("SELECT lag_ms FROM audit_heartbeat").fetchone() or ()
    assert lag_ms >= 2000


def test_who_commits_behind_a_backlog_gets_a_leaf_when_it_is_done(
    db: str, sealing: InProcess, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing.seal_once()
    monkeypatch.setattr(sealer, "BATCH", 2)
    slow, late = as_role(DbRole.APP), "late".rjust(32, "0")
    with slow.transaction():
        raw.insert(slow, late)
        for _ in range(5):
            record(Event.LOG_READ, by=person())
        assert sealing.seal_once() == 2
    assert [sealing.seal_once() for _ in range(3)] == [2, 2, 0]
    assert leaves(as_role)[-1] == late


def test_an_id_with_marks_of_its_own_gets_its_leaf(db: str, sealing: InProcess, as_role: AsRole) -> None:
    for odd in ('a"b', "c\\d", "{e,f}", "", "NULL"):
        raw.insert(as_role(DbRole.APP), odd)
    sealing.seal_once()
    assert leaves(as_role)[PERIOD_OPENED:] == ['a"b', "c\\d", "{e,f}", "", "NULL"]


@pytest.mark.usefixtures("sealer_stopped")
def test_a_sealer_is_fresh_for_one_second(db: str, sealing: InProcess, as_role: AsRole) -> None:
    assert not freshness.is_fresh()
    sealing.seal_once()
    assert freshness.is_fresh()
    with shifted(hours=13):  # the pulse goes by the database's clock
        assert freshness.is_fresh()
    as_role(DbRole.SEALER).execute("UPDATE audit_heartbeat SET beat_at = clock_timestamp() - interval '1.1 s'")
    assert not freshness.is_fresh()
    as_role(DbRole.SEALER).execute("UPDATE audit_heartbeat SET beat_at = clock_timestamp(), lag_ms = 1001")
    assert not freshness.is_fresh()


@pytest.mark.slow
@pytest.mark.usefixtures("sealer_stopped")
def test_the_sealer_process_seals_within_a_moment_and_stops_when_told(db: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "seal"],
        env={**os.environ, "SOTTO_ROLE": "sotto_sealer", "SOTTO_DATABASE_NAME": db, "SOTTO_SEALER": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert record(Event.LOG_READ, by=person()).sealed(timeout_s=120)
        assert min(sealed_after_s() for _ in range(10)) < 0.5
        wait_for(freshness.is_fresh, 60)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def sealed_after_s() -> float:
    at = time.monotonic()
    record(Event.LOG_READ, by=person()).sealed(timeout_s=60)
    return time.monotonic() - at
