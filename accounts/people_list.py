"""Rows for the tables about people and sessions: the sealed parts opened, the rest counted in few queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.middleware import mark_of
from accounts.models import Assignment, Person, Session, TotpDevice
from accounts.seals import address_of, email_of, name_of
from foundation.clock import now


@dataclass(frozen=True)
class PersonRow:
    person: Person
    name: str
    email: str
    roles: list[Assignment]
    has_factor: bool
    sessions: int


@dataclass(frozen=True)
class SessionRow:
    session: Session
    name: str
    mark: str
    address: str


def rows(people: list[Person]) -> list[PersonRow]:
    ids = [person.pk for person in people]
    roles: defaultdict[str, list[Assignment]] = defaultdict(list)
    held = Assignment.objects.filter(Assignment.live(now().date()), person__in=ids).select_related("organisation", "site")
    for role in held.order_by("given_at"):
        roles[role.person_id].append(role)
    with_factor = set(TotpDevice.objects.filter(user__in=ids, confirmed=True).values_list("user", flat=True))
    count: defaultdict[str, int] = defaultdict(int)
    for person_id in Session.objects.filter(person__in=ids, mfa_at__isnull=False, ends_at__gt=now()).values_list("person", flat=True):
        count[str(person_id)] += 1
    return [PersonRow(person, name_of(person), email_of(person), roles[person.pk], person.pk in with_factor, count[person.pk]) for person in people]


def session_rows(found: QuerySet[Session]) -> list[SessionRow]:
    listed = found.select_related("person", "site").order_by("created_at")[:200]
    return [SessionRow(session, name_of(session.person), mark_of(session), address_of(session)) for session in listed if session.person is not None]
