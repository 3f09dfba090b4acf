"""What Django shall know of the tables that 0001 made; changes nothing in the database."""

from django.db import migrations, models

import foundation.fields


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_first_period"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("id", models.TextField(unique=True)),
                ("recorded_at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("action", models.TextField()),
                ("object", models.TextField()),
                ("subject", models.TextField()),
                ("outcome", models.TextField()),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "audit_entry",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
                ("lag_ms", models.BigIntegerField()),
                ("settled_seq", models.BigIntegerField()),
            ],
            options={
                "db_table": "audit_heartbeat",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry_seq", models.BigIntegerField(unique=True)),
                ("entry", models.TextField(unique=True)),
                ("hash", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_leaf",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("n", models.IntegerField(primary_key=True, serialize=False)),
                ("origin", models.TextField(unique=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "audit_period",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Private",
            fields=[
                ("pk", models.CompositePrimaryKey("entry", "kind", blank=True, editable=False, primary_key=True, serialize=False)),
                ("entry", models.TextField()),
                ("kind", models.TextField(db_column="class")),
                ("key", models.TextField()),
                ("sealed", foundation.fields.SealedField()),
            ],
            options={
                "db_table": "audit_private",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("entry", models.TextField(primary_key=True, serialize=False)),
                ("minute", models.DateTimeField()),
                ("address", models.TextField()),
                ("count", models.IntegerField()),
                ("key", models.TextField()),
                ("sealed", foundation.fields.SealedField()),
                ("commitment", models.TextField()),
            ],
            options={
                "db_table": "audit_refusal",
                "managed": False,
            },
        ),
    ]
