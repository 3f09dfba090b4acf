"""An agency's operator among several agencies: what one may not reach through a shared site, a shared person or a form."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import activation, organisations, people, sites
from accounts.models import Organisation
from accounts.reach import OutOfReach, people_of
from audit.access import Role, console_actor
from tests.cast import Cast, person, signed_in


@pytest.fixture
def ours(db: str) -> Organisation:
    return organisations.add("Agency A", by=console_actor())


@pytest.fixture
def theirs(db: str) -> Organisation:
    return organisations.add("Agency B", by=console_actor())


@pytest.fixture
def olav(ours: Organisation) -> Cast:
    """Operator of agency A, and of nothing else."""
    return person("olav", Role.OPERATOR, organisation=ours)


@pytest.mark.asvs("8.2.2")
def test_a_site_of_another_agency_opens_no_way_to_its_people(olav: Cast, ours: Organisation, theirs: Organisation) -> None:
    hall = sites.add("Hall B", by=console_actor(), organisation=theirs)
    person("bea", Role.REVIEWER, organisation=theirs, site=hall)
    colleague = people.add("colleague@sotto.example", by=olav.actor, organisation=ours)
    with pytest.raises(people.UnfitPerson):
        people.give_role(colleague, Role.OPERATOR, by=olav.actor, organisation=ours, site=hall)


@pytest.mark.asvs("8.2.2")
def test_at_a_shared_site_each_agency_sees_its_own_people(olav: Cast, ours: Organisation, theirs: Organisation) -> None:
    hall = sites.add("Shared hall", by=console_actor())
    bea = person("bea", Role.REVIEWER, organisation=theirs, site=hall)
    anna = person("anna", Role.REVIEWER, organisation=ours, site=hall)
    colleague = person("colleague", Role.OPERATOR, organisation=ours, site=hall)
    found = set(people_of(colleague.actor, Role.OPERATOR).values_list("pk", flat=True))
    assert anna.person.pk in found
    assert bea.person.pk not in found


@pytest.mark.asvs("8.2.2")
def test_one_shared_role_is_not_enough_to_change_somebodys_account(olav: Cast, ours: Organisation) -> None:
    central = people.add("central@sotto.example", by=console_actor())
    people.give_role(central, Role.OPERATOR, by=console_actor())
    people.give_role(central, Role.SUPERVISOR, by=console_actor(), organisation=ours)
    for change in (
        lambda: activation.issue(central, by=olav.actor),
        lambda: people.suspend(central, by=olav.actor),
        lambda: people.restore(central, by=olav.actor),
    ):
        with pytest.raises(OutOfReach):
            change()


def test_the_own_people_can_still_be_changed(olav: Cast, ours: Organisation) -> None:
    made = people.add("made@sotto.example", by=olav.actor, organisation=ours)
    people.give_role(made, Role.REVIEWER, by=olav.actor, organisation=ours)
    assert activation.issue(made, by=olav.actor)
    people.suspend(made, by=olav.actor)
    people.restore(made, by=olav.actor)


def test_forms_name_no_other_agency(client: Client, olav: Cast, ours: Organisation, theirs: Organisation) -> None:
    sites.add("Hall B", by=console_actor(), organisation=theirs)
    signed_in(client, olav)
    page = client.get("/people/").content.decode()
    assert "Agency A" in page
    assert "Agency B" not in page
    assert "Hall B" not in page
