"""Who employs people. Suspending an organisation suspends all of its people at once."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from accounts import sessions
from accounts.models import Organisation, Person
from accounts.people import AlreadyThere, UnfitPerson
from accounts.reach import must_cover
from accounts.scope import EVERYWHERE, Scope
from audit.access import Actor, Role
from audit.events import Event, PrivateClass
from audit.log import record
from foundation.clock import now


@transaction.atomic
def add(
    name: str,
    *,
    by: Actor,
    kind: Organisation.Kind = Organisation.Kind.AGENCY,
    country: str = "",
    contract_from: date | None = None,
    contract_until: date | None = None,
) -> Organisation:
    must_cover(by, EVERYWHERE, Role.OPERATOR)
    if not name.strip():
        raise UnfitPerson("an organisation needs a name")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise UnfitPerson("a country is two capital letters, as in RO")
    organisation = Organisation(name=name.strip(), kind=kind, country=country, contract_from=contract_from, contract_until=contract_until)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere("an organisation of this name is there already") from error
    record(Event.ORGANISATION_ADDED, by=by, object=organisation.pk, details={"kind": kind.value, "country": country})
    return organisation


@transaction.atomic
def suspend(organisation: Organisation, *, by: Actor, reason: str = "") -> None:
    """Ends the sessions of its people; roles that others hold within it sleep."""
    _change(organisation, by=by, event=Event.ORGANISATION_SUSPENDED, reason=reason)
    for person in Person.objects.filter(organisation=organisation):
        sessions.end_all(person, by=by, reason="organisation")


@transaction.atomic
def restore(organisation: Organisation, *, by: Actor, reason: str = "") -> None:
    _change(organisation, by=by, event=Event.ORGANISATION_RESTORED, reason=reason)


def _change(organisation: Organisation, *, by: Actor, event: Event, reason: str) -> None:
    # An operator of the agency itself cannot lift its suspension: whose scope is everywhere decides.
    must_cover(by, EVERYWHERE if event is Event.ORGANISATION_RESTORED else Scope(organisation.pk), Role.OPERATOR)
    organisation.suspended_at = now() if event is Event.ORGANISATION_SUSPENDED else None
    organisation.save(update_fields=["suspended_at"])
    people = Person.objects.filter(organisation=organisation).count()
    private = {PrivateClass.NOTE: reason} if reason else {}
    record(event, by=by, object=organisation.pk, details={"people": people}, private=private)
