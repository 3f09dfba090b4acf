"""A slot in somebody's hands: how long, until when it can be heard, and what ends it.

Whoever ends a lease or moves a clip locks the clip's row first; dealing locks slots only and waits for nobody. So no two ever wait for each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from annotation.models import Clip, Lease, PlayGrant, Slot
from audit.access import Actor, process_actor
from audit.events import Event
from audit.log import record
from foundation.clock import now
from foundation.jobs import LostRace

MOST_IN_HAND: Final = 2  # the one worked on and the one dealt ahead
BASE: Final = timedelta(minutes=5)
PER_S: Final = timedelta(seconds=12)  # of the clip
GRANT: Final = timedelta(seconds=120)
CLOCK: Final = process_actor("lease-clock")
A_DAY: Final = timedelta(days=1)
SWEPT_AT_ONCE: Final = 500


class NotYours(Exception):
    """No such slot, or it was never in this person's hands. The answer is 404, whatever it is."""


class LeaseOver(LostRace):
    """The slot was in this person's hands and is no more."""


def length_of(duration_ms: int) -> timedelta:
    """A lease grows with its clip."""
    return BASE + PER_S * (duration_ms / 1000)


def grant(lease: Lease, *, by: Actor) -> PlayGrant:
    """Opens the clip's sound to this session for two minutes; the page's pulse renews it."""
    made = PlayGrant(clip_id=lease.clip_id, person_id=by.id, session=by.session, lease=lease, until=now() + GRANT)
    made.save(force_insert=True)
    return made


def close_grants(lease: Lease) -> None:
    PlayGrant.objects.filter(lease=lease, closed_at__isnull=True).update(closed_at=now())


def in_hand(slot_id: str, *, by: Actor) -> Lease:
    """The person's live lease of a slot, its clip's row locked until the transaction ends. Raises NotYours, LeaseOver."""
    return keep(of(slot_id, by=by))


def keep(lease: Lease) -> Lease:
    """The lease, if it is live; one that ran out is taken back while nobody else has the slot. Raises LeaseOver."""
    if lease.ended_at is None and lease.until > now():
        return lease
    if lease.ended_as not in ("", Lease.End.EXPIRED):
        raise LeaseOver(f"slot {lease.slot_id}: your work on it ended ({lease.ended_as}); go on with the next clip")
    return _take_back(lease)


def of(slot_id: str, *, by: Actor) -> Lease:
    """The person's lease of a slot, live or ended, its clip's row locked. Raises NotYours."""
    theirs = Lease.objects.filter(slot=slot_id, person=by.id)
    # The lock first, in a statement of its own: what is read after it is what stands.
    clip = Clip.objects.select_for_update(no_key=True).filter(pk__in=theirs.values("clip")).first()
    if clip is None:
        raise NotYours(f"slot {slot_id} is not in your hands")
    lease = theirs.get()
    lease.clip = clip
    return lease


def _take_back(lease: Lease) -> Lease:
    """Its time was over, but nobody else has it yet."""
    until = now() + length_of(lease.clip.duration_ms)
    if lease.ended_at is not None:
        must_have_room(lease.person_id)
    if lease.ended_at is not None and not Slot.objects.filter(pk=lease.slot_id, state=Slot.State.OPEN).update(state=Slot.State.DEALT):
        raise LeaseOver(f"slot {lease.slot_id}: its time was over and it went to somebody else; go on with the next clip")
    Lease.objects.filter(pk=lease.pk).update(until=until, ended_at=None, ended_as="")
    lease.until, lease.ended_at, lease.ended_as = until, None, ""
    return lease


def must_have_room(person_id: str) -> None:
    """For what comes back into a person's hands beside what was dealt meanwhile: one more than is dealt. Raises LeaseOver."""
    if Lease.objects.filter(person=person_id, ended_at__isnull=True).count() > MOST_IN_HAND:
        raise LeaseOver("you have other clips in hand: finish those first")


def end(lease: Lease, how: Lease.End, *, by: Actor, heard_s: float = 0.0, reason: str = "") -> None:
    """End it once and say how much was heard. Raises LeaseOver when it ended meanwhile."""
    heard_ms = max(lease.heard_ms, round(heard_s * 1000))
    values = {"ended_at": now(), "ended_as": how, "heard_ms": heard_ms, "reason": reason}
    if not Lease.objects.filter(pk=lease.pk, ended_at__isnull=True).update(**values):
        raise LeaseOver(f"slot {lease.slot_id}: your work on it ended meanwhile; go on with the next clip")
    lease.ended_as, lease.heard_ms = how, heard_ms
    close_grants(lease)
    if heard_ms:
        record(Event.CLIP_HEARD, by=by, subject=lease.clip_id, object=lease.slot_id, details={"heard_ms": heard_ms})


