"""Entries past the program: what any role can insert by SQL."""

import json
from datetime import UTC, datetime
from typing import Any

import psycopg

INSERT = "INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body) VALUES (%s, %s, %s, %s, %s, '', 'granted', %s)"


def sound(entry_id: str, at: datetime, **more: Any) -> dict[str, Any]:
    """The least body that the table takes."""
    least = {"id": entry_id, "actor": "a", "actor_kind": "process", "event": "log.read", "outcome": "granted", "purpose": "legal", "version": 1}
    return least | {"at": at.isoformat(timespec="microseconds")} | more


def insert(connection: psycopg.Connection, entry_id: str, *, text: str | None = None, **more: Any) -> None:
    """text: the body as it is to be written, with AT where its time belongs."""
    at = datetime.now(UTC)
    body = sound(entry_id, at, **more)
    written = json.dumps(body) if text is None else text.replace("AT", body["at"])
    connection.execute(INSERT, [entry_id, at, body["actor"], body["event"], body.get("object", ""), written])
