"""What the rules found, how far each has read, and the messages that have to leave."""

from django.db import migrations, models

import foundation.fields
import foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_retiring"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleMark",
            fields=[
                ("rule", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("period", models.IntegerField(default=0)),
                ("seq", models.BigIntegerField(default=0)),
                ("looked_until", models.DateTimeField(null=True)),
                ("ran_at", models.DateTimeField(null=True)),
                ("took_ms", models.IntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("road", models.CharField(choices=[("mail", "Mail"), ("webhook", "Webhook")], max_length=8)),
                ("kind", models.CharField(choices=[("finding", "Finding"), ("checkpoint", "Checkpoint")], max_length=10)),
                ("about", models.CharField(max_length=32)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("sent_at__isnull", True)), fields=["road", "due_at"], name="alerts_waiting")],
                "constraints": [models.UniqueConstraint(fields=("road", "kind", "about"), name="an_alert_a_road")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("person", models.CharField(blank=True, max_length=40)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("details", models.JSONField(default=dict)),
                ("entries", models.JSONField(default=list)),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[("", "open"), ("explained", "explained"), ("incident", "an incident"), ("false_alarm", "a false alarm")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("disposed_at", models.DateTimeField(null=True)),
                ("disposed_by", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-raised_at", "-id"], name="findings_by_time"),
                    models.Index(condition=models.Q(("disposition", "")), fields=["-raised_at", "-id"], name="findings_open"),
                    models.Index(condition=models.Q(("person", ""), _negated=True), fields=["person", "-raised_at"], name="findings_about_a_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "key"), name="a_finding_is_raised_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disposed_at__isnull", True), ("disposed_by", ""), ("disposition", "")),
                            models.Q(
                                models.Q(("disposition", ""), _negated=True),
                                ("disposed_at__isnull", False),
                                models.Q(("disposed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_disposition_has_an_officer_and_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("pk", models.CompositePrimaryKey("day", "person", "what", blank=True, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("person", models.CharField(max_length=40)),
                ("what", models.CharField(max_length=60)),
                ("count", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["person", "what", "day"], name="tallies_of_a_person")],
            },
        ),
    ]
