"""People from the console: the shapes that scripts rely on, and one clear line for what cannot be read."""

from __future__ import annotations

import io
import json
import stat
import time as real_time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import demo, organisations, otp, sites
from accounts.models import Organisation, Person, Site
from audit.access import console_actor
from audit.events import Event
from foundation.clock import now
from tests.accounts.book import entries, last_entry
from tests.cast import PASSWORD, Cast

EMAIL = "mara@sotto.example"


def add(*arguments: str, email: str = EMAIL) -> dict[str, Any]:
    out = io.StringIO()
    call_command("person", "add", email, *arguments, stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return dict(json.loads(lines[0]))


def give_password(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))


def test_without_more_the_answer_is_an_activation_code(db: str) -> None:
    answer = add("--role", "reviewer")
    assert set(answer) == {"email", "activation_code"}
    assert answer["email"] == EMAIL
    made = Person.objects.get()
    assert made.locales == []
    assert made.training_at is not None
    assert made.confidentiality_at is not None
    assert made.assignments.get().scope.is_everywhere
    assert [entry["actor_kind"] for entry in entries()] == ["console"] * 3


def test_password_and_factor_from_the_console_sign_in_at_once(client: Client, db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    give_password(monkeypatch, PASSWORD)
    answer = add("--role", "compliance", "--password-stdin", "--totp")
    assert set(answer) == {"email", "totp_uri"}
    address = urlsplit(answer["totp_uri"])
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Sotto:mara%40sotto.example")
    import base64

    seed = base64.b32decode(parse_qs(address.query)["secret"][0])
    client.post("/accounts/sign-in/", {"email": EMAIL, "password": PASSWORD})
    client.post("/accounts/code/", {"code": otp.code_of(seed, otp.step_at(now()))})
    assert client.get("/log/").status_code == 200
    assert last_entry(Event.FACTOR_ENROLLED)["actor_kind"] == "console"


@pytest.mark.parametrize("flag", ["--password-stdin", "--totp"])
def test_what_is_still_missing_comes_by_activation(client: Client, db: str, monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
    give_password(monkeypatch, PASSWORD)
    answer = add("--role", "reviewer", flag)
    assert "activation_code" in answer
    page = client.post("/accounts/activate/", {"email": EMAIL, "code": answer["activation_code"]})["Location"]
    assert page == ("/accounts/activate/factor/" if flag == "--password-stdin" else "/accounts/activate/password/")


def test_scope_day_and_languages_are_kept(db: str) -> None:
    organisations.add("Northern Ears", by=console_actor())
    sites.add("Hall 1", by=console_actor(), cidrs=["192.0.2.0/24"])
    add(
        "--role",
        "reviewer",
        "--organisation",
        "Northern Ears",
        "--site",
        "Hall 1",
        "--until",
        "2099-12-31",
        "--locale",
        "en-US",
        "--locale",
        "ro-RO",
    )
    made, role = Person.objects.get(), Person.objects.get().assignments.get()
    assert (made.locales, str(made.organisation)) == (["en-US", "ro-RO"], "Northern Ears")
    assert (str(role.organisation), str(role.site), str(role.until)) == ("Northern Ears", "Hall 1", "2099-12-31")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--role"),
        (["--role", "king"], "--role"),
        (["--role", "machine"], "--role"),
        (["--role", "reviewer", "--until", "soon"], "2027-03-31"),
        (["--role", "reviewer", "--until", "2020-01-01"], "past"),
        (["--role", "reviewer", "--organisation", "Nobody"], "organisation add"),
        (["--role", "reviewer", "--site", "Nowhere"], "site add"),
        (["--role", "reviewer", "--locale", "english!"], "en-US"),
    ],
)
def test_what_cannot_be_read_adds_nobody_and_says_so_in_one_line(db: str, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError) as refused:
        add(*arguments)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Person.objects.exists()
    assert entries() == []


@pytest.mark.parametrize("email", ["", "mara", "mara@", "mara@sotto.example\nx"])
def test_an_address_that_is_none_is_refused_without_being_repeated(db: str, email: str) -> None:
    with pytest.raises(CommandError) as refused:
        add("--role", "reviewer", email=email)
    assert "name@example.org" in str(refused.value)


def test_the_second_person_of_an_address_is_refused(db: str) -> None:
    add("--role", "reviewer")
    with pytest.raises(CommandError, match="belongs to somebody already"):
        add("--role", "analyst")


@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_bad_password_on_standard_input_adds_nobody(db: str, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    give_password(monkeypatch, password)
    with pytest.raises(CommandError):
        add("--role", "reviewer", "--password-stdin")
    assert not Person.objects.exists()


def test_organisations_and_sites_are_made_and_suspended_from_the_console(db: str) -> None:
    out = io.StringIO()
    call_command("organisation", "add", "Northern Ears", "--country", "RO", "--until", "2099-01-01", stdout=out)
    call_command("site", "add", "Hall 1", "--cidr", "192.0.2.0/24", "--opens", "08:00", "--closes", "16:00", stdout=out)
    call_command("organisation", "suspend", "Northern Ears", stdout=out)
    assert Organisation.objects.get().suspended_at is not None
    assert Site.objects.get().cidrs == ["192.0.2.0/24"]
    for wrong in (["--cidr", "192.0.2.1/24"], ["--opens", "08:00"], ["--zone", "Mars"]):
        with pytest.raises(CommandError):
            call_command("site", "add", "Hall 2", *wrong)


# -- the demo's people ----------------------------------------------------------------------------


@pytest.fixture
def demo_file(db: str, tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path
    call_command("demo_people")
    return tmp_path / "demo-people.json"


def test_the_demo_people_are_made_once_and_their_passwords_kept_private(demo_file: Path) -> None:
    before = demo_file.read_text()
    written = len(entries())
    call_command("demo_people")
    assert demo_file.read_text() == before
    assert len(entries()) == written
    assert stat.S_IMODE(demo_file.stat().st_mode) == 0o600
    assert sorted(json.loads(before)) == sorted(demo.address(name) for name in demo.CAST)


def test_a_demo_person_signs_in_with_a_code_from_the_console(client: Client, demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "TOO_LATE_S", 0)
    passwords = json.loads(demo_file.read_text())
    out = io.StringIO()
    call_command("code", "cora", stdout=out)
    client.post("/accounts/sign-in/", {"email": "cora@sotto.example", "password": passwords["cora@sotto.example"]})
    client.post("/accounts/code/", {"code": out.getvalue().strip()})
    assert client.get("/log/").status_code == 200
    assert last_entry(Event.CODE_SHOWN_ON_CONSOLE)["actor_kind"] == "console"


def test_a_used_code_is_waited_out(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = demo.device_for("rosa")
    device.last_t = otp.step_at(now())
    device.save()
    waited: list[float] = []
    monkeypatch.setattr(real_time, "sleep", waited.append)
    call_command("code", "rosa", stdout=io.StringIO())
    assert 0 < waited[0] <= 31


@pytest.mark.parametrize("name", ["nobody", "mara@sotto.example"])
def test_the_code_of_a_real_person_is_never_shown(rosa: Cast, name: str) -> None:
    for asked in (name, rosa.email, "rosa"):  # this Rosa is no demo person
        with pytest.raises(CommandError, match="demo people only"):
            call_command("code", asked)
    assert entries(Event.CODE_SHOWN_ON_CONSOLE) == []
