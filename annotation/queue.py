"""Dealing: who gets which clip next. A slot is taken by one UPDATE that skips what others are taking, so nobody waits and none goes to two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from accounts.models import Assignment
from annotation import leases
from annotation.models import Lease, PlayGrant
from audit.access import Actor, Denied, Role
from audit.events import Event
from audit.log import Receipt, record
from foundation.clock import now

# An earlier turn that is still open comes first, unless this person has had it; a session somebody else is at stays with them for a day.
_TAKE: Final = """
UPDATE annotation_slot SET state = 'dealt' WHERE state = 'open' AND id = (
  SELECT o.id FROM annotation_slot o
  WHERE o.state = 'open'
    AND (%(locales)s::text[] IS NULL OR o.locale = ANY(%(locales)s::text[]))
    AND (%(projects)s::text[] IS NULL OR o.project_id = ANY(%(projects)s::text[]))
    AND NOT EXISTS (SELECT 1 FROM annotation_lease mine WHERE mine.clip_id = o.clip_id AND mine.person_id = %(person)s)
    AND (o.session_id IS NULL OR NOT EXISTS (
      SELECT 1 FROM annotation_slot e LEFT JOIN annotation_lease l ON l.slot_id = e.id
      WHERE e.session_id = o.session_id AND e.number = o.number AND e.id <> o.id
        AND ((e.turn < o.turn AND e.state = 'open'
              AND NOT EXISTS (SELECT 1 FROM annotation_lease had WHERE had.slot_id = e.id AND had.person_id = %(person)s))
          OR (l.person_id <> %(person)s AND (l.ended_at IS NULL OR (l.ended_as = 'answered' AND l.ended_at > %(day_ago)s))))))
  ORDER BY o.rank, o.turn LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
RETURNING id, clip_id, (SELECT duration_ms FROM annotation_clip c WHERE c.id = clip_id)
"""


class NotOnTheRoster(Denied):
    """No training or confidentiality date: this person may not be dealt clips."""


@dataclass(frozen=True)
class Dealt:
    """A slot in hand. The receipt opens the clip's copies."""

    lease: Lease
    grant: PlayGrant
    receipt: Receipt
    is_new: bool


@dataclass(frozen=True)
class _Reach:
    """What somebody may be dealt; None is everything."""

    locales: list[str] | None
    projects: list[str] | None


def deal(*, by: Actor, have: Sequence[str] = ()) -> Dealt | None:
    """What is in hand and not among `have` (slots on the person's screen), else a new one; None when there is none, or enough in hand.

    Raises NotOnTheRoster.
    """
    with transaction.atomic():
        reach = _reach_of(by)
        in_hand = _in_hand(by, reach)
        for lease in in_hand:
            if lease.slot_id not in have and (again := _show_again(lease, by)):
                return again
        return _deal_new(by, reach) if len(in_hand) < leases.MOST_IN_HAND else None


def _reach_of(by: Actor) -> _Reach:
    """One statement: who it is, and for which projects (an assignment without one is for all)."""
    today = now().date()
    live = Assignment.objects.filter(Assignment.live(today), person=by.id, role=Role.REVIEWER).select_related("person")
    # The person's row is what two requests of one person wait for: together they do not deal past the limit.
    found = list(live.select_for_update(no_key=True, of=("person",)))
    if not found:
        raise NotOnTheRoster(f"person {by.id} has no role of a reviewer now")
    person, projects = found[0].person, [assignment.project for assignment in found]
    if person.training_at is None or person.confidentiality_at is None:
        raise NotOnTheRoster(f"person {by.id} has no training or confidentiality date; an operator enters both")
    return _Reach(person.locales or None, None if "" in projects else projects)


def _in_hand(by: Actor, reach: _Reach) -> list[Lease]:
    """The oldest first; those of a project that one may no longer work for stay out of sight until they run out."""
    live = Lease.objects.filter(person=by.id, ended_at__isnull=True)
    live = live if reach.projects is None else live.filter(slot__project__in=reach.projects)
    return list(live.order_by("dealt_at"))


def _deal_new(by: Actor, reach: _Reach) -> Dealt | None:
    values = {"person": by.id, "locales": reach.locales, "projects": reach.projects, "day_ago": now() - leases.A_DAY}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        row = cursor.fetchone()
    if row is None:
        return None
    slot_id, clip_id, duration_ms = row
    lease = Lease(slot_id=slot_id, clip_id=clip_id, person_id=by.id, until=now() + leases.length_of(duration_ms))
    lease.save(force_insert=True)
    return Dealt(lease, leases.grant(lease, by=by), record(Event.CLIP_DEALT, by=by, subject=clip_id, object=slot_id), is_new=True)


def _show_again(seen: Lease, by: Actor) -> Dealt | None:
    """After a reload or a crash: the same clip, a fresh grant, as long a lease as at first. None when it left meanwhile."""
    try:
        lease = leases.in_hand(seen.slot_id, by=by)
    except leases.LeaseOver:
        return None
    lease.until = now() + leases.length_of(lease.clip.duration_ms)
    Lease.objects.filter(pk=lease.pk).update(until=lease.until)
    leases.close_grants(lease)
    receipt = record(Event.CLIP_DEALT_AGAIN, by=by, subject=lease.clip_id, object=lease.slot_id)
    return Dealt(lease, leases.grant(lease, by=by), receipt, is_new=False)
