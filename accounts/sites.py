"""Places of work: which networks and hours let a person in."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction

from accounts.models import Assignment, Organisation, Site
from accounts.people import AlreadyThere, UnfitPerson
from accounts.reach import must_cover
from accounts.scope import Scope
from audit.access import Actor, Role
from audit.events import Event
from audit.log import record
from foundation.address import lies_in


@dataclass(frozen=True)
class Place:
    """Where a session stands: at a site, or (None) bound to none; or refused, with the reason."""

    site: Site | None = None
    refusal: str = ""


@transaction.atomic
def add(
    name: str,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    cidrs: Sequence[str] = (),
    opens_at: time | None = None,
    closes_at: time | None = None,
    zone: str = "UTC",
) -> Site:
    """Networks in CIDR notation. Hours are local to the zone; both or neither."""
    must_cover(by, Scope(organisation=organisation.pk if organisation else None), Role.OPERATOR)
    if not name.strip():
        raise UnfitPerson("a site needs a name")
    if (opens_at is None) != (closes_at is None) or (opens_at is not None and opens_at == closes_at):
        raise UnfitPerson("a shift needs two different hours, a beginning and an end")
    site = Site(name=name.strip(), organisation=organisation, cidrs=_networks(cidrs), zone=_zone(zone))
    site.opens_at, site.closes_at = opens_at, closes_at
    try:
        with transaction.atomic():
            site.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere("a site of this name is there already") from error
    record(Event.SITE_ADDED, by=by, object=site.pk, details={"organisation": organisation.pk if organisation else ""})
    return site


def _networks(cidrs: Sequence[str]) -> list[str]:
    try:
        return [str(ipaddress.ip_network(cidr)) for cidr in cidrs]
    except ValueError as error:
        raise UnfitPerson("a network cannot be read; write it as 192.0.2.0/24") from error


def _zone(zone: str) -> str:
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnfitPerson("a time zone is named as in Europe/Bucharest") from error


def refusal(site: Site, address: str, at: datetime) -> str:
    """Why the site lets nobody in from there and then: `network`, `shift`, or nothing."""
    if site.cidrs and not lies_in(address, site.cidrs):
        return "network"
    return "" if site.is_open(at) else "shift"


def place(assignments: Sequence[Assignment], address: str, at: datetime) -> Place:
    """Where a person with these roles may sit: the first site that admits; a role without a site binds to none."""
    if not assignments or any(assignment.site is None for assignment in assignments):
        return Place()
    reasons = [""]
    for assignment in assignments:
        assert assignment.site is not None
        reason = refusal(assignment.site, address, at)
        if not reason:
            return Place(site=assignment.site)
        reasons.append(reason)
    return Place(refusal=reasons[-1])
