"""The book: record() beside a plain insert of the same row, how fast leaves are made, and how long one waits for its leaf."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles

from bench.house import data_folder, services
from bench.rows import Row, paired
from bench.writers import Writer, per_second, together, writers
from config.env import ROOT, Env
from config.services import Postgres

ROUNDS = 5
SECONDS = 1.5
WAITING = 50_000
SEALINGS = 3
DELAY_S = 6.0
DELAYS = 3
PACED_S = 0.02

# (what, its name in bench/writers.py, beside)
PAIRS = (
    ("no opening", "bare", "plain of bare"),
    ("one opening", "opened", "plain of opened"),
    ("one opening, after 5 ms", "opened after work", "plain of opened after work"),
)

# New ids: the book refuses a row that its own body contradicts. A volatile column keeps the inner query from being merged and drawn twice.
FILL = """
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
    SELECT fresh.id, now(), actor, action, object, subject, outcome, replace(body, one.id, fresh.id)
    FROM (SELECT * FROM audit_entry WHERE length(body) > 400 LIMIT 1) AS one,
         (SELECT replace(gen_random_uuid()::text, '-', '') AS id FROM generate_series(1, %s)) AS fresh
"""


PLAIN_TABLES = """
    CREATE TABLE plain_entry (LIKE audit_entry_0001 INCLUDING ALL);
    ALTER TABLE plain_entry DROP CONSTRAINT the_columns_agree_with_the_body;
    GRANT INSERT ON plain_entry TO sotto_app;
"""


def run() -> list[Row]:
    with data_folder() as folder, services(folder) as env:
        postgres = Postgres(env)
        make_plain_tables(postgres, env.database_name)
        with writers(8) as team:
            rows = [*inserts(team[:1]), *inserts(team)]
        rows.append(sealing(postgres, env))
        with writers(9) as team, sealer_process(postgres, env):
            return [*rows, *delays(team[:8], team[8], "flat out"), *delays(team[:8], team[8], "with a pause of 20 ms", pause_s=PACED_S)]


def make_plain_tables(postgres: Postgres, database: str) -> None:
    """Same columns and indexes as the book has; no triggers (the book's do not fire on an insert), and no look into the body."""
    with postgres.connect(database) as conn:
        conn.execute(PLAIN_TABLES)


def inserts(team: list[Writer]) -> list[Row]:
    """A B A B: each round holds every kind once, every other round backwards, so that a slow minute of the machine hits both."""
    kinds = list(dict.fromkeys(kind for _, ours, theirs in PAIRS for kind in (theirs, ours)))
    for kind in kinds:
        per_second(team, kind, 0.5)  # connections, prepared statements, the day's key
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(ROUNDS):
        for kind in kinds if turn % 2 == 0 else reversed(kinds):
            found[kind].append(per_second(team, kind, SECONDS))
    at = f"{len(team)} connection{'s' if len(team) > 1 else ''}"
    rows = [Row(f"insert, {kind}, {at}", tuple(found[kind]), "entries/s") for kind in kinds if kind.startswith("plain")]
    for what, kind, beside in PAIRS:
        rows.append(Row(f"record(), {what}, {at}", tuple(found[kind]), "entries/s", beside, paired(found[kind], found[beside])))
    return rows


def sealing(postgres: Postgres, env: Env) -> Row:
    """Entries a second when 50,000 wait, by the sealer's own passes."""
    speeds = []
    with writers(1, role="sotto_sealer") as (sealer,):
        for _ in range(SEALINGS):
            together([sealer], "settle", 3.0)
            with postgres.connect(env.database_name) as conn:
                conn.execute(FILL, [WAITING])
            [(done, seconds)] = together([sealer], "seal", 0)
            assert done == WAITING, f"{done} sealed of {WAITING}"
            speeds.append(done / seconds)
    return Row(f"sealing, {WAITING:,} waiting", tuple(speeds), "entries/s")


@contextmanager
def sealer_process(postgres: Postgres, env: Env) -> Iterator[None]:
    """`manage.py seal`, as the house runs it."""
    variables = {**os.environ, "SOTTO_ROLE": "sotto_sealer"}
    process = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "seal"], env=variables)
    try:
        _wait_for_beat(postgres, env)
        yield
    finally:
        process.terminate()
        process.wait(15)


def _wait_for_beat(postgres: Postgres, env: Env) -> None:
    deadline = time.monotonic() + 30
    with postgres.connect(env.database_name) as conn:
        while conn.execute("SELECT clock_timestamp() - beat_at < interval '0.5 s' AND lag_ms < 500 FROM audit_heartbeat").fetchone() != (True,):
            if time.monotonic() > deadline:
                raise TimeoutError("the sealer does not beat")
            time.sleep(0.1)


def delays(team: list[Writer], probe: Writer, how: str, *, pause_s: float = 0.0) -> list[Row]:
    """One more writer asks for the leaf of each of its entries while eight write."""
    halves, tails, speeds = [], [], []
    for _ in range(DELAYS):
        waited, *counts = together_mixed(probe, team, DELAY_S, pause_s)
        cuts = quantiles(waited, n=100)
        halves.append(cuts[49])
        tails.append(cuts[98])
        speeds.append(sum(count[0] for count in counts) / DELAY_S)
    at = f"8 writers {how}"
    return [
        Row(f"{at}, sealer running", tuple(speeds), "entries/s"),
        Row(f"leaf delay p50, {at}", tuple(halves), "ms"),
        Row(f"leaf delay p99, {at}", tuple(tails), "ms"),
    ]


def together_mixed(probe: Writer, team: list[Writer], seconds: float, pause_s: float) -> list[list[float]]:
    begin_at = time.monotonic() + 0.1
    for writer in (probe, *team):
        writer.ask("probe" if writer is probe else "opened", begin_at, seconds, pause_s)
    return [writer.answer() for writer in (probe, *team)]
