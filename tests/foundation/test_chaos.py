"""200 jobs while workers are killed, Redis forgets everything and PostgreSQL crashes: each takes effect once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis

from config import console
from config.env import ROOT, Env
from config.provision import provision
from config.services import Postgres, Redis, make_secrets, private_dir, wait_until_up

JOBS = 200
WAIT_S = 150

pytestmark = pytest.mark.slow


class Machine:
    """Embedded services and two workers with a beat, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.env = Env(data=folder, database_name="sotto")
        make_secrets(self.env)
        private_dir(folder / "log")
        self.postgres, self.redis = Postgres(self.env), Redis(self.env)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        variables = {"SOTTO_DATA": str(self.env.data), "SOTTO_DATABASE_NAME": "sotto", "SOTTO_ROLE": "sotto_worker", "SOTTO_SUPERVISED": "1"}
        with (self.env.data / "log" / name).open("a") as log:
            self.running[name] = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, stdout=log, stderr=log, start_new_session=True)

    def start_services(self) -> None:
        for service in (self.postgres, self.redis):
            service.prepare()
            self.start(type(service).__name__, service.command())
            wait_until_up(service)
        provision(self.env, self.postgres)
        console.migrate(self.env)
        with self.postgres.connect("sotto") as admin:
            admin.execute("CREATE TABLE chaos_effect (job text); GRANT SELECT, INSERT ON chaos_effect TO sotto_worker")

    def celery(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "tests.foundation.chaos", *words, "--loglevel", "WARNING"]

    def start_worker(self, name: str) -> None:
        self.start(name, self.celery("worker", "--queues", "default", "--concurrency", "2", "--hostname", f"{name}@test"))

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """The whole group, as the kernel's memory killer or a pulled plug would."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(20)

    def crash_postgres(self) -> None:
        self.kill("Postgres", signal.SIGQUIT)
        self.start("Postgres", self.postgres.command())
        wait_until_up(self.postgres)

    def count(self, query: str) -> int:
        with self.postgres.connect("sotto") as admin:
            row = admin.execute(query.encode()).fetchone()
        assert row
        return int(row[0])


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    try:
        machine.start_services()
        yield machine
    finally:
        for name in list(machine.running):
            machine.kill(name, signal.SIGTERM if name not in ("Postgres", "Redis") else signal.SIGINT)


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_each_of_200_jobs_takes_effect_once_whatever_dies(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    for name in ("one", "two"):
        machine.start_worker(name)
    machine.start("beat", machine.celery("beat", "--schedule", str(machine.env.run_dir / "beat"), "--pidfile="))
    machine.start("enqueue", [sys.executable, "-m", "tests.foundation.chaos", str(JOBS)])

    wait_for(lambda: machine.count("SELECT count(*) FROM chaos_effect") > 20, 60)
    machine.kill("one")
    machine.start_worker("one")
    wait_for(lambda: machine.count("SELECT count(*) FROM chaos_effect") > 50, 60)
    with redis.Redis(unix_socket_path=str(machine.redis.socket)) as bell:
        bell.flushall()
    wait_for(lambda: machine.count("SELECT count(*) FROM chaos_effect") > 80, 60)
    machine.crash_postgres()
    wait_for(lambda: machine.count("SELECT count(*) FROM chaos_effect") > 110, 60)
    machine.kill("two")
    machine.start_worker("two")

    machine.running["enqueue"].wait(30)
    wait_for(lambda: machine.count("SELECT count(*) FROM foundation_job WHERE state = 'done'") >= JOBS, WAIT_S)
    took = time.monotonic() - began
    assert machine.count("SELECT count(*) FROM foundation_job WHERE kind = 'chaos.effect'") == JOBS
    assert machine.count("SELECT count(*) FROM chaos_effect") == JOBS
    assert machine.count("SELECT count(DISTINCT job) FROM chaos_effect") == JOBS
    again = machine.count("SELECT count(*) FROM foundation_job WHERE attempts > 1")
    with capsys.disabled():
        print(f"\n  {JOBS} jobs, each done once in {took:.0f} s; {again} were taken a second time and took effect once")
