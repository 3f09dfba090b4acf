"""The officer's pages over ten million entries. Runs only when named: a quarter of an hour and 13 GB, or seconds where the log is there already.

LARGE_LOG names a data folder to keep: made and filled at the first run, asked again at the next. Without it the folder goes afterwards.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from threading import Event as Flag
from threading import Thread
from typing import Any

import psycopg

from bench.filling_log import fill
from bench.house import data_folder, services
from bench.rows import Row
from config.env import ROOT, Env
from config.services import Postgres

DAYS, MOST, ENOUGH = 30, 12_000_000, 1_000_000
TIMES, WARM = 40, 3
BEAT = "UPDATE audit_heartbeat SET beat_at = clock_timestamp(), lag_ms = 0"
Asked = Callable[[random.Random], str]


def run() -> list[Row]:
    kept = os.environ.get("LARGE_LOG", "")
    with ExitStack() as stack:
        folder = Path(kept) if kept else stack.enter_context(data_folder())
        env = stack.enter_context(_house(folder))
        postgres = Postgres(env)
        rows = _filled(postgres, env)
        stack.enter_context(_beating(postgres, env))
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"], cwd=ROOT, check=True)
        return [*rows, *_asked()]


@contextmanager
def _house(folder: Path) -> Iterator[Env]:
    """Its services, started unless somebody keeps them running."""
    os.environ |= {"SOTTO_DATA": str(folder), "SOTTO_SUPERVISED": "1", "SOTTO_ROLE": "sotto_app", "DJANGO_SETTINGS_MODULE": "config.settings"}
    env = Env()
    if Postgres(env).password_file.exists() and Postgres(env).is_up():
        yield env
        return
    with services(folder) as started:
        yield started


def _filled(postgres: Postgres, env: Env) -> list[Row]:
    with postgres.connect(env.database_name) as connection:
        (newest,) = connection.execute("SELECT max(seq) FROM audit_entry_0001").fetchone() or (0,)
        if newest > ENOUGH:
            return [Row("large log: entries", (float(newest),), "entries")]
        begun = time.monotonic()
        count = fill(connection, DAYS, MOST)
        filled_s = time.monotonic() - begun
    counted_s = _counted(postgres, env)
    return [
        Row("large log: entries", (float(count),), "entries"),
        Row("large log: copied, indexed, given leaves", (count / filled_s,), "entries/s"),
        Row("large log: counted (roll-up)", (count / counted_s,), "entries/s"),
    ]


def _counted(postgres: Postgres, env: Env) -> float:
    """Seconds. In a process of the auditor's role, as the watcher does it."""
    begun = time.monotonic()
    program = "import django; django.setup(); from audit.charts import roll_up; print(roll_up(), 'counted')"
    subprocess.run([sys.executable, "-c", program], env={**os.environ, "SOTTO_ROLE": "sotto_auditor"}, check=True)
    with postgres.connect(env.database_name) as connection:
        connection.execute("ANALYZE")
    return time.monotonic() - begun


@contextmanager
def _beating(postgres: Postgres, env: Env) -> Iterator[None]:
    """The gate asks for a sealer that is alive; nobody seals here, so that what is measured is the pages alone."""
    over = Flag()

    def beat() -> None:
        with postgres.connect(env.database_name) as connection:
            while not over.wait(0.2):
                connection.execute(BEAT)

    thread = Thread(target=beat, daemon=True)
    thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        over.set()
        thread.join()


