"""A machine of real processes that a test may kill: embedded services, workers, a beat, a sealer."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config import console
from config.env import ROOT, Env
from config.provision import provision
from config.services import Postgres, Redis, make_secrets, private_dir, wait_until_up
from foundation.roles import DbRole
from tests import witness
from tests.environment import roomy


class Machine:
    """Each process is started by name in a session of its own, so that it can be killed with its children."""

    def __init__(self, folder: Path) -> None:
        self.env = Env(data=folder, database_name="sotto")
        make_secrets(self.env)
        private_dir(folder / "log")
        self.postgres, self.redis = Postgres(self.env), Redis(self.env)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def variables(self, role: DbRole) -> dict[str, str]:
        ours = {"SOTTO_DATA": str(self.env.data), "SOTTO_DATABASE_NAME": "sotto", "SOTTO_ROLE": role.value, "SOTTO_SUPERVISED": "1"}
        return {**os.environ, **ours}

    def start(self, name: str, command: list[str], *, role: DbRole = DbRole.WORKER) -> None:
        with (self.env.data / "log" / name).open("a") as log:
            self.running[name] = subprocess.Popen(command, cwd=ROOT, env=self.variables(role), stdout=log, stderr=log, start_new_session=True)

    def start_services(self) -> None:
        for service in (self.postgres, self.redis):
            service.prepare()
            self.start(type(service).__name__, service.command())
            wait_until_up(service)
        provision(self.env, self.postgres)
        console.migrate(self.env)
        witness.cosign_first(self.postgres, "sotto")

    def celery(self, app: str, *words: str) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", app, *words, "--loglevel", "WARNING"]

    def manage(self, *words: str, role: DbRole) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(command, cwd=ROOT, env=self.variables(role), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """The whole group, as the kernel's memory killer or a pulled plug would."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(60)

    def crash_postgres(self) -> None:
        self.kill("Postgres", signal.SIGQUIT)
        self.start("Postgres", self.postgres.command())
        wait_until_up(self.postgres)

    def count(self, query: str) -> int:
        with self.postgres.connect("sotto") as admin:
            row = admin.execute(query.encode()).fetchone()
        assert row
        return int(row[0])


@contextmanager
def machine() -> Iterator[Machine]:
    """Services up; all that the test started ends with the block."""
    with tempfile.TemporaryDirectory(prefix="sotto-machine-", dir=roomy()) as folder:
        made = Machine(Path(folder))
        try:
            made.start_services()
            yield made
        finally:
            for name in reversed(list(made.running)):
                made.kill(name, signal.SIGTERM if name not in ("Postgres", "Redis") else signal.SIGINT)
