from django.db import migrations, models

import foundation.clock
import foundation.fields
import foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=20)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("ring", models.CharField(max_length=20)),
                ("object_id", models.CharField(max_length=32)),
                ("purpose", models.CharField(max_length=60)),
                ("version", models.PositiveSmallIntegerField()),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField(default=foundation.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ring", "version"], name="data_keys_to_rewrap"),
                    models.Index(fields=["ring", "purpose"], name="data_keys_of_a_purpose"),
                ],
                "constraints": [models.UniqueConstraint(fields=("ring", "object_id", "purpose"), name="one_data_key_per_object_and_purpose")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=32)),
                ("queue", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("running", "Running"), ("done", "Done"), ("quarantined", "Quarantined")],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("error_code", models.CharField(blank=True, default="", max_length=80)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "queued")), fields=["queue", "due_at"], name="jobs_waiting"),
                    models.Index(condition=models.Q(("state", "running")), fields=["lease_until"], name="jobs_running"),
                    models.Index(fields=["subject"], name="jobs_of_a_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "running"), ("lease_until__isnull", True), _connector="OR"),
                        name="only_a_running_job_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "running"), _negated=True), ("lease_until__isnull", False), _connector="OR"),
                        name="a_running_job_has_a_lease",
                    ),
                ],
            },
        ),
    ]
