"""A worker shows its pulse, and ends when its main loop has stopped."""

import os
import signal
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connections

from foundation import heartbeat
from foundation.clock import now
from foundation.heartbeat import Pulse
from foundation.models import Worker
from foundation.roles import DbRole


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []
    monkeypatch.setattr(heartbeat, "end_this_worker", lambda: calls.append("ended"))
    return calls


def silent(*, excused: bool) -> Pulse:
    pulse = Pulse("worker@here", lambda: excused)
    pulse.felt -= heartbeat.SILENT_AFTER_S + 1
    return pulse


def test_a_worker_whose_loop_stands_still_is_ended(ended: list[str]) -> None:
    silent(excused=False).look()
    assert ended == ["ended"]


def test_a_worker_whose_loop_turns_is_left_alone(ended: list[str]) -> None:
    pulse = silent(excused=False)
    pulse.feel()
    pulse.look()
    assert ended == []


def test_a_worker_that_waits_for_the_broker_is_left_alone_and_its_time_starts_anew(ended: list[str]) -> None:
    pulse = silent(excused=True)
    pulse.look()
    pulse.is_excused = lambda: False
    pulse.look()
    assert ended == []


@pytest.mark.parametrize(
    ("worker", "waits"),
    [
        pytest.param(SimpleNamespace(), True, id="not yet started"),
        pytest.param(SimpleNamespace(consumer=SimpleNamespace(connection=None)), True, id="between two connections"),
        pytest.param(SimpleNamespace(consumer=SimpleNamespace(connection=object())), False, id="connected"),
    ],
)
def test_a_worker_waits_for_the_broker_while_it_has_no_connection(worker: SimpleNamespace, waits: bool) -> None:
    assert heartbeat._waits_for_broker(worker) is waits


def test_a_pulse_is_a_row_that_moves_on(db: str, acting_as: Callable[[DbRole], None]) -> None:
    acting_as(DbRole.REDACTOR)
    for _ in range(2):
        Pulse("redactor@here", lambda: False).report()
    row = Worker.objects.get()
    assert (row.name, row.role) == ("redactor@here", "sotto_redactor")
    assert (now() - row.seen_at).total_seconds() < 5


def test_a_database_that_is_away_does_not_stop_the_pulse(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setitem(connections["default"].settings_dict, "PORT", "1")
        connections["default"].close()
        Pulse("worker@here", lambda: False).report()


def test_the_end_takes_the_children_along() -> None:
    """In a group of its own: a child that ignores everything is gone when its parent ended itself."""
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.setpgid(0, 0)
        if os.fork() == 0:
            signal.pause()
        heartbeat.end_this_worker()
    os.close(writer)
    assert os.waitstatus_to_exitcode(os.waitpid(parent, 0)[1]) == -signal.SIGKILL
    assert os.read(reader, 1) == b"", "the pipe is closed by the last process that held it"
    os.close(reader)
