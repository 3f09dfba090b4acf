"""Runs that a misheard word cut apart are one number; and what one may say, with corrections taken back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import pairwise

from redaction.text.runs import DOTS, GAP, LITTLE, STRANGERS, WIDEST, Run, Step, is_joined, readings
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

# Between two numbers they are two.
_PARTS_WAYS = frozenset(
    words_of(
        "at on by from until till in of times plus minus into or before after between under over was were has have had will did does if where which "
        "who about because my your his her our their call tell"
    )
)
_SURELY = 5  # digits one by one
_WHOLE = 7  # characters, from which on a run may be all of a number
_LONGEST = 80  # characters of which readings are tried


def groups(said: Sayings, found: list[Run], barred: Set[int]) -> Iterator[list[Run]]:
    """Runs that a misheard word or two may have cut apart are one group."""
    group: list[Run] = []
    for run in found:
        if group and not _is_mended(said, group[-1], run, barred):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _is_mended(said: Sayings, before: Run, after: Run, barred: Set[int]) -> bool:
    between = range(before.last, after.first)
    strangers = [said.pieces[at].text for at in between if not (said.arcs[at] or said.passes[at] or said.repairs[at])]
    if len(between) > GAP or not barred.isdisjoint(between) or not _PARTS_WAYS.isdisjoint(strangers):
        return False
    if all(len(word) <= 2 and word not in LITTLE for word in strangers):
        return True  # aa c5 fc ae 4a
    most = STRANGERS if len(before.text) < _WHOLE and len(after.text) < _WHOLE else 1
    return len(strangers) <= min(most, _bears(before, after), _bears(after, before))


def _bears(run: Run, other: Run) -> int:
    """How many strangers a run can lie beside: a lone digit only one, and only where the other is a number surely."""
    if run.singles == 1 == len(run.text) and other.singles >= _SURELY:
        return 1
    return run.singles // 2


def together(said: Sayings, group: list[Run]) -> Run:
    """A group as one run, with what the little words between say."""
    steps = list(group[0].steps)
    for run in group[1:]:
        at = steps[-1].arc.to
        while at < run.first:
            arc = max(said.arcs[at], key=lambda one: one.sure, default=None)
            if arc and arc.to == at + 1:
                steps.append(Step(at, arc))
            at += 1
        steps += run.steps
    return Run(group[0].first, group[-1].last, tuple(steps))


def heard_as(said: Sayings, run: Run, text: str) -> list[str]:
    """What a run may say: as it stands, with dots where they were said, with what a cue took back taken back, and by other readings of its words."""
    if len(run.text) > _LONGEST:
        return []
    heard = [_dotted(said, run, text), run.text, *_taken_back(said, run)]
    if run.last - run.first <= WIDEST * 2:
        heard += readings(said, run.first, run.last)
    return list(dict.fromkeys(heard))


def _dotted(said: Sayings, run: Run, text: str) -> str:
    parts = [run.steps[0].out]
    for before, after in pairwise(run.steps):
        between = said.pieces[before.arc.to : after.at]
        is_dot = any(piece.text in DOTS for piece in between) or (not between and is_joined(said, after.at, text, "."))
        parts.append(f".{after.out}" if is_dot else after.out)
    return "".join(parts)


def _taken_back(said: Sayings, run: Run) -> Iterator[str]:
    """ "nine no sorry eight": without the nine; or without so many before it."""
    for at, (before, after) in enumerate(pairwise(run.steps), 1):
        if any(said.repairs[piece] for piece in range(before.arc.to, after.at)):
            for count in range(1, 5):
                yield "".join(step.out for step in (*run.steps[: max(0, at - count)], *run.steps[at:]))
