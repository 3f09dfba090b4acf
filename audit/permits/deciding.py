"""Deciding about what another officer asked for."""

from __future__ import annotations

from django.db import transaction

from audit.access import Actor, Denied
from audit.events import Event, PrivateClass
from audit.log import record
from audit.models import Permit
from audit.permits.asking import digest_of, good_for
from audit.permits.question import question_of
from audit.permits.states import Move, move
from foundation.clock import now

_EVENTS = {Move.APPROVE: Event.EXPORT_APPROVED, Move.REFUSE: Event.EXPORT_REFUSED}


class OwnPermit(Denied):
    """Nobody gives himself leave: another officer decides."""


@transaction.atomic
def decide(permit_id: str, how: Move, *, by: Actor, note: str) -> None:
    """Approve or refuse; the note is sealed beside the entry. An approval is good from now on, for as long as a question waits.

    Raises Permit.DoesNotExist, OwnPermit, LostRace when it was decided or its time was over, ValueError without a note.
    """
    if how not in _EVENTS or not note.strip():
        raise ValueError("approve or refuse, and say why")
    permit = Permit.objects.get(pk=permit_id)
    if permit.asked_by == by.id:
        raise OwnPermit(f"permit {permit.pk} was asked for by {by.id}: another officer decides")
    at = now()
    move(permit, how, decided_by=by.id, decided_at=at, expires_at=at + good_for())
    question = question_of(permit)
    details: dict[str, int | str] = {"format": permit.format, "entries": permit.size, "digest": digest_of(question)}
    record(_EVENTS[how], by=by, subject=question.search.about, object=permit.pk, details=details, private={PrivateClass.NOTE: note.strip()})
