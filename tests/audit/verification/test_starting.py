"""A verification that does not read everything says on what it relies; each day the watcher makes one from a checkpoint outside the database."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django import Settings

from audit import watching
from audit.access import console_actor
from audit.events import Event
from audit.log import record
from audit.proof.notes import Checkpoint, Note, Signer
from audit.verification import daily
from audit.verification.whole import verify_log
from audit.watching import DailyVerification
from config.env import env
from foundation.clock import shifted
from foundation.roles import DbRole
from tests import witness
from tests.audit.acting import person
from tests.audit.conftest import Entries
from tests.audit.verification.test_log_verify import _LIE, Intruder
from tests.sealing import InProcess

COSIGNED = 6  # the period's first entry and five


def grow(sealing: InProcess, count: int = 5) -> None:
    for _ in range(count):
        record(Event.LOG_READ, by=person())
    sealing.running()._checkpoint_at = 0.0
    sealing.seal_once()


@pytest.fixture
def note(db: str, sealing: InProcess, superuser: psycopg.Connection) -> str:
    """Of the log's first entries, which the witness has seen; five more came afterwards."""
    grow(sealing)
    [(found,)] = superuser.execute("SELECT note FROM audit_checkpoint WHERE size = %s LIMIT 1", [COSIGNED]).fetchall()
    witness.cosign_size(superuser, Note.of(found).text)
    grow(sealing)
    return str(found)


def verify(*options: str) -> str:
    out = io.StringIO()
    call_command("log", "verify", *options, stdout=out)
    return out.getvalue()


def forge(superuser: psycopg.Connection, position: int) -> None:
    Intruder(superuser).change(
        f"UPDATE audit_entry_0001 SET body = {_LIE} WHERE seq = (SELECT entry_seq FROM audit_leaf_0001 WHERE position = {position})"
    )


def believe_me(superuser: psycopg.Connection) -> None:
    """What whoever may write entries can write: that all was verified up to now."""
    [(root, size)] = superuser.execute("SELECT encode(root, 'hex'), size FROM audit_head").fetchall()
    record(Event.LOG_VERIFIED, by=console_actor(), details={"result": "verified", "seconds": 1, "period": 1, "size": size, "root": root})


def test_since_last_begins_where_a_witness_saw_the_log_whatever_an_entry_says(note: str, superuser: psycopg.Connection) -> None:
    believe_me(superuser)
    verdict = verify_log(is_since_last=True)
    assert (verdict.disagreement, verdict.entries) == ("", verdict.size - COSIGNED)
    assert f"before place {COSIGNED} of period 1 was not read again: their tree is the one that witness.test cosigned" in verdict.notes[0]
    assert "entry " in verdict.notes[0]
    assert verdict.notes[0].endswith("of the console says, and that was believed")
    forge(superuser, COSIGNED + 2)
    assert f"entry {COSIGNED + 2} " in verify_log(is_since_last=True).disagreement


def test_without_a_cosigned_state_since_last_reads_everything(note: str, superuser: psycopg.Connection) -> None:
    believe_me(superuser)
    superuser.execute("ALTER TABLE audit_cosignature DISABLE TRIGGER ALL; UPDATE audit_cosignature SET line = 'x' WHERE size > 0")
    forge(superuser, 2)
    assert "entry 2 " in verify_log(is_since_last=True).disagreement


