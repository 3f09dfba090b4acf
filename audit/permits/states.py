"""Where a permit stands, and which moves there are. docs/states.md is drawn from MOVES."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from django.db.models import Model, Q

from foundation.clock import now
from foundation.states import Rule, Stage, carry, drawn


class State(Stage):
    """Code, what it means, whether nothing can become of it any more."""

    ASKED = "asked", "One officer asked for a large export of the log; another one is to decide."
    APPROVED = "approved", "Its asker may take away exactly what was asked for, once, until its time is over."
    REFUSED = "refused", "Another officer said no.", True
    REVOKED = "revoked", "Another officer took the approval back before it was used.", True
    USED = "used", "It was taken away.", True
    EXPIRED = "expired", "Nobody decided in time, or it was not taken away in time.", True


class Move(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    REVOKE = "revoke"
    USE = "use"
    EXPIRE = "expire"


MOVES: Final[dict[Move, Rule[State]]] = {
    Move.APPROVE: Rule((State.ASKED,), State.APPROVED, "another officer", "finds it needed"),
    Move.REFUSE: Rule((State.ASKED,), State.REFUSED, "another officer", "does not"),
    Move.REVOKE: Rule((State.APPROVED,), State.REVOKED, "another officer", "no longer finds it needed"),
    Move.USE: Rule((State.APPROVED,), State.USED, "its asker", "takes it away, and as many entries fit as were asked for"),
    Move.EXPIRE: Rule((State.ASKED, State.APPROVED), State.EXPIRED, "watcher", "its time is over"),
}


def move(permit: Model, how: Move, **written: Any) -> None:
    """The only code that sets a permit's (models.Permit) state. Nothing but its end happens to one whose time is over. Raises LostRace."""
    in_time = Q(expires_at__lte=now()) if how is Move.EXPIRE else Q(expires_at__gt=now())
    carry(permit, MOVES[how], how=how, only=in_time, **written)


def table() -> str:
    """Its part of docs/states.md."""
    said = "`move()` of `audit/permits/states.py` is the only code that sets a state, by one UPDATE that names the states it expects, and the time."
    return f"## A permit for a large export of the log\n\n{said}\n\n{drawn(State, MOVES, begins='ask')}"
