"""Deciding about what another officer asked for, and taking an approval back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from audit.access import Actor, Denied
from audit.events import Event, PrivateClass
from audit.log import record
from audit.models import Permit
from audit.permits.asking import details_of, good_for
from audit.permits.question import question_of
from audit.permits.states import Move, move
from foundation.clock import now

_EVENTS = {Move.APPROVE: Event.EXPORT_APPROVED, Move.REFUSE: Event.EXPORT_REFUSED, Move.REVOKE: Event.EXPORT_REVOKED}
_DECISIONS = (Move.APPROVE, Move.REFUSE)


class OwnPermit(Denied):
    """Nobody gives himself leave: another officer decides."""


@transaction.atomic
def decide(permit_id: str, how: Move, *, by: Actor, note: str) -> None:
    """Approve or refuse; the note is sealed beside the entry. An approval is good from now on, for as long as a question waits.

    Raises Permit.DoesNotExist, OwnPermit, LostRace when it was decided or its time was over, ValueError without a note.
    """
    if how not in _DECISIONS:
        raise ValueError("approve or refuse")
    at = now()
    _moved(permit_id, how, by=by, note=note, decided_by=by.id, decided_at=at, expires_at=at + good_for())


@transaction.atomic
def revoke(permit_id: str, *, by: Actor, note: str) -> None:
    """Take an approval back before it is used: any officer but the one who asked may. Raises as decide()."""
    _moved(permit_id, Move.REVOKE, by=by, note=note)


def _moved(permit_id: str, how: Move, *, by: Actor, note: str, **written: Any) -> None:
    if not note.strip():
        raise ValueError("say why")
    permit = Permit.objects.get(pk=permit_id)
    if permit.asked_by == by.id:
        raise OwnPermit(f"permit {permit.pk} was asked for by {by.id}: another officer decides")
    move(permit, how, **written)
    question = question_of(permit)
    private = {PrivateClass.NOTE: note.strip()}
    record(_EVENTS[how], by=by, subject=question.search.about, object=permit.pk, details=details_of(permit, question), private=private)
