"""A period's tables go only when its archive was read whole and the log says so; then its entries are found in storage."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from audit import retiring, storage
from audit.access import Role, console_actor, process_actor
from audit.archive import files, indexing
from audit.archive.files import Archive
from audit.archive.search import Place, Wanted, search
from audit.events import Event
from audit.log import record
from audit.proof.cosignatures import cosign
from audit.proof.notes import Note
from audit.publishing import signed
from audit.publishing.attesting import attest
from audit.retiring import NotClosed, NotWhole, Whole
from audit.sealing import cosignatures
from foundation.roles import DbRole
from tests.audit.acting import MIDDLEWARE, acting, person
from tests.audit.conftest import AsRole, Entries
from tests.audit.publishing.conftest import EVERY_S, Press, published
from tests.witness import WITNESS

TABLES = "SELECT count(*) FROM pg_class WHERE relname ~ '^audit_(entry|leaf|tile|checkpoint)_0001$' AND relkind = 'r'"
DROP = "SELECT audit_drop_period(%s, %s, %s)"
SUBJECT = "5" * 32


@pytest.fixture
def closed(press: Press, acting_as: Callable[[DbRole], None]) -> Press:
    """300 entries and one of a subject, closed, published; this process acts as retention."""
    press.write(300)
    record(Event.LOG_READ, by=process_actor("reader"), subject=SUBJECT)
    press.sign()
    acting_as(DbRole.RETENTION)
    assert retiring.ask_close(by=console_actor(), reason="the table is large")
    acting_as(DbRole.AUDITOR)
    close_now(press)
    press.sign()
    assert press.round() == EVERY_S
    assert attest()
    acting_as(DbRole.RETENTION)
    return press


def close_now(press: Press) -> None:
    for _ in range(20):
        press.sealing.running()._settle_at = press.sealing.running()._close_at = 0.0
        press.sign()
        if signed.periods()[0].closed_at is not None:
            return
    raise AssertionError("the sealer did not close the period")


def has_tables(superuser: psycopg.Connection) -> bool:
    return superuser.execute(TABLES).fetchone() == (4,)


def test_close_archive_drop_and_find_again(closed: Press, superuser: psycopg.Connection, as_role: AsRole) -> None:
    whole = retiring.drop(1, by=console_actor())
    assert (whole.period, whole.size) == (1, published()[1].size)
    assert not has_tables(superuser)
    (left,) = superuser.execute("SELECT (size, root, dropped_at IS NOT NULL) = (%s, %s, true) FROM audit_period WHERE n = 1", whole[1:]).fetchall()
    assert left == (True,)
    page = search([Archive(1, whole.size)], Wanted({"subject": [SUBJECT]}))
    assert [one.place for one in page.entries] == [Place(1, 301)]
    reader = as_role(DbRole.READER)
    assert reader.execute("SELECT array_agg(DISTINCT period) FROM audit_entries").fetchone() == ([2],)
    said = [row for (row,) in reader.execute("SELECT action FROM audit_entry ORDER BY seq")]
    assert [one for one in said if one.startswith("log.period_")] == ["log.period_opened", "log.period_archived", "log.period_dropped"]
    closed.publisher.round()
    with pytest.raises(NotClosed):
        retiring.check(1)


def found_by(*arguments: str) -> list[str]:
    """Events of the lines that `log find` prints."""
    out = StringIO()
    call_command("log", "find", *arguments, stdout=out)
    return [json.loads(json.loads(line)["entry"])["event"] for line in out.getvalue().splitlines()]


def test_several_events_and_an_outcome_are_found_at_once_by_command_and_page(
    closed: Press, client: Client, acting_as: Callable[[DbRole], None], settings: Settings, entries: Entries
) -> None:
    retiring.drop(1, by=console_actor())
    several = ["--event", "log.period_opened", "--event", "log.period_close_asked"]
    assert found_by(*several, "--outcome", "granted") == ["log.period_close_asked", "log.period_opened"]
    assert found_by(*several, "--kind", "console", "--purpose", "legal", "--purpose", "task") == ["log.period_close_asked"]
    assert found_by("--group", "log", "--outcome", "denied", "--outcome", "failed") == []
    assert entries()[-1]["details"] == {"group": "log", "outcome": "denied failed"}
    assert found_by("--group", "log", "--event", "log.period_opened", "--event", "clip.heard") == ["log.period_opened"], "as the timeline does"
    with pytest.raises(CommandError, match="has no event clip"):
        found_by("--group", "log", "--event", "clip.heard")
    acting_as(DbRole.APP)
    settings.MIDDLEWARE = [MIDDLEWARE if name == "accounts.middleware.SignedIn" else name for name in settings.MIDDLEWARE]
    with acting(person(Role.COMPLIANCE)):
        asked = {"event": ["log.period_opened", "log.period_close_asked"], "outcome": "granted", "kind": "console"}
        page = client.get("/log/archive/", asked)
    assert [line.event for line in page.context["page"].lines] == ["log.period_close_asked"]
    assert entries()[-1]["details"] == {"event": "log.period_opened log.period_close_asked", "outcome": "granted", "kind": "console"}


def cut(name: str) -> None:
    storage.put(name, storage.get(name)[:-1])


def other(name: str) -> None:
    raw = storage.get(name)
    storage.put(name, raw[:40] + bytes([raw[40] ^ 1]) + raw[41:])


def older_checkpoint(_name: str) -> None:
    raw = storage.get(files.checkpoint(1)).decode()
    storage.put(files.checkpoint(1), raw.replace("\n304\n", "\n303\n").encode())


FILES = {
    "entries missing": ("tile/entries/000", storage.remove, "tile/entries/000"),
    "entries cut": ("tile/entries/000", cut, "bundle ends inside"),
    "an entry changed": ("tile/entries/000", other, "is not what the entries lead to"),
    "last entries missing": ("tile/entries/001.p/48", storage.remove, "tile/entries/001"),
    "tile missing": ("tile/0/000", storage.remove, "tile/0/000"),
    "tile changed": ("tile/1/000.p/1", lambda name: storage.put(name, b"x" * 32), "tile/1/000.p/1 is not"),
    "index missing": ("sotto/index/000/000.p/304", storage.remove, "index"),
    "index changed": ("sotto/index/000/000.p/304", cut, "is not the index"),
    "checkpoint missing": ("checkpoint", storage.remove, "checkpoint"),
    "checkpoint garbled": ("checkpoint", cut, "period 1"),
    "checkpoint of another size": ("checkpoint", older_checkpoint, "not the final one"),
}


def test_an_archive_that_is_not_whole_stops_the_drop(closed: Press, superuser: psycopg.Connection) -> None:
    """Each kind of damage by itself; the file comes back before the next."""
    for what, (name, damage, named) in FILES.items():
        whole = storage.get(f"0001/{name}")
        damage(f"0001/{name}")
        with pytest.raises(NotWhole, match=named):
            retiring.drop(1, by=console_actor())
        storage.put(f"0001/{name}", whole)
        assert has_tables(superuser), what
    assert superuser.execute("SELECT count(*) FROM audit_entry WHERE action = 'log.period_archived'").fetchone() == (0,)


def test_a_final_checkpoint_that_no_believed_witness_saw_stops_the_drop(closed: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cosignatures, "believed", lambda: {WITNESS.verifier.name: [WITNESS.verifier]})
    with pytest.raises(NotWhole, match="no witness"):
        retiring.drop(1, by=console_actor())
    _, _, note = published()
    cosigned = Note.signed(note.text, *(one.line for one in note.signatures), cosign(note.text, 1, WITNESS))
    storage.put(files.checkpoint(1), cosigned.raw().encode())
    assert retiring.check(1).size == published()[1].size


def test_an_archive_without_the_last_step_is_not_whole(press: Press, acting_as: Callable[[DbRole], None]) -> None:
    press.publish(5)
    acting_as(DbRole.RETENTION)
    retiring.ask_close(by=console_actor())
    close_now(press)
    with pytest.raises(NotWhole, match="not the final one"):
        retiring.drop(1, by=console_actor())


def told(whole: Whole, event: Event) -> None:
    record(event, by=console_actor(), details=whole.details)


def test_the_function_itself_refuses(closed: Press, superuser: psycopg.Connection, as_role: AsRole) -> None:
    """Whatever the program before it does: without every condition the tables stay."""
    whole, retention = retiring.check(1), as_role(DbRole.RETENTION)
    refused = psycopg.errors.InsufficientPrivilege

    def refuses(why: str, *values: object) -> None:
        with pytest.raises(refused, match=why):
            retention.execute(DROP, values)

    refuses("it is not closed", 2, whole.size, whole.root)
    refuses("it is not closed", 9, whole.size, whole.root)
    refuses("no sealed entry says that its archive is whole", *whole)
    for event in (Event.PERIOD_ARCHIVED, Event.PERIOD_DROPPED):
        told(whole._replace(root=b"\1" * 32), event)
    closed.sign()
    refuses("no sealed entry", *whole)  # what was said of another archive does not count
    told(whole, Event.PERIOD_ARCHIVED)
    refuses("no sealed entry", *whole)  # it has no leaf yet
    closed.sign()
    refuses("no entry says that it is dropped", *whole)
    told(whole, Event.PERIOD_DROPPED)
    refuses("another number of leaves", 1, whole.size - 1, whole.root)
    refuses("another root", 1, whole.size, b"\0" * 32)
    for role in set(DbRole) - {DbRole.OWNER, DbRole.RETENTION}:
        with pytest.raises(refused, match="permission denied"):
            as_role(role).execute(DROP, [*whole])
    assert has_tables(superuser)
    retention.execute(DROP, [*whole])
    assert not has_tables(superuser)
    refuses("dropped before", *whole)
    superuser.execute("UPDATE audit_period SET dropped_at = NULL WHERE n = 1")
    superuser.execute("UPDATE audit_period SET closed_at = now() WHERE n = 2")
    superuser.execute("INSERT INTO audit_period (n, origin, opened_at) VALUES (3, 'next', now())")
    refuses("an earlier one still has its tables", 2, whole.size, whole.root)


def test_retention_alone_drops_nothing(press: Press, acting_as: Callable[[DbRole], None], as_role: AsRole, superuser: psycopg.Connection) -> None:
    """It writes both entries and calls the function; but that an archive was read, only the publisher says."""
    press.publish(5)
    acting_as(DbRole.RETENTION)
    retiring.ask_close(by=console_actor())
    close_now(press)
    retention = as_role(DbRole.RETENTION)
    size, root = retention.execute("SELECT size, root FROM audit_checkpoints WHERE period = 1 ORDER BY size DESC LIMIT 1").fetchone() or (0, b"")
    told(Whole(1, size, root), Event.PERIOD_ARCHIVED)
    press.sign()
    told(Whole(1, size, root), Event.PERIOD_DROPPED)
    for statement in (DROP, "INSERT INTO audit_archived (period, size, root) VALUES (%s, %s, %s)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            retention.execute(statement, [1, size, root])
    acting_as(DbRole.AUDITOR)
    assert not attest()  # the last step is not in storage
    press.round()
    assert attest()
    assert attest()  # once is enough
    assert has_tables(superuser)
    retention.execute(DROP, [1, size, root])
    assert not has_tables(superuser)


def test_a_drop_gives_way_to_who_reads(closed: Press, as_role: AsRole, superuser: psycopg.Connection) -> None:
    whole = retiring.check(1)
    told(whole, Event.PERIOD_ARCHIVED)
    closed.sign()
    told(whole, Event.PERIOD_DROPPED)
    reader = as_role(DbRole.APP)
    with reader.transaction():
        reader.execute("SELECT 1 FROM audit_leaves LIMIT 1")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            as_role(DbRole.RETENTION).execute(DROP, [*whole])
    assert has_tables(superuser)


def test_the_console_says_what_it_did(closed: Press, capsys: pytest.CaptureFixture[str], log_folder: Path) -> None:
    whole = retiring.check(1)
    for other in ("2", "7"):  # the current one, and one that never was
        with pytest.raises(CommandError, match="still takes entries"):
            call_command("log", "drop", other)
    call_command("log", "drop", "1", "--only-check")
    call_command("log", "close")
    call_command("log", "close")
    call_command("log", "drop", "1")
    with pytest.raises(CommandError, match="has no tables"):
        call_command("log", "drop", "1")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines[:1]] == [f"period 1: the archive of {whole.size} entries"]
    assert "asked for" in lines[1]
    assert "asked for before" in lines[2]
    assert "the tables are dropped" in lines[3]
    assert indexing.missing(Archive(1, whole.size), is_final=True) == []
