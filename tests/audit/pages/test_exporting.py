"""Entries leave the log as a table or as lines: chosen, recorded, sealed, and only then begun."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

from audit import verify
from audit.access import Actor, Role
from audit.events import Event
from audit.exporting import giving
from audit.exporting.choosing import Gone
from audit.log import record
from audit.proof.tree import leaf_hash
from foundation.clock import now, shifted
from foundation.roles import DbRole
from tests.audit.acting import acting, person
from tests.audit.conftest import AsRole, Entries

pytestmark = pytest.mark.usefixtures("house")
TAKE = "/log/export/download/"


@pytest.fixture
def cora() -> Iterator[Actor]:
    actor = person(Role.COMPLIANCE)
    with acting(actor):
        yield actor


def taken(client: Client, **asked: str) -> bytes:
    response = client.post(TAKE, asked)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def test_a_table_is_safe_to_open(client: Client, cora: Actor, as_role: AsRole) -> None:
    wild = {"id": "f" * 32, "actor": '=HYPERLINK("//x",A1)', "event": "log.read", "outcome": "granted", "at": "2026-01-01T00:00:00.000000+00:00"}
    body = json.dumps(wild | {"actor_kind": "process", "purpose": "legal", "version": 1}, sort_keys=True, separators=(",", ":"))
    statement = (
        "INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body) VALUES (%s, '2026-01-01Z', %s, %s, '', '', %s, %s)"
    )
    as_role(DbRole.INTAKE).execute(statement, [wild["id"], wild["actor"], wild["event"], wild["outcome"], body])
    head, *rows = csv.reader(io.StringIO(taken(client, format="csv").decode(), newline=""))
    assert head[0] == "time_utc"
    assert [row[head.index("actor")] for row in rows if row[head.index("entry")] == wild["id"]] == [f"'{wild['actor']}"]
    assert not [field for row in rows for field in row if field.lstrip(" ")[:1] in tuple("=+-@\t\r\n")]


def test_lines_are_what_was_sealed(client: Client, cora: Actor, superuser: psycopg.Connection[Any]) -> None:
    for _ in range(3):
        record(Event.SITE_ADDED, by=person(Role.OPERATOR))
    lines = taken(client, format="jsonl").splitlines()
    kept = superuser.execute(
        "SELECT e.body, l.hash FROM audit_entry e JOIN audit_leaf l ON l.entry_seq = e.seq ORDER BY e.recorded_at, e.seq"
    ).fetchall()
    assert lines == [body.encode() for body, _ in kept[: len(lines)]]
    assert [leaf_hash(line) for line in lines] == [bytes(leaf) for _, leaf in kept[: len(lines)]]
    assert len(lines) == 4  # the period's first, and the three; not the export itself


def test_an_export_is_an_entry_with_its_leaf_before_the_first_byte(
    client: Client, cora: Actor, entries: Entries, superuser: psycopg.Connection[Any]
) -> None:
    olga = person(Role.OPERATOR)
    record(Event.SITE_ADDED, by=olga)
    response = client.post(TAKE, {"format": "csv", "actor": olga.id})
    told = entries()[-1]
    assert (told["event"], told["actor"], told["purpose"]) == ("log.exported", cora.id, "legal")
    assert told["details"] == {"format": "csv", "entries": 1, "actor": olga.id}
    assert superuser.execute("SELECT count(*) FROM audit_leaf WHERE entry = %s", [told["id"]]).fetchone() == (1,)
    assert b"".join(response.streaming_content).count(b"\r\n") == 2


def test_above_the_cap_nothing_leaves_and_the_console_is_named(client: Client, cora: Actor, entries: Entries, settings: Settings) -> None:
    settings.AUDIT_EXPORT_MOST = 2
    for _ in range(3):
        record(Event.SITE_ADDED, by=person(Role.OPERATOR))
    response = client.post(TAKE, {"format": "jsonl"})
    assert response.status_code == 400
    assert b"manage.py log bundle" in response.content
    assert "log.exported" not in {entry["event"] for entry in entries()}


def test_the_page_counts_before_anything_leaves_and_counting_is_a_search(client: Client, cora: Actor, entries: Entries) -> None:
    olga = person(Role.OPERATOR)
    record(Event.SITE_ADDED, by=olga)
    page = client.get("/log/export/", {"actor": olga.id}).content.decode()
    assert "1 entry fits" in page
    assert [entry["event"] for entry in entries()[-2:]] == ["log.exports_shown", "log.searched"]


def test_what_cannot_be_read_is_not_exported(client: Client, cora: Actor, entries: Entries) -> None:
    assert client.post(TAKE, {"format": "csv", "actor": "Rosa Luxemburg"}).status_code == 400
    assert client.post(TAKE, {"format": "exe"}).status_code == 400
    assert "log.exported" not in {entry["event"] for entry in entries()}


@pytest.mark.usefixtures("sealer_stopped")
def test_without_a_sealer_nothing_leaves(client: Client, cora: Actor) -> None:
    assert client.post(TAKE, {"format": "jsonl"}).status_code == 503


def test_an_entry_that_goes_meanwhile_cuts_the_export_off(client: Client, cora: Actor, superuser: psycopg.Connection[Any]) -> None:
    record(Event.SITE_ADDED, by=person(Role.OPERATOR))
    response = client.post(TAKE, {"format": "jsonl"})
    superuser.execute("ALTER TABLE audit_entry_0001 DISABLE TRIGGER ALL; DELETE FROM audit_entry_0001 WHERE action = 'site.added'")
    with pytest.raises(Gone):
        b"".join(response.streaming_content)


def test_nobody_else_takes_entries_away(client: Client) -> None:
    with acting(person(*(role for role in Role if role is not Role.COMPLIANCE))):
        assert client.post(TAKE, {"format": "csv"}).status_code == 403


def test_a_bundle_of_one_subject_convinces_a_stranger(
    client: Client, cora: Actor, superuser: psycopg.Connection[Any], tmp_path: Path, entries: Entries
) -> None:
    for subject in ("c" * 32, "d" * 32, "c" * 32):
        record(Event.CLIP_FETCHED, by=person(Role.REVIEWER), subject=subject)
    zipped = zipfile.ZipFile(io.BytesIO(taken(client, format="bundle", subject="c" * 32)))
    assert entries()[-1]["event"] == "log.bundled"
    zipped.extractall(tmp_path / "bundle")
    (key,) = superuser.execute("SELECT vkey FROM audit_period").fetchone() or ("",)
    assert verify.main([str(tmp_path / "bundle"), "--log", key]) == 0
    shown = [json.loads(json.loads(line)["entry"]) for line in zipped.read("sotto/entries.jsonl").splitlines()]
    assert [body["subject"] for body in shown if "subject" in body] == ["c" * 32] * 3  # the last one says that the bundle was made
    assert b"192.0.2.7" not in b"".join(zipped.read(name) for name in zipped.namelist())


def test_a_bundle_that_no_page_gives_names_the_way(client: Client, cora: Actor, settings: Settings, entries: Entries) -> None:
    refused = client.post(TAKE, {"format": "bundle", "outcome": "denied"})
    assert (refused.status_code, b"by days" in refused.content) == (400, True)
    settings.AUDIT_EXPORT_HASHES_MOST = 0
    refused = client.post(TAKE, {"format": "bundle"})
    assert (refused.status_code, b"manage.py log bundle" in refused.content) == (400, True)
    assert not {"log.exported", "log.bundled"} & {entry["event"] for entry in entries()}


def test_an_export_is_sent_in_blocks(client: Client, cora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "BLOCK", 500)
    for _ in range(8):
        record(Event.SITE_ADDED, by=person(Role.OPERATOR))
    sizes = [len(block) for block in client.post(TAKE, {"format": "jsonl"}).streaming_content]
    assert len(sizes) > 3
    assert max(sizes) < 1_500


def test_a_bundle_is_counted_by_the_whole_days_that_it_is_made_of(client: Client, cora: Actor, entries: Entries, settings: Settings) -> None:
    """Two minutes over a midnight ask for few entries, and a bundle of them holds both days."""
    settings.AUDIT_EXPORT_MOST = 3
    noon = datetime.combine(now().date() - timedelta(days=2), time(12), UTC)
    with shifted(seconds=(noon - now()).total_seconds()):
        for _ in range(4):
            record(Event.CLIP_FETCHED, by=person(Role.REVIEWER), subject="c" * 32)
    asked = {"subject": "c" * 32, "since": f"{noon:%Y-%m-%d}T23:59", "until": f"{noon + timedelta(days=1):%Y-%m-%d}T00:01"}
    refused = client.post(TAKE, asked | {"format": "bundle"})
    assert (refused.status_code, b"made of whole days" in refused.content) == (400, True)
    assert "log.bundled" not in {entry["event"] for entry in entries()}
    settings.AUDIT_EXPORT_MOST = 4
    assert client.post(TAKE, asked | {"format": "bundle"}).status_code == 200
    assert [entry["details"]["entries"] for entry in entries() if entry["event"] == "log.bundled"] == [4]
