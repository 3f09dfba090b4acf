"""Millions of entries into the book at once: a superuser copies them in, then the indexes are made again and every entry gets its leaf."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

import psycopg

from bench.programme import Line, World, lines, weeks_before

TABLE: Final = "audit_entry_0001"
LEAVES: Final = "audit_leaf_0001"
COLUMNS: Final = "seq, id, recorded_at, actor, action, object, subject, outcome, body"
ROWS_A_WRITE: Final = 5_000
# Sealed within some tens of milliseconds, now and then later: what the sealer was measured to do.
SEAL: Final = f"""
    INSERT INTO {LEAVES} (position, entry_seq, entry, hash, sealed_at)
    SELECT seq - 1, seq, id, sha256('\\x00'::bytea || convert_to(body, 'UTF8')), recorded_at + (6 + 60 * power(random(), 6)) * interval '1 ms'
    FROM {TABLE} WHERE seq > %s ORDER BY seq
"""


def fill(connection: psycopg.Connection[Any], days: int, most: int) -> int:
    """The days before now. Says what it does, for it takes minutes. Answers with the number of entries."""
    first, last = weeks_before(datetime.now(UTC), days)
    connection.execute("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off")
    (newest,) = connection.execute(f"SELECT max(seq) FROM {TABLE}").fetchone() or (0,)
    made_again = _without_indexes(connection, TABLE)
    _say("copying")
    count = _copy(connection, islice(lines(World(), first, last), most), newest)
    _say(f"{count} entries copied")
    for statement in made_again:
        _say(statement)
        connection.execute(statement)
    made_again = _without_indexes(connection, LEAVES)
    _say("leaves")
    connection.execute(SEAL, [newest])
    for statement in made_again:
        connection.execute(statement)
    connection.execute(f"SELECT setval(pg_get_serial_sequence('{TABLE}', 'seq'), {newest + count})")
    connection.execute(f"UPDATE audit_heartbeat SET settled_seq = {newest + count}")
    _say("vacuum")
    connection.execute(f"VACUUM (ANALYZE) {TABLE}, {LEAVES}")
    return count


def _copy(connection: psycopg.Connection[Any], entries: Iterator[Line], newest: int) -> int:
    seq = newest
    with connection.cursor().copy(f"COPY {TABLE} ({COLUMNS}) FROM STDIN") as copy:
        while chunk := list(islice(entries, ROWS_A_WRITE)):
            copy.write("".join("\t".join((str(number), *entry)) + "\n" for number, entry in enumerate(chunk, start=seq + 1)))
            seq += len(chunk)
    return seq - newest


def _without_indexes(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """Takes indexes and checks away; answers with what makes them again. Checks then hold for what is written from now on."""
    rows = connection.execute(
        "SELECT conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'c')",
        [table],
    ).fetchall()
    again = []
    for name, kind, definition in rows:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}{' NOT VALID' if kind == 'c' else ''}")
    for name, definition in connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass", [table]
    ).fetchall():
        connection.execute(f"DROP INDEX {name}")
        again.append(definition)
    return again


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what[:120]}", flush=True)
