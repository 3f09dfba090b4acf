"""Celery as a doorbell: it carries job ids, keeps nothing, and may lose everything."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, worker_init, worker_process_shutdown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.apps import apps

if not apps.models_ready:  # a worker begins here; a web process comes with Django set up
    django.setup()

from config import logs
from config.env import env
from foundation import heartbeat, jobs, periodic, unwraps
from foundation.roles import DbRole

app = Celery("sotto")
app.set_default()  # for every thread: a web thread that enqueues must find this app
app.conf.update(
    broker_url=env.broker,
    broker_connection_retry_on_startup=True,
    broker_transport_options=jobs.BROKER_OPTIONS,
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="default",
    task_time_limit=jobs.LONGEST_LIMIT_S,
    task_soft_time_limit=jobs.LONGEST_LIMIT_S - 5,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=600_000,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_send_sent_event=False,
    task_track_started=False,
    timezone="UTC",
    beat_schedule=periodic.schedule(),
)
app.autodiscover_tasks()
heartbeat.install(app)
task_postrun.connect(unwraps.keep_if_due, weak=False)
worker_process_shutdown.connect(unwraps.keep, weak=False)


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery has no types
def _our_logs(**_kwargs: Any) -> None:
    """Celery would print task arguments and tracebacks in its own way."""
    logs.configure()


@worker_init.connect  # type: ignore[untyped-decorator]
def _load_models(**_kwargs: Any) -> None:
    """In the parent, once: its children share the memory, and one that is recycled is ready at once."""
    if env.role is DbRole.REDACTOR:
        from redaction import warm

        warm.load()
