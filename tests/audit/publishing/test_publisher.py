"""What is published is what was signed, body by body; what is not, is named and stays unpublished."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from audit import storage
from audit.archive import files
from audit.proof.notes import Signer
from audit.proof.tiles import WIDTH
from audit.proof.tree import root
from audit.publishing import writing
from foundation.roles import DbRole
from tests.audit.conftest import AsRole, Entries
from tests.audit.publishing.conftest import EVERY_S, Press, published

BODIES = "SELECT e.body FROM audit_entry e JOIN audit_leaf l ON l.entry_seq = e.seq ORDER BY l.position"


def bodies(as_role: AsRole) -> list[bytes]:
    return [body.encode() for (body,) in as_role(DbRole.READER).execute(BODIES)]


def in_files() -> list[bytes]:
    archive, _, _ = published()
    return [entry for n in range(archive.bundles) for entry in archive.entries(n)]


@contextmanager
def unguarded(superuser: psycopg.Connection, table: str) -> Iterator[None]:
    """What somebody with the server's rights can do: the triggers off for a moment."""
    superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_append_only")
    yield
    superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_append_only")


def stopped(entries: Entries) -> list[dict[str, Any]]:
    return [entry for entry in entries() if entry["event"] == "log.publishing_stopped"]


def test_what_was_signed_lies_in_storage(press: Press, as_role: AsRole) -> None:
    assert press.publish(WIDTH + 10) == EVERY_S
    archive, told, note = published()
    assert told.size == WIDTH + 11
    assert in_files() == bodies(as_role)
    assert root(archive.size, archive.nodes) == told.root
    ((row_note,),) = as_role(DbRole.READER).execute("SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1").fetchall()
    assert note.raw() == row_note


def test_a_round_adds_what_is_new_and_a_new_publisher_goes_on_there(press: Press, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    press.publish(WIDTH)
    press.restart()
    put: list[str] = []
    really = storage.put
    monkeypatch.setattr(storage, "put", lambda name, raw: put.append(name) or really(name, raw))  # type: ignore[func-returns-value]
    press.publish(3)
    assert in_files() == bodies(as_role)
    assert "0001/tile/entries/000" not in put
    assert put[-1] == "0001/checkpoint"
    assert press.round() == EVERY_S
    assert in_files() == bodies(as_role)


def test_a_backlog_is_taken_in_steps(press: Press, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "STEP", 10)
    for _ in range(4):
        press.write(7)
        press.sign()
    assert press.round() == EVERY_S
    assert in_files() == bodies(as_role)


def test_a_publisher_that_died_in_the_middle_is_followed_by_one_that_finishes(
    press: Press, as_role: AsRole, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.publish(20)
    before = published()[2].raw()
    really, left = storage.put, [3]

    def dies(name: str, raw: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        really(name, raw)

    press.write(2 * WIDTH)
    press.sign()
    monkeypatch.setattr(storage, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        press.round()
    monkeypatch.setattr(storage, "put", really)
    assert published()[2].raw() == before
    press.restart()
    assert press.round() == EVERY_S
    assert in_files() == bodies(as_role)
    assert not [path for path in log_folder.rglob(".*") if path.is_file()]


# From the end to the beginning: each new one is met first.
EDITS = (
    ("leaf", "DELETE FROM audit_leaf_0001 WHERE position = 5", "leaf_missing", 5),
    ("leaf", "DELETE FROM audit_leaf_0001 WHERE position = 4", "leaf_missing", 4),
    ("leaf", "UPDATE audit_leaf_0001 SET hash = sha256('x') WHERE position = 3", "body_differs_from_its_leaf", 3),
    ("entry", "DELETE FROM audit_entry_0001 WHERE seq = 3", "entry_missing", 2),
    ("entry", "UPDATE audit_entry_0001 SET body = replace(body, '\"granted\"', '\"granted\" ') WHERE seq = 2", "body_differs_from_its_leaf", 1),
)


def test_what_was_changed_is_not_published_and_named(press: Press, superuser: psycopg.Connection, entries: Entries, log_folder: Path) -> None:
    press.write(5)
    press.sign()
    for table, statement, reason, position in EDITS:
        with unguarded(superuser, f"audit_{table}_0001"):
            superuser.execute(statement)
        assert press.round() < EVERY_S
        press.round()
        said = stopped(entries)[-1]
        assert said["details"] == {"period": 1, "position": position, "reason": reason}
        assert said["outcome"] == "failed"
    assert len(stopped(entries)) == len(EDITS), "each is said once"
    assert not list(log_folder.rglob("*"))


def test_a_body_changed_with_its_leaf_leads_to_another_root(press: Press, superuser: psycopg.Connection, entries: Entries, log_folder: Path) -> None:
    press.publish(4)
    before = sorted(path.name for path in log_folder.rglob("*"))
    press.write(4)
    press.sign()
    with unguarded(superuser, "audit_entry_0001"), unguarded(superuser, "audit_leaf_0001"):
        superuser.execute("UPDATE audit_entry_0001 SET body = body || ' ' WHERE seq = 7")
        (body,) = superuser.execute("SELECT body FROM audit_entry_0001 WHERE seq = 7").fetchone() or ("",)
        superuser.execute("UPDATE audit_leaf_0001 SET hash = %s WHERE entry_seq = 7", [hashlib.sha256(b"\0" + body.encode()).digest()])
    assert press.round() < EVERY_S
    assert sorted(path.name for path in log_folder.rglob("*")) == before
    assert [said["details"]["reason"] for said in stopped(entries)] == ["leaves_lead_to_another_root_than_was_signed"]


def test_a_checkpoint_that_the_log_did_not_sign_is_not_published(
    press: Press, superuser: psycopg.Connection, entries: Entries, log_folder: Path
) -> None:
    press.write(1)
    press.sign()
    (note, origin) = superuser.execute("SELECT c.note, p.origin FROM audit_checkpoint_0001 c, audit_period p LIMIT 1").fetchone() or ("", "")
    text = note.partition("\n\n")[0] + "\n"
    forged = f"{text}\n{Signer(origin, b'0' * 32).sign(text)}\n"
    with unguarded(superuser, "audit_checkpoint_0001"):
        superuser.execute("UPDATE audit_checkpoint_0001 SET note = %s", [forged])
    assert press.round() < EVERY_S
    assert not list(log_folder.rglob("*"))
    assert [said["details"]["reason"] for said in stopped(entries)] == ["checkpoint_not_signed_by_the_log"]


def other(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


def test_an_archive_that_was_changed_is_not_built_upon(press: Press, entries: Entries) -> None:
    """A tile, the checkpoint, then a file that is gone; each is mended before the next."""
    press.publish(4)
    told = []
    for name, change in ((files.tile(1, 0, 0, 5), other), (files.checkpoint(1), other), (files.tile(1, 0, 0, 5), None)):
        raw = storage.get(name)
        storage.remove(name)
        if change:
            storage.put(name, change(raw))
        press.restart()
        press.sign()
        assert press.publish() < EVERY_S
        told.append(stopped(entries)[-1]["details"]["reason"])
        storage.put(name, raw)
    assert told == ["archived_tiles_lead_to_another_root", "archived_checkpoint_unreadable", "MissingFile"]
    assert press.publish() == EVERY_S
    assert published()[1].size == 5 + len(told)  # and the entries that said so