def empty(clip: Clip) -> None:
    """Nobody works on the clip any more: slots parked first (a dealing in flight is waited for), then leases and grants ended."""
    Slot.objects.filter(clip=clip, state__in=(Slot.State.OPEN, Slot.State.DEALT)).update(state=Slot.State.PARKED)
    for lease in Lease.objects.filter(clip=clip, ended_at__isnull=True):
        Lease.objects.filter(pk=lease.pk).update(ended_at=now(), ended_as=Lease.End.TAKEN_AWAY)
        _say_heard(lease)
    PlayGrant.objects.filter(clip=clip, closed_at__isnull=True).update(closed_at=now())


def give_back(clip: Clip, *, since: datetime) -> None:
    """To those from whom the clip was taken away at or after a moment, as long as their time is not over."""
    theirs = Lease.objects.filter(clip=clip, ended_as=Lease.End.TAKEN_AWAY, ended_at__gte=since, until__gt=now())
    Slot.objects.filter(leases__in=theirs, state=Slot.State.OPEN).update(state=Slot.State.DEALT)
    theirs.update(ended_at=None, ended_as="")


def refill(clip: Clip, *, answered_too: bool = False) -> None:
    """The clip is in the queue again: what was parked is open."""
    states = (Slot.State.PARKED, Slot.State.ANSWERED) if answered_too else (Slot.State.PARKED,)
    Slot.objects.filter(clip=clip, state__in=states).update(state=Slot.State.OPEN)


def pulse(slots: Sequence[str], heard_s: Mapping[str, float], *, by: Actor, is_active: bool) -> dict[str, datetime]:
    """Which of the slots are still in hand, and until when. With activity, leases and grants that are half over are made whole.

    What the player reports as heard is kept, in case the lease ends without another word.
    """
    live = list(Lease.objects.filter(slot__in=slots, person=by.id, ended_at__isnull=True, until__gt=now()).select_related("clip"))
    for lease in live:
        _keep_alive(lease, round(heard_s.get(lease.slot_id, 0.0) * 1000), is_active=is_active)
    half = now() + GRANT / 2
    PlayGrant.objects.filter(lease__in=live, session=by.session, closed_at__isnull=True, until__lt=half).update(until=now() + GRANT)
    return {lease.slot_id: lease.until for lease in live}


def _keep_alive(lease: Lease, heard_ms: int, *, is_active: bool) -> None:
    whole = length_of(lease.clip.duration_ms)
    values: dict[str, Any] = {}
    if is_active and lease.until - now() < whole / 2:
        lease.until = values["until"] = now() + whole
    if heard_ms > lease.heard_ms:
        lease.heard_ms = values["heard_ms"] = heard_ms
    if values:  # what did not change is not written: another request may have changed it
        Lease.objects.filter(pk=lease.pk, ended_at__isnull=True).update(**values)


def expire() -> int:
    """Give slots whose lease is over back to the queue. Returns how many; run by a sweep."""
    over = Lease.objects.filter(ended_at__isnull=True, until__lt=now()).order_by("until")[:SWEPT_AT_ONCE]
    return sum(_expire(lease.pk) for lease in over)


@transaction.atomic
def _expire(lease_id: str) -> int:
    Clip.objects.select_for_update(no_key=True, of=("self",)).get(leases=lease_id)
    lease = Lease.objects.get(pk=lease_id)
    values = {"ended_at": now(), "ended_as": Lease.End.EXPIRED}
    if not Lease.objects.filter(pk=lease_id, ended_at__isnull=True, until__lt=now()).update(**values):
        return 0
    Slot.objects.filter(pk=lease.slot_id, state=Slot.State.DEALT).update(state=Slot.State.OPEN)
    close_grants(lease)
    _say_heard(lease)
    record(Event.LEASE_EXPIRED, by=CLOCK, subject=lease.clip_id, object=lease.slot_id, details={"person": lease.person_id})
    return 1


def _say_heard(lease: Lease) -> None:
    """For a lease that its person did not end: what the player had reported until then."""
    if lease.heard_ms:
        details: dict[str, int | str] = {"heard_ms": lease.heard_ms, "person": lease.person_id}
        record(Event.CLIP_HEARD, by=CLOCK, subject=lease.clip_id, object=lease.slot_id, details=details)
