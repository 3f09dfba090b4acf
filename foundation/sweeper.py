"""Finds the jobs that no worker knows of: the bell was not rung, was lost, or its worker died."""

from datetime import timedelta

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from kombu.exceptions import ChannelError

from foundation.clock import now
from foundation.jobs import HANDLERS, QUEUES, tell
from foundation.models import Job, JobState

log = structlog.get_logger("sotto.jobs")

EVERY_S = 15
BATCH = 500
LONGEST_SILENCE = timedelta(minutes=5)


def sweep() -> int:
    """Tell again what is due and what a dead worker held. Returns how many.

    Each job once for each time it comes due; again only when its queue is empty. While the queue still holds messages the bell is
    late, not lost, and ringing on would only make the queue longer; after five minutes it is rung all the same, since one message that
    nobody takes would otherwise hide the loss of the others for ever.
    """
    at = now()
    due = Q(state=JobState.QUEUED, due_at__lte=at) | Q(state=JobState.RUNNING, lease_until__lt=at)
    untold = Q(told_at__isnull=True) | Q(told_at__lt=Coalesce("lease_until", "due_at"))
    silent = [queue for queue in QUEUES if _is_empty(queue)]
    lost = Q(told_at__lt=at - timedelta(seconds=EVERY_S), queue__in=silent) | Q(told_at__lt=at - LONGEST_SILENCE)
    with transaction.atomic():
        found = Job.objects.select_for_update(skip_locked=True).filter(due, untold | lost, kind__in=HANDLERS)
        return tell(list(found.order_by("due_at")[:BATCH]))


def _is_empty(queue: str) -> bool:
    """True when the broker holds no message of `queue`; False when it cannot be asked."""
    try:
        with current_app.connection_for_read() as bell:
            bell.ensure_connection(max_retries=1, timeout=2)
            return bool(bell.default_channel.queue_declare(queue, passive=True).message_count == 0)
    except ChannelError:  # Redis keeps no empty list: the queue is not there
        return True
    except Exception as error:
        log.warning("broker_away", error=type(error).__name__)
        return False
