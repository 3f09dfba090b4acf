"""How a clip leaves a reviewer unanswered: skipped, escalated, to the privacy desk, not meant for us. At once; nothing is asked first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from accounts.models import Person, Session
from annotation import drafts, leases
from annotation.models import Escalation, Lease, Slot
from annotation.settling import settle
from annotation.states import Move, State, move
from audit.access import Actor
from audit.events import Event
from audit.log import record
from foundation.clock import now
from foundation.jobs import LostRace
from redaction import flags
from redaction.flags import FlagKind
from redaction.marks import in_seconds

Marks = Sequence[Sequence[int]]
UNDO: Final = timedelta(seconds=10)
UNDO_GRACE: Final = timedelta(seconds=3)  # the way from the button to us


@transaction.atomic
def skip(slot_id: str, reason: Lease.Reason, *, heard_s: float, by: Actor) -> None:
    """Back to the queue, for others. Raises NotYours, LeaseOver."""
    lease = leases.in_hand(slot_id, by=by)
    leases.end(lease, Lease.End.RELEASED, by=by, heard_s=heard_s, reason=reason)
    drafts.drop(lease)
    Slot.objects.filter(pk=slot_id, state=Slot.State.DEALT).update(state=Slot.State.OPEN)
    record(Event.CLIP_SKIPPED, by=by, subject=lease.clip_id, object=slot_id, details={"reason": reason})


@transaction.atomic
def escalate(slot_id: str, marks: Marks, *, heard_s: float, by: Actor) -> Escalation:
    """To the supervisors; also from "not meant for us" while that can be undone. Raises NotYours, LeaseOver, LostRace."""
    lease = leases.of(slot_id, by=by)
    if lease.ended_as == Lease.End.ESCALATED:
        return Escalation.objects.get(lease=lease)
    if _may_undo(lease):
        Lease.objects.filter(pk=lease.pk).update(ended_as=Lease.End.ESCALATED)
        drafts.drop(lease)
    else:
        _leave(leases.keep(lease), Lease.End.ESCALATED, heard_s=heard_s, by=by)
    move(lease.clip, Move.ESCALATE)
    raised = Escalation(clip=lease.clip, lease=lease, marks=list(marks), **_place_of(by))
    raised.save(force_insert=True)
    record(Event.CLIP_ESCALATED, by=by, subject=lease.clip_id, object=raised.pk, details={"marks": len(marks)})
    return raised


def _place_of(by: Actor) -> dict[str, str | None]:
    """For whom the reviewer works, and where, at this moment: those who are there for that place are asked, whatever changes later."""
    site = Session.objects.filter(pk=by.session).values_list("site", flat=True).first()
    return {"organisation_id": Person.objects.values_list("organisation", flat=True).get(pk=by.id), "site_id": site}


@transaction.atomic
def categorise(escalation_id: str, category: Escalation.Category, *, by: Actor) -> None:
    """What it is about, said afterwards by who raised it. Raises NotYours."""
    mine = Escalation.objects.filter(pk=escalation_id, lease__person=by.id).first()
    if mine is None:
        raise leases.NotYours(f"escalation {escalation_id} is not yours")
    Escalation.objects.filter(pk=mine.pk).update(category=category)
    record(Event.CASE_CATEGORISED, by=by, subject=mine.clip_id, object=mine.pk, details={"category": category})


@transaction.atomic
def flag(slot_id: str, kind: FlagKind, marks: Marks, *, heard_s: float, by: Actor) -> None:
    """Something personal is left, or a hole hides too much: to the privacy desk. Raises NotYours, LeaseOver, LostRace."""
    lease = leases.of(slot_id, by=by)
    if lease.ended_as == Lease.End.FLAGGED:
        return
    _leave(leases.keep(lease), Lease.End.FLAGGED, heard_s=heard_s, by=by)
    move(lease.clip, Move.FLAG)
    flags.raise_flag(lease.clip.recording_id, kind, marks=in_seconds(marks), by=by)
    record(Event.CLIP_SENT_TO_DESK, by=by, subject=lease.clip_id, object=slot_id, details={"kind": kind, "marks": len(marks)})


@transaction.atomic
def disown(slot_id: str, *, heard_s: float, by: Actor) -> None:
    """Not meant for us: sealed now, shredded after a day. Raises NotYours, LeaseOver, LostRace."""
    lease = leases.of(slot_id, by=by)
    if lease.ended_as == Lease.End.NOT_MEANT:
        return
    _leave(leases.keep(lease), Lease.End.NOT_MEANT, heard_s=heard_s, by=by, keeps_draft=True)
    move(lease.clip, Move.DISOWN)
    record(Event.CLIP_NOT_MEANT, by=by, subject=lease.clip_id, object=slot_id)


@transaction.atomic
def undo(slot_id: str, *, by: Actor) -> None:
    """Take "not meant for us" back within ten seconds: the slot is the reviewer's again. Raises NotYours, LostRace."""
    lease = leases.of(slot_id, by=by)
    if not _may_undo(lease):
        raise LostRace(f"slot {slot_id}: this can be taken back for {UNDO.seconds} seconds only")
    leases.must_have_room(by.id)
    move(lease.clip, Move.UNDO)
    leases.refill(lease.clip)
    leases.give_back(lease.clip, since=lease.ended_at or now())
    Slot.objects.filter(pk=slot_id, state=Slot.State.OPEN).update(state=Slot.State.DEALT)
    until = now() + leases.length_of(lease.clip.duration_ms)
    Lease.objects.filter(pk=lease.pk).update(ended_at=None, ended_as="", until=until)
    record(Event.NOT_MEANT_UNDONE, by=by, subject=lease.clip_id, object=slot_id)
    settle(lease.clip, by=by)  # another answer may have been read meanwhile


def _may_undo(lease: Lease) -> bool:
    is_last = lease.ended_as == Lease.End.NOT_MEANT and lease.clip.state == State.NOT_MEANT
    return is_last and lease.ended_at is not None and now() - lease.ended_at <= UNDO + UNDO_GRACE


def _leave(lease: Lease, how: Lease.End, *, heard_s: float, by: Actor, keeps_draft: bool = False) -> None:
    leases.end(lease, how, by=by, heard_s=heard_s)
    leases.empty(lease.clip)
    if not keeps_draft:
        drafts.drop(lease)


@transaction.atomic
def ask_second_ear(slot_id: str, marks: Marks, *, by: Actor) -> bool:
    """One more answer of this clip by somebody else, who does not know of the first. False when one was asked for already.

    Raises NotYours, LeaseOver.
    """
    lease = leases.in_hand(slot_id, by=by)
    own = Slot.objects.get(pk=slot_id)
    if Slot.objects.filter(clip=lease.clip_id).exclude(focus=[]).exists():
        return False
    last = Slot.objects.filter(clip=lease.clip_id).aggregate(Max("number"))["number__max"]
    focus = [list(mark) for mark in marks] or [[0, lease.clip.duration_ms]]
    more = Slot(clip=lease.clip, number=last + 1, project_id=own.project_id, locale=own.locale, rank=own.rank, focus=focus)
    more.save(force_insert=True)
    record(Event.SECOND_EAR_ASKED, by=by, subject=lease.clip_id, object=slot_id, details={"marks": len(marks)})
    return True
