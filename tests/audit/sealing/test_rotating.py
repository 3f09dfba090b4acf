"""`manage.py log rotate`: the next period is signed with a new key, which is made here or was dealt; a bundle of either period verifies."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from audit import rotating, verify
from audit.events import Event
from audit.log import record
from audit.models import Period
from audit.sealing import keys as log_keys
from foundation import keys
from foundation.roles import DbRole
from tests.audit.acting import person
from tests.audit.conftest import Entries
from tests.sealing import InProcess

pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture
def folder(db: str, tmp_path: Path, settings: Settings) -> Path:
    """All keys of the house, as where `make run` runs."""
    shutil.copytree(settings.KEYS_DIR, tmp_path / "keys")
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def log(folder: Path, sealing: InProcess, acting_as: Callable[[DbRole], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A sealer that works while the command waits for it."""
    record(Event.LOG_READ, by=person())
    sealing.seal_once()
    acting_as(DbRole.RETENTION)

    def seal(_s: float) -> None:
        sealing.running()._settle_at = sealing.running()._close_at = sealing.running()._checkpoint_at = 0.0
        sealing.seal_once()

    monkeypatch.setattr(rotating, "sleep", seal)


def run(*options: str) -> list[str]:
    out = io.StringIO()
    call_command("log", "rotate", *options, stdout=out)
    return out.getvalue().splitlines()


def lines() -> list[str]:
    return list(Period.objects.order_by("n").values_list("vkey", flat=True))


def test_the_next_period_has_the_new_key_and_bundles_of_both_verify(
    tmp_path: Path, entries: Entries, sealing: InProcess, acting_as: Callable[[DbRole], None]
) -> None:
    [line] = run("--look")
    assert len(lines()) == 1
    said, printed = run("--reason", "once a year")
    assert (printed, said) == (line, "period 2 is signed with the new key; whoever verifies it, witnesses first, needs this line:")
    assert lines()[1] == line
    assert len(keys.log_publics(settings.KEYS_DIR)) == 2, "what --look made is used"
    acting_as(DbRole.APP)
    assert [entry["event"] for entry in entries()] == []
    record(Event.LOG_READ, by=person()).sealed()
    for n, vkey in enumerate(lines(), start=1):
        call_command("log", "bundle", str(tmp_path / str(n)), "--wait", "0", "--period", str(n), stdout=io.StringIO())
        assert verify.main([str(tmp_path / str(n)), "--log", vkey]) == 0
        assert verify.main([str(tmp_path / str(n)), "--log", lines()[2 - n]]) != 0


def test_a_container_takes_the_key_that_was_dealt_and_makes_none(folder: Path) -> None:
    for path in folder.glob("log.v*.key"):
        path.rename(folder.parent / path.name)  # the sealer's alone
    with pytest.raises(CommandError, match="--new-key log"):
        run()
    assert len(keys.log_publics(folder)) == 1
    for path in folder.parent.glob("log.v*.key"):
        path.rename(folder / path.name)
    keys.add_log_version(folder)
    [line] = run("--look")
    assert run()[1] == line
    for path in folder.glob("log.v*.key"):
        path.unlink()
    with pytest.raises(rotating.NoNewKey):
        rotating.next_line()


def test_a_sealer_that_was_not_given_the_key_is_found_out(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    old = keys.log_seeds(folder)
    monkeypatch.setattr(log_keys.keys, "log_seeds", lambda _folder: old)
    with pytest.raises(CommandError, match="was not given the new key"):
        run()


def test_a_sealer_that_does_nothing_is_waited_for_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "sleep", lambda _s: None)
    with pytest.raises(CommandError, match="has not closed the period yet"):
        run("--wait", "0")
