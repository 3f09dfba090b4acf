"""Requests without a session are counted: one entry a minute and address."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from audit import openings, refusals
from audit.events import PrivateClass
from foundation import jobs
from foundation.clock import now, shifted
from foundation.models import Job
from foundation.roles import DbRole
from tests.audit.conftest import AsRole, Entries

pytestmark = pytest.mark.usefixtures("doors")


@pytest.fixture
def sweep(superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's role sweeps; here the test process gets its two rights."""
    superuser.execute("GRANT SELECT, DELETE ON audit_refusal TO sotto_app")


def test_a_hundred_requests_in_a_minute_are_one_entry(client: Client, entries: Entries, sweep: None) -> None:
    with shifted(seconds=-now().second):  # so that the hundred do not straddle two minutes
        for _ in range(100):
            assert client.get("/streamed/", REMOTE_ADDR="192.0.2.1").status_code == 403
        assert refusals.sweep() == 0
        assert entries() == []
    with shifted(minutes=1):
        assert refusals.sweep() == 1
        assert refusals.sweep() == 0
    (entry,) = entries()
    assert (entry["event"], entry["outcome"], entry["details"]["count"], entry["actor"]) == ("access.refusals_counted", "denied", 100, "gate")


def test_each_address_has_its_own_entry_and_it_is_sealed(client: Client, entries: Entries, as_role: AsRole, sweep: None) -> None:
    for address in ("192.0.2.1", "2001:db8::7"):
        client.get("/streamed/", REMOTE_ADDR=address)
    with shifted(minutes=1):
        refusals.sweep()
    rows = as_role(DbRole.READER).execute("SELECT commitment, key, sealed FROM audit_private").fetchall()
    entry_of = {entry["private"]["connection"]: entry["id"] for entry in entries()}
    opened = [
        openings.open_part(entry_id=entry_of[committed], kind=PrivateClass.CONNECTION, key_id=key, sealed=sealed, committed=committed)
        for committed, key, sealed in rows
    ]
    assert sorted(json.loads(one.payload)["address"] for one in opened) == ["192.0.2.1", "2001:db8::7"]
    assert "192.0.2.1" not in json.dumps(entries())


def test_a_count_holds_no_address(client: Client, superuser: psycopg.Connection) -> None:
    client.get("/streamed/", REMOTE_ADDR="192.0.2.1")
    row = superuser.execute("SELECT row_to_json(audit_refusal)::text FROM audit_refusal").fetchone()
    assert row is not None
    assert "192.0.2" not in row[0]


def test_two_refusals_of_one_request_count_once(client: Client, superuser: psycopg.Connection) -> None:
    client.get("/undeclared/")
    assert superuser.execute("SELECT count FROM audit_refusal").fetchall() == [(1,)]


def test_an_open_door_counts_nothing(client: Client, superuser: psycopg.Connection) -> None:
    client.get("/open/")
    client.get("/nowhere/")
    assert superuser.execute("SELECT count(*) FROM audit_refusal").fetchone() == (0,)


def test_the_worker_has_the_rights_that_its_sweep_needs(client: Client, as_role: AsRole) -> None:
    client.get("/streamed/")
    worker = as_role(DbRole.WORKER)
    rows = worker.execute(refusals._TAKE, [now().replace(year=9999), 10]).fetchall()
    assert len(rows) == 1


def test_a_job_that_was_set_aside_is_an_entry(db: str, as_role: Callable[[DbRole], psycopg.Connection[Any]]) -> None:
    job = Job.objects.create(kind="test.kind", subject="a" * 32, queue="default", created_at=now(), due_at=now(), attempts=5, error_code="ValueError")
    for kind, hook in jobs.ON_QUARANTINE:
        if kind == "":
            hook(job)
    bodies = as_role(DbRole.READER).execute("SELECT body FROM audit_entry WHERE action = 'job.quarantined'").fetchall()
    assert len(bodies) == 1
    assert '"error":"ValueError"' in bodies[0][0]
