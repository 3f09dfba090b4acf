"""Whom somebody may manage: the scopes of the own roles, and the people inside them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.models import Assignment, Person, Session
from accounts.scope import EVERYWHERE, Scope
from audit.access import Actor, ActorKind, Denied, Role
from foundation.clock import now


class OutOfReach(Denied):
    """The one who acts has no role over that person or scope."""


def scopes_of(by: Actor, *roles: Role) -> list[Scope]:
    """Where the actor holds one of the roles now. Console and processes act everywhere."""
    if by.kind in (ActorKind.CONSOLE, ActorKind.PROCESS):
        return [EVERYWHERE]
    held = Assignment.objects.filter(Assignment.live(now().date()), person=by.id, role__in=roles)
    return [assignment.scope for assignment in held.select_related("organisation") if _is_open(assignment)]


def _is_open(assignment: Assignment) -> bool:
    return assignment.organisation is None or assignment.organisation.is_open(now())


def people_of(by: Actor, *roles: Role) -> QuerySet[Person]:
    """The people inside those scopes; a role for a project alone reaches nobody."""
    return Person.objects.filter(_any(_inside(scope) for scope in scopes_of(by, *roles))).distinct()


def sessions_of(by: Actor, *roles: Role) -> QuerySet[Session]:
    """The full sessions of the people inside those scopes."""
    people = people_of(by, *roles).values("pk")
    return Session.objects.filter(person__in=people, mfa_at__isnull=False, ends_at__gt=now())


def _inside(scope: Scope) -> Q:
    if scope.is_everywhere:
        return Q(pk__isnull=False)
    if scope.project:
        return Q(pk__in=[])
    live = Assignment.objects.filter(Assignment.live(now().date()))
    at_site = Q(pk__in=live.filter(site=scope.site).values("person")) if scope.site else Q()
    if scope.organisation is None:
        return at_site
    # A site may be shared: each agency's operator sees the own people there and no others.
    return at_site & (Q(organisation=scope.organisation) | Q(pk__in=live.filter(organisation=scope.organisation).values("person")))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def must_reach(by: Actor, person: Person, *roles: Role) -> None:
    """Raises OutOfReach."""
    if not people_of(by, *roles).filter(pk=person.pk).exists():
        raise OutOfReach(f"person {person.pk} is outside the scopes of who acts")


def must_govern(by: Actor, person: Person, *roles: Role) -> None:
    """For what changes the account itself: employer and every live role must lie inside the own scopes. Raises OutOfReach.

    One shared role is enough to see somebody, but not to suspend or activate a person who is also somebody else's.
    """
    must_cover(by, Scope(organisation=person.organisation_id), *roles)
    for assignment in person.assignments.filter(Assignment.live(now().date())):
        must_cover(by, assignment.scope, *roles)


def must_cover(by: Actor, scope: Scope, *roles: Role) -> None:
    """Nobody gives or ends a role wider than the own. Raises OutOfReach."""
    if not any(own.covers(scope) for own in scopes_of(by, *roles)):
        raise OutOfReach(f"a role for {scope.kind} {scope.id} is wider than the scopes of who acts")
