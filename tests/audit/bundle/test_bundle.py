"""`manage.py log bundle`: what leaves the house is what a stranger can verify, and nothing leaves without its entry."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from audit import erasing, verify
from audit.access import Actor, console_actor
from audit.bundle import asking, folder
from audit.bundle.files import Moved
from audit.bundle.tables import Selection
from audit.events import Event, PrivateClass
from audit.log import record
from audit.models import Period
from audit.verification.whole import verify_log
from foundation.clock import now, shifted
from foundation.ids import new_id
from foundation.roles import DbRole
from tests import witness
from tests.audit.acting import person
from tests.audit.conftest import AsRole, Entries
from tests.sealing import InProcess

ENTRIES = 270
SUBJECT = new_id()
Make = Callable[..., Path]


@pytest.fixture
def people() -> list[Actor]:
    return [person() for _ in range(3)]


@pytest.fixture
def log(db: str, sealing: InProcess, people: list[Actor]) -> None:
    """Three people at work from addresses of their own; one of them opens a clip twice and leaves a remark."""
    for number in range(ENTRIES):
        record(Event.LOG_READ, by=people[number % 3])
    for _ in range(2):
        record(Event.CLIP_FETCHED, by=people[0], subject=SUBJECT)
    record(Event.NAME_UNMASKED, by=people[1], subject=SUBJECT, private={PrivateClass.NOTE: "a person asked"})
    sealing.seal_once()


@pytest.fixture
def make(log: None, tmp_path: Path) -> Make:
    """Run the command; the folder that it wrote."""

    def run(*options: str, name: str = "bundle", wait: str = "0") -> Path:
        call_command("log", "bundle", str(tmp_path / name), "--wait", wait, *options, stdout=io.StringIO())
        return tmp_path / name

    return run


def check(bundle: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """What the stand-alone verifier says, with the key that the house would print."""
    code = verify.main([str(bundle), "--log", Period.objects.using("reader").get(n=1).vkey, *options])
    said = capsys.readouterr()
    return code, said.out + said.err


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_bundle_is_verified_by_whoever_has_only_the_keys(make: Make, entries: Entries, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = make()
    code, said = check(bundle, capsys)
    assert code == 0, said
    assert said.startswith("verified: 275 entries of sotto")
    last = entries()[-1]
    assert (last["event"], last["actor_kind"]) == ("log.bundled", "console")
    assert last["details"] == {"entries": 274, "openings": 274, "period": 1}  # those that were there before it
    kinds = sorted(line["class"] for line in read_lines(bundle / "sotto/openings.jsonl"))
    assert kinds == ["connection"] * 3 + ["console_user", "note"]
    assert "a person asked" in (bundle / "sotto/openings.jsonl").read_text()
    assert (bundle.stat().st_mode & 0o777) == 0o700
    assert {path.name for path in bundle.iterdir()} == {"checkpoint", "sotto", "tile"}
    (bundle / "tile/entries/000").write_bytes(b"x")
    assert check(bundle, capsys)[0] == 1


def test_a_selection_shows_what_was_asked_for_and_proves_it(make: Make, entries: Entries, capsys: pytest.CaptureFixture[str]) -> None:
    today, tomorrow = now().date(), now().date() + timedelta(days=1)
    of_subject = make("--subject", SUBJECT)
    code, said = check(of_subject, capsys)
    assert code == 0, said
    assert "5 of 275 entries are shown" in said
    assert [json.loads(line["entry"])["event"] for line in read_lines(of_subject / "sotto/entries.jsonl")] == [
        "log.period_opened", "clip.fetched", "clip.fetched", "log.name_unmasked", "log.bundled"
    ]  # fmt: skip
    assert not (of_subject / "tile/entries").exists()
    assert sorted(line["class"] for line in read_lines(of_subject / "sotto/openings.jsonl")) == ["connection", "connection", "console_user", "note"]
    assert (entries()[-1]["subject"], entries()[-1]["event"]) == (SUBJECT, "log.bundled")
    of_today = make("--since", today.isoformat(), "--until", today.isoformat(), name="today")
    assert "276 of 276" not in check(of_today, capsys)[1]
    assert check(of_today, capsys)[0] == 0
    told = entries()[-1]["details"]
    assert told.pop("entries") in (274, 275), "the period may have begun a day before"
    assert told.pop("openings") in (274, 275), "each with its sealed parts"
    assert told == {"period": 1, "since": today.isoformat(), "until": today.isoformat()}
    later = make("--since", tomorrow.isoformat(), name="later")
    assert "1 of 277 entries are shown" in check(later, capsys)[1]


def test_a_bundle_without_openings_verifies_and_says_so(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = make("--without-openings")
    code, said = check(bundle, capsys)
    assert code == 0
    assert "the openings (addresses, remarks) were left out by the maker" in said
    assert "a person asked" not in (bundle / "sotto/openings.jsonl").read_text()


def test_a_cosigned_state_that_holds_the_record_is_shown_with_its_cosignature(
    log: None, sealing: InProcess, as_role: AsRole, superuser: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The witness answers while the bundle waits; a state from before the record is not taken."""
    waited = []

    def cosign() -> None:
        waited.append(True)
        note = superuser.execute("SELECT note FROM audit_head").fetchone()
        assert note is not None
        superuser.execute("INSERT INTO audit_checkpoint SELECT size, now(), root, note FROM audit_head")
        witness.cosign_size(as_role(DbRole.AUDITOR), note[0].partition("\n\n")[0] + "\n")

    bundle = asking.prepare(Selection(), by=console_actor(), wait_s=20, waiting=cosign)
    folder.write(bundle, tmp_path / "bundle")
    code, said = check(tmp_path / "bundle", capsys, "--witness", witness.WITNESS.vkey, "--max-age", "60")
    assert (code, waited) == (0, [True]), said
    assert "UTC by witness.test" in said
    assert witness.WITNESS.vkey in (tmp_path / "bundle/sotto/keys.txt").read_text()


