"""The outbox: a job is a row in PostgreSQL; Celery is only told its id.

Taking a job is one conditional UPDATE that raises its fence and gives a lease longer than the work may take. What the handler changes
commits together with the finish, and only under the fence it was taken with: a job that ran twice takes effect once.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from celery import current_app
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q

from foundation.clock import now
from foundation.models import Job, JobState

log = structlog.get_logger("sotto.jobs")

LONGEST_LIMIT_S = 900
LEASE_MARGIN_S = 30
# A handler hears of the end this long before it is killed, so that it can stop in order.
SOFT_MARGIN_S = 5
# Redis gives an unacknowledged message to the next worker after this long: never while the first can still be at it.
VISIBILITY_S = 3600
# For Celery's broker_transport_options. Whoever enqueues waits seconds at most for a broker that is away, not for ever.
BROKER_OPTIONS = {
    "visibility_timeout": VISIBILITY_S,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
MOST_ATTEMPTS = 5
WAIT_S = 30
QUEUES = ("default", "redaction")
TASK = "foundation.run"

Work = Callable[[Job], None]


class LostRace(Exception):
    """Somebody else changed it first."""


class LostFence(LostRace):
    """Another worker took the job meanwhile; nothing of this run was kept."""


class NotNow(Exception):
    """What the work needs is closed for a while. The job waits, however long that takes: such a try does not count."""


class UnknownKind(Exception):
    """A job of a kind that no app of this process handles."""


class UnfitLimit(ValueError):
    """A time limit that no lease could cover."""


@dataclass(frozen=True)
class Handler:
    kind: str
    queue: str
    hard_limit_s: int
    work: Work

    @property
    def lease(self) -> timedelta:
        """Computed, so that none shorter than the work can be configured."""
        return timedelta(seconds=self.hard_limit_s + LEASE_MARGIN_S)

    @property
    def soft_limit_s(self) -> int:
        return max(1, self.hard_limit_s - SOFT_MARGIN_S)


HANDLERS: dict[str, Handler] = {}
# (kind, what to do): called in the transaction that quarantines a job of that kind, or of any when the kind is empty.
ON_QUARANTINE: list[tuple[str, Work]] = []


def handler(kind: str, *, queue: str = "default", hard_limit_s: int = 60) -> Callable[[Work], Work]:
    """Register what is done for jobs of `kind`. It runs in a transaction and may be tried again, so it must not act outside it."""
    if not 0 < hard_limit_s <= LONGEST_LIMIT_S:
        raise UnfitLimit(f"{kind}: hard_limit_s is {hard_limit_s}; it must lie between 1 and {LONGEST_LIMIT_S}")
    if queue not in QUEUES:
        raise ValueError(f"{kind}: no worker serves the queue {queue}; choose one of {', '.join(QUEUES)}")
    if kind in HANDLERS:
        raise ValueError(f"{kind}: there is a handler for this kind already")

    def register(work: Work) -> Work:
        HANDLERS[kind] = Handler(kind, queue, hard_limit_s, work)
        return work

    return register


def on_quarantine(kind: str = "") -> Callable[[Work], Work]:
    """Register what else happens when a job of `kind` (or of any) is set aside: in the same transaction, or neither happens."""

    def register(work: Work) -> Work:
        ON_QUARANTINE.append((kind, work))
        return work

    return register


def enqueue(kind: str, *, subject: str) -> Job:
    """Write the job in the caller's transaction; a worker is told when that commits. Raises UnknownKind."""
    if kind not in HANDLERS:
        raise UnknownKind(f"no handler for jobs of kind {kind}: is its app in INSTALLED_APPS?")
    at = now()
    job = Job(kind=kind, subject=subject, queue=HANDLERS[kind].queue, created_at=at, due_at=at)
    job.save(force_insert=True)
    # robust: what is committed stays done, whatever becomes of the bell
    transaction.on_commit(lambda: tell([job]), robust=True)
    return job


def tell(jobs: Iterable[Job]) -> int:
    """Ring the bell for jobs, by id; returns how many. A broker that is away is no error: the sweeper finds what was not told."""
    told: list[str] = []
    try:
        for job in jobs:
            _ring(job)
            told.append(job.id)
    except Exception as error:  # kombu and redis-py raise many kinds; none may undo what is committed
        log.warning("broker_away", error=type(error).__name__)
    if told:
        Job.objects.filter(pk__in=told).update(told_at=now())
    return len(told)


