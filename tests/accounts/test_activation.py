"""The first password and factor: with a code that works once, for a day, for one person."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts import activation, mfa, otp, people
from accounts.models import Activation, Person, TotpDevice
from audit.access import Role, console_actor
from audit.events import Event
from foundation.clock import now, shifted
from tests.accounts.book import entries, last_entry
from tests.cast import PASSWORD, Browser, Cast, signed_in

ACTIVATE, CHOOSE, FACTOR = "/accounts/activate/", "/accounts/activate/password/", "/accounts/activate/factor/"
EMAIL = "mara@sotto.example"


@pytest.fixture
def mara(db: str) -> Person:
    made = people.add(EMAIL, by=console_actor(), name="Mara")
    people.give_role(made, Role.REVIEWER, by=console_actor())
    return made


def begin(client: Client, code: str, email: str = EMAIL) -> str:
    answer = client.post(ACTIVATE, {"email": email, "code": code})
    return str(answer.headers.get("Location", ""))


def shown_seed(client: Client) -> bytes:
    import base64

    page = client.get(FACTOR).content.decode()
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert found is not None
    return base64.b32decode(found[1].replace(" ", ""))


def go_through(client: Client, code: str) -> bytes:
    assert begin(client, code) == CHOOSE
    assert client.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})["Location"] == FACTOR
    seed = shown_seed(client)
    answer = client.post(FACTOR, {"code": otp.code_of(seed, otp.step_at(now()))})
    assert answer["Location"] == "/accounts/sign-in/"
    return seed


def test_code_password_and_factor_make_an_account_that_signs_in(client: Client, mara: Person) -> None:
    seed = go_through(client, activation.issue(mara, by=console_actor()))
    assert "Your account is ready" in client.get("/accounts/sign-in/").content.decode()
    client.post("/accounts/sign-in/", {"email": EMAIL, "password": PASSWORD})
    with shifted(seconds=30):
        client.post("/accounts/code/", {"code": otp.code_of(seed, otp.step_at(now()))})
    assert client.get("/work/").status_code == 200
    found = [entry["event"] for entry in entries()]
    assert [each.value in found for each in (Event.ACTIVATED, Event.PASSWORD_SET, Event.FACTOR_ENROLLED)] == [True] * 3
    assert last_entry(Event.FACTOR_ENROLLED)["factor"] == "activation code+totp"


@pytest.mark.asvs("6.4.1")
def test_a_used_code_is_refused(client: Client, mara: Person) -> None:
    code = activation.issue(mara, by=console_actor())
    go_through(client, code)
    assert begin(Browser(), code) == ""
    assert last_entry(Event.ACTIVATION_FAILED)["details"] == {"reason": "used"}


@pytest.mark.asvs("6.4.1")
def test_a_code_is_refused_after_a_day(client: Client, mara: Person) -> None:
    code = activation.issue(mara, by=console_actor())
    with shifted(hours=24, seconds=1):
        assert begin(client, code) == ""
    assert begin(client, code) == CHOOSE
    with shifted(hours=24, seconds=1):
        assert client.get(CHOOSE)["Location"] in (ACTIVATE, "/accounts/activate/")


def test_a_newer_code_ends_the_earlier_one_and_the_seed_that_was_shown_for_it(client: Client, mara: Person) -> None:
    first = activation.issue(mara, by=console_actor())
    begin(client, first)
    client.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})
    seen = shown_seed(client)
    second = activation.issue(mara, by=console_actor())
    assert begin(Browser(), first) == ""
    assert client.get(FACTOR)["Location"] == ACTIVATE
    assert begin(client, second) == CHOOSE
    client.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})
    assert shown_seed(client) != seen


def test_a_code_works_for_its_own_person_only(client: Client, mara: Person, rosa: Cast) -> None:
    code = activation.issue(mara, by=console_actor())
    assert begin(client, code, rosa.email) == ""
    assert begin(client, "AAAAA-BBBBB") == ""
    assert [entry["details"]["reason"] for entry in entries(Event.ACTIVATION_FAILED)] == ["other person"]


def test_capitals_spaces_and_dashes_do_not_matter(client: Client, mara: Person) -> None:
    code = activation.issue(mara, by=console_actor())
    assert begin(client, f"  {code.lower().replace('-', ' ')} ", EMAIL.upper()) == CHOOSE


@pytest.mark.asvs("6.4.1")
def test_nobody_reaches_password_or_factor_without_the_code(client: Client, mara: Person) -> None:
    for page in (CHOOSE, FACTOR):
        assert client.get(page)["Location"] == ACTIVATE
        assert client.post(page, {"password": PASSWORD, "again": PASSWORD, "code": "123456"})["Location"] == ACTIVATE
    assert not TotpDevice.objects.exists()


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize("password", ["short-one!1", "password1234", "qwertyuiop12", "123456789012"])
def test_a_short_or_common_password_is_refused(client: Client, mara: Person, password: str) -> None:
    begin(client, activation.issue(mara, by=console_actor()))
    assert client.post(CHOOSE, {"password": password, "again": password}).status_code == 200
    assert Activation.objects.get().password == ""


def test_two_different_passwords_are_not_taken(client: Client, mara: Person) -> None:
    begin(client, activation.issue(mara, by=console_actor()))
    assert "differ" in client.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD + "x"}).content.decode()


def test_until_the_last_step_nothing_is_valid(client: Client, mara: Person) -> None:
    begin(client, activation.issue(mara, by=console_actor()))
    client.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})
    shown_seed(client)
    mara.refresh_from_db()
    assert not mara.has_usable_password()
    assert not mfa.has_factor(mara)


def test_an_activated_person_gets_no_other_code(rosa: Cast) -> None:
    with pytest.raises(activation.NothingToActivate):
        activation.issue(rosa.person, by=console_actor())


def test_of_two_browsers_with_one_code_the_first_to_finish_wins(mara: Person) -> None:
    code = activation.issue(mara, by=console_actor())
    slow, fast = Browser(), Browser()
    begin(slow, code)
    go_through(fast, code)
    assert slow.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})["Location"] == ACTIVATE


@pytest.mark.asvs("13.3.1")
def test_columns_hold_neither_code_nor_seed(client: Client, mara: Person) -> None:
    code = activation.issue(mara, by=console_actor())
    seed = go_through(client, code)
    assert code not in repr(list(Activation.objects.values()))
    sealed = bytes(TotpDevice.objects.get().seed)
    assert seed not in sealed
    assert len(sealed) == 12 + len(seed) + 16


def test_the_qr_code_says_the_address_and_needs_no_style(client: Client, mara: Person) -> None:
    begin(client, activation.issue(mara, by=console_actor()))
    client.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})
    page = client.get(FACTOR).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "data:" not in page


def test_nobody_activates_inside_the_session_of_another(client: Client, olga: Cast) -> None:
    signed_in(client, olga)
    assert client.get(ACTIVATE)["Location"] == "/"


@pytest.mark.asvs("6.4.1")
def test_only_the_browser_that_began_last_goes_on(mara: Person) -> None:
    """A thief who began with the same code must not watch the rightful owner's seed appear."""
    code = activation.issue(mara, by=console_actor())
    thief, owner = Browser(), Browser()
    begin(thief, code)
    thief.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})
    stolen = shown_seed(thief)
    assert begin(owner, code) == CHOOSE, "what the thief chose is forgotten"
    owner.post(CHOOSE, {"password": PASSWORD, "again": PASSWORD})
    assert shown_seed(owner) != stolen
    assert thief.get(FACTOR)["Location"] == "/accounts/activate/"


def test_a_code_of_nobody_is_counted_and_no_entry(client: Client, mara: Person) -> None:
    before = len(entries())
    for _ in range(20):
        begin(client, "AAAAA-BBBBB")
    assert len(entries()) == before