def test_an_earlier_period_is_shown_with_what_later_ones_say_of_its_openings(
    make: Make,
    sealing: InProcess,
    as_role: AsRole,
    acting_as: Callable[[DbRole], None],
    people: list[Actor],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Openings outlive the period of their entries: what ends them is an entry of a later one, shown with its proof."""
    as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
    sealing.running()._settle_at = sealing.running()._close_at = 0.0
    sealing.seal_once()
    acting_as(DbRole.RETENTION)
    erasing.erase(people[0].id, by=console_actor())
    with shifted(days=200):
        erasing.expire_due()
    acting_as(DbRole.APP)
    bundle = make("--period", "1")
    code, said = check(bundle, capsys)
    assert code == 0, said
    assert "verified: 275 entries of" in said  # the last is the one that closed it
    assert [line["class"] for line in read_lines(bundle / "sotto/openings.jsonl")] == ["note"]
    events = [json.loads(line["entry"])["event"] for line in read_lines(bundle / "sotto/later.jsonl")]
    assert sorted(events) == ["openings.erased", "openings.expired", "openings.expired"]
    assert verify_log().disagreement == ""
    (bundle / "sotto/later.jsonl").unlink()
    assert "has no opening of class connection: it neither expired nor was erased" in check(bundle, capsys)[1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--since", "2026-02-02", "--until", "2026-02-01"], "--since 2026-02-02 is after --until 2026-02-01: no day lies between them"),
        (["--subject", "Rosa"], "--subject takes an id as the log has it, 32 hexadecimal characters"),
        (["--period", "7"], "the log has no period 7; its newest is 1"),
    ],
    ids=["days the wrong way round", "a name for a subject", "a period to come"],
)
def test_what_cannot_be_bundled_is_refused_before_anything_is_recorded(
    db: str, entries: Entries, tmp_path: Path, options: list[str], says: str
) -> None:
    with pytest.raises(CommandError, match=says.replace("(", r"\(")):
        call_command("log", "bundle", str(tmp_path / "bundle"), *options)
    assert entries() == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_written_over(db: str, entries: Entries, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is there already: name a new folder"):
        call_command("log", "bundle", str(tmp_path))
    with pytest.raises(CommandError, match="is no folder: make it first"):
        call_command("log", "bundle", str(tmp_path / "none" / "bundle"))
    assert entries() == []


def test_openings_that_end_meanwhile_end_the_bundle(log: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would lack openings whose erasure its entries do not tell."""
    bundle = asking.prepare(Selection(), by=console_actor())
    bundle.ends_before -= 1
    with pytest.raises(Moved, match="make it again"):
        folder.write(bundle, tmp_path / "bundle")
    assert list(tmp_path.iterdir()) == []


def test_a_log_with_a_hole_gives_no_bundle(make: Make, superuser: psycopg.Connection, tmp_path: Path) -> None:
    superuser.execute("ALTER TABLE audit_leaf_0001 DISABLE TRIGGER ALL; DELETE FROM audit_leaf_0001 WHERE position = 100")
    with pytest.raises(CommandError, match="the log does not prove itself: between the places 0 and 275 of period 1 the database lacks 1 entries"):
        make()
    assert list(tmp_path.iterdir()) == []


def test_without_a_sealer_nothing_leaves(db: str, sealer_stopped: None, entries: Entries, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no leaf after"):
        call_command("log", "bundle", str(tmp_path / "bundle"))
    assert entries()[-1]["event"] == "log.bundled"
    assert list(tmp_path.iterdir()) == []
