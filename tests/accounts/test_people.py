"""People, roles and scopes: the verbs, and the operator's pages before them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts import mfa, organisations, people, reach, sites
from accounts.models import Assignment, Person, Session, Site, TotpDevice
from accounts.reach import OutOfReach
from accounts.scope import Scope
from accounts.seals import email_of, name_of
from audit import officers
from audit.access import Role, console_actor
from audit.events import Event
from foundation.clock import now, shifted
from tests.accounts.book import entries, last_entry
from tests.cast import Browser, Cast, person, signed_in

INVITE = {"email": "mara@sotto.example", "name": "Mara", "role": "reviewer", "locales": "en-US ro-RO"}


# -- verbs ----------------------------------------------------------------------------------------


@pytest.mark.asvs("13.3.1")
def test_address_and_name_lie_sealed_and_open_again(rosa: Cast) -> None:
    row = Person.objects.filter(pk=rosa.person.pk).values().get()
    assert b"rosa" not in b"".join(bytes(value) for value in row.values() if isinstance(value, (bytes, memoryview))).lower()
    assert "rosa" not in repr({key: value for key, value in row.items() if not isinstance(value, (bytes, memoryview))}).lower()
    assert (email_of(rosa.person), name_of(rosa.person)) == ("rosa@sotto.example", "Rosa")


@pytest.mark.parametrize("same", ["ROSA@sotto.example", " rosa@sotto.example ", "ｒｏｓａ@sotto.example"])
def test_an_address_has_one_person_however_it_is_written(rosa: Cast, same: str) -> None:
    with pytest.raises((people.AlreadyThere, people.UnfitPerson)):
        people.add(same, by=console_actor())
    assert Person.objects.count() == 1


def test_a_role_past_its_last_day_can_be_given_anew(db: str) -> None:
    mara = person("mara", Role.REVIEWER, until=now().date())
    with pytest.raises(people.AlreadyThere):
        people.give_role(mara.person, Role.REVIEWER, by=console_actor())
    with shifted(days=2):
        people.give_role(mara.person, Role.REVIEWER, by=console_actor())


def test_nobody_changes_the_own_account(olga: Cast) -> None:
    for change in (
        lambda: people.give_role(olga.person, Role.COMPLIANCE, by=olga.actor),
        lambda: people.suspend(olga.person, by=olga.actor),
        lambda: people.end_role(olga.person.assignments.get(), by=olga.actor),
    ):
        with pytest.raises(people.OnOneself):
            change()


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        (Scope(), Scope("a"), True),
        (Scope("a"), Scope("a", site="s"), True),
        (Scope("a"), Scope(), False),
        (Scope("a"), Scope("b"), False),
        (Scope(site="s"), Scope("a"), False),
        (Scope("a", project="p"), Scope("a"), False),
    ],
)
def test_a_scope_covers_what_lies_inside_it(wide: Scope, narrow: Scope, covers: bool) -> None:
    assert wide.covers(narrow) is covers


def test_an_agencys_operator_manages_the_own_people_only(rosa: Cast) -> None:
    northern = organisations.add("Northern Ears", by=console_actor())
    boss = person("boss", Role.OPERATOR, organisation=northern)
    mara = person("mara", Role.REVIEWER, organisation=northern)
    assert set(reach.people_of(boss.actor, Role.OPERATOR)) == {boss.person, mara.person}
    for change in (
        lambda: people.suspend(rosa.person, by=boss.actor),
        lambda: people.add("new@sotto.example", by=boss.actor),
        lambda: people.give_role(rosa.person, Role.REVIEWER, by=boss.actor, organisation=northern),
        lambda: people.give_role(mara.person, Role.OPERATOR, by=boss.actor),
        lambda: people.give_role(mara.person, Role.COMPLIANCE, by=boss.actor, organisation=northern),
        lambda: organisations.restore(northern, by=boss.actor),
    ):
        with pytest.raises(OutOfReach):
            change()
    people.suspend(mara.person, by=boss.actor, reason="left")


def test_a_suspended_agencys_operator_manages_nobody(db: str) -> None:
    northern = organisations.add("Northern Ears", by=console_actor())
    boss = person("boss", Role.OPERATOR, organisation=northern)
    organisations.suspend(northern, by=console_actor())
    assert list(reach.people_of(boss.actor, Role.OPERATOR)) == []


def test_an_officer_is_who_holds_the_role_now_and_may_sign_in(cora: Cast, rosa: Cast) -> None:
    by, northern = console_actor(), organisations.add("Northern Ears", by=console_actor())
    lent, leaving = person("lent"), person("leaving", Role.COMPLIANCE, until=now().date())
    people.give_role(lent.person, Role.COMPLIANCE, by=by, organisation=northern)

    def are() -> list[bool]:
        return [officers.is_officer(each.person.pk) for each in (cora, lent, leaving, rosa)]

    assert are() == [True, True, True, False]
    with shifted(days=1):
        assert are() == [True, True, False, False], "past its last day"
    organisations.suspend(northern, by=by)  # the role is within it, the person is not of it
    people.suspend(cora.person, by=by)
    assert are() == [False, False, True, False]
    people.restore(cora.person, by=by)
    assert are()[0]
    people.end_role(cora.person.assignments.get(), by=by)
    assert not are()[0]


def test_a_removed_factor_leaves_an_entry_and_no_seed(rosa: Cast) -> None:
    mfa.remove(rosa.person, by=console_actor())
    assert not TotpDevice.objects.exists()
    assert [entry["object"] for entry in entries(Event.FACTOR_REMOVED)] == [rosa.person.pk]


# -- the operator's pages -------------------------------------------------------------------------


def test_the_list_shows_people_and_is_an_entry(client: Client, olga: Cast, rosa: Cast) -> None:
    signed_in(client, olga)
    page = client.get("/people/").content.decode()
    assert "Rosa" in page
    assert "rosa@sotto.example" in page
    assert last_entry()["event"] == Event.PEOPLE_LISTED.value


@pytest.mark.parametrize("name", ["rosa", "sam", "ana", "cora", "nils"])
def test_only_operators_open_the_pages_about_people(client: Client, request: pytest.FixtureRequest, name: str) -> None:
    cast = request.getfixturevalue(name)
    signed_in(client, cast)
    assert client.get("/people/").status_code == 403
    assert client.get(f"/people/{cast.person.pk}/").status_code == 403
    assert client.post("/people/invite/", INVITE).status_code == 403
    assert not Person.objects.exclude(pk=cast.person.pk).exists()


def test_an_invitation_shows_its_code_once(client: Client, olga: Cast) -> None:
    signed_in(client, olga)
    page = client.post("/people/invite/", INVITE).content.decode()
    code = page.split('id="activation-code">')[1].split("<")[0]
    assert len(code.replace("-", "")) == 26
    made = Person.objects.exclude(pk=olga.person.pk).get()
    assert made.locales == ["en-US", "ro-RO"]
    assert code not in client.get(f"/people/{made.pk}/").content.decode()
    assert Browser().post("/accounts/activate/", {"email": INVITE["email"], "code": code}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "olga@sotto.example"}, "belongs to somebody already"),
        ({"until": "2020-01-01"}, "lies in the past"),
        ({"locales": "english"}, "language and region"),
        ({"role": "machine"}, "Select a valid choice"),
    ],
)
def test_an_unfit_invitation_adds_nobody_and_says_why(client: Client, olga: Cast, wrong: dict[str, str], words: str) -> None:
    signed_in(client, olga)
    assert words in client.post("/people/invite/", INVITE | wrong).content.decode()
    assert Person.objects.count() == 1


def test_the_persons_page_suspends_restores_and_changes_roles(client: Client, olga: Cast, rosa: Cast) -> None:
    signed_in(client, olga)
    page = f"/people/{rosa.person.pk}/"
    assert "rosa@sotto.example" in client.get(page).content.decode()
    client.post(f"{page}suspend/", {"reason": "left the building"})
    rosa.person.refresh_from_db()
    assert rosa.person.suspended_at is not None
    assert "left the building" not in repr(entries())
    client.post(f"{page}restore/")
    client.post(f"{page}roles/", {"role": "supervisor"})
    given = Assignment.objects.get(person=rosa.person, role="supervisor")
    client.post(f"{page}roles/{given.pk}/end/")
    rosa.person.refresh_from_db()
    given.refresh_from_db()
    assert rosa.person.suspended_at is None
    assert given.ended_at is not None
    found = [entry["event"] for entry in entries() if entry["actor"] == olga.person.pk and entry["event"] != Event.PERSON_SHOWN.value]
    assert found == [each.value for each in (Event.PERSON_SUSPENDED, Event.PERSON_RESTORED, Event.ROLE_GIVEN, Event.ROLE_ENDED)]


def test_people_outside_the_scope_are_as_if_they_were_not(client: Client, rosa: Cast) -> None:
    northern = organisations.add("Northern Ears", by=console_actor())
    signed_in(client, person("boss", Role.OPERATOR, organisation=northern))
    assert "rosa@" not in client.get("/people/").content.decode()
    assert client.get(f"/people/{rosa.person.pk}/").status_code == 404
    assert client.post(f"/people/{rosa.person.pk}/suspend/").status_code == 404


@pytest.mark.asvs("7.5.1")
def test_with_a_stale_factor_nobody_issues_the_code_for_another_factor(client: Client, olga: Cast) -> None:
    mara = people.add("mara@sotto.example", by=console_actor())
    row = signed_in(client, olga)
    Session.objects.filter(pk=row.pk).update(mfa_at=now() - timedelta(minutes=6))
    assert client.post(f"/people/{mara.pk}/activation/").status_code == 303
    assert not mara.activations.exists()
    Session.objects.filter(pk=row.pk).update(mfa_at=now() - timedelta(minutes=4))
    assert client.post(f"/people/{mara.pk}/activation/").status_code == 200
    assert mara.activations.count() == 1


def test_a_stale_factor_is_asked_again_and_leads_back(client: Client, olga: Cast, rosa: Cast) -> None:
    row = signed_in(client, olga)
    Session.objects.filter(pk=row.pk).update(mfa_at=now() - timedelta(minutes=6))
    page = f"/people/{rosa.person.pk}/"
    answer = client.post(f"{page}suspend/")
    assert (answer.status_code, answer["Location"]) == (303, "/accounts/again/")
    rosa.person.refresh_from_db()
    assert rosa.person.suspended_at is None
    assert "Your code once more" in client.get("/accounts/again/").content.decode()
    assert client.post("/accounts/again/", {"code": olga.code()})["Location"] == page
    assert last_entry()["event"] == Event.STEPPED_UP.value
    assert client.post(f"{page}suspend/")["Location"] == page
    rosa.person.refresh_from_db()
    assert rosa.person.suspended_at is not None


# -- sessions of others ---------------------------------------------------------------------------


@pytest.fixture
def hall(db: str) -> Site:
    return sites.add("Hall 1", by=console_actor())


@pytest.mark.asvs("7.4.5")
def test_a_supervisor_ends_sessions_of_the_own_site_only(client: Client, rosa: Cast, hall: Site) -> None:
    mara, sue = person("mara", Role.REVIEWER, site=hall), person("sue", Role.SUPERVISOR, site=hall)
    hers, elsewhere = Browser(), Browser()
    near, far = signed_in(hers, mara, site=hall), signed_in(elsewhere, rosa)
    signed_in(client, sue, site=hall)
    page = client.get("/people/sessions/").content.decode()
    assert "Mara" in page
    assert "Rosa" not in page
    assert client.post(f"/people/sessions/{near.pk}/end/").status_code == 302
    assert client.post(f"/people/sessions/{far.pk}/end/").status_code == 404
    assert hers.get("/work/").status_code == 302
    assert elsewhere.get("/work/").status_code == 200
    ended = last_entry(Event.SESSION_ENDED)
    assert (ended["actor"], ended["object"], ended["details"]["session"]) == (sue.person.pk, mara.person.pk, near.pk)


def test_an_operator_ends_a_session_from_the_persons_page(client: Client, olga: Cast, rosa: Cast) -> None:
    row = signed_in(Browser(), rosa)
    signed_in(client, olga)
    client.post(f"/people/{rosa.person.pk}/sessions/{row.pk}/end/")
    assert not Session.objects.filter(pk=row.pk).exists()


def test_a_reviewer_ends_nobodys_session(client: Client, rosa: Cast, sam: Cast) -> None:
    row = signed_in(Browser(), sam)
    signed_in(client, rosa)
    assert client.post(f"/people/sessions/{row.pk}/end/").status_code == 403
    assert Session.objects.filter(pk=row.pk).exists()
