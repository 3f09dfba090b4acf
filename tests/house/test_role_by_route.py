"""Every role against every route, signed in for real: what a role does not own is refused, and each refusal is an entry."""

import psycopg
import pytest

from audit.access import Role
from audit.routes import walk
from tests.cast import Browser, Cast, signed_in

PEOPLE = {"rosa": Role.REVIEWER, "sam": Role.SUPERVISOR, "ana": Role.ANALYST, "cora": Role.COMPLIANCE, "olga": Role.OPERATOR, "nils": None}


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("name", list(PEOPLE))
def test_a_role_is_refused_on_every_route_it_does_not_own(name: str, request: pytest.FixtureRequest, superuser: psycopg.Connection) -> None:
    who: Cast = request.getfixturevalue(name)
    browser = Browser()
    signed_in(browser, who)
    role = PEOPLE[name]
    foreign = [route for route in walk() if route.access and not route.access.is_public and role not in route.access.roles]
    assert foreign
    for route in foreign:
        assert route.access
        for method in route.access.methods - {"HEAD"}:
            assert browser.generic(method, route.example()).status_code == 403, route.name
    query = "SELECT count(*) FROM audit_entry WHERE actor = %s AND action = 'access.denied' AND outcome = 'denied'"
    counted = superuser.execute(query, [who.person.pk]).fetchone()
    assert counted == (sum(len(route.access.methods - {"HEAD"}) for route in foreign if route.access),)


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("name", [name for name, role in PEOPLE.items() if role])
def test_an_id_that_is_nobodys_gives_nothing_away(name: str, request: pytest.FixtureRequest) -> None:
    who: Cast = request.getfixturevalue(name)
    browser = Browser()
    signed_in(browser, who)
    for route in walk():
        if route.access and PEOPLE[name] in route.access.roles and "<id:" in route.pattern:
            for method in route.access.methods - {"HEAD"}:
                assert browser.generic(method, route.example()).status_code == 404, route.name
