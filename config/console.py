"""manage.py's road: says which database role a command acts as and brings the embedded services up for it."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from config.env import ROOT, Env, env, is_offline, role_of


def run(argv: list[str]) -> None:
    """Run one command, with the embedded services up if it needs any."""
    env.role = env.role or role_of(argv)
    if is_offline(argv):
        env.offline = True
    if env.offline or not env.embedded or os.environ.get("SOTTO_SUPERVISED"):
        _execute(argv)
        return
    with services_up():
        _execute(argv)


def _execute(argv: list[str]) -> None:
    from django.core.management import execute_from_command_line

    from foundation import unwraps

    try:
        execute_from_command_line(argv)
    finally:
        unwraps.keep()


@contextmanager
def services_up() -> Iterator[None]:
    """Embedded PostgreSQL and Redis for the length of the block.

    The first comer starts them and, when done, waits for the others who use them before it stops them.
    """
    from config.services import private_dir

    private_dir(env.data)
    run_dir = private_dir(env.run_dir)
    with (run_dir / "users.lock").open("w") as users, (run_dir / "starting.lock").open("w") as starting:
        fcntl.flock(users, fcntl.LOCK_SH)
        if _up_or_ours_to_start(starting):
            yield
            return
        with ExitStack() as stack:
            start(env, stack)
            fcntl.flock(starting, fcntl.LOCK_UN)
            try:
                yield
            finally:
                fcntl.flock(users, fcntl.LOCK_EX)


def _up_or_ours_to_start(starting: IO[str]) -> bool:
    """True once the services answer; False when this process holds the lock to start them. Waits while another is starting."""
    from config.services import Postgres

    while not (Postgres(env).password_file.exists() and Postgres(env).is_up()):
        with suppress(BlockingIOError):
            fcntl.flock(starting, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        time.sleep(0.2)
    return True


def start(env: Env, stack: ExitStack, *, durable: bool = True) -> None:
    """Start both services as children of this process, stopped with the stack, and bring the schema up to date."""
    from config.provision import provision
    from config.services import Postgres, Redis, make_secrets, private_dir, wait_until_up

    make_secrets(env)
    log_dir = private_dir(env.data / "log")
    postgres = Postgres(env, durable=durable)
    for service in (postgres, Redis(env)):
        service.prepare()
        log = stack.enter_context((log_dir / f"{type(service).__name__.lower()}.log").open("a"))
        # A session of its own: Ctrl-C reaches the command first, which then stops its services in order.
        child = subprocess.Popen(service.command(), stdout=log, stderr=log, start_new_session=True)
        stack.callback(_stop, child)
    for service in (postgres, Redis(env)):
        wait_until_up(service)
    provision(env, postgres)
    migrate(env)


def _stop(child: "subprocess.Popen[bytes]") -> None:
    child.send_signal(2)
    try:
        child.wait(15)
    except subprocess.TimeoutExpired:
        child.kill()


def migrate(env: Env) -> None:
    """Bring the schema up to date, in a process of the migrator role."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    variables = {"SOTTO_SUPERVISED": "1", "SOTTO_ROLE": "sotto_migrator", "SOTTO_DATA": str(env.data), "SOTTO_DATABASE_NAME": env.database_name}
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"migrate failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
