"""Where a clip stands, which moves there are, and the one function that makes them. docs/states.md is drawn from MOVES."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Model

from foundation.states import Rule, Stage, carry, drawn


class State(Stage):
    """Code, what it means, whether the work on the clip is over."""

    QUEUED = "queued", "In the queue: its open slots are dealt to reviewers."
    CHECKING = "checking", "Every wanted answer is given; the redactor reads what was typed."
    DONE = "done", "Answered and checked: may be exported.", True
    ESCALATED = "escalated", "With a supervisor, because it distressed somebody."
    AT_DESK = "at_desk", "At the privacy desk: something personal is left in it, or a hole hides too much."
    NOT_MEANT = "not_meant", "Not meant for us: sealed, opens for nobody, shredded after a day."
    WITHDRAWN = "withdrawn", "Taken out of the work by a supervisor.", True
    UNREADABLE = "unreadable", "Its copy could not be opened: an operator must look."
    SHREDDED = "shredded", "Its keys are destroyed.", True


class Move(StrEnum):
    COMPLETE = "complete"
    CLEAR = "clear"
    ESCALATE = "escalate"
    RETURN = "return"
    WITHDRAW = "withdraw"
    FLAG = "flag"
    RELEASE = "release"
    DISOWN = "disown"
    UNDO = "undo"
    LOSE = "lose"
    MEND = "mend"
    SHRED = "shred"


MOVES: dict[Move, Rule[State]] = {
    Move.COMPLETE: Rule((State.QUEUED,), State.CHECKING, "reviewer", "submits the last answer that is wanted"),
    Move.CLEAR: Rule((State.CHECKING,), State.DONE, "redactor", "finds nothing personal in any answer"),
    Move.ESCALATE: Rule((State.QUEUED, State.NOT_MEANT), State.ESCALATED, "reviewer", "escalates"),
    Move.RETURN: Rule((State.ESCALATED,), State.QUEUED, "supervisor", "finds it fit to be worked on"),
    Move.WITHDRAW: Rule((State.ESCALATED, State.UNREADABLE), State.WITHDRAWN, "supervisor", "takes it out of the work"),
    Move.FLAG: Rule(
        (State.QUEUED, State.CHECKING, State.DONE, State.ESCALATED),
        State.AT_DESK,
        "reviewer, supervisor or redactor",
        "hears or reads something personal, or needs what a hole hides",
    ),
    Move.RELEASE: Rule((State.AT_DESK,), State.QUEUED, "redactor", "has made the copies anew as the privacy analyst asked"),
    Move.DISOWN: Rule((State.QUEUED,), State.NOT_MEANT, "reviewer", "says that it was not meant for us"),
    Move.UNDO: Rule((State.NOT_MEANT,), State.QUEUED, "reviewer", "takes that back within seconds"),
    Move.LOSE: Rule((State.QUEUED, State.ESCALATED), State.UNREADABLE, "web", "cannot open the copy"),
    Move.MEND: Rule((State.UNREADABLE,), State.QUEUED, "operator", "has put the copy back where it belongs"),
    Move.SHRED: Rule((State.NOT_MEANT,), State.SHREDDED, "retention", "a day has passed"),
}


def move(clip: Model, how: Move) -> None:
    """The only code that sets a clip's (models.Clip) state: one UPDATE that names the states it expects. Raises LostRace."""
    carry(clip, MOVES[how], how=how)


def table() -> str:
    """Its part of docs/states.md."""
    said = "`move()` of `annotation/states.py` is the only code that sets a state, by one UPDATE that names the states it expects."
    return f"## A clip\n\n{said}\n\n{drawn(State, MOVES, begins='open')}"