def _ring(job: Job) -> None:
    found = HANDLERS[job.kind]
    limits = {"time_limit": found.hard_limit_s, "soft_time_limit": found.soft_limit_s}
    current_app.send_task(TASK, args=[job.id], queue=job.queue, retry=False, **limits)


# -- in the worker ----------------------------------------------------------------------------------


def run(job_id: str) -> bool:
    """Do one job if it is there to be done. True when it was done here and now.

    When the database goes away the job stays as it is: its lease ends, and the sweeper tells it again.
    """
    try:
        job = take(job_id)
        return job is not None and _do(job)
    except (DatabaseError, InterfaceError) as error:
        log.warning("database_away", job=job_id, error=type(error).__name__)
        connection.close()
        return False


def _do(job: Job) -> bool:
    try:
        with transaction.atomic():
            HANDLERS[job.kind].work(job)
            _leave(job, JobState.DONE, finished_at=now(), error_code="")
    except LostFence:
        log.warning("fence_lost", job=job.pk, kind=job.kind, attempts=job.attempts)
        return False
    except Exception as error:  # whatever a handler raises is the job's failure, never the worker's end
        # The answer to a COMMIT may be lost too: then the job is done, and the fence below says so.
        _put_back(job, error)
        return False
    return True


def take(job_id: str) -> Job | None:
    """Take a job under a new fence and lease; None when it is not there to be taken. Quarantines one that was tried too often."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    if job.kind not in HANDLERS:
        log.error("job_of_unknown_kind", job=job.pk, kind=job.kind)
        return None
    if job.attempts >= MOST_ATTEMPTS and job.state != JobState.DONE:
        _quarantine(job)
        return None
    at = now()
    lease_until = at + HANDLERS[job.kind].lease
    taken = Job.objects.filter(_takeable(at), pk=job.pk, fence=job.fence).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, fence=F("fence") + 1, lease_until=lease_until
    )
    if not taken:
        return None
    job.state, job.attempts, job.fence, job.lease_until = JobState.RUNNING, job.attempts + 1, job.fence + 1, lease_until
    return job


def _takeable(at: Any) -> Q:
    return Q(state=JobState.QUEUED, due_at__lte=at) | Q(state=JobState.RUNNING, lease_until__lt=at)


def _leave(job: Job, state: JobState, **values: Any) -> None:
    """Leave RUNNING under the own fence. Raises LostFence."""
    moved = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, fence=job.fence).update(state=state, lease_until=None, **values)
    if not moved:
        raise LostFence(f"job {job.pk}: taken by another worker, or finished, meanwhile")


def _put_back(job: Job, error: Exception) -> None:
    """Back to the queue, later each time, with the class of the error alone: its message could hold what somebody said."""
    code = type(error).__name__
    if isinstance(error, NotNow):
        _wait(job, code)
        return
    log.warning("job_failed", job=job.pk, kind=job.kind, attempts=job.attempts, error=code)
    try:
        _leave(job, JobState.QUEUED, due_at=now() + timedelta(seconds=2**job.attempts), error_code=code[:80])
    except LostFence:
        return
    if job.attempts >= MOST_ATTEMPTS:
        _quarantine(Job.objects.get(pk=job.pk))


def _wait(job: Job, code: str) -> None:
    log.warning("job_waits", job=job.pk, kind=job.kind, error=code)
    with suppress(LostFence):
        _leave(job, JobState.QUEUED, due_at=now() + timedelta(seconds=WAIT_S), error_code=code[:80], attempts=F("attempts") - 1)


def _quarantine(job: Job) -> None:
    """Set a job aside that may not be tried again; one that is still leased is left to its worker."""
    at = now()
    idle = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    values = {"state": JobState.QUARANTINED, "lease_until": None, "finished_at": at, "error_code": job.error_code or "LeaseOver"}
    with transaction.atomic():
        if not Job.objects.filter(idle, pk=job.pk, fence=job.fence).update(**values):
            return
        job.refresh_from_db()
        for kind, hook in ON_QUARANTINE:
            if kind in ("", job.kind):
                hook(job)
    log.error("job_quarantined", job=job.pk, kind=job.kind, attempts=job.attempts, error=job.error_code)
