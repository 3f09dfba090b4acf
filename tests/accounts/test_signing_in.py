"""The way in: password, second factor, and what an outsider may learn from the answers."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.urls import reverse

from accounts import people, signing_in, sites
from accounts.models import Session
from accounts.sessions import hashed
from audit.access import Role, console_actor
from audit.events import Event
from audit.log import NothingRecorded
from foundation.clock import shifted
from tests.accounts.book import entries, last_entry
from tests.cast import Browser, Cast, person, sign_in_by_pages, signed_in

SIGN_IN, CODE, HOME = "/accounts/sign-in/", "/accounts/code/", "/"
COOKIE = "__Host-sotto"


def give_password(client: Client, cast: Cast, password: str | None = None) -> int:
    return client.post(SIGN_IN, {"email": cast.email, "password": password or cast.password}).status_code


def test_password_and_code_open_the_first_page(client: Client, rosa: Cast) -> None:
    client.get(SIGN_IN)
    answer = client.post(SIGN_IN, {"email": rosa.email.upper(), "password": rosa.password})
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    answer = client.post(CODE, {"code": rosa.code()})
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert client.get("/work/").status_code == 200
    entry = last_entry(Event.SIGNED_IN)
    assert (entry["actor"], entry["factor"], entry["details"]["factor"]) == (rosa.person.pk, "password+totp", "password+totp")


def test_the_form_token_of_the_page_is_enough_for_a_script(rosa: Cast) -> None:
    client = Browser(enforce_csrf_checks=True)
    token = _token(client.get(SIGN_IN).content.decode())
    form = {"email": rosa.email, "password": rosa.password, "csrfmiddlewaretoken": token}
    assert client.post(SIGN_IN, form, HTTP_REFERER="https://sotto.test/").status_code == 302
    token = _token(client.get(CODE).content.decode())
    answer = client.post(CODE, {"code": rosa.code(), "csrfmiddlewaretoken": token}, HTTP_REFERER="https://sotto.test/")
    assert answer.status_code == 302


def _token(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_without_the_form_token_nothing_is_tried(rosa: Cast) -> None:
    client = Browser(enforce_csrf_checks=True)
    assert client.post(SIGN_IN, {"email": rosa.email, "password": rosa.password}).status_code == 403
    assert entries(Event.PASSWORD_ACCEPTED) == []


@pytest.mark.asvs("7.2.4")
def test_the_session_key_changes_at_each_step(client: Client, rosa: Cast) -> None:
    client.get(SIGN_IN)
    keys = [client.cookies[COOKIE].value]
    give_password(client, rosa)
    keys.append(client.cookies[COOKIE].value)
    client.post(CODE, {"code": rosa.code()})
    keys.append(client.cookies[COOKIE].value)
    rosa.wait_for_a_code()
    client.post("/accounts/again/", {"code": rosa.code()})
    keys.append(client.cookies[COOKIE].value)
    with shifted(minutes=16):
        client.get("/work/")
        client.post("/accounts/locked/", {"code": rosa.code()})
        keys.append(client.cookies[COOKIE].value)
        assert client.get("/work/").status_code == 200
    assert len(set(keys)) == 5
    assert list(Session.objects.filter(key_hash__in=map(hashed, keys)).values_list("key_hash", flat=True)) == [hashed(keys[-1])]


def test_the_table_of_sessions_holds_no_key(client: Client, rosa: Cast) -> None:
    sign_in_by_pages(client, rosa)
    key = client.cookies[COOKIE].value
    row = Session.objects.get(person=rosa.person)
    assert key not in repr(Session.objects.filter(pk=row.pk).values().get())
    assert row.key_hash == hashed(key)


def test_a_session_that_was_given_to_a_visitor_is_not_the_one_that_signs_in(client: Client, rosa: Cast) -> None:
    client.get(SIGN_IN)
    planted = Session.objects.get()
    sign_in_by_pages(client, rosa)
    assert not Session.objects.filter(pk=planted.pk).exists()


@pytest.mark.asvs("6.3.8")
def test_an_unknown_person_gets_the_same_answer_as_a_wrong_password_and_the_hasher_runs(rosa: Cast) -> None:
    answers, runs = [], []
    for email in (rosa.email, "nobody@sotto.example"):
        client = Browser()
        hasher = type(get_hasher())
        with patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
            answer = client.post(SIGN_IN, {"email": email, "password": "not the right one"})
        runs.append(encode.call_count)
        answers.append((answer.status_code, _anonymous(answer.content.decode(), email)))
    assert answers[0] == answers[1]
    assert runs[0] == runs[1] == 1


def _anonymous(page: str, email: str) -> str:
    return page.replace(email, "EMAIL").replace(_token(page), "TOKEN").split("<head>")[1].split("csrfmiddlewaretoken")[-1]


@pytest.mark.parametrize("closed", ["suspended", "no factor"])
def test_a_closed_account_answers_like_a_wrong_password(client: Client, rosa: Cast, closed: str) -> None:
    if closed == "suspended":
        people.suspend(rosa.person, by=console_actor())
    else:
        rosa.device.delete()
    answer = client.post(SIGN_IN, {"email": rosa.email, "password": rosa.password})
    assert answer.status_code == 200
    assert "is not right, or the account is closed" in answer.content.decode()
    assert last_entry(Event.SIGN_IN_FAILED)["details"] == {"reason": closed}


@pytest.mark.asvs("6.3.1")
def test_the_sixth_try_is_answered_429_even_with_the_right_password(client: Client, rosa: Cast) -> None:
    assert [give_password(client, rosa, "wrong and long") for _ in range(5)] == [200] * 5
    assert give_password(client, rosa) == 429
    assert last_entry(Event.SIGN_IN_LOCKED_OUT)["object"] == rosa.person.pk
    assert client.post(SIGN_IN, {"email": "nobody@sotto.example", "password": "wrong and long"}).status_code == 200
    with shifted(minutes=31):
        assert give_password(client, rosa) == 302


def test_the_count_of_tries_holds_nothing_personal(client: Client, rosa: Cast) -> None:
    client.post(f"{SIGN_IN}?who=rosa", {"email": rosa.email, "password": "wrong", "extra": "rosa"}, HTTP_USER_AGENT="Rosa's browser")
    row = AccessAttempt.objects.get()
    assert row.username == rosa.person.email_index
    assert row.ip_address.startswith("fd")
    assert (row.user_agent, row.path_info, row.http_accept, row.get_data, row.post_data) == ("", "", "", "", "")


def test_the_right_password_forgets_the_wrong_ones(client: Client, rosa: Cast) -> None:
    give_password(client, rosa, "wrong and long")
    give_password(client, rosa)
    assert not AccessAttempt.objects.exists()


@pytest.mark.asvs("6.5.1")
def test_a_code_that_was_used_is_refused(client: Client, rosa: Cast) -> None:
    sign_in_by_pages(client, rosa)
    client.post("/accounts/sign-out/")
    give_password(client, rosa)
    assert client.post(CODE, {"code": rosa.code()}).status_code == 200
    assert client.get("/work/").status_code == 302
    assert last_entry(Event.CODE_FAILED)["factor"] == "totp"


@pytest.mark.asvs("6.3.1")
def test_a_wrong_code_slows_the_next_one_down(client: Client, rosa: Cast) -> None:
    give_password(client, rosa)
    wrong = f"{(int(rosa.code()) + 1) % 1_000_000:06d}"
    client.post(CODE, {"code": wrong})
    answer = client.post(CODE, {"code": rosa.code()})
    assert answer.status_code == 200
    assert "Wait" in answer.content.decode()
    assert last_entry(Event.CODE_FAILED)["details"]["reason"] == "throttled"


@pytest.mark.asvs("6.3.4")
def test_the_password_alone_opens_no_page(client: Client, rosa: Cast) -> None:
    give_password(client, rosa)
    answer = client.get("/work/")
    assert (answer.status_code, answer["Location"]) == (302, f"{CODE}?next=/work/")


def test_the_half_made_session_ends_after_ten_minutes(client: Client, rosa: Cast) -> None:
    give_password(client, rosa)
    with shifted(minutes=11):
        assert client.post(CODE, {"code": rosa.code()}).headers["Location"] == SIGN_IN


def test_the_person_arrives_where_the_way_had_led(client: Client, olga: Cast) -> None:
    answer = client.get("/people/")
    assert answer["Location"] == f"{SIGN_IN}?next=/people/"
    client.get(answer["Location"])
    give_password(client, olga)
    assert client.post(CODE, {"code": olga.code()})["Location"] == "/people/"


@pytest.mark.parametrize("planted", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_no_link_leads_out_of_the_house(client: Client, rosa: Cast, planted: str) -> None:
    client.get(SIGN_IN, {"next": planted})
    give_password(client, rosa)
    assert client.post(CODE, {"code": rosa.code()})["Location"] == HOME


def test_the_sign_in_page_says_what_is_recorded(client: Client, db: str) -> None:
    page = client.get(SIGN_IN).content.decode()
    assert "What is recorded about you" in page
    assert "random number" in page


@pytest.mark.asvs("14.3.1")
def test_signing_out_clears_the_browser_and_ends_the_session(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    key = client.cookies[COOKIE].value
    answer = client.post(reverse("accounts:sign-out"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    client.cookies[COOKIE] = key
    assert client.get("/work/").status_code == 302
    assert last_entry(Event.SIGNED_OUT)["actor"] == rosa.person.pk


@pytest.mark.asvs("16.3.1")
def test_every_step_of_the_way_in_is_an_entry_with_its_factor(client: Client, rosa: Cast) -> None:
    give_password(client, rosa, "wrong and long")
    give_password(client, rosa)
    client.post(CODE, {"code": "000000" if rosa.code() != "000000" else "111111"})
    rosa.wait_for_a_code()
    client.post(CODE, {"code": rosa.code()})
    client.post("/accounts/sign-out/")
    found = [(entry["event"], entry.get("factor")) for entry in entries() if entry["event"].startswith("session.")]
    assert found == [
        (Event.SIGN_IN_FAILED.value, "password"),
        (Event.PASSWORD_ACCEPTED.value, "password"),
        (Event.CODE_FAILED.value, "totp"),
        (Event.SIGNED_IN.value, "password+totp"),
        (Event.SIGNED_OUT.value, "password+totp"),
    ]


def test_a_sign_in_that_cannot_be_recorded_does_not_happen(client: Client, rosa: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    give_password(client, rosa)
    monkeypatch.setattr(signing_in, "record", _cannot_record)
    assert client.post(CODE, {"code": rosa.code()}).status_code == 503
    monkeypatch.undo()
    assert not Session.objects.filter(mfa_at__isnull=False).exists()
    assert client.post(CODE, {"code": rosa.code()}).status_code == 302  # the code was not used up either


def _cannot_record(*args: object, **kwargs: object) -> None:
    raise NothingRecorded


def test_a_sign_in_tells_the_rules_the_clock_of_its_site_and_a_mark_of_its_network_and_nothing_else(db: str) -> None:
    """The mark is equal for one person and network, and says nothing across people."""
    site = sites.add("Hall 1", by=console_actor(), cidrs=["192.0.2.0/24", "198.51.100.0/24"], zone="Asia/Kolkata")
    mara, remy = (person(name, Role.REVIEWER, site=site) for name in ("mara", "remy"))
    marks = []
    for cast, address in ((mara, "192.0.2.7"), (mara, "192.0.2.200"), (mara, "198.51.100.7"), (remy, "192.0.2.7")):
        cast.wait_for_a_code()
        sign_in_by_pages(Browser(), cast, REMOTE_ADDR=address)
        told = last_entry(Event.SIGNED_IN)["details"]
        assert (told["site"], told["offset_min"], set(told)) == (site.pk, 330, {"site", "offset_min", "network", "factor"})
        marks.append(told["network"])
    assert all(len(mark) == 4 for mark in marks)
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
