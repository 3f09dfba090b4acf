"""The redactor's Celery app with a short hard limit, for test_chaos: a lease of a killed worker ends in seconds, not in a minute and a half."""

from dataclasses import replace

from config.celery import app
from foundation.jobs import HANDLERS
from redaction.intake import JOB

__all__ = ["app"]

HANDLERS[JOB] = replace(HANDLERS[JOB], hard_limit_s=8)
