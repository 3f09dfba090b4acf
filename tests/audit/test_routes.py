"""Every address of the house, each role on each: the tables grow with the house by themselves."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import resolve
from pytest_django import Settings

from audit import routes
from audit.access import AccessKind, Role, access_of, does, public, shows
from audit.checks import every_view_declares, the_gate_stands
from audit.events import Event
from audit.routes import Route
from tests.audit.acting import acting, person
from tests.audit.conftest import Entries


def routes_with_roles() -> list[Route]:
    return [route for route in routes.walk() if route.access is not None and not route.access.is_public]


@pytest.mark.asvs("8.2.1")
def test_every_address_of_the_house_declares_itself() -> None:
    assert [route.pattern for route in routes.walk() if route.access is None] == []
    assert every_view_declares(None) == []
    assert the_gate_stands(None) == []


def test_the_walker_finds_the_addresses_of_every_room() -> None:
    assert {"audit:timeline", "annotation:workbench", "redaction:desk", "healthz"} <= {route.name for route in routes.walk()}


def test_the_example_of_each_route_leads_to_its_view() -> None:
    for route in routes.walk():
        assert resolve(route.example()).func is route.view, route.pattern


@pytest.mark.asvs("8.2.1", "6.3.4")
@pytest.mark.parametrize("role", Role)
def test_each_role_is_refused_on_every_address_it_does_not_own(house: None, client: Client, entries: Entries, role: Role) -> None:
    refused = [route for route in routes_with_roles() if route.access and role not in route.access.roles]
    with acting(person(role)):
        wrong = {route.name: status for route in refused if (status := answer(client, route)) != 403}
    assert wrong == {}
    assert [entry["event"] for entry in entries()] == ["access.denied"] * len(refused)


@pytest.mark.asvs("6.3.4")
def test_nobody_without_a_session_passes_any_gate(house: None, client: Client) -> None:
    assert {route.name for route in routes_with_roles() if answer(client, route) != 403} == set()


def answer(client: Client, route: Route) -> int:
    call = client.post if route.access and route.access.kind is AccessKind.DOES else client.get
    return call(route.example()).status_code


# -- declarations


def test_a_view_without_roles_must_say_public() -> None:
    for declare in (lambda: shows(Event.HOME_OPENED), lambda: does()):
        with pytest.raises(ValueError, match="@public"):
            declare()


def test_a_view_declares_once() -> None:
    with pytest.raises(ValueError, match="twice"):

        @public()
        @does(Role.OPERATOR)
        def view(request: object) -> None: ...


def test_what_is_no_declaration_is_none() -> None:
    def view(request: object) -> None: ...

    view.access = "public"
    assert access_of(view) is None


# -- docs/access.md


@pytest.fixture
def page(tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path
    (settings.BASE_DIR / "docs").mkdir()


@pytest.mark.usefixtures("page")
def test_the_page_of_accesses_is_made_and_found_stale() -> None:
    with pytest.raises(CommandError, match="stale"):
        call_command("access_table", "--check")
    call_command("access_table")
    call_command("access_table", "--check")
    written = settings.BASE_DIR / "docs" / "access.md"
    assert "| `/log/` | audit:timeline | GET HEAD | compliance | `log.read`, before the page |" in written.read_text()
    written.write_text(written.read_text().replace("compliance", "reviewer"))
    with pytest.raises(CommandError, match="stale"):
        call_command("access_table", "--check")
