"""Where a clip stands, which moves there are, and the one function that makes them. docs/states.md is drawn from MOVES."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model

from foundation.clock import now
from foundation.jobs import LostRace


class State(StrEnum):
    """Code, what it means, whether the work on the clip is over."""

    meaning: str
    is_final: bool

    def __new__(cls, code: str, meaning: str, is_final: bool = False) -> State:
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning, member.is_final = meaning, is_final
        return member

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


@dataclass(frozen=True)
class Rule:
    """From any of `sources` to `target`, when `who` finds that `when`."""

    sources: tuple[State, ...]
    target: State
    who: str
    when: str


MOVES: dict[Move, Rule] = {
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
    rule = MOVES[how]
    moved = type(clip)._default_manager.filter(pk=clip.pk, state__in=rule.sources).update(state=rule.target, state_at=now())
    if not moved:
        raise LostRace(f"clip {clip.pk}: somebody else was faster; it cannot {how.value} any more")
    setattr(clip, "state", rule.target)  # noqa: B010 - models stand above this room


def table() -> str:
    """docs/states.md."""
    lines = [
        "# The states of a clip",
        "",
        "Made by `manage.py states_table` from `annotation/states.py`; `make check` fails when it is stale.",
        "`move()` is the only code that sets a state, by one UPDATE that names the states it expects.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {State.QUEUED.value}: open",
        *(f"    {source.value} --> {rule.target.value}: {how.value}" for how, rule in MOVES.items() for source in rule.sources),
        *(f"    {state.value} --> [*]" for state in State if state.is_final),
        "```",
        "",
        "| state | meaning |",
        "|---|---|",
        *(f"| {state.value} | {state.meaning} |" for state in State),
        "",
        "| move | from | to | who | when somebody |",
        "|---|---|---|---|---|",
        *(f"| {how.value} | {', '.join(rule.sources)} | {rule.target} | {rule.who} | {rule.when} |" for how, rule in MOVES.items()),
    ]
    return "\n".join(lines) + "\n"
