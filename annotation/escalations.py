"""What supervisors do with what distressed a reviewer: take it on, listen, answer, return or withdraw the clip, send it to the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.reach import scopes_of
from annotation import leases
from annotation.leases import NotYours
from annotation.models import Clip, Escalation, PlayGrant
from annotation.settling import settle
from annotation.states import Move, State, move
from audit.access import Actor, Role
from audit.events import Event
from audit.log import Receipt, record
from foundation import seal
from foundation.clock import now
from foundation.jobs import LostRace
from foundation.keys import Ring
from redaction import flags
from redaction.flags import FlagKind
from redaction.marks import in_seconds

PURPOSE: Final = "guidance"
LONGEST_GUIDANCE: Final = 2_000
_MOVE: Final = {Escalation.Outcome.RETURNED: Move.RETURN, Escalation.Outcome.WITHDRAWN: Move.WITHDRAW, Escalation.Outcome.TO_DESK: Move.FLAG}


class UnfitGuidance(ValueError):
    """Too long to be read between two clips."""


def _within_reach(by: Actor) -> QuerySet[Escalation]:
    """Those raised where this supervisor's roles hold: organisation, site and project as they were when it was raised."""
    within = Q(pk__in=[])
    for scope in scopes_of(by, Role.SUPERVISOR):
        asked = {"organisation": scope.organisation, "site": scope.site, "clip__project": scope.project}
        within |= Q(**{name: value for name, value in asked.items() if value}) if not scope.is_everywhere else Q(pk__isnull=False)
    return Escalation.objects.filter(within)


def waiting(by: Actor) -> QuerySet[Escalation]:
    """Open ones, the longest waiting first."""
    return _within_reach(by).filter(closed_at__isnull=True).select_related("clip__project").order_by("raised_at")


@dataclass(frozen=True)
class Case:
    """An escalation as its page shows it."""

    escalation: Escalation

    @property
    def subject_id(self) -> str:
        return self.escalation.clip_id


def find_case(request: HttpRequest, by: Actor, *, escalation: str, **_more: object) -> Case:
    """For the gate. Raises Http404."""
    found = _within_reach(by).select_related("clip__project").filter(pk=escalation).first()
    if found is None:
        raise Http404("no such escalation")
    return Case(found)


@transaction.atomic
def take(escalation_id: str, *, by: Actor) -> None:
    """Say that one is on it. Somebody else may take it over from there. Raises NotYours, LostRace."""
    found = _open(escalation_id, by)
    Escalation.objects.filter(pk=found.pk).update(taken_by=by.id, taken_at=now())
    record(Event.CASE_TAKEN, by=by, subject=found.clip_id, object=found.pk)


@transaction.atomic
def grant(escalation_id: str, *, by: Actor) -> PlayGrant:
    """The supervisor's own grant to hear the clip, while the case is open. Raises NotYours, LostRace."""
    found = _open(escalation_id, by)
    if found.clip.state != State.ESCALATED:
        raise LostRace(f"clip {found.clip_id} is not with the supervisors any more")
    PlayGrant.objects.filter(escalation=found, person=by.id, closed_at__isnull=True).update(closed_at=now())
    made = PlayGrant(clip_id=found.clip_id, person_id=by.id, session=by.session, escalation=found, until=now() + leases.GRANT)
    made.save(force_insert=True)
    return made


@transaction.atomic
def answer(escalation_id: str, guidance: str, *, by: Actor) -> None:
    """Tell the reviewer something now; the case stays open. Raises NotYours, LostRace, UnfitGuidance."""
    found = _open(escalation_id, by)
    _keep_guidance(found, guidance)
    record(Event.CASE_ANSWERED, by=by, subject=found.clip_id, object=found.pk)


