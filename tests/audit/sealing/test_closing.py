"""A period ends with an entry behind which nothing can be written, and the next begins with its root."""

import json
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from pytest_django import Settings

from audit import periods
from audit.events import Event
from audit.log import record
from audit.proof.notes import Checkpoint, Note, Verifier
from audit.proof.tree import Frontier, leaf_hash
from audit.sealing import closing, starting
from audit.sealing.refusals import Refused
from config.env import env
from foundation import keys
from foundation.roles import DbRole
from tests import raw
from tests.audit.acting import person
from tests.audit.conftest import AsRole
from tests.audit.sealing.conftest import Write, again
from tests.sealing import InProcess

OPENED, CLOSED = Event.PERIOD_OPENED.value, Event.PERIOD_CLOSED.value


@pytest.fixture
def close(as_role: AsRole, sealing: InProcess) -> Callable[[], None]:
    """Ask for the end of the period, and let the sealer come to it."""

    def ask() -> None:
        as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
        turn(sealing)

    return ask


def turn(sealing: InProcess) -> None:
    sealing.running()._settle_at = sealing.running()._close_at = 0.0
    sealing.seal_once()
    sealing.seal_once()


def bodies(connection: psycopg.Connection, period: int) -> list[dict[str, Any]]:
    rows = connection.execute("SELECT body FROM audit_entries WHERE period = %s ORDER BY seq", [period]).fetchall()
    return [json.loads(body) for (body,) in rows]


def must_be_whole(connection: psycopg.Connection, period: int) -> tuple[int, bytes]:
    """Each entry of the period has its leaf in its tree, which the newest note is about. Returns size and root."""
    rows = connection.execute(
        "SELECT l.hash, e.body FROM (SELECT * FROM audit_entries WHERE period = %(n)s) e"
        " FULL JOIN (SELECT * FROM audit_leaves WHERE period = %(n)s) l ON l.entry_seq = e.seq AND l.entry = e.id ORDER BY l.position",
        {"n": period},
    ).fetchall()
    assert [leaf for leaf, _ in rows] == [leaf_hash(body.encode()) for _, body in rows]
    whole = Frontier()
    whole.extend(leaf for leaf, _ in rows)
    return whole.size, whole.root()


def final(connection: psycopg.Connection, period: int) -> tuple[int, bytes, str, str]:
    query = (
        "SELECT c.size, c.root, c.note, p.vkey FROM audit_checkpoints c JOIN audit_period p ON p.n = c.period WHERE n = %s ORDER BY size DESC LIMIT 1"
    )
    row = connection.execute(query, [period]).fetchone()
    assert row is not None
    return row[0], row[1], row[2], row[3]


def test_a_closed_period_is_whole_and_the_next_names_it(
    sealing: InProcess, write: Write, close: Callable[[], None], superuser: psycopg.Connection, as_role: AsRole
) -> None:
    write(300)
    sealing.seal_once()
    write(3)
    close()
    size, root, note, vkey = final(superuser, 1)
    assert (size, root) == must_be_whole(superuser, 1)
    assert Checkpoint.of(Note.of(note).verified_by(Verifier.of(vkey))).size == size == 305
    first, last = bodies(superuser, 2)[0], bodies(superuser, 1)[-1]
    (origin, next_key) = superuser.execute("SELECT origin, vkey FROM audit_period WHERE n = 2").fetchone() or ("", "")
    assert (last["event"], last["details"]) == (
        CLOSED,
        {"period": 1, "next_origin": origin, "next_key": sha256(next_key.encode()).hexdigest()},
    )
    assert (first["event"], first["details"]) == (
        OPENED,
        {"period": 2, "origin": origin, "previous_root": root.hex(), "previous_size": 305, "key": next_key},
    )
    assert origin == Note.of(note).text.split("\n")[0][:-4] + "0002"
    write(2)
    assert again(sealing) == 2
    assert must_be_whole(superuser, 2) == superuser.execute("SELECT size, root FROM audit_head WHERE period = 2").fetchone()
    assert as_role(DbRole.AUDITOR).execute("SELECT period, count(*) FROM audit_tiles GROUP BY 1").fetchall() == [(1, 1)]
    assert as_role(DbRole.READER).execute("SELECT period, count(*) FROM audit_entries GROUP BY 1 ORDER BY 1").fetchall() == [(1, 305), (2, 3)]
    assert sealing.running().settled <= 3


