"""Every address, asked by everybody, in every way: the headers, the cookies, the refusals. `every_answer` checks each answer it gives."""

import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from audit.routes import walk
from tests.answers import faults
from tests.cast import Browser, Cast, signed_in

ROUTES = walk()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def ask(client: Client, method: str, path: str, **headers: Any) -> Any:
    return client.generic(method, path, **headers)


@pytest.mark.asvs("3.4.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8", "14.3.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_every_address_answers_with_the_headers(db: str, client: Client) -> None:
    for route in ROUTES:
        for method in METHODS:
            response = ask(client, method, route.example())
            assert faults(response) == [], f"{method} {route.name}"
            assert response.status_code < 500, f"{method} {route.name}"


@pytest.mark.asvs("3.4.2")
def test_no_other_origin_is_let_in(db: str, client: Client) -> None:
    for route in ROUTES:
        response = ask(client, "GET", route.example(), HTTP_ORIGIN="https://evil.example")
        assert not [name for name in response.headers if name.lower().startswith("access-control-")], route.name


@pytest.mark.asvs("3.5.1")
def test_a_form_without_its_token_is_refused(db: str, rosa: Cast) -> None:
    stranger, strict = Browser(enforce_csrf_checks=True), Browser(enforce_csrf_checks=True)
    signed_in(strict, rosa)
    posts = [route for route in ROUTES if route.access and "POST" in route.access.methods]
    assert len(posts) > 20
    for route in posts:
        assert ask(stranger, "POST", route.example()).status_code == 403, route.name
        assert ask(strict, "POST", route.example(), HTTP_REFERER="https://sotto.test/").status_code == 403, route.name


@pytest.mark.asvs("6.3.4")
def test_without_a_second_factor_no_door_opens(db: str, client: Client, rosa: Cast) -> None:
    client.get("/accounts/sign-in/")
    client.post("/accounts/sign-in/", {"email": rosa.email, "password": rosa.password})
    doors = [route for route in ROUTES if route.access and not route.access.is_public]
    assert len(doors) > 20
    for route in doors:
        for method in ("GET", "POST"):
            response = ask(client, method, route.example())
            assert response.status_code in (302, 303, 403, 405), f"{method} {route.name}: {response.status_code}"
            if response.status_code in (302, 303):
                assert response["Location"].startswith("/accounts/"), f"{method} {route.name}"
    assert client.get("/").headers["Location"].startswith("/accounts/"), "the half session was there to the end"


@pytest.mark.parametrize("path", ["/nothing/", "/static/nothing.css", "/%00", "/accounts/sign-in", "/work/../people/", "/log/?before=x%00"])
def test_wrong_addresses_answer_with_the_headers_too(db: str, client: Client, path: str) -> None:
    assert faults(ask(client, "GET", path)) == []


def test_an_unknown_host_is_refused(db: str, client: Client) -> None:
    response = client.get("/accounts/sign-in/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert b"evil" not in response.content


@pytest.mark.asvs("3.6.1")
def test_scripts_and_styles_are_our_own_and_carry_their_integrity(db: str, client: Client, cora: Cast) -> None:
    pages = [client.get("/accounts/sign-in/")]
    signed_in(client, cora)
    for answer in [*pages, client.get("/log/")]:
        page = answer.content.decode()
        tags = re.findall(r"<(?:script|link)\b[^>]*>", page)
        loaded = [tag for tag in tags if 'rel="icon"' not in tag]
        assert loaded
        assert all('integrity="sha384-' in tag for tag in loaded), loaded
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]*src)", page)


def test_the_front_end_files_are_those_of_the_lock() -> None:
    assert finders.find("vendor/htmx/htmx.min.js")


@pytest.mark.asvs("14.2.1")
def test_no_address_of_ours_can_carry_words() -> None:
    for route in ROUTES:
        assert "<str:" not in route.pattern, f"{route.name}: write <id:...>"
        assert "<slug:" not in route.pattern, f"{route.name}: write <id:...>"
