"""What several rooms' state machines share: a state with its meaning, a rule, the one UPDATE that moves a row, and the drawing of docs/states.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q

from foundation.clock import now
from foundation.jobs import LostRace


class Stage(StrEnum):
    """Code, what it means, whether it is the end. A room's states are a subclass of it."""

    meaning: str
    is_final: bool

    def __new__(cls, code: str, meaning: str = "", is_final: bool = False) -> Stage:
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning, member.is_final = meaning, is_final
        return member


At = TypeVar("At", bound=Stage)


@dataclass(frozen=True)
class Rule(Generic[At]):
    """From any of `sources` to `target`, when `who` finds that `when`."""

    sources: tuple[At, ...]
    target: At
    who: str
    when: str


def carry(row: Model, rule: Rule[At], *, how: str, only: Q | None = None, **written: Any) -> None:
    """One UPDATE that names the states it expects, and with `only` what else must still be so. Raises LostRace."""
    expected = type(row)._default_manager.filter(only or Q(), pk=row.pk, state__in=rule.sources)
    written |= {"state": rule.target}
    if not expected.update(**written, state_at=now()):
        raise LostRace(f"{type(row)._meta.model_name} {row.pk}: somebody else was faster; it cannot {how} any more")
    for name, value in written.items():
        setattr(row, name, value)


def drawn(states: type[At], moves: Mapping[Any, Rule[At]], *, begins: str) -> str:
    """A diagram, what each state means, and who moves from which to which. The first state is where a row begins."""
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {next(iter(states)).value}: {begins}",
        *(f"    {source.value} --> {rule.target.value}: {how.value}" for how, rule in moves.items() for source in rule.sources),
        *(f"    {state.value} --> [*]" for state in states if state.is_final),
        "```",
        "",
        "| state | meaning |",
        "|---|---|",
        *(f"| {state.value} | {state.meaning} |" for state in states),
        "",
        "| move | from | to | who | when somebody |",
        "|---|---|---|---|---|",
        *(f"| {how.value} | {', '.join(rule.sources)} | {rule.target} | {rule.who} | {rule.when} |" for how, rule in moves.items()),
    ]
    return "\n".join(lines) + "\n"
