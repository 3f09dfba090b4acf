"""The end of a permit: it is used by its asker, or its time is over."""

from __future__ import annotations

from django.db import transaction

from audit.access import Actor, process_actor
from audit.events import Event, Outcome
from audit.log import record, record_apart
from audit.models import Permit
from audit.officers import is_officer
from audit.permits.asking import details_of
from audit.permits.question import Question, question_of
from audit.permits.states import Move, State, move
from foundation.clock import now
from foundation.jobs import LostRace

WATCHER = process_actor("watcher")


class Refused(LostRace):
    """It opens nothing. `reason`: the state it is in; its approver is no officer any more (`approver`); or another number fits (`changed`)."""

    def __init__(self, permit: Permit, reason: str) -> None:
        super().__init__(f"permit {permit.pk} opens nothing: {reason}")
        self.reason = reason


def use(permit_id: str, *, by: Actor) -> tuple[Question, int]:
    """Spend it: the question that it is good for, and how many entries that gives.

    They are counted again, which is a search, so an entry: its place in a witnessed tree is proved before anything is spent.
    Raises Permit.DoesNotExist for one that is not the officer's, Refused, NotSealed.
    """
    permit = Permit.objects.get(pk=permit_id, asked_by=by.id)
    question = question_of(permit)
    if obstacle := _obstacle(permit):
        raise _refusal(permit, question, obstacle, by=by)
    record(Event.LOG_SEARCHED, by=by, subject=question.search.about, details=question.search.details).sealed()
    if question.size != permit.size:
        raise _refusal(permit, question, "changed", by=by)
    try:
        _spend(permit, question, by=by)
    except LostRace as error:
        permit.refresh_from_db()
        raise _refusal(permit, question, _obstacle(permit), by=by) from error
    return question, permit.size


@transaction.atomic
def _spend(permit: Permit, question: Question, *, by: Actor) -> None:
    move(permit, Move.USE)
    record(Event.EXPORT_PERMIT_USED, by=by, subject=question.search.about, object=permit.pk, details=details_of(permit, question))


def _obstacle(permit: Permit) -> str:
    if permit.state in (State.ASKED, State.APPROVED) and permit.expires_at <= now():
        return State.EXPIRED.value
    if permit.state != State.APPROVED:
        return permit.state
    return "" if is_officer(permit.decided_by) else "approver"


def _refusal(permit: Permit, question: Question, reason: str, *, by: Actor) -> Refused:
    """Written down, to be raised."""
    details = details_of(permit, question) | {"reason": reason}
    record_apart(Event.EXPORT_PERMIT_USED, by=by, subject=question.search.about, object=permit.pk, outcome=Outcome.DENIED, details=details)
    return Refused(permit, reason)


def expire() -> int:
    """Say of those whose time is over that it is. Returns how many; run by the watcher."""
    due = Permit.objects.filter(state__in=(State.ASKED, State.APPROVED), expires_at__lte=now())
    return sum(_expired(permit) for permit in due)


def _expired(permit: Permit) -> int:
    was = permit.state
    try:
        with transaction.atomic():
            move(permit, Move.EXPIRE)
            details = details_of(permit, question_of(permit)) | {"was": was}
            record(Event.EXPORT_PERMIT_EXPIRED, by=WATCHER, object=permit.pk, details=details)
    except LostRace:  # another watcher was faster
        return 0
    return 1
