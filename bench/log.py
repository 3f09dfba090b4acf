"""The book: record() beside a plain insert of the same row, and a recorded save() beside those of others that keep a trail."""

from __future__ import annotations

from bench.house import data_folder, services
from bench.peers.running import beside_a_save
from bench.rows import Row, paired
from bench.writers import Writer, per_second, writers
from config.services import Postgres

ROUNDS = 5
SECONDS = 1.5

# (what, its name in bench/writers.py, beside)
PAIRS = (
    ("no opening", "bare", "plain of bare"),
    ("one opening", "opened", "plain of opened"),
    ("one opening, after 5 ms", "opened after work", "plain of opened after work"),
)

PLAIN_TABLES = """
    CREATE TABLE plain_entry (LIKE audit_entry_0001 INCLUDING ALL);
    ALTER TABLE plain_entry DROP CONSTRAINT the_columns_agree_with_the_body,
        ADD CHECK (outcome IN ('granted', 'denied', 'failed')), ADD CHECK (octet_length(body) <= 65535);
    GRANT INSERT ON plain_entry TO sotto_app;
"""


def run() -> list[Row]:
    with data_folder() as folder, services(folder) as env:
        postgres = Postgres(env)
        make_plain_tables(postgres, env.database_name)
        with writers(8) as team:
            rows = [*inserts(team[:1]), *inserts(team)]
        return [*rows, *beside_a_save(postgres, env.database_name)]


def make_plain_tables(postgres: Postgres, database: str) -> None:
    """Same columns, indexes and simple checks as the book has; no triggers (the book's do not fire on an insert), and no look into the body."""
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
