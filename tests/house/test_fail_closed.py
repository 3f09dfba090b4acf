"""As long as an access cannot be recorded and sealed, nobody is shown anything: the whole way through, for every role's home."""

from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest
from django.db import connections, transaction

from audit.access import Denied
from audit.events import Event
from audit.log import record_apart
from config.homes import HOMES
from config.services import Postgres
from foundation.clock import shifted
from foundation.roles import DbRole
from tests.cast import Browser, Cast, signed_in
from tests.sealing import InProcess

ROLES = tuple(dict(HOMES))  # the operator has two homes


@pytest.fixture
def everybody(rosa: Cast, sam: Cast, ana: Cast, cora: Cast, olga: Cast) -> dict[str, Browser]:
    """A signed-in browser a role, which has seen its home once."""
    browsers = {}
    for role, cast in zip(ROLES, (rosa, sam, ana, cora, olga), strict=True):
        browsers[role] = Browser()
        signed_in(browsers[role], cast)
        assert browsers[role].get("/", follow=True).status_code == 200
    return browsers


def all_closed(browsers: dict[str, Browser]) -> None:
    for role, browser in browsers.items():
        answer = browser.get("/", follow=True)
        assert answer.status_code == 503, role
        assert b"Closed for a moment" in answer.content
        assert not any(name in answer.content for name in (b"Rosa", b"Sam", b"Ana", b"Cora", b"Olga"))


@pytest.mark.asvs("16.3.2")
def test_no_page_is_shown_while_the_log_is_locked(everybody: dict[str, Browser], superuser: psycopg.Connection) -> None:
    with superuser.transaction():
        superuser.execute("LOCK TABLE audit_entry_0001 IN ACCESS EXCLUSIVE MODE")
        all_closed(everybody)
    assert everybody["reviewer"].get("/work/").status_code == 200


def test_no_page_is_shown_while_the_sealer_is_silent(
    everybody: dict[str, Browser], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit.sealing import freshness

    monkeypatch.setattr(InProcess, "seal_once", lambda self: 0)
    superuser.execute("UPDATE audit_heartbeat SET beat_at = now() - interval '2 seconds'")
    assert not freshness.is_fresh()
    all_closed(everybody)


def test_no_page_is_shown_while_the_sealer_cannot_write_its_file(client: Browser, rosa: Cast, sealing: InProcess) -> None:
    """An entry that cannot be sealed is not sealed later under a note that nobody kept: the whole house waits."""
    signed_in(client, rosa)
    assert client.get("/work/").status_code == 200
    state = sealing.file.path
    kept = state.rename(state.with_name("kept"))
    state.mkdir()
    assert client.get("/work/").status_code == 503
    state.rmdir()
    kept.rename(state)
    assert client.get("/work/").status_code == 200


def test_no_page_is_shown_while_the_database_is_away(everybody: dict[str, Browser], services: Postgres, db: str) -> None:
    with services.connect() as admin:
        admin.execute(f'ALTER DATABASE "{db}" ALLOW_CONNECTIONS false'.encode())
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [db])
        connections.close_all()
        for browser in everybody.values():
            browser.raise_request_exception = False
        all_closed(everybody)


def test_a_refusal_stays_though_the_transaction_around_it_is_undone(rosa: Cast, superuser: psycopg.Connection) -> None:
    with suppress(Denied), transaction.atomic():
        record_apart(Event.ACCESS_DENIED, by=rosa.actor, details={"reason": "object"})
        raise Denied
    query = "SELECT count(*) FROM audit_entry WHERE action = %s AND actor = %s"
    found = superuser.execute(query, [Event.ACCESS_DENIED.value, rosa.person.pk])
    assert found.fetchone() == (1,)


@pytest.mark.asvs("16.4.2")
def test_the_web_does_not_start_when_the_log_could_be_changed(
    superuser: psycopg.Connection, as_role: Callable[[DbRole], psycopg.Connection], capsys: pytest.CaptureFixture[str]
) -> None:
    from django.core.management.base import SystemCheckError

    from config import gunicorn

    gunicorn.on_starting(None)
    superuser.execute("ALTER TABLE audit_entry_0001 DISABLE TRIGGER audit_append_only")
    with pytest.raises(SystemCheckError):
        gunicorn.on_starting(None)


def test_a_locked_page_names_nobody_while_the_sealer_is_silent(
    client: Browser, rosa: Cast, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client, rosa)
    with shifted(minutes=16):
        assert b"Rosa" in client.get("/accounts/locked/", follow=True).content
        monkeypatch.setattr(InProcess, "seal_once", lambda self: 0)
        superuser.execute("UPDATE audit_heartbeat SET beat_at = now() - interval '2 seconds'")
        answer = client.get("/accounts/locked/")
    assert answer.status_code == 503
    assert b"Rosa" not in answer.content
