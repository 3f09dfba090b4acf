"""Numbers that a remark cut apart: "nine one seven, hold on the dog's barking, four four two ...". Pure."""

from __future__ import annotations

from collections.abc import Collection

from redaction.text.runs import Run
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import PAUSES

_LONGEST = 10  # pieces of a remark
_OPENING = 2  # pieces at either end in which it shows that it is one
_GROUP = 3  # digits of a part that stands before the rest
_TWO_GROUPS = 8  # digits of two parts that nothing announces


def is_remark(said: Sayings, before: Run, after: Run, barred: Collection[int]) -> bool:
    """Whether what lies between two numbers begins or ends as people do who look for the rest or are called away: wait, hold on, sorry."""
    between = range(before.last, after.first)
    if not between or len(between) > _LONGEST or any(at in barred for at in between):
        return False
    return any(said.repairs[at] or _pauses(said, at) for at in {*between[:_OPENING], *between[-_OPENING:]})


def _pauses(said: Sayings, at: int) -> bool:
    words = [piece.text for piece in said.pieces[at : at + _LONGEST]]
    return any(len(phrase) > 1 and tuple(words[: len(phrase)]) == phrase for phrase in PAUSES.get(words[0], ()))


def goes_on(run: Run) -> bool:
    """A few digits one by one: the rest of a number that was found."""
    return run.text.isdigit() and run.singles > 1 and 2 * run.singles >= len(run.text)


def begins(run: Run) -> bool:
    """A group of digits: the beginning of a number that was found."""
    return goes_on(run) and run.singles >= _GROUP


def is_enough(before: Run, after: Run) -> bool:
    return begins(before) and begins(after) and len(before.text) + len(after.text) >= _TWO_GROUPS
