"""Saved searches, and counts of the log that are added up as it grows. Made by SQL, as the book itself."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_findings")]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0008_queries.sql").read_text()),
        migrations.CreateModel(
            name="ClipSeen",
            fields=[
                ("clip", models.TextField(primary_key=True, serialize=False)),
                ("recording", models.TextField()),
                ("plays", models.IntegerField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_clip",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("period", models.IntegerField()),
                ("position", models.BigIntegerField()),
                ("counted_at", models.DateTimeField()),
                ("reaches_to", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_counted",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("actor", "day", "action", "outcome", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("actor", models.TextField()),
                ("day", models.DateField()),
                ("action", models.TextField()),
                ("outcome", models.TextField()),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_day",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Delay",
            fields=[
                ("pk", models.CompositePrimaryKey("hour", "bucket", blank=True, editable=False, primary_key=True, serialize=False)),
                ("hour", models.DateTimeField()),
                ("bucket", models.SmallIntegerField()),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_delay",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Hour",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("hour", "site", "action", "outcome", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("hour", models.DateTimeField()),
                ("site", models.TextField()),
                ("action", models.TextField()),
                ("outcome", models.TextField()),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_hour",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Plays",
            fields=[
                ("plays", models.IntegerField(primary_key=True, serialize=False)),
                ("clips", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_plays",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("officer", models.TextField()),
                ("saved_at", models.DateTimeField()),
                ("asked", models.TextField()),
            ],
            options={
                "db_table": "audit_query",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="SessionSeen",
            fields=[
                ("session", models.TextField(primary_key=True, serialize=False)),
                ("actor", models.TextField()),
                ("site", models.TextField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("entries", models.BigIntegerField()),
                ("refused", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_session",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("pk", models.CompositePrimaryKey("session", "touched", blank=True, editable=False, primary_key=True, serialize=False)),
                ("session", models.TextField()),
                ("touched", models.TextField()),
                ("actor", models.TextField()),
                ("site", models.TextField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("fetched", models.IntegerField()),
                ("heard_ms", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_touch",
                "managed": False,
            },
        ),
    ]
