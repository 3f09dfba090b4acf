"""A witness inside the test process: its key is among those that the house believes, and it cosigns what it is given."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

import psycopg

from audit.proof.cosignatures import cosign
from audit.proof.notes import COSIGNATURE, Checkpoint, Note, Signer
from audit.proof.tree import EMPTY_ROOT
from config.services import Postgres
from foundation import keys

WITNESS = Signer("witness.test", secrets.token_bytes(32), COSIGNATURE)

_COSIGN = """
    INSERT INTO audit_cosignature (period, size, witness, at, line) VALUES (%s, %s, %s, to_timestamp(%s), %s)
"""


def believe(folder: Path, *vkeys: str) -> None:
    """Let the house with these keys believe in these witnesses and no others."""
    (folder / keys.WITNESSES).write_text("".join(f"{vkey}\n" for vkey in vkeys))


def cosign_first(postgres: Postgres, database: str) -> None:
    """Before the first entry is sealed: a signed checkpoint of the empty log, cosigned now. Copies of the database keep both."""
    folder = postgres.env.keys_dir
    believe(folder, WITNESS.vkey)
    with postgres.connect(database) as admin:
        (origin,) = admin.execute("SELECT origin FROM audit_period WHERE n = 1").fetchone() or ("",)
        text = Checkpoint(origin, 0, EMPTY_ROOT).text()
        note = Note.signed(text, Signer(origin, keys.log_seeds(folder)[0]).sign(text)).raw()
        admin.execute("INSERT INTO audit_checkpoint (size, signed_at, root, note) VALUES (0, now(), %s, %s)", [EMPTY_ROOT, note])
        cosign_size(admin, text)


def cosign_size(connection: psycopg.Connection, text: str, *, at: int | None = None, signer: Signer = WITNESS, period: int = 1) -> None:
    """Write what the witness says of a checkpoint's text; at: POSIX seconds, now when not given."""
    at = int(time.time()) if at is None else at
    connection.execute(_COSIGN, [period, Checkpoint.of(text).size, signer.name, at, cosign(text, at, signer)])
