"""Add people, give and end roles, suspend and restore."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts import sessions
from accounts.models import Assignment, Organisation, Person, Site
from accounts.reach import must_cover, must_govern, must_reach
from accounts.scope import EVERYWHERE, Scope
from accounts.seals import new_person
from audit.access import Actor, Denied, Role
from audit.events import Event, PrivateClass
from audit.log import record
from foundation.clock import now

LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
LONGEST_EMAIL = 254
# These see more than one organisation's part: an agency's own operator cannot make them.
CENTRAL = frozenset({Role.ANALYST, Role.COMPLIANCE})


class UnfitPerson(ValueError):
    """What was typed makes no person; the message says which part, without repeating it."""


class AlreadyThere(ValueError):
    """Somebody has this address, or this very role, already."""


class OnOneself(Denied):
    """Nobody gives roles to, or takes them from, oneself."""


@transaction.atomic
def add(
    email: str,
    *,
    by: Actor,
    name: str = "",
    organisation: Organisation | None = None,
    locales: Sequence[str] = (),
    is_demo: bool = False,
    is_trained: bool = False,
) -> Person:
    """A person without a password, a factor or a role. is_trained sets training and confidentiality to today."""
    _check(email, locales)
    must_cover(by, Scope(organisation=organisation.pk if organisation else None), Role.OPERATOR)
    person = new_person(email, name)
    person.organisation, person.locales, person.is_demo = organisation, list(locales), is_demo
    if is_trained:
        person.training_at = person.confidentiality_at = now()
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere("this address belongs to somebody already; give that person a role instead") from error
    record(Event.PERSON_ADDED, by=by, object=person.pk, details={"organisation": organisation.pk if organisation else ""})
    return person


def _check(email: str, locales: Sequence[str]) -> None:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise UnfitPerson("that is no e-mail address; write it as name@example.org") from error
    if len(email) > LONGEST_EMAIL:
        raise UnfitPerson(f"an e-mail address has at most {LONGEST_EMAIL} characters")
    if unfit := [locale for locale in locales if not LOCALE.fullmatch(locale)]:
        raise UnfitPerson(f"{len(unfit)} locale cannot be read; write language and region, as in en-US")


@transaction.atomic
def give_role(
    person: Person,
    role: Role,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    site: Site | None = None,
    project: str = "",
    until: date | None = None,
) -> Assignment:
    """A role within a scope; `until` is its last day (UTC)."""
    _not_oneself(by, person)
    if role is Role.MACHINE:
        raise UnfitPerson("machines have service tokens, not roles of people")
    if until is not None and until < now().date():
        raise UnfitPerson("the last day lies in the past; give a day from today on")
    if role is Role.ANALYST and (organisation is not None or project):
        raise UnfitPerson("an analyst's desk has recordings of all projects and controllers: give this role for the whole installation, or a site")
    if site is not None and organisation is not None and site.organisation_id not in (None, organisation.pk):
        raise UnfitPerson("this site belongs to another organisation; choose a site of the one you named")
    given = Assignment(person=person, role=role.value, organisation=organisation, site=site, project=project, until=until)
    must_cover(by, EVERYWHERE if role in CENTRAL else given.scope, Role.OPERATOR)
    must_reach(by, person, Role.OPERATOR)
    _clear_past(person)
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere(f"person {person.pk} has this role for this scope already") from error
    _record_role(Event.ROLE_GIVEN, given, by)
    return given


def _clear_past(person: Person) -> None:
    """A role past its last day is over; close its row, so that the same role can be given anew."""
    person.assignments.filter(ended_at__isnull=True, until__lt=now().date()).update(ended_at=now())


@transaction.atomic
def end_role(assignment: Assignment, *, by: Actor) -> None:
    """Acts on the person's next request."""
    _not_oneself(by, assignment.person)
    must_cover(by, assignment.scope, Role.OPERATOR)
    ended = Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=now())
    if ended:
        _record_role(Event.ROLE_ENDED, assignment, by)


def _record_role(event: Event, assignment: Assignment, by: Actor) -> None:
    scope = assignment.scope
    details: dict[str, int | str] = {"role": assignment.role, "scope": scope.kind, "scope_id": scope.id}
    if event is Event.ROLE_GIVEN and assignment.until is not None:
        details["until"] = assignment.until.isoformat()
    record(event, by=by, object=assignment.person_id, details=details)


@transaction.atomic
def suspend(person: Person, *, by: Actor, reason: str = "") -> None:
    """Ends the person's sessions; nothing opens until restored."""
    _not_oneself(by, person)
    must_govern(by, person, Role.OPERATOR)
    if not Person.objects.filter(pk=person.pk, suspended_at__isnull=True).update(suspended_at=now()):
        return
    person.refresh_from_db(fields=["suspended_at"])
    sessions.end_all(person, by=by, reason="suspended")
    record(Event.PERSON_SUSPENDED, by=by, object=person.pk, private=_note(reason))


@transaction.atomic
def restore(person: Person, *, by: Actor, reason: str = "") -> None:
    _not_oneself(by, person)
    must_govern(by, person, Role.OPERATOR)
    if not Person.objects.filter(pk=person.pk, suspended_at__isnull=False).update(suspended_at=None):
        return
    person.refresh_from_db(fields=["suspended_at"])
    record(Event.PERSON_RESTORED, by=by, object=person.pk, private=_note(reason))


@transaction.atomic
def set_password(person: Person, password: str, *, by: Actor) -> None:
    """Raises ValidationError with what is wrong with it."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(Event.PASSWORD_SET, by=by, object=person.pk)


def _note(reason: str) -> dict[PrivateClass, str]:
    return {PrivateClass.NOTE: reason} if reason else {}


def _not_oneself(by: Actor, person: Person) -> None:
    if by.id == person.pk:
        raise OnOneself(f"person {person.pk} cannot change the own account; ask another operator")
