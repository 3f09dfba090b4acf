"""What the access log's readers may learn of people and sites: a name for a reason that the log holds, and what a place of work is called."""

from __future__ import annotations

from accounts import seals
from accounts.models import Person, Site
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


def sites() -> dict[str, str]:
    return dict(Site.objects.order_by("name").values_list("pk", "name"))
