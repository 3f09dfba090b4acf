"""No view runs undeclared, for the wrong role, or unrecorded; where the log cannot be written no byte leaves."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections
from django.http.response import HttpResponseBase
from django.test import Client

from audit.access import Actor, Role
from audit.sealing import freshness
from foundation.roles import DbRole
from tests.audit import urls
from tests.audit.acting import acting, person
from tests.audit.conftest import AsRole, Entries
from tests.sealing import InProcess

ID = "a" * 32
PAGES = [f"/shown/{ID}/", "/streamed/"]
pytestmark = pytest.mark.usefixtures("doors")


def body(response: HttpResponseBase) -> str:
    return b"".join(response if response.streaming else [response.content]).decode()


@pytest.fixture
def olga() -> Iterator[Actor]:
    actor = person(Role.OPERATOR)
    with acting(actor):
        yield actor


@pytest.mark.asvs("16.3.2")
def test_what_is_shown_is_an_entry_before_the_view_runs(client: Client, olga: Actor, entries: Entries) -> None:
    assert body(client.get(f"/shown/{ID}/")) == urls.SECRET
    (entry,) = entries()
    assert (entry["event"], entry["actor"], entry["subject"], entry["object"]) == ("person.shown", olga.id, ID, "shown")


def test_an_answer_in_parts_starts_after_its_entry(client: Client, olga: Actor, entries: Entries) -> None:
    response = client.get("/streamed/")
    assert (len(entries()), urls.ran) == (1, [])
    assert body(response) == urls.SECRET


def test_a_change_is_recorded_by_its_verb_alone(client: Client, olga: Actor, entries: Entries) -> None:
    assert client.post("/done/", {"id": ID}).status_code == 200
    assert [entry["event"] for entry in entries()] == ["person.suspended"]


@pytest.mark.asvs("8.2.1")
def test_an_undeclared_view_never_runs(client: Client, olga: Actor, entries: Entries) -> None:
    assert client.get("/undeclared/").status_code == 403
    (entry,) = entries()
    assert (entry["event"], entry["outcome"], entry["details"]) == ("access.denied", "denied", {"method": "GET", "reason": "undeclared"})
    with acting(None):
        assert client.get("/undeclared/").status_code == 403
    assert urls.ran == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_another_role_is_refused_and_the_refusal_is_an_entry(client: Client, entries: Entries, role: Role) -> None:
    with acting(person(role)):
        assert client.get(f"/shown/{ID}/").status_code == 403
        assert client.post("/done/").status_code == 403
    assert [(entry["event"], entry.get("subject", ""), entry["roles"]) for entry in entries()] == [
        ("access.denied", ID, role.value),
        ("access.denied", "", role.value),
    ]
    assert urls.ran == []


def test_a_person_without_a_role_passes_only_open_doors(client: Client) -> None:
    with acting(person()):
        assert client.get(f"/shown/{ID}/").status_code == 403
        assert client.get("/open/").status_code == 200


def test_a_page_is_not_posted_to_and_a_change_is_not_fetched(client: Client, olga: Actor) -> None:
    assert (client.post(f"/shown/{ID}/").status_code, client.get("/done/").status_code) == (405, 405)
    assert urls.ran == []


def test_a_denial_survives_the_rollback_of_the_view(client: Client, olga: Actor, entries: Entries) -> None:
    assert client.post("/refused/").status_code == 403
    assert [(entry["event"], entry["outcome"]) for entry in entries()] == [("access.denied", "denied")]


@pytest.mark.asvs("16.3.2")
@pytest.mark.parametrize(("path", "status", "outcome"), [(f"/foreign/{ID}/", 404, "failed"), ("/forbidden/", 403, "denied")])
def test_a_no_behind_the_gate_is_an_entry_too(client: Client, olga: Actor, entries: Entries, path: str, status: int, outcome: str) -> None:
    assert client.get(path).status_code == status
    assert [entry["outcome"] for entry in entries()] == ["granted", outcome]


@pytest.mark.asvs("3.5.1")
def test_a_change_without_its_token_is_refused_and_recorded(client: Client, olga: Actor, entries: Entries) -> None:
    client.handler.enforce_csrf_checks = True
    assert client.post("/done/").status_code == 403
    assert [entry["event"] for entry in entries()] == ["access.denied"]
    assert urls.ran == []


@pytest.mark.asvs("16.4.1")
@pytest.mark.parametrize("trick", ["a%0Ab", "a%00b", "%E2%80%AEb", "x" * 201], ids=["line break", "null", "reversed text", "too long"])
def test_an_id_that_is_none_ends_at_the_gate(client: Client, olga: Actor, entries: Entries, trick: str) -> None:
    assert client.get(f"/shown/{trick}/").status_code == 404
    assert urls.ran == []
    assert [("subject" in entry, entry["outcome"]) for entry in entries()] == [(False, "failed")]


# -- fail closed: each is tried on a page, on an answer in parts and on a change


@contextmanager
def log_locked(superuser: psycopg.Connection) -> Iterator[None]:
    with superuser.transaction():
        superuser.execute("LOCK TABLE audit_entry_0001 IN ACCESS EXCLUSIVE MODE")
        yield


def all_closed(client: Client) -> bool:
    answers = [*(client.get(path) for path in PAGES), client.post("/done/", {"id": ID})]
    silent = not any(urls.SECRET in body(answer) for answer in answers)
    return silent and [answer.status_code for answer in answers] == [503] * 3 and "streamed" not in urls.ran


def patience(milliseconds: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {milliseconds}")


def test_a_locked_log_closes_every_door(client: Client, olga: Actor, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "is_fresh", lambda: True)  # so that the gate comes as far as the entry
    patience(100)
    with log_locked(superuser):
        assert all_closed(client)
    assert urls.ran == ["done"]  # it ran, its verb could not record, its change was undone
    assert client.get(PAGES[0]).status_code == 200


@pytest.mark.slow
def test_the_settings_wait_for_a_locked_log_under_two_seconds(client: Client, olga: Actor, superuser: psycopg.Connection) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT setting::int, unit FROM pg_settings WHERE name = 'lock_timeout'")
        patience_ms, unit = cursor.fetchone()
    assert unit == "ms"
    assert 0 < patience_ms < 2000
    with log_locked(superuser):
        assert client.get(PAGES[0]).status_code == 503


def test_a_log_that_takes_no_entry_closes_every_door(client: Client, olga: Actor, superuser: psycopg.Connection) -> None:
    superuser.execute("REVOKE INSERT ON audit_entry FROM sotto_app")
    assert all_closed(client)


def test_openings_that_cannot_be_written_close_every_door(client: Client, olga: Actor, superuser: psycopg.Connection) -> None:
    superuser.execute("REVOKE INSERT ON audit_private FROM sotto_app")
    assert all_closed(client)


def test_a_refusal_that_cannot_be_recorded_is_a_503(client: Client, superuser: psycopg.Connection) -> None:
    superuser.execute("REVOKE INSERT ON audit_entry FROM sotto_app; REVOKE INSERT ON audit_refusal FROM sotto_app")
    with acting(person(Role.REVIEWER)):
        assert client.get(PAGES[0]).status_code == 503
    assert client.get(PAGES[0]).status_code == 503


@pytest.mark.usefixtures("sealer_stopped")
def test_a_sealer_that_never_beat_closes_every_door(client: Client, olga: Actor, entries: Entries) -> None:
    assert all_closed(client)
    assert entries() == []


@pytest.mark.usefixtures("sealer_stopped")
@pytest.mark.parametrize(
    "pulse",
    ["beat_at = clock_timestamp() - interval '1.2 s', lag_ms = 0", "beat_at = clock_timestamp() + interval '1 s', lag_ms = 1500"],
    ids=["stale", "behind"],
)
def test_a_sealer_stale_or_behind_closes_every_door(client: Client, olga: Actor, as_role: AsRole, sealing: InProcess, pulse: str) -> None:
    sealing.seal_once()
    assert client.get(PAGES[0]).status_code == 200
    urls.ran.clear()
    as_role(DbRole.SEALER).execute(f"UPDATE audit_heartbeat SET {pulse}")
    assert all_closed(client)
    assert client.get("/open/").status_code == 503  # a signed-in person's every page
    assert client.get("/healthz").status_code == 200
    assert urls.ran == []


def test_a_database_that_refuses_closes_every_door(client: Client, olga: Actor, db: str, superuser: psycopg.Connection) -> None:
    assert client.get(PAGES[0]).status_code == 200
    urls.ran.clear()
    superuser.execute(f"ALTER DATABASE {db} CONNECTION LIMIT 0")
    superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [db])
    assert all_closed(client)
    assert urls.ran == []
    superuser.execute(f"ALTER DATABASE {db} CONNECTION LIMIT -1")
    assert client.get(PAGES[0]).status_code in (200, 503)


@pytest.mark.slow
def test_the_checks_refuse_an_undeclared_view_and_a_missing_gate() -> None:
    """In a process of its own: checks look at the settings as the process started with them."""
    script = (
        "from django.conf import settings; import django; django.setup();"
        "settings.ROOT_URLCONF = 'tests.audit.urls'; settings.MIDDLEWARE.remove('audit.middleware.Gate');"
        "from audit.checks import every_view_declares, the_gate_stands;"
        "print([error.id for error in (*every_view_declares(None), *the_gate_stands(None))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['audit.E001', 'audit.E002']"
