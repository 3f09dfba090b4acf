"""Tiles, signed heads, cosignatures, and periods that follow one another."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_models"),
    ]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0004_sealing.sql").read_text()),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("pk", models.CompositePrimaryKey("size", "signed_at", blank=True, editable=False, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("signed_at", models.DateTimeField()),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
            ],
            options={
                "db_table": "audit_checkpoint",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("pk", models.CompositePrimaryKey("period", "size", "witness", "at", blank=True, editable=False, primary_key=True, serialize=False)),
                ("period", models.IntegerField()),
                ("size", models.BigIntegerField()),
                ("witness", models.TextField()),
                ("at", models.DateTimeField()),
                ("line", models.TextField()),
            ],
            options={
                "db_table": "audit_cosignature",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("period", models.IntegerField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_head",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                ("pk", models.CompositePrimaryKey("level", "position", blank=True, editable=False, primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("position", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
                ("root", models.BinaryField()),
            ],
            options={
                "db_table": "audit_tile",
                "managed": False,
            },
        ),
    ]
