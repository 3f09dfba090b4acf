"""A PostgreSQL server for somebody else's product: the machine's own, which has the extensions that our embedded one does not bring."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.services import private_dir, unprivileged

START_S = 30
PORT = 5432  # the name of a socket: nothing listens on the network


@dataclass(frozen=True)
class Server:
    """Everybody who reaches the private socket is the superuser."""

    run_dir: Path
    user: str = "bench"

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.run_dir), port=PORT, user=self.user, dbname=database, autocommit=True)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Settings as PostgreSQL has them, fsync among them; as many connections as ours takes."""
    programs, data, run_dir = _programs(), folder / "postgres", private_dir(folder / "run")
    made = [*unprivileged(), str(programs / "initdb"), "-D", str(data), "-U", "bench", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*made, "--data-checksums"], check=True, capture_output=True)
    options = {"listen_addresses": "", "unix_socket_directories": str(run_dir), "port": str(PORT), "max_connections": "200", "timezone": "UTC"}
    words = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    with (folder / "postgres.log").open("w") as log:
        process = subprocess.Popen([*unprivileged(), str(programs / "postgres"), "-D", str(data), *words], stdout=log, stderr=log)
        try:
            server = Server(run_dir)
            _wait(server)
            yield server
        finally:
            process.send_signal(2)
            process.wait(30)


def _programs() -> Path:
    found = shutil.which("postgres")
    if found is None or not (Path(found).resolve().parent / "initdb").exists():
        sys.exit("Label Studio needs a PostgreSQL with pg_trgm, which ours has not: install the machine's own and put `postgres` on the PATH")
    return Path(found).resolve().parent


def _wait(server: Server) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            server.connect("postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
