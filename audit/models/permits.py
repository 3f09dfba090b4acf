"""Leave for large exports of the log."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import IdField


class Permit(models.Model):
    """What one officer asked for and another decides. The question (format, asked, size) and its asker are written once: no role may change them.
    A trigger (migrations/sql/0011_permits.sql) lets it move only as audit/permits/states.py draws.

    asked: the filters, ids and codes only, without a moving end. size: how many entries they left.
    entry: of the asking; its reason is sealed there.
    """

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        JSONL = "jsonl", _("JSON lines")
        BUNDLE = "bundle", _("Provable bundle")

    id = IdField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    entry = models.CharField(max_length=32)
    format = models.CharField(max_length=8, choices=Format.choices)
    asked = models.JSONField(default=list)
    size = models.BigIntegerField()
    state = models.CharField(max_length=8)
    state_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_permit_is_decided_by_somebody_else", condition=~Q(decided_by=F("asked_by"))),
            models.CheckConstraint(
                name="a_permit_is_good_only_after_a_decision",
                condition=~Q(state__in=["approved", "refused", "revoked", "used"]) | (~Q(decided_by="") & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state="asked"), name="permits_asked"),
            models.Index(fields=["expires_at"], condition=Q(state__in=["asked", "approved"]), name="permits_by_end"),
            models.Index(fields=["asked_by", "-asked_at"], name="permits_of_an_officer"),
        ]