def _keep_guidance(found: Escalation, guidance: str) -> None:
    if len(guidance) > LONGEST_GUIDANCE:
        raise UnfitGuidance(f"guidance has at most {LONGEST_GUIDANCE} characters")
    make = seal.new_key if found.guidance is None else seal.open_key
    key = make(Ring.TRANSCRIPTS, object_id=found.pk, purpose=PURPOSE)
    sealed = key.seal(guidance.encode(errors="replace"), field=PURPOSE)
    Escalation.objects.filter(pk=found.pk).update(guidance=sealed, answered_at=now())


@transaction.atomic
def close(escalation_id: str, outcome: Escalation.Outcome, *, guidance: str, by: Actor) -> None:
    """The end of a case: the clip's way, and what the reviewer is told. Raises NotYours, LostRace, UnfitGuidance."""
    found = _open(escalation_id, by)
    clip = found.clip
    if guidance.strip():
        _keep_guidance(found, guidance.strip())
    Escalation.objects.filter(pk=found.pk).update(closed_at=now(), outcome=outcome)
    PlayGrant.objects.filter(escalation=found, closed_at__isnull=True).update(closed_at=now())
    _move_on(clip, found, outcome, by)
    waited_s = round((now() - found.raised_at).total_seconds())
    record(Event.CASE_CLOSED, by=by, subject=clip.pk, object=found.pk, details={"outcome": outcome, "waited_s": waited_s})


def _move_on(clip: Clip, found: Escalation, outcome: Escalation.Outcome, by: Actor) -> None:
    move(clip, _MOVE[outcome])
    if outcome == Escalation.Outcome.RETURNED:
        leases.refill(clip)
        settle(clip, by=by)  # another answer may have been read meanwhile
    elif outcome == Escalation.Outcome.TO_DESK:
        flags.raise_flag(clip.recording_id, FlagKind.BY_SUPERVISOR, marks=in_seconds(found.marks), by=by)


def _open(escalation_id: str, by: Actor) -> Escalation:
    """The clip's row locked first, as everywhere; what is read after it is what stands."""
    mine = _within_reach(by).filter(pk=escalation_id)
    clip = Clip.objects.select_for_update(no_key=True).filter(pk__in=mine.values("clip")).first()
    found = mine.first()
    if clip is None or found is None:
        raise NotYours("no such escalation")
    found.clip = clip
    if found.closed_at is not None:
        raise LostRace(f"escalation {escalation_id} is closed")
    return found


# -- what the reviewer is told ----------------------------------------------------------------------


@dataclass(frozen=True)
class Notice:
    """What became of an escalation."""

    raised_at: datetime
    outcome: str
    guidance: str


def _untold(by: Actor) -> QuerySet[Escalation]:
    news = Q(closed_at__isnull=False) | Q(answered_at__isnull=False)
    unread = Q(told_at__isnull=True) | Q(told_at__lt=F("closed_at")) | Q(told_at__lt=F("answered_at"))
    return Escalation.objects.filter(news, unread, lease__person=by.id).order_by("raised_at")


def count_untold(by: Actor) -> int:
    return _untold(by).count()


@transaction.atomic
def tell(receipt: Receipt, *, by: Actor) -> Sequence[Notice]:
    """What the reviewer has not read yet; told with this. Raises WrongReceipt."""
    receipt.must_be(Event.NOTICES_SHOWN, "")
    at = now()  # before the read: what is answered after it is told the next time
    found = list(_untold(by))
    Escalation.objects.filter(pk__in=[one.pk for one in found]).update(told_at=at)
    return [Notice(one.raised_at, one.get_outcome_display() if one.outcome else "", _guidance(one)) for one in found]


def guidance_of(one: Escalation, receipt: Receipt) -> str:
    """What was last said to the reviewer, for the case's page. Raises WrongReceipt."""
    receipt.must_be(Event.CASE_OPENED, one.clip_id)
    return _guidance(one)


def _guidance(one: Escalation) -> str:
    if one.guidance is None:
        return ""
    key = seal.open_key(Ring.TRANSCRIPTS, object_id=one.pk, purpose=PURPOSE)
    return key.open(one.guidance, field=PURPOSE).decode()
