"""What the access log may learn of people and sites: a name for a reason that the log holds, the name of a place of work, who is still an officer."""

from __future__ import annotations

from accounts import seals
from accounts.models import Assignment, Person, Site
from audit.access import Role
from foundation.clock import now
from foundation.seal import Erased


def name_of(person_id: str) -> str | None:
    """None for somebody unknown or erased."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return None
    try:
        return seals.name_of(person)
    except Erased:
        return None


def holds(person_id: str, role: Role) -> bool:
    """The role somewhere, now, and may sign in."""
    return bool(Assignment.in_force(now(), person=person_id, role=role))


def sites() -> dict[str, str]:
    return dict(Site.objects.order_by("name").values_list("pk", "name"))
