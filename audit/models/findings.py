"""What the rules found, and how it leaves the house."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import IdField


class Finding(models.Model):
    """What a rule found. Rule and key are its identity: however often the rule looks, the same thing is raised once."""

    class Disposition(models.TextChoices):
        OPEN = "", _("open")
        EXPLAINED = "explained", _("explained")
        INCIDENT = "incident", _("an incident")
        FALSE_ALARM = "false_alarm", _("a false alarm")

    id = IdField()
    rule = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    at = models.DateTimeField()
    raised_at = models.DateTimeField()
    person = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    entries = models.JSONField(default=list)
    disposition = models.CharField(max_length=12, choices=Disposition.choices, default=Disposition.OPEN, blank=True)
    disposed_at = models.DateTimeField(null=True)
    disposed_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="a_finding_is_raised_once"),
            models.CheckConstraint(
                name="a_disposition_has_an_officer_and_a_time",
                condition=models.Q(disposition="", disposed_at__isnull=True, disposed_by="")
                | (~models.Q(disposition="") & models.Q(disposed_at__isnull=False) & ~models.Q(disposed_by="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="findings_by_time"),
            models.Index(fields=["-raised_at", "-id"], condition=models.Q(disposition=""), name="findings_open"),
            models.Index(fields=["person", "-raised_at"], condition=~models.Q(person=""), name="findings_about_a_person"),
        ]

    @property
    def is_open(self) -> bool:
        return self.disposition == self.Disposition.OPEN


class RuleMark(models.Model):
    """How far a rule has read, and how its last look went. Each rule has its own: one that fails holds up no other."""

    rule = models.CharField(max_length=40, primary_key=True)
    period = models.IntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    looked_until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    took_ms = models.IntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)


class Tally(models.Model):
    """How often something happened on a day (UTC): to one person, or in the whole house when `person` is empty."""

    pk = models.CompositePrimaryKey("day", "person", "what")
    day = models.DateField()
    person = models.CharField(max_length=40)
    what = models.CharField(max_length=60)
    count = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "what", "day"], name="tallies_of_a_person")]


class Alert(models.Model):
    """A message that has to leave: by mail or webhook, about a finding or the checkpoint of a day. Tried until it is sent."""

    class Road(models.TextChoices):
        MAIL = "mail"
        WEBHOOK = "webhook"

    class Kind(models.TextChoices):
        FINDING = "finding"
        CHECKPOINT = "checkpoint"

    id = IdField()
    road = models.CharField(max_length=8, choices=Road.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["road", "kind", "about"], name="an_alert_a_road")]
        indexes = [models.Index(fields=["road", "due_at"], condition=models.Q(sent_at__isnull=True), name="alerts_waiting")]
