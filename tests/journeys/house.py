"""A whole house as `make run` starts it: own data folder, own port, real processes."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.env import ROOT
from tests.environment import roomy

START_S = 240
SHARED = (Path(tempfile.gettempdir()), Path("/dev/shm"))


def free_port() -> int:
    """Below those that the kernel deals out: it might give one away again before the house is up."""
    return next(port for port in range(20_000 + os.getpid() % 5_000, 30_000) if is_free(port))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@dataclass(eq=False)
class House:
    """Started with `start()`, ended as a person would: Ctrl-C to the whole group."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="sotto-house-", dir=roomy())))
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None
    started_at: float = 0.0
    beside: frozenset[Path] = frozenset()

    @property
    def written(self) -> Path:
        return self.folder / f"make-run-{self.port}.txt"

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def temporary(self) -> Path:
        """Where its processes put temporary files, if they do."""
        path = self.folder / "tmp"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    @property
    def variables(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SOTTO_", "DJANGO_"))}
        return {
            **clean,
            "DATA": str(self.folder),
            "SOTTO_DATA": str(self.folder),
            "PORT": str(self.port),
            "SOTTO_ORIGIN": self.origin,
            "TMPDIR": str(self.temporary),
        }

    def start(self) -> float:
        """Seconds until the first page answered."""
        began, self.started_at = time.monotonic(), time.time()
        self.beside = frozenset(path for folder in SHARED for path in folder.iterdir())
        with self.written.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.supervisor"],
                cwd=ROOT,
                env=self.variables,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        while "Sotto is up" not in (said := self.said()):
            assert self.process.poll() is None, said
            assert time.monotonic() - began < START_S, said
            time.sleep(0.1)
        return time.monotonic() - began

    def said(self) -> str:
        return self.written.read_text()

    def interrupt(self) -> float:
        """Ctrl-C: seconds until everything had ended."""
        assert self.process is not None
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)
        return time.monotonic() - began

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.interrupt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def processes(self) -> dict[int, str]:
        """What still runs of this house: everything that names its folder."""
        listed = subprocess.run(["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
        rows = (line.strip().split(None, 1) for line in listed.splitlines())
        found = {int(row[0]): row[1] for row in rows if len(row) == 2 and int(row[0]) != os.getpid()}
        return {pid: words for pid, words in found.items() if _belongs(pid, str(self.folder)) and not words.startswith("ps ")}

    def manage(self, *arguments: str, typed: str = "", **variables: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, cwd=ROOT, env={**self.variables, **variables}, input=typed, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def code(self, name: str) -> str:
        """What `make code USER=name` prints."""
        match = re.search(r"\b\d{6}\b", self.manage("code", name))
        assert match
        return match[0]

    def person(self, name: str) -> dict[str, str]:
        email = f"{name}@sotto.example"
        return {"email": email, "password": json.loads((self.folder / "demo-people.json").read_text())[email]}


def _belongs(pid: int, folder: str) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return False
    return folder in environment or folder in words
