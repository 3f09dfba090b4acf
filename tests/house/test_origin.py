"""Whose forms are accepted, with a right token in each of them."""

import re
from typing import Any

import pytest

from tests.cast import Browser, Cast


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        pytest.param({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, True, id="our own page, which sends no referrer"),
        pytest.param({"HTTP_ORIGIN": "https://sotto.test"}, True, id="a program that names our origin"),
        pytest.param({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"}, False, id="a sandboxed frame of another site"),
        pytest.param({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"}, False, id="a neighbour under our domain"),
        pytest.param({"HTTP_ORIGIN": "null"}, False, id="a browser too old to say"),
        pytest.param({"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "same-origin"}, False, id="another origin"),
        pytest.param({}, False, id="neither origin nor referrer"),
    ],
)
def test_a_form_of_another_site_is_refused_even_with_a_token(db: str, rosa: Cast, headers: dict[str, Any], is_ours: bool) -> None:
    strict = Browser(enforce_csrf_checks=True)
    page = strict.get("/accounts/sign-in/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"email": rosa.email, "password": rosa.password, "csrfmiddlewaretoken": token[1]}
    answer = strict.post("/accounts/sign-in/", form, **headers)
    assert answer.status_code == (302 if is_ours else 403)
