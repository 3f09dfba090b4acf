"""The sealer: how fast leaves are made and signed, how long one waits for its leaf, what a proof costs when the log is large."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles

from audit.proof.tiles import WIDTH, tile_root
from bench.house import data_folder, services
from bench.rows import Row
from bench.writers import Writer, per_second, together, writers
from config.env import ROOT, Env
from config.services import Postgres

WAITING = 50_000
SEALINGS = 3
DELAY_S = 6.0
DELAYS = 3
PACED_S = 0.02
LARGE = 10_000_000
PROOFS = 400

# New ids: the book refuses a row that its own body contradicts. A volatile column keeps the inner query from being merged and drawn twice.
FILL = """
    INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
    SELECT fresh.id, recorded_at, actor, action, object, subject, outcome, replace(body, one.id, fresh.id)
    FROM (SELECT * FROM audit_entry WHERE length(body) > 400 LIMIT 1) AS one,
         (SELECT replace(gen_random_uuid()::text, '-', '') AS id FROM generate_series(1, %s)) AS fresh
"""


def run() -> list[Row]:
    with data_folder() as folder, services(folder) as env:
        postgres = Postgres(env)
        with writers(1) as team:
            per_second(team, "opened", 0.2)  # something to make copies of
        rows = [sealing(postgres, env)]
        with writers(9) as team, sealer_process(postgres, env):
            rows += [*delays(team[:8], team[8], "flat out"), *delays(team[:8], team[8], "with a pause of 20 ms", pause_s=PACED_S)]
    with data_folder() as folder, services(folder) as env:
        make_large(Postgres(env), env.database_name)
        with writers(1) as team:
            return [*rows, *proofs(team[0])]


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


def make_large(postgres: Postgres, database: str) -> None:
    """The tiles and last leaves of a log of ten million entries. The entries themselves no proof asks for."""
    with postgres.connect(database) as conn, conn.cursor() as cursor:
        count, level, roots = LARGE, 0, list[bytes]()
        while count >= WIDTH:
            full = count // WIDTH
            with cursor.copy("COPY audit_tile_0001 (level, position, hashes, root) FROM STDIN (FORMAT binary)") as copy:
                copy.set_types(["int2", "int8", "bytea", "bytea"])
                above = []
                for n in range(full):
                    hashes = b"".join(roots[n * WIDTH : (n + 1) * WIDTH]) if level else os.urandom(WIDTH * 32)
                    above.append(tile_root([hashes[at : at + 32] for at in range(0, len(hashes), 32)]))
                    copy.write_row((level, n, hashes, above[-1]))
            count, level, roots = full, level + 1, above
        edge = "INSERT INTO audit_leaf_0001 SELECT n, n + 1, n::text, sha256(n::text::bytea), now() FROM generate_series(%s::bigint, %s::bigint) n"
        cursor.execute(edge, [LARGE // WIDTH * WIDTH, LARGE - 1])
        cursor.execute("ANALYZE audit_tile_0001, audit_leaf_0001")


def proofs(writer: Writer) -> list[Row]:
    """Inclusion of a random entry, consistency with a random earlier size; each read from the tables anew."""
    rows = []
    for kind in ("inclusion", "consistency"):
        [found] = together([writer], f"{kind} of {LARGE}", PROOFS)
        times, sizes = found[::2], found[1::2]
        cuts = quantiles(times, n=100)
        at = f"{LARGE:,} entries"
        rows += [Row(f"{kind} proof built, p50, {at}", (cuts[49],), "ms"), Row(f"{kind} proof built, p99, {at}", (cuts[98],), "ms")]
        rows.append(Row(f"{kind} proof, longest, {at}", (max(sizes),), "bytes"))
    return rows
