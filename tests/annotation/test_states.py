"""A clip moves along the drawn edges only, whoever pushes and in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from annotation.models import Clip
from annotation.states import MOVES, Move, State, move
from config.env import ROOT
from config.management.commands.states_table import Command
from foundation.jobs import LostRace
from tests.annotation.clips import Make


@pytest.mark.asvs("2.3.1")
def test_each_move_leads_from_its_states_and_from_no_other(make_clip: Make) -> None:
    clip = make_clip()
    for how, rule in MOVES.items():
        for state in State:
            Clip.objects.filter(pk=clip.pk).update(state=state)
            if state in rule.sources:
                move(clip, how)
                assert Clip.objects.get().state == rule.target
            else:
                with pytest.raises(LostRace):
                    move(clip, how)
                assert Clip.objects.get().state == state


@given(st.lists(st.sampled_from(list(Move)), max_size=30))
def test_no_walk_leaves_a_final_state_but_for_the_privacy_desk(walk: list[Move]) -> None:
    state = State.QUEUED
    for how in walk:
        before, rule = state, MOVES[how]
        state = rule.target if state in rule.sources else state
        if before in (State.WITHDRAWN, State.SHREDDED):
            assert state is before
        if before is State.DONE:
            assert state in (State.DONE, State.AT_DESK)
        if before is State.NOT_MEANT:
            assert state is not State.DONE


def test_every_state_can_be_reached() -> None:
    reached = {State.QUEUED}
    for _ in State:
        reached |= {rule.target for rule in MOVES.values() if reached & set(rule.sources)}
    assert reached == set(State)


@pytest.mark.asvs("15.4.2")
def test_of_many_who_move_a_clip_at_once_one_wins(make_clip: Make) -> None:
    clip, together = make_clip(), Barrier(8)

    def push(at: int) -> bool:
        together.wait()
        try:
            move(Clip(pk=clip.pk), Move.ESCALATE if at % 2 else Move.FLAG)
        except LostRace:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(push, range(8)))
    # escalated may still be flagged: two wins at most, and then the last is the flag
    assert sum(won) == 1 or (sum(won) == 2 and Clip.objects.get().state == State.AT_DESK)


def test_the_drawn_page_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == Command().page()


def test_only_one_place_sets_a_state() -> None:
    """Nobody else writes the column: the law of one door, read from the source."""
    found: list[str] = []
    look: Callable[[str], bool] = lambda text: "Clip.objects" in text and "update(state" in text  # noqa: E731
    for path in (ROOT / "annotation").rglob("*.py"):
        if path.name != "states.py":
            found += [f"{path.name}: {line.strip()}" for line in path.read_text().splitlines() if look(line)]
    assert not found
