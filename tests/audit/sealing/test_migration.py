"""An installation from before the log was signed: its entries and leaves stay, and get tiles, a key and a head."""

import json
from pathlib import Path

import psycopg
from psycopg import sql

import audit.migrations
from audit.proof.notes import Note, Verifier
from audit.proof.tree import leaf_hash
from audit.sealing.sealer import Sealer
from audit.sealing.state import StateFile
from config.services import Postgres

SQL = Path(audit.migrations.__file__).parent / "sql"
OLD = 600
INSERT = (
    "INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)"
    " VALUES (%s, now(), 'a', 'log.read', '', '', 'granted', %s)"
)


def body(n: int) -> str:
    return json.dumps({"id": f"{n:032}", "actor": "a", "event": "log.read", "outcome": "granted"})


def fill(connection: psycopg.Connection) -> None:
    """As the first sealer left it: leaves, no tiles; the last entries without leaf."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(f"{n:032}", body(n)) for n in range(OLD + 5)])
        leaves = [(n, n + 2, f"{n:032}", leaf_hash(body(n).encode())) for n in range(OLD)]
        cursor.executemany("INSERT INTO audit_leaf VALUES (%s + 1, %s, %s, %s, now())", leaves)
    connection.execute(
        "INSERT INTO audit_leaf SELECT 0, seq, id, sha256('\\x00'::bytea || convert_to(body, 'UTF8')), now() FROM audit_entry WHERE seq = 1"
    )


def test_a_log_that_was_never_signed_gets_its_tiles_and_its_key(services: Postgres, tmp_path: Path) -> None:
    name = sql.Identifier("older_house")
    with services.connect() as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER sotto_owner").format(name))
        try:
            with services.connect("older_house") as connection:
                connection.execute((SQL / "0001_tables.sql").read_bytes())
                first = json.dumps({"id": "f" * 32, "actor": "migrate", "event": "log.period_opened", "outcome": "granted"})
                opened = ["sotto.invalid/0123456789abcdef/0001", "f" * 32, "migrate", "log.period_opened", first]
                connection.execute("SELECT audit_open_period(1, %s, now(), %s, %s, %s, %s)", opened)
                fill(connection)
                connection.execute((SQL / "0004_sealing.sql").read_bytes())
                must_be_signed_now(connection, tmp_path)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def must_be_signed_now(connection: psycopg.Connection, folder: Path) -> None:
    before = connection.execute("SELECT * FROM audit_leaf ORDER BY position").fetchall()
    assert Sealer(connection, StateFile(folder, durable=False)).start().seal_once() == 5
    assert connection.execute("SELECT * FROM audit_leaf ORDER BY position LIMIT %s", [len(before)]).fetchall() == before
    assert connection.execute("SELECT level, position FROM audit_tile ORDER BY position").fetchall() == [(0, 0), (0, 1)]
    (size, note, vkey) = connection.execute("SELECT size, note, vkey FROM audit_head, audit_period").fetchone() or (0, "", "")
    assert (size, Note.of(note).verified_by(Verifier.of(vkey)).split("\n")[1]) == (OLD + 6, str(OLD + 6))
    assert Sealer(connection, StateFile(folder, durable=False)).start().seal_once() == 0