def test_a_closed_period_is_as_closed_as_the_current_one(close: Callable[[], None], superuser: psycopg.Connection) -> None:
    close()
    for n in ("0001", "0002"):
        for kind in ("entry", "leaf", "tile", "checkpoint"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                superuser.execute(f"TRUNCATE audit_{kind}_{n}".encode())


def test_a_full_period_closes_by_itself(sealing: InProcess, write: Write, superuser: psycopg.Connection, settings: Settings) -> None:
    settings.AUDIT_PERIOD_ENTRIES = 5
    for _ in range(3):
        write(2)
        turn(sealing)
    assert [must_be_whole(superuser, n)[0] for n in (1, 2)] == [6, 3]


@pytest.fixture
def rotate(services: object) -> Iterator[Callable[[], int]]:
    """A new key of the log, for the length of the test."""
    made: list[int] = []

    def add() -> int:
        made.append(keys.add_log_version(env.keys_dir))
        return made[-1]

    yield add
    for version in made:
        for half in ("key", "pub"):
            (env.keys_dir / f"log.v{version}.{half}").unlink()


def test_a_new_key_signs_from_the_next_period_on(
    sealing: InProcess, write: Write, close: Callable[[], None], superuser: psycopg.Connection, rotate: Callable[[], int]
) -> None:
    sealing.seal_once()
    assert rotate() == 2
    write(1)
    assert again(sealing) == 1  # the period that runs goes on with its own
    close()
    receipt = record(Event.LOG_READ, by=person())
    assert receipt.sealed() is receipt
    old, new = (row[0] for row in superuser.execute("SELECT vkey FROM audit_period ORDER BY n").fetchall())
    assert [Verifier.of(new).public, Verifier.of(old).public] == keys.log_publics(settings.KEYS_DIR)


def test_a_receipt_of_the_closed_period_is_proved_by_its_last_checkpoint(
    sealing: InProcess, close: Callable[[], None], superuser: psycopg.Connection
) -> None:
    receipt = record(Event.LOG_READ, by=person())
    close()
    assert receipt.sealed() is receipt
    assert superuser.execute("SELECT period FROM audit_head").fetchone() == (2,)


def test_writers_in_flight_lose_nothing_when_a_period_closes(sealing: InProcess, superuser: psycopg.Connection, as_role: AsRole) -> None:
    stop, written = threading.Event(), list[str]()

    def go_on() -> None:
        while not stop.is_set():
            written.append(record(Event.LOG_READ, by=person()).entry_id)
        connections.close_all()

    sealing.seal_once()
    writers = [threading.Thread(target=go_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(3):
            as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
            turn(sealing)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    while sealing.seal_once():
        pass
    found = superuser.execute("SELECT id FROM audit_entries WHERE action = 'log.read'").fetchall()
    assert sorted(written) == sorted(row[0] for row in found)
    assert superuser.execute("SELECT max(n) FROM audit_period").fetchone() == (4,)
    for n in (1, 2, 3):
        assert must_be_whole(superuser, n) == final(superuser, n)[:2]
        assert bodies(superuser, n)[-1]["event"] == CLOSED
        assert bodies(superuser, n + 1)[0]["details"]["previous_root"] == final(superuser, n)[1].hex()
    assert must_be_whole(superuser, 4)[0] == len(bodies(superuser, 4))


def test_a_long_transaction_keeps_its_period_open_and_the_sealer_at_work(
    sealing: InProcess, write: Write, close: Callable[[], None], as_role: AsRole, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "WAIT", "20ms")
    slow = as_role(DbRole.APP)
    with slow.transaction():
        raw.insert(slow, "s" * 32)
        close()
        assert superuser.execute("SELECT count(*) FROM audit_period").fetchone() == (1,)
        write(1)
        assert sealing.seal_once() == 1
    turn(sealing)
    assert superuser.execute("SELECT count(*) FROM audit_period").fetchone() == (2,)
    assert must_be_whole(superuser, 1) == final(superuser, 1)[:2]


def test_nobody_keeps_the_house_closed_between_two_periods(
    sealing: InProcess, write: Write, close: Callable[[], None], as_role: AsRole, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is turned over whoever reads a leaf and stays; who reads something else is let be."""
    monkeypatch.setattr(closing, "WAIT", "50ms")
    sealing.seal_once()
    blockers = [as_role(role) for role in (DbRole.READER, DbRole.SEALER)]
    for blocker in blockers:
        blocker.execute("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT 1 FROM audit_leaf")
    bystander = as_role(DbRole.APP)
    bystander.execute("BEGIN; SELECT 1 FROM audit_head")
    close()
    assert [row[0] for row in superuser.execute("SELECT n FROM audit_period WHERE closed_at IS NULL").fetchall()] == [2]
    receipt = record(Event.LOG_READ, by=person())
    assert receipt.sealed() is receipt
    for blocker in blockers:
        with pytest.raises(psycopg.OperationalError):
            blocker.execute("SELECT 1")
    assert bystander.execute("SELECT 1").fetchone() == (1,)


def test_the_sealer_ends_nobody_while_no_page_is_turned(sealing: InProcess, as_role: AsRole) -> None:
    sealing.seal_once()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no page is being turned"):
        as_role(DbRole.SEALER).execute("SELECT audit_end_blockers()")


@pytest.mark.parametrize("moment", ["before the last leaves", "before the next head"])
def test_an_interruption_between_two_periods_is_made_good_at_the_next_start(
    sealing: InProcess, write: Write, close: Callable[[], None], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def gone(*_any: object, **_how: object) -> None:
        raise psycopg.OperationalError

    sealing.seal_once()
    write(2)
    where: Any = (closing, "finish") if moment == "before the last leaves" else (starting, "show")
    with monkeypatch.context() as patch:
        patch.setattr(*where, gone)
        with pytest.raises(psycopg.OperationalError):
            close()
    write(2)
    assert again(sealing) == 2 + 1
    assert must_be_whole(superuser, 1) == final(superuser, 1)[:2]
    assert must_be_whole(superuser, 2) == superuser.execute("SELECT size, root FROM audit_head").fetchone()


def test_a_tail_that_was_changed_after_the_handing_over_is_not_signed(
    sealing: InProcess, write: Write, close: Callable[[], None], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(2)
    with monkeypatch.context() as patch:
        patch.setattr(closing, "finish", lambda *_any: (_ for _ in ()).throw(psycopg.OperationalError()))
        with pytest.raises(psycopg.OperationalError):
            close()
    superuser.execute("ALTER TABLE audit_entry_0001 DISABLE TRIGGER ALL")
    superuser.execute("DELETE FROM audit_entry_0001 WHERE seq = (SELECT max(seq) FROM audit_entry_0001)")
    with pytest.raises(Refused, match="the last entry of period 1 does not say"):
        again(sealing)


def test_a_period_is_asked_to_end_once(db: str, acting_as: Callable[[DbRole], None]) -> None:
    acting_as(DbRole.RETENTION)
    assert (periods.ask_close(connections["default"]), periods.ask_close(connections["default"])) == (True, False)
