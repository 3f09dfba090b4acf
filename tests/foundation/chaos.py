"""A Celery app with one more kind of job, for test_chaos: its effect is a row, so that doing it twice can be counted."""

import sys
import time

from django.db import connection

from config.celery import app
from foundation import jobs
from foundation.ids import new_id
from foundation.models import Job

__all__ = ["app"]


@jobs.handler("chaos.effect", hard_limit_s=4)
def effect(job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO chaos_effect (job) VALUES (%s)", [job.id])
    time.sleep(0.04)


if __name__ == "__main__":
    for _ in range(int(sys.argv[1])):
        jobs.enqueue("chaos.effect", subject=new_id())
