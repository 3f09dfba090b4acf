"""Leaving the desk: a session is locked by its owner, or by the page that saw nobody, and opens where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.test import Client

from accounts.models import Session
from foundation.clock import now, shifted
from tests.cast import Browser, Cast

AsPerson = Callable[[Cast], Client]


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize(("sent", "reason"), [({}, "asked"), ({"idle": "1"}, "idle")])
def test_a_locked_session_shows_nothing_until_a_code(
    rosa: Cast, as_person: AsPerson, superuser: psycopg.Connection, sent: dict[str, str], reason: str
) -> None:
    browser = as_person(rosa)
    Session.objects.update(last_seen_at=now() - timedelta(minutes=14))
    answer = browser.post("/accounts/lock/", {"next": "/work/keys/", **sent})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/locked/")
    assert browser.get("/work/").status_code == 302
    entry = superuser.execute("SELECT body FROM audit_entry WHERE action = 'session.locked'").fetchone()
    assert entry
    assert f'"reason":"{reason}"' in entry[0]
    opened = browser.post("/accounts/locked/", {"code": rosa.code()})
    assert opened.headers["Location"] == "/work/keys/"


def test_a_forgotten_window_does_not_lock_the_one_that_is_in_use(rosa: Cast, as_person: AsPerson) -> None:
    browser = as_person(rosa)
    assert browser.post("/accounts/lock/", {"idle": "1"}).status_code == 409
    assert browser.get("/work/").status_code == 200


def test_nobody_is_locked_who_is_not_signed_in() -> None:
    assert Browser().post("/accounts/lock/").headers["Location"] == "/accounts/sign-in/"


def test_a_lock_leads_only_to_pages_of_the_house(rosa: Cast, as_person: AsPerson) -> None:
    browser = as_person(rosa)
    browser.post("/accounts/lock/", {"next": "https://elsewhere.example/"})
    assert browser.post("/accounts/locked/", {"code": rosa.code()}).headers["Location"] == "/"


@pytest.mark.asvs("7.3.1")
def test_a_sign_of_somebody_keeps_a_page_open_that_only_reads(rosa: Cast, as_person: AsPerson) -> None:
    browser = as_person(rosa)
    for minutes in range(10, 50, 10):
        with shifted(minutes=minutes):
            assert browser.post("/accounts/here/").status_code == 204
    with shifted(minutes=56):
        assert browser.post("/accounts/here/").status_code == 403
