"""Redactors killed in mid-clip, Redis flushed, PostgreSQL crashed: every recording ends ready or held, none twice, none lost."""

import json
import sys
import time
from pathlib import Path

import pytest
import redis

from config.env import ROOT
from foundation.roles import DbRole
from redaction.demo import HERE, MANIFEST
from tests.machine import Machine, machine
from tests.waiting import wait_for

RECORDINGS = 16
WAIT_S = 400
APP = "tests.redaction.chaos"
DECIDED = "SELECT count(*) FROM redaction_recording WHERE state <> 'received'"

pytestmark = pytest.mark.slow


def some_of_the_demo(folder: Path) -> Path:
    """A manifest of the first recordings, whose audio stays where it is."""
    (folder / "audio").symlink_to(HERE / "audio")
    path = folder / "manifest.jsonl"
    path.write_text("".join(MANIFEST.read_text().splitlines(keepends=True)[:RECORDINGS]))
    return path


def start_redactor(house: Machine, name: str) -> None:
    """Each child ends after three recordings, so that it is recycled in the middle of all this too."""
    recycled = ("--max-tasks-per-child", "3")
    command = house.celery(APP, "worker", "--queues", "redaction", "--concurrency", "1", "--hostname", f"{name}@test", *recycled)
    house.start(name, command, role=DbRole.REDACTOR)


def start_sealer(house: Machine) -> None:
    house.start("sealer", [sys.executable, str(ROOT / "manage.py"), "seal"], role=DbRole.SEALER)


def test_every_recording_is_decided_once_whatever_dies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with machine() as house:
        start_sealer(house)
        for name in ("one", "two"):
            start_redactor(house, name)
        house.start("worker", house.celery(APP, "worker", "--queues", "default", "--concurrency", "1", "--hostname", "worker@test"))
        house.start("beat", house.celery(APP, "beat", "--schedule", str(house.env.run_dir / "beat"), "--pidfile="))
        assert f"taken {RECORDINGS}" in house.manage("ingest", str(some_of_the_demo(tmp_path)), "--project", "demo", role=DbRole.INTAKE)
        began = time.monotonic()

        wait_for(lambda: house.count(DECIDED) > 2, WAIT_S)
        house.kill("one")
        start_redactor(house, "one")
        wait_for(lambda: house.count(DECIDED) > 5, WAIT_S)
        house.kill("two")
        start_redactor(house, "two")
        wait_for(lambda: house.count(DECIDED) > 8, WAIT_S)
        with redis.Redis(unix_socket_path=str(house.redis.socket)) as bell:
            bell.flushall()
        house.crash_postgres()
        if house.running["sealer"].poll() is not None:  # in the house supervisord does this
            house.running.pop("sealer")
            start_sealer(house)

        wait_for(lambda: house.count(DECIDED) == RECORDINGS, WAIT_S)
        took = time.monotonic() - began
        assert house.count("SELECT count(*) FROM redaction_recording") == RECORDINGS
        said = "SELECT count(*) FROM audit_entry WHERE action IN ('recording.ready', 'recording.held')"
        assert house.count(said) == RECORDINGS
        assert house.count("SELECT count(DISTINCT subject) FROM audit_entry WHERE action IN ('recording.ready', 'recording.held')") == RECORDINGS
        assert house.count("SELECT count(*) FROM redaction_recording WHERE 'failed' = ANY(held_for)") == 0
        assert house.count("SELECT count(*) FROM foundation_job WHERE kind = 'recording.redact' AND state <> 'done'") == 0
        stored = house.count("SELECT count(*) FROM redaction_copy WHERE stored_as <> ''")
        assert stored == house.count("SELECT count(DISTINCT stored_as) FROM redaction_copy WHERE stored_as <> ''") > 0
        again = house.count("SELECT count(*) FROM foundation_job WHERE attempts > 1")
        opened = house.count("SELECT count(*) FROM audit_entry WHERE action = 'original.opened'")
    with capsys.disabled():
        print(f"\n  {RECORDINGS} recordings, each decided once in {took:.0f} s; {again} were taken again, {opened} openings are in the log")


def test_the_manifest_of_the_demo_is_long_enough_for_this() -> None:
    assert len([json.loads(line) for line in MANIFEST.read_text().splitlines()]) > RECORDINGS