def _asked() -> list[Row]:
    """In a process that begins with the variables of this house."""
    asking = subprocess.run([sys.executable, "-m", "bench.log_large"], env=os.environ, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [Row(what, tuple(values), "ms") for what, values in json.loads(asking.stdout)]


def _measured(postgres: Postgres, env: Env) -> list[Row]:
    import django

    django.setup()
    from django.test import Client

    client = Client(HTTP_HOST="localhost:8000")
    _sign_in(client)
    with postgres.connect(env.database_name) as connection:
        _name_sites(_column(connection, "SELECT DISTINCT site FROM audit_session WHERE site <> ''"))
        asked = _pages(connection)
    return [row for what, address in asked for row in _page(client, what, address)]


def _sign_in(client: Any) -> None:
    from audit.access import Role
    from foundation.ids import new_id
    from tests.cast import person, signed_in

    signed_in(client, person(f"cora-{new_id()[:8]}", Role.COMPLIANCE))


def _name_sites(ids: list[str]) -> None:
    """A site that nobody knows is none that can be chosen."""
    from accounts.models import Site

    for n, site in enumerate(sorted(ids), start=1):
        Site.objects.get_or_create(pk=site, defaults={"name": f"Site {n}"})


def _page(client: Any, what: str, address: Asked) -> list[Row]:
    """Milliseconds of many different questions, gate and log included: by the clock, and of the processors, which does not wait for others' work."""
    chance, took, worked = random.Random(what), [], []
    for n in range(TIMES + WARM):
        path, before, begun = address(chance), _processor_ns(), time.perf_counter()
        response = client.get(path)
        body, wall_ms = response.getvalue(), (time.perf_counter() - begun) * 1000
        assert response.status_code == 200, f"{path}: {response.status_code}"
        assert body
        if n >= WARM:
            took.append(wall_ms)
            worked.append(sum(ns - before.get(pid, 0) for pid, ns in _processor_ns().items()) / 1e6)
    clock, processor = quantiles(took, n=20), quantiles(worked, n=20)
    print(
        f"{what:50} clock p50 {clock[9]:6.1f} p95 {clock[18]:6.1f} most {max(took):6.1f}"
        f"   processors p50 {processor[9]:6.1f} p95 {processor[18]:6.1f} ms",
        file=sys.stderr,
        flush=True,
    )
    return [
        Row(f"{what}: p50", (clock[9],), "ms"),
        Row(f"{what}: p95", (clock[18],), "ms"),
        Row(f"{what}: p95 of the processors", (processor[18],), "ms"),
    ]


def _processor_ns() -> dict[int, int]:
    """Nanoseconds that this process and its database's two processes have run so far."""
    from django.db import connections

    held = [connections[alias].connection for alias in ("default", "reader")]
    pids = [os.getpid(), *(connection.info.backend_pid for connection in held if connection is not None)]
    return {pid: int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids}


@dataclass(frozen=True)
class _Times:
    """Moments of the log that was filled, as addresses hold them."""

    first: datetime
    last: datetime

    def days(self, chance: random.Random, length: timedelta = timedelta(days=1)) -> str:
        begin = self._at(chance, back=25)
        return f"since={begin:%Y-%m-%dT%H:%M}&until={begin + length:%Y-%m-%dT%H:%M}"

    def place(self, chance: random.Random) -> str:
        return f"{round(self._at(chance).timestamp() * 1_000_000)}.1"

    def _at(self, chance: random.Random, back: int = 0) -> datetime:
        hours = round((self.last - self.first) / timedelta(hours=1))
        return self.first + timedelta(hours=chance.randrange(hours - back), minutes=chance.randrange(60))


def _pages(connection: psycopg.Connection[Any]) -> list[tuple[str, Asked]]:
    """Each question with other people, clips and times again and again: nothing is asked twice."""
    people = _column(connection, "SELECT DISTINCT actor FROM audit_session")
    busiest = _column(connection, "SELECT actor FROM audit_day GROUP BY actor ORDER BY sum(entries) DESC LIMIT 20 OFFSET 3")
    clips = _column(connection, "SELECT clip FROM audit_clip TABLESAMPLE SYSTEM (1) LIMIT 500")
    hottest = _column(connection, "SELECT clip FROM audit_clip ORDER BY plays DESC LIMIT 12")
    sessions = _column(connection, "SELECT session FROM audit_session TABLESAMPLE SYSTEM (20) LIMIT 500")
    sites = _column(connection, "SELECT DISTINCT site FROM audit_session WHERE site <> ''")
    times = _Times(*(connection.execute("SELECT min(first_at), max(last_at) FROM audit_session").fetchone() or ()))
    days, place = times.days, times.place
    return [
        ("timeline: newest", lambda c: "/log/"),
        ("timeline: a deep page", lambda c: f"/log/?older={place(c)}"),
        ("timeline: a deep page, upward", lambda c: f"/log/?newer={place(c)}"),
        ("timeline: a person", lambda c: f"/log/?actor={c.choice(people)}"),
        ("timeline: our own program (a third of all)", lambda c: "/log/?actor=redactor"),
        ("timeline: a clip", lambda c: f"/log/?subject={c.choice(clips)}"),
        ("timeline: an id, wherever", lambda c: f"/log/?id={c.choice(clips + people)}"),
        ("timeline: a session", lambda c: f"/log/?session={c.choice(sessions)}"),
        ("timeline: a rare event", lambda c: "/log/?event=export.made"),
        ("timeline: an event that never was", lambda c: "/log/?event=log.bundled"),
        ("timeline: a frequent event", lambda c: "/log/?event=clip.heard"),
        ("timeline: a group of events", lambda c: f"/log/?group={c.choice(['exports', 'plays', 'people', 'log', 'desk', 'clips', 'signing-in'])}"),
        ("timeline: a day", lambda c: f"/log/?{days(c)}"),
        ("timeline: denied", lambda c: "/log/?outcome=denied"),
        ("timeline: denied on a day", lambda c: f"/log/?outcome=denied&{days(c)}"),
        ("timeline: a person and a frequent event", lambda c: f"/log/?actor={c.choice(people)}&event=clip.fetched"),
        ("timeline: a busy person and a rare event", lambda c: f"/log/?actor={c.choice(busiest)}&event=clip.escalated"),
        ("timeline: a busy person and an event never done", lambda c: f"/log/?actor={c.choice(busiest)}&event=export.made"),
        ("timeline: a program and an event never done", lambda c: "/log/?actor=redactor&event=clip.fetched"),
        ("timeline: a busy person, denied", lambda c: f"/log/?actor={c.choice(busiest)}&outcome=denied"),
        ("timeline: a group of events of a person on a day", lambda c: f"/log/?actor={c.choice(people)}&group=plays&{days(c)}"),
        ("timeline: a frequent event, failed", lambda c: "/log/?event=clip.heard&outcome=failed"),
        ("timeline: the purpose of most", lambda c: "/log/?purpose=task"),
        ("timeline: a rare purpose", lambda c: f"/log/?purpose={c.choice(['escalation', 'incident', 'quality', 'legal', 'subject_request'])}"),
        ("timeline: a rare purpose on a day", lambda c: f"/log/?purpose=legal&{days(c)}"),
        ("timeline: a busy person and a rare purpose", lambda c: f"/log/?actor={c.choice(busiest)}&purpose=incident"),
        ("timeline: denied, by purpose", lambda c: "/log/?outcome=denied&purpose=task"),
        ("timeline: a kind of actor", lambda c: f"/log/?kind={c.choice(['person', 'process', 'console', 'machine'])}"),
        ("person: anybody", lambda c: f"/log/person/{c.choice(people)}/"),
        ("person: the busiest", lambda c: f"/log/person/{c.choice(busiest)}/"),
        ("clip: any", lambda c: f"/log/clip/{c.choice(clips)}/"),
        ("clip: the most played", lambda c: f"/log/clip/{c.choice(hottest)}/"),
        ("breach: a person, a day", lambda c: f"/log/breach/?actor={c.choice(people)}&{days(c)}"),
        ("breach: a session", lambda c: f"/log/breach/?session={c.choice(sessions)}"),
        ("breach: a site, a day", lambda c: f"/log/breach/?site={c.choice(sites)}&{days(c)}"),
        ("breach: everybody, a day", lambda c: f"/log/breach/?{days(c)}"),
        ("breach: the busiest, the whole month", lambda c: f"/log/breach/?actor={c.choice(busiest)}"),
        *[(f"charts: {span}", lambda c, span=span: f"/log/charts/?span={span}") for span in ("24h", "7d", "30d")],
    ]


def _column(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    return [value for (value,) in connection.execute(statement).fetchall()]


if __name__ == "__main__":
    print(json.dumps([(row.what, row.values) for row in _measured(Postgres(Env()), Env())]))
