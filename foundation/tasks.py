"""What Celery calls. A message holds an id or a name from a closed list, nothing else."""

from celery import shared_task

from foundation import jobs, periodic, sweeper

periodic.periodic("foundation.sweep", every_s=sweeper.EVERY_S)(sweeper.sweep)


@shared_task(name=jobs.TASK)  # type: ignore[untyped-decorator]
def run(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name=periodic.TASK)  # type: ignore[untyped-decorator]
def run_periodic(name: str) -> None:
    periodic.run(name)
