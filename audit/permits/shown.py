"""Permits as officers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from audit.models import Permit
from audit.permits.question import Format
from audit.permits.states import State
from foundation.clock import now

NEWEST: Final = 10


@dataclass(frozen=True)
class Shown:
    """A permit for people. Its state is the true one, whether or not the watcher wrote down yet that its time is over."""

    id: str
    asked_by: str
    asked_at: datetime
    entry: str
    format: Format
    pairs: list[tuple[str, str]]
    size: int
    state: State
    expires_at: datetime
    decided_by: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is State.ASKED

    @property
    def is_good(self) -> bool:
        return self.state is State.APPROVED


def one(permit_id: str) -> Shown:
    """Raises Permit.DoesNotExist."""
    return _shown(Permit.objects.get(pk=permit_id))


def waiting() -> list[Shown]:
    """Those that nobody has decided about, the oldest first."""
    return [_shown(permit) for permit in _waiting().order_by("asked_at", "pk")]


def waiting_for(officer: str) -> int:
    """How many this officer could decide about."""
    return _waiting().exclude(asked_by=officer).count()


def of_asker(officer: str) -> list[Shown]:
    """The officer's own, the newest first."""
    return [_shown(permit) for permit in Permit.objects.filter(asked_by=officer).order_by("-asked_at", "-pk")[:NEWEST]]


def _waiting() -> QuerySet[Permit]:
    return Permit.objects.filter(state=State.ASKED, expires_at__gt=now())


def _shown(permit: Permit) -> Shown:
    state = State(permit.state)
    is_over = state in (State.ASKED, State.APPROVED) and permit.expires_at <= now()
    return Shown(
        permit.pk, permit.asked_by, permit.asked_at, permit.entry, Format(permit.format), [(name, value) for name, value in permit.asked],
        permit.size, State.EXPIRED if is_over else state, permit.expires_at, permit.decided_by, permit.decided_at,
    )  # fmt: skip
