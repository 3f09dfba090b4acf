"""`make run`: the whole house on one machine, watched over by supervisord, which restarts what dies and stops all on Ctrl-C."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from xmlrpc.client import ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from config import console
from config.env import ROOT, Env
from config.provision import provision
from config.services import Postgres, Redis, ServiceFailed, ServiceMissing, make_secrets, private_dir, wait_until_up
from config.witnessing import Witness
from foundation.roles import DbRole

PYTHON = sys.executable
CELERY = f"{PYTHON} -m celery -A config.celery"
LATER = ("watcher",)  # no page waits for it, and two processors are busy enough until the first one answers
DEMO_MANIFEST = ROOT / "redaction" / "demo" / "manifest.jsonl"


def programs(port: int, env: Env, witness: Witness) -> dict[str, tuple[DbRole | None, str]]:
    """What runs beside the services: (database role, command). In the compose file each is a container of its own."""
    run_dir = env.run_dir
    web = f"{PYTHON} -m gunicorn config.wsgi:application --config {ROOT}/config/gunicorn.py {' '.join(f'--bind {a}' for a in addresses(port))}"
    return {
        "sealer": (DbRole.SEALER, f"{PYTHON} {ROOT}/manage.py seal"),
        "witness": (None, witness.command()),
        "publisher": (DbRole.AUDITOR, f"{PYTHON} {ROOT}/manage.py log publish"),
        "watcher": (DbRole.AUDITOR, f"{PYTHON} {ROOT}/manage.py log watch"),
        "web": (DbRole.APP, web),
        "redactor": (DbRole.REDACTOR, f"{CELERY} worker --queues redaction --concurrency 1 --hostname redactor@%%h --loglevel WARNING"),
        "worker": (DbRole.WORKER, f"{CELERY} worker --queues default --concurrency 1 --hostname worker@%%h --loglevel WARNING"),
        "retention": (DbRole.RETENTION, f"{PYTHON} {ROOT}/manage.py shred"),
        "beat": (DbRole.WORKER, f"{CELERY} beat --schedule {run_dir}/beat --pidfile= --loglevel WARNING"),
    }


def addresses(port: int) -> list[str]:
    """Loopback, by both families where the machine has both: browsers try ::1 first for localhost."""
    found = [f"127.0.0.1:{port}"]
    with suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        found.append(f"[::1]:{port}")
    return found


def _section(name: str, command: str, *, priority: int, autostart: bool, log_dir: Path, environment: dict[str, str], stop: str = "TERM") -> str:
    variables = ",".join(f'{key}="{value}"' for key, value in environment.items())
    return f"""
[program:{name}]
command={command}
directory={ROOT}
environment={variables}
priority={priority}
autostart={str(autostart).lower()}
autorestart=true
startsecs=2
startretries=20
stopsignal={stop}
stopwaitsecs=12
stopasgroup={str(stop == "TERM" and name == "web").lower()}
killasgroup=true
redirect_stderr=true
stdout_logfile={log_dir}/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=2
"""


def configuration(env: Env, port: int, witness: Witness) -> str:
    """supervisord's file. Services first, the rest once the schema stands."""
    log_dir, run_dir = env.data / "log", env.run_dir
    head = f"""[supervisord]
nodaemon=true
silent=true
logfile={log_dir}/supervisord.log
pidfile={run_dir}/supervisord.pid
umask=077
[unix_http_server]
file={run_dir}/supervisor.sock
chmod=0700
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
    quoted = [" ".join(f"'{word}'" for word in service.command()) for service in (Postgres(env), Redis(env))]
    sections = [
        _section("postgres", quoted[0], priority=1, autostart=True, log_dir=log_dir, environment={}, stop="INT"),
        _section("redis", quoted[1], priority=2, autostart=True, log_dir=log_dir, environment={}),
    ]
    beside = programs(port, env, witness)
    for name, (role, command) in beside.items():
        variables = {"SOTTO_SUPERVISED": "1", "SOTTO_DATA": str(env.data), "SOTTO_ORIGIN": env.origin}
        variables |= {"SOTTO_ROLE": role.value, "SOTTO_WITNESSES": ",".join(witness.urls)} if role else {}
        sections.append(_section(name, command, priority=20, autostart=False, log_dir=log_dir, environment=variables))
    # One group: supervisord stops group after group, and these may all end at once.
    together = f"\n[group:house]\nprograms={','.join(beside)}\npriority=20\n"
    return head + "".join(sections) + together


def _die_with_parent() -> None:
    """Linux only: supervisord gets SIGTERM when this launcher is killed, so that no orphan keeps the data folder."""
    with suppress(Exception):
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)


class House:
    """supervisord as a child, and its control socket."""

    def __init__(self, env: Env, port: int) -> None:
        self.env, self.port, self.witness = env, port, Witness(env)
        self.control = ServerProxy("http://localhost", transport=SupervisorTransport(None, None, f"unix://{env.run_dir}/supervisor.sock"))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def programs(self) -> dict[str, tuple[DbRole | None, str]]:
        return programs(self.port, self.env, self.witness)

    def prepare(self) -> None:
        make_secrets(self.env)
        private_dir(self.env.data / "log")
        for service in (Postgres(self.env), Redis(self.env)):
            service.prepare()

    def start_services(self) -> None:
        path = self.env.run_dir / "supervisord.conf"
        path.write_text(configuration(self.env, self.port, self.witness))
        self.process = subprocess.Popen([PYTHON, "-m", "supervisor.supervisord", "-c", str(path)], preexec_fn=_die_with_parent)
        for service in (Postgres(self.env), Redis(self.env)):
            wait_until_up(service)

    def start_programs(self, names: Iterable[str]) -> None:
        for name in names:
            self.control.supervisor.startProcess(f"house:{name}", False)

    def wait_for_web(self, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise ServiceFailed(f"the house stopped while starting: see {self.env.data / 'log'}")
            if answers(self.port):
                return
            time.sleep(0.1)
        raise ServiceFailed(f"no answer on port {self.port} after {seconds:.0f} s: see {self.env.data / 'log' / 'web.log'}")

    def stop(self, *_ignored: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        return self.process.wait() if self.process is not None else 1


def answers(port: int) -> bool:
    connection = HTTPConnection("localhost", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def supervised() -> dict[str, str]:
    """The environment of a command that must not start services itself."""
    return {**os.environ, "SOTTO_SUPERVISED": "1"}


def manage(*arguments: str) -> None:
    """One manage.py command as the web's role, with the services that are up; its own error line ends the start."""
    if begin(*arguments).wait():
        raise ServiceFailed(f"manage.py {arguments[0]} failed")


