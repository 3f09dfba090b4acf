"""What the broker lost and what a dead worker held is told again; what is only late is not."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
import redis

from foundation import jobs, periodic, sweeper
from foundation.clock import shifted
from foundation.ids import new_id
from foundation.models import Job
from foundation.roles import DbRole

pytestmark = pytest.mark.usefixtures("slow_clock")


@pytest.fixture
def db(db: str, acting_as: Callable[[DbRole], None]) -> str:
    acting_as(DbRole.WORKER)
    return db


@pytest.fixture
def job(db: str, broker: redis.Redis) -> Iterator[Job]:
    """A job that waits, and its message in the queue."""
    jobs.handler("test.wait", hard_limit_s=20)(lambda job: None)
    yield jobs.enqueue("test.wait", subject=new_id())
    del jobs.HANDLERS["test.wait"]


def test_a_job_whose_message_was_flushed_is_told_again(job: Job, broker: redis.Redis) -> None:
    broker.flushall()
    assert sweeper.sweep() == 0, "too early to call it lost"
    with shifted(seconds=sweeper.EVERY_S + 1):
        assert sweeper.sweep() == 1
    assert broker.llen("default") == 1


def test_a_job_that_waits_in_a_long_queue_is_left_there(job: Job, broker: redis.Redis) -> None:
    with shifted(minutes=4):
        assert sweeper.sweep() == 0
    assert broker.llen("default") == 1


def test_a_job_that_nobody_was_told_of_is_told_at_once(job: Job, broker: redis.Redis) -> None:
    Job.objects.update(told_at=None)
    assert sweeper.sweep() == 1
    assert sweeper.sweep() == 0


def test_what_a_dead_worker_held_is_told_once_its_lease_is_over(job: Job, broker: redis.Redis) -> None:
    assert jobs.take(job.id)
    with shifted(seconds=49):
        assert sweeper.sweep() == 0
    with shifted(seconds=51):
        assert sweeper.sweep() == 1
        assert sweeper.sweep() == 0, "its message waits: the queue must not grow with every sweep"
        assert jobs.run(job.id) is True


def test_a_failed_job_is_told_again_when_it_is_due(job: Job, broker: redis.Redis) -> None:
    taken = jobs.take(job.id)
    assert taken
    jobs._put_back(taken, RuntimeError())
    assert sweeper.sweep() == 0
    with shifted(seconds=3):
        assert sweeper.sweep() == 1


def test_done_jobs_are_left_alone(job: Job, broker: redis.Redis) -> None:
    jobs.run(job.id)
    broker.flushall()
    with shifted(days=1):
        assert sweeper.sweep() == 0


def test_rows_that_another_sweep_holds_are_passed_over(job: Job, superuser: psycopg.Connection) -> None:
    Job.objects.update(told_at=None)
    with superuser.transaction():
        superuser.execute("SELECT 1 FROM foundation_job FOR UPDATE")
        assert sweeper.sweep() == 0


def test_a_broker_that_cannot_be_asked_ends_no_sweep(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(sweeper.current_app._get_current_object()), "connection_for_read", refuse)
    with shifted(minutes=4):
        assert sweeper.sweep() == 0


def test_a_sweep_runs_once_at_a_time_over_all_machines(db: str, superuser: psycopg.Connection) -> None:
    ran: list[int] = []
    periodic.periodic("test.sweep", every_s=5)(lambda: ran.append(1))
    try:
        superuser.execute("SELECT pg_advisory_lock(%s)", [periodic._lock_of("test.sweep")])
        assert periodic.run("test.sweep") is False
        superuser.execute("SELECT pg_advisory_unlock_all()")
        assert periodic.run("test.sweep") is True
    finally:
        del periodic.SWEEPS["test.sweep"]
    assert ran == [1]


def test_beat_rings_for_the_sweep_and_a_pause_leaves_no_pile() -> None:
    line = periodic.schedule()["foundation.sweep"]
    assert (line["args"], line["schedule"], line["options"]["expires"]) == (["foundation.sweep"], 15, 15)


def test_a_sweep_has_one_name() -> None:
    with pytest.raises(ValueError, match="already"):
        periodic.periodic("foundation.sweep", every_s=1)(lambda: None)


def test_one_message_that_nobody_takes_does_not_hide_the_others_for_ever(db: str, broker: "redis.Redis", acting_as: Callable[[DbRole], None]) -> None:
    jobs.handler("test.starve")(lambda job: None)
    try:
        acting_as(DbRole.WORKER)
        jobs.enqueue("test.starve", subject="a" * 32)
        broker.flushall()
        broker.lpush("default", "a message that nobody takes")
        with shifted(seconds=60):
            assert sweeper.sweep() == 0
        with shifted(minutes=6):
            assert sweeper.sweep() == 1
    finally:
        del jobs.HANDLERS["test.starve"]
