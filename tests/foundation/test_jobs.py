"""The outbox: once, whatever happens."""

import base64
import json
from collections.abc import Callable, Iterator

import psycopg
import pytest
import redis
from django.db import OperationalError, ProgrammingError, connection, transaction

from foundation import jobs
from foundation.clock import now, shifted
from foundation.ids import new_id
from foundation.jobs import LostFence, LostRace, UnfitLimit, UnknownKind
from foundation.models import Job, JobState
from foundation.roles import DbRole


@pytest.fixture
def db(db: str, acting_as: Callable[[DbRole], None]) -> str:
    """Jobs are done by a worker, as its database role."""
    acting_as(DbRole.WORKER)
    return db


@pytest.fixture
def registered() -> Iterator[Callable[..., str]]:
    """Register a handler for the length of the test; gives the kind."""
    kinds: list[str] = []

    def register(work: jobs.Work, kind: str = "test.note", *, hard_limit_s: int = 20) -> str:
        jobs.handler(kind, hard_limit_s=hard_limit_s)(work)
        kinds.append(kind)
        return kind

    yield register
    for kind in kinds:
        del jobs.HANDLERS[kind]


@pytest.fixture
def effects() -> list[str]:
    return []


@pytest.fixture
def kind(registered: Callable[..., str], effects: list[str]) -> str:
    return registered(lambda job: effects.append(job.subject))


@pytest.fixture
def failing(registered: Callable[..., str]) -> str:
    def fail(job: Job) -> None:
        raise RuntimeError("words that somebody said")

    return registered(fail, "test.fail")


def mark(subject: str) -> None:
    """An effect in the database that a test can look for: another row."""
    jobs.enqueue("test.note", subject=subject)


def test_a_job_is_written_with_its_cause_or_not_at_all(db: str, kind: str) -> None:
    def cause() -> None:
        with transaction.atomic():
            jobs.enqueue(kind, subject=new_id())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cause()
    assert not Job.objects.exists()


def test_nobody_is_told_before_the_cause_is_committed(db: str, kind: str, broker: redis.Redis) -> None:
    with transaction.atomic():
        jobs.enqueue(kind, subject=new_id())
        assert broker.llen("default") == 0
    assert broker.llen("default") == 1


def test_a_job_runs_once_however_often_it_is_told(db: str, kind: str, effects: list[str]) -> None:
    job = jobs.enqueue(kind, subject=new_id())
    assert [jobs.run(job.id) for _ in range(3)] == [True, False, False]
    assert effects == [job.subject]
    job.refresh_from_db()
    assert (job.state, job.fence, job.attempts, job.lease_until) == (JobState.DONE, 1, 1, None)


def test_a_leased_job_is_not_taken_by_another_worker(db: str, kind: str) -> None:
    job = jobs.enqueue(kind, subject=new_id())
    assert jobs.take(job.id)
    assert jobs.take(job.id) is None


def test_of_two_workers_that_saw_the_same_row_one_gets_it(db: str, kind: str, superuser: psycopg.Connection) -> None:
    job = jobs.enqueue(kind, subject=new_id())
    stale = Job.objects.filter(jobs._takeable(job.due_at), pk=job.id, fence=job.fence)
    assert jobs.take(job.id)
    assert stale.update(fence=99) == 0


@pytest.mark.parametrize("limit", [1, 20, jobs.LONGEST_LIMIT_S])
def test_the_lease_outlasts_the_hard_limit_and_is_no_setting(db: str, registered: Callable[..., str], limit: int) -> None:
    kind = registered(lambda job: None, hard_limit_s=limit)
    job = jobs.enqueue(kind, subject=new_id())
    taken = jobs.take(job.id)
    assert taken
    assert taken.lease_until
    assert (taken.lease_until - job.created_at).total_seconds() >= limit + jobs.LEASE_MARGIN_S
    assert 0 < jobs.HANDLERS[kind].soft_limit_s <= limit
    with pytest.raises(AttributeError):
        jobs.HANDLERS[kind].lease = None  # type: ignore[misc, assignment]


@pytest.mark.parametrize("limit", [0, -1, jobs.LONGEST_LIMIT_S + 1])
def test_a_limit_that_no_lease_covers_is_refused(limit: int) -> None:
    with pytest.raises(UnfitLimit, match=r"test\.other"):
        jobs.handler("test.other", hard_limit_s=limit)