def begin(*arguments: str) -> "subprocess.Popen[bytes]":
    """In a session of its own: Ctrl-C ends the house in order, not each part of its start with a traceback."""
    return subprocess.Popen([PYTHON, str(ROOT / "manage.py"), *arguments], env=supervised(), start_new_session=True)


def print_welcome(env: Env, started: float, *, demo: bool) -> None:
    print(f"\n  Sotto is up after {time.monotonic() - started:.1f} s:  {env.origin}/accounts/sign-in/\n")
    people = env.data / "demo-people.json"
    if demo and people.exists():
        print(f"  {'e-mail':<24} {'password':<24} one-time code")
        for email, password in json.loads(people.read_text()).items():
            print(f"  {email:<24} {password:<24} make code USER={email.split('@')[0]}")
        print("\n  The redactor is at work on the demo recordings: what is safe is dealt to rosa and remy, what is held goes to ana.")
    where = "the web process also serves the privacy desk" if env.desk_here else "the desk is a service of its own"
    print(f"\n  Data and keys: {env.data} ({where}).\n  Ctrl-C stops everything.\n", flush=True)


def bring_up(house: House, *, demo: bool) -> None:
    """Services, schema and static files, then programs and demo people, until the first page answers."""
    house.start_services()
    provision(house.env, Postgres(house.env))
    collecting = begin("collectstatic", "--noinput", "--verbosity", "0")
    console.migrate(house.env)
    house.witness.introduce_log()
    if collecting.wait():
        raise ServiceFailed("collectstatic failed")
    house.start_programs(name for name in house.programs if name not in LATER)
    recordings = begin("ingest", str(DEMO_MANIFEST), "--project", "demo") if demo else None
    house.witness.believe()
    if recordings:  # while the programs are on their way up
        manage("demo_people")
        if recordings.wait():
            raise ServiceFailed("the demo corpus could not be taken in")
    house.wait_for_web()
    house.start_programs(LATER)


def run(env: Env, port: int, *, demo: bool) -> int:
    started = time.monotonic()
    house = House(env, port)
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, house.stop)
    try:
        house.prepare()
        bring_up(house, demo=demo)
        print_welcome(env, started, demo=demo)
        return house.wait()
    finally:
        house.stop()
        house.wait()


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    os.environ["SOTTO_DATA"] = str(Path(os.environ.get("DATA") or os.environ.get("SOTTO_DATA") or ROOT / "var").resolve())
    os.environ["SOTTO_ORIGIN"] = f"http://localhost:{port}"
    env = Env()
    private_dir(env.data)
    private_dir(env.run_dir)
    with (env.run_dir / "users.lock").open("w") as users, (env.run_dir / "starting.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a command that started the services stops them when it ends
            fcntl.flock(users, fcntl.LOCK_SH)
        except OSError:
            sys.exit(f"{env.data} is in use by another `make run` or manage.py command: end it first, or give another folder with DATA=")
        if not port_is_free(port):
            sys.exit(f"port {port} is taken: choose another, as in `make run PORT=8080`")
        return run(env, port, demo=os.environ.get("DEMO", "1") != "0")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ServiceMissing, ServiceFailed) as error:
        sys.exit(str(error))
