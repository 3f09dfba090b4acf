"""Asking for a permit."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from audit.access import Actor
from audit.events import Event, PrivateClass
from audit.log import record
from audit.models import Permit
from audit.permits.question import Question
from audit.permits.states import State
from foundation.clock import now
from foundation.ids import new_id

MOST_OPEN: Final = 10  # of one officer: a list that somebody reads to its end


class NotNeeded(ValueError):
    """So much one officer takes away alone."""


class Empty(ValueError):
    """No entry fits."""


class TooManyOpen(ValueError):
    """The officer waits for as many decisions as one may."""


def ask(question: Question, *, by: Actor, reason: str, alone: int) -> Permit:
    """Ask another officer. The reason is sealed beside the entry. alone: so many entries need nobody else.

    Raises Unselectable, NotNeeded, Empty, TooManyOpen; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("say why it is needed")
    settled = question.settled()
    size = settled.size
    if not size:
        raise Empty("no entry fits")
    if size <= alone:
        raise NotNeeded(f"{size} entries need no second officer")
    return _asked(settled, size, by=by, reason=reason.strip())


@transaction.atomic
def _asked(question: Question, size: int, *, by: Actor, reason: str) -> Permit:
    if Permit.objects.filter(asked_by=by.id, state=State.ASKED, expires_at__gt=now()).count() >= MOST_OPEN:
        raise TooManyOpen(f"{MOST_OPEN} questions of this officer wait already")
    permit_id, pairs, at = new_id(), [list(pair) for pair in question.search.pairs], now()
    details: dict[str, int | str] = {"format": question.format.value, "entries": size, "digest": digest_of(question), **question.search.details}
    receipt = record(Event.EXPORT_ASKED, by=by, subject=question.search.about, object=permit_id, details=details, private={PrivateClass.NOTE: reason})
    return Permit.objects.create(
        id=permit_id, asked_by=by.id, asked_at=at, entry=receipt.entry_id, format=question.format, asked=pairs, size=size,
        state=State.ASKED, state_at=at, expires_at=at + good_for(),
    )  # fmt: skip


def good_for() -> timedelta:
    """How long a question waits for a decision, and a permit for its use."""
    return timedelta(hours=settings.AUDIT_PERMIT_HOURS)


def details_of(permit: Permit, question: Question) -> dict[str, int | str]:
    """What the entry about each step says."""
    return {"format": permit.format, "entries": permit.size, "digest": digest_of(question)}


def digest_of(question: Question) -> str:
    """SHA-256 of format and filters: the entries of a permit all bear it."""
    return hashlib.sha256(json.dumps([question.format.value, question.search.pairs]).encode()).hexdigest()