def test_a_message_comes_back_later_than_any_lease_ends() -> None:
    assert jobs.VISIBILITY_S > jobs.LONGEST_LIMIT_S + jobs.LEASE_MARGIN_S


@pytest.mark.asvs("2.3.3")
def test_work_that_lost_its_lease_takes_no_effect(db: str, kind: str, registered: Callable[..., str]) -> None:
    late = new_id()

    def slow(job: Job) -> None:
        if job.attempts == 1:
            mark(late)
            with shifted(minutes=2):  # the worker sleeps beyond its lease, and a second one does the work
                second_worker(job.id)

    kind = registered(slow, "test.slow")
    job = jobs.enqueue(kind, subject=new_id())
    assert jobs.run(job.id) is False
    job.refresh_from_db()
    assert (job.state, job.fence) == (JobState.DONE, 2)
    assert not Job.objects.filter(subject=late).exists()


def second_worker(job_id: str) -> None:
    """Run the job on a connection and thread of its own."""
    from threading import Thread

    def work() -> None:
        assert jobs.run(job_id) is True
        connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()


@pytest.mark.asvs("2.3.3")
def test_what_a_failed_handler_changed_is_undone(db: str, kind: str, registered: Callable[..., str]) -> None:
    half = new_id()

    def fail(job: Job) -> None:
        mark(half)
        raise RuntimeError

    jobs.run(jobs.enqueue(registered(fail, "test.half"), subject=new_id()).id)
    assert not Job.objects.filter(subject=half).exists()


def test_a_race_that_the_work_lost_is_a_failure_and_not_a_lost_fence(db: str, registered: Callable[..., str]) -> None:
    def lose(job: Job) -> None:
        raise LostRace

    job = jobs.enqueue(registered(lose, "test.lose"), subject=new_id())
    jobs.run(job.id)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.QUEUED, "LostRace")


@pytest.mark.asvs("16.2.5")
def test_an_error_leaves_its_class_and_not_its_words(db: str, failing: str, capfd: pytest.CaptureFixture[str]) -> None:
    job = jobs.enqueue(failing, subject=new_id())
    assert jobs.run(job.id) is False
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.QUEUED, "RuntimeError")
    assert "somebody said" not in "".join(capfd.readouterr())


