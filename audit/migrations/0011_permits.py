"""Leave for large exports of the log."""

from pathlib import Path

from django.db import migrations, models

import foundation.fields
import foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0010_event_beside_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("entry", models.CharField(max_length=32)),
                ("format", models.CharField(choices=[("csv", "CSV"), ("jsonl", "JSON lines"), ("bundle", "Provable bundle")], max_length=8)),
                ("asked", models.JSONField(default=list)),
                ("size", models.BigIntegerField()),
                ("state", models.CharField(max_length=8)),
                ("state_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "asked")), fields=["asked_at"], name="permits_asked"),
                    models.Index(condition=models.Q(("state__in", ["asked", "approved"])), fields=["expires_at"], name="permits_by_end"),
                    models.Index(fields=["asked_by", "-asked_at"], name="permits_of_an_officer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("asked_by")), _negated=True), name="a_permit_is_decided_by_somebody_else"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "refused", "revoked", "used"]), _negated=True),
                            models.Q(models.Q(("decided_by", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_permit_is_good_only_after_a_decision",
                    ),
                ],
            },
        ),
        migrations.RunSQL((Path(__file__).parent / "sql" / "0011_permits.sql").read_text()),
    ]
