"""Data keys, jobs and the pulses of workers."""

from django.db import models
from django.db.models import Q

from foundation.clock import now
from foundation.fields import IdField
from foundation.ids import LENGTH


class DataKey(models.Model):
    """A wrapped data key. Who may see which rows is row-level security, from keys.HOLDERS (foundation/policies.py)."""

    id = IdField()
    ring = models.CharField(max_length=20)
    object_id = models.CharField(max_length=LENGTH)
    purpose = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ring", "object_id", "purpose"], name="one_data_key_per_object_and_purpose")]
        indexes = [
            models.Index(fields=["ring", "version"], name="data_keys_to_rewrap"),
            models.Index(fields=["ring", "purpose"], name="data_keys_of_a_purpose"),
        ]


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    QUARANTINED = "quarantined"


class Job(models.Model):
    """Something to be done, written in the transaction that caused it."""

    id = IdField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=LENGTH)
    queue = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="running") | Q(lease_until__isnull=True), name="only_a_running_job_has_a_lease"),
            models.CheckConstraint(condition=~Q(state="running") | Q(lease_until__isnull=False), name="a_running_job_has_a_lease"),
        ]
        indexes = [
            models.Index(fields=["queue", "due_at"], condition=Q(state="queued"), name="jobs_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="jobs_running"),
            models.Index(fields=["subject"], name="jobs_of_a_subject"),
        ]


class Worker(models.Model):
    """The last pulse of a worker process."""

    name = models.CharField(max_length=120, primary_key=True)
    role = models.CharField(max_length=20)
    seen_at = models.DateTimeField()


class Unwraps(models.Model):
    """How many keys of a ring and purpose one process unwrapped in about a minute (foundation/unwraps.py)."""

    day = models.DateField()
    ring = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    process = models.CharField(max_length=LENGTH)
    count = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "ring"], name="unwraps_of_a_day")]