def test_a_checkpoint_that_was_kept_is_gone_on_from_and_named(note: str, superuser: psycopg.Connection, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(note)
    said = verify("--trusted", str(kept))
    assert f"--trusted {kept}, signed by the log, cosigned by nobody whom this house knows, stands for them" in said
    forge(superuser, COSIGNED + 1)
    with pytest.raises(CommandError, match=f"entry {COSIGNED + 1} ") as raised:
        verify("--trusted", str(kept))
    assert raised.value.returncode == 1


def test_what_is_no_checkpoint_of_this_log_is_refused_before_anything_is_read(note: str, tmp_path: Path) -> None:
    told = Checkpoint.of(Note.of(note).text)
    other = Checkpoint("other.test/0001", told.size, told.root).text()
    forged = Signer(told.origin, b"f" * 32)
    for name, text in {
        "none": "hello",
        "another log's": Note.signed(other, Signer("other.test/0001", b"f" * 32).sign(other)).raw(),
        "another key's": Note.signed(Note.of(note).text, forged.sign(Note.of(note).text)).raw(),
    }.items():
        (tmp_path / "kept").write_text(text)
        with pytest.raises(CommandError, match="--trusted") as raised:
            verify("--trusted", str(tmp_path / "kept"))
        assert raised.value.returncode == 2, name
    with pytest.raises(CommandError, match="cannot be read"):
        verify("--trusted", str(tmp_path / "nowhere"))


# -- each day ---------------------------------------------------------------------------------------


@pytest.fixture
def watcher(note: str, tmp_path: Path, settings: Settings, acting_as: Callable[[DbRole], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The watcher's process, with no other rights than its own; where it keeps its checkpoint."""
    settings.WATCHER_DIR = tmp_path / "watcher"
    connections["reader"].close()
    for name, value in (("USER", DbRole.AUDITOR.value), ("PASSWORD", env.password(DbRole.AUDITOR))):
        monkeypatch.setitem(connections["reader"].settings_dict, name, value)
    acting_as(DbRole.AUDITOR)
    return tmp_path / "watcher" / "verified"


def test_each_day_the_watcher_reads_what_is_new_and_keeps_how_far_it_came(watcher: Path, sealing: InProcess) -> None:
    assert daily.is_due()
    first = daily.verify_daily()
    assert (first.disagreement, first.entries, first.notes) == ("", first.size, [])
    assert Checkpoint.of(Note.of(watcher.read_text()).text).size == first.size
    assert not daily.is_due()
    with shifted(hours=25):
        assert daily.is_due()
    sealing.running()._checkpoint_at = 0.0
    sealing.seal_once()
    second = daily.verify_daily()
    assert (second.disagreement, second.entries) == ("", second.size - first.size)
    assert "the watcher's own file, signed by the log" in second.notes[0]


def test_what_disagrees_is_an_entry_of_the_watcher_and_its_checkpoint_stays(watcher: Path, superuser: psycopg.Connection, entries: Entries) -> None:
    daily.verify_daily()
    kept = watcher.read_text()
    superuser.execute("UPDATE audit_head SET root = sha256('')")
    with pytest.raises(CommandError, match="the log disagrees"):
        verify("--daily")
    last: dict[str, Any] = entries()[-1]
    assert (last["event"], last["actor"], last["outcome"], last["details"]["result"]) == ("log.verified", "watcher", "failed", "disagrees")
    assert watcher.read_text() == kept


@pytest.mark.parametrize("key", [b"k" * 32, None], ids=["another key", "another log"])
def test_a_log_that_contradicts_the_watchers_checkpoint_is_not_verified(watcher: Path, key: bytes | None) -> None:
    daily.verify_daily()
    own = Checkpoint.of(Note.of(watcher.read_text()).text)
    told = own if key else Checkpoint("elsewhere.test/0001", own.size, own.root)
    foreign = Note.signed(told.text(), Signer(told.origin, key or b"o" * 32).sign(told.text())).raw()
    watcher.write_text(foreign)
    verdict = daily.verify_daily()
    assert (verdict.entries, verdict.disagreement.startswith("the watcher's own file: ")) == (verdict.size, True)
    assert watcher.read_text() == foreign


@pytest.mark.parametrize("raw", [b"hello", b"\xff\xfe"], ids=["words", "bytes"])
def test_a_file_that_says_nothing_is_read_past_and_said(watcher: Path, raw: bytes) -> None:
    watcher.parent.mkdir()
    watcher.write_bytes(raw)
    verdict = daily.verify_daily()
    assert (verdict.entries, verdict.notes[0].startswith("the watcher's own file: ")) == (verdict.size, True)


def test_a_child_is_begun_once_a_day_and_ends_with_the_watcher(watcher: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []

    class Child:
        status: int | None = None

        def __init__(self, command: list[str], **_options: object) -> None:
            begun.append(command)

        def poll(self) -> int | None:
            return self.status

        def terminate(self) -> None:
            Child.status = -15

        def wait(self) -> None:
            assert self.status is not None

    monkeypatch.setattr(watching.subprocess, "Popen", Child)
    verification = DailyVerification()
    for _ in range(3):
        verification.tend()
    verification.end()
    verification.tend()
    assert [command[2:] for command in begun] == [["log", "verify", "--daily"]]
    with shifted(hours=25):
        verification.tend()
    assert len(begun) == 2


def test_a_quarter_of_the_time_is_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    times, rested = iter([0.0, 2.0, 10.0, 11.0, 20.0]), list[float]()
    monkeypatch.setattr(daily, "monotonic", lambda: next(times))
    monkeypatch.setattr(daily, "sleep", rested.append)
    slowly = daily.Slowly(share=0.25)
    for _ in range(2):
        slowly(1)
    assert rested == [6.0, 3.0]
    assert timedelta(days=1) == daily.EVERY