def test_a_job_that_fails_five_times_is_set_aside_and_those_who_asked_hear_of_it(db: str, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(jobs, "ON_QUARANTINE", [])
    jobs.on_quarantine()(lambda job: heard.append("any"))
    jobs.on_quarantine(failing)(lambda job: heard.append(job.kind))
    jobs.on_quarantine("test.other")(lambda job: heard.append("other"))
    job = jobs.enqueue(failing, subject=new_id())
    for attempt in range(7):
        with shifted(hours=attempt):
            jobs.run(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempts, heard) == (JobState.QUARANTINED, jobs.MOST_ATTEMPTS, ["any", failing])


def test_a_job_is_not_set_aside_without_what_belongs_to_it(db: str, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(job: Job) -> None:
        raise OSError

    monkeypatch.setattr(jobs, "ON_QUARANTINE", [("", refuse)])
    job = jobs.enqueue(failing, subject=new_id())
    for attempt in range(jobs.MOST_ATTEMPTS - 1):
        with shifted(hours=attempt):
            jobs.run(job.id)
    with shifted(hours=9), pytest.raises(OSError):
        jobs.run(job.id)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_job_that_kills_its_worker_each_time_is_set_aside(db: str, kind: str, effects: list[str]) -> None:
    job = jobs.enqueue(kind, subject=new_id())
    for attempt in range(jobs.MOST_ATTEMPTS):
        with shifted(minutes=attempt):
            assert jobs.take(job.id)
    with shifted(minutes=9):
        assert jobs.run(job.id) is False
    job.refresh_from_db()
    assert (job.state, job.error_code, effects) == (JobState.QUARANTINED, "LeaseOver", [])


def test_a_failed_job_waits_longer_each_time(db: str, failing: str) -> None:
    job = jobs.enqueue(failing, subject=new_id())
    waits = []
    for attempt in range(3):
        with shifted(minutes=attempt):
            jobs.run(job.id)
            assert jobs.take(job.id) is None
            job.refresh_from_db()
            waits.append((job.due_at - job.created_at).total_seconds() - 60 * attempt)
    assert [round(wait) for wait in waits] == [2, 4, 8]


def test_a_job_that_waits_for_something_closed_is_never_set_aside(db: str, registered: Callable[..., str], superuser: psycopg.Connection) -> None:
    def closed(job: Job) -> None:
        raise jobs.NotNow

    job = jobs.enqueue(registered(closed, "test.closed"), subject=new_id())
    for _ in range(jobs.MOST_ATTEMPTS + 2):
        assert not jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.error_code) == (JobState.QUEUED, 0, "NotNow")
        assert job.due_at > now()
        superuser.execute("UPDATE foundation_job SET due_at = now() - interval '1 minute'")


def test_an_unknown_kind_is_refused_before_it_is_written(db: str) -> None:
    with pytest.raises(UnknownKind, match=r"test\.nobody"):
        jobs.enqueue("test.nobody", subject=new_id())
    assert not Job.objects.exists()


def test_a_kind_has_one_handler(kind: str) -> None:
    with pytest.raises(ValueError, match="already"):
        jobs.handler(kind)


def test_a_queue_that_no_worker_serves_is_refused() -> None:
    with pytest.raises(ValueError, match="no worker serves"):
        jobs.handler("test.other", queue="attic")


def test_a_broker_that_is_away_undoes_nothing(db: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(job: Job) -> None:
        raise ConnectionError

    monkeypatch.setattr(jobs, "_ring", refuse)
    job = jobs.enqueue(kind, subject=new_id())
    job.refresh_from_db()
    assert (job.state, job.told_at) == (JobState.QUEUED, None)


def test_a_message_holds_the_id_of_the_job_and_nothing_else(db: str, kind: str, broker: redis.Redis) -> None:
    job = jobs.enqueue(kind, subject=new_id())
    message = json.loads(broker.lindex("default", 0))  # type: ignore[arg-type]
    arguments, keywords, _ = json.loads(base64.b64decode(message["body"]))
    assert (arguments, keywords) == ([job.id], {})
    assert job.subject not in json.dumps(message)
    assert message["headers"]["timelimit"] == [20, 15]


def test_the_web_tells_of_work_and_cannot_take_it(db: str, kind: str, acting_as: Callable[[DbRole], None]) -> None:
    acting_as(DbRole.APP)
    job = jobs.enqueue(kind, subject=new_id())
    job.refresh_from_db()
    assert job.told_at
    with pytest.raises(ProgrammingError):
        jobs.take(job.id)


def cut(superuser: psycopg.Connection) -> None:
    superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sotto_worker' AND datname = current_database()")


def test_a_connection_lost_at_work_gives_the_job_back(db: str, kind: str, registered: Callable[..., str], superuser: psycopg.Connection) -> None:
    half = new_id()

    def lose(job: Job) -> None:
        mark(half)
        cut(superuser)
        Job.objects.exists()

    job = jobs.enqueue(registered(lose, "test.cut"), subject=new_id())
    assert jobs.run(job.id) is False
    job.refresh_from_db()
    assert (job.state, job.error_code, job.lease_until) == (JobState.QUEUED, "OperationalError", None)
    assert not Job.objects.filter(subject=half).exists()


def test_a_connection_lost_unnoticed_does_not_mark_the_job_done(db: str, registered: Callable[..., str], superuser: psycopg.Connection) -> None:
    job = jobs.enqueue(registered(lambda job: cut(superuser), "test.cut"), subject=new_id())
    assert jobs.run(job.id) is False
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_database_that_is_away_leaves_the_job_to_the_sweeper(db: str, registered: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    def vanish(job: Job) -> None:
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")
        connection.close()
        raise OperationalError("gone")

    kind = registered(vanish, "test.vanish")
    job = jobs.enqueue(kind, subject=new_id())
    assert jobs.run(job.id) is False
    assert jobs.run(job.id) is False, "the database is still away: the next message does not end the worker either"
    monkeypatch.undo()


def test_an_answer_to_the_commit_that_got_lost_does_not_do_the_work_twice(
    db: str, kind: str, effects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.enqueue(kind, subject=new_id())
    commit = connection.commit

    def commit_and_lose() -> None:
        commit()
        raise OperationalError("the answer was lost")

    monkeypatch.setattr(connection, "commit", commit_and_lose)
    assert jobs.run(job.id) is False
    monkeypatch.undo()
    assert jobs.run(job.id) is False
    assert effects == [job.subject]


def test_a_lost_fence_is_a_lost_race() -> None:
    assert issubclass(LostFence, LostRace)
