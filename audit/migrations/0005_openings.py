"""Openings are found by their commitment and go by day or person; one row counts the erasures."""

from pathlib import Path

from django.db import migrations, models

import foundation.fields


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_sealing"), ("foundation", "0001_keys_jobs_workers")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0005_openings.sql").read_text()),
        migrations.DeleteModel("Private"),
        migrations.CreateModel(
            name="Private",
            fields=[
                ("commitment", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField(db_column="class")),
                ("day", models.DateField()),
                ("actor", models.TextField()),
                ("subject", models.TextField()),
                ("key", models.TextField()),
                ("sealed", foundation.fields.SealedField()),
            ],
            options={"db_table": "audit_private", "managed": False},
        ),
        migrations.CreateModel(
            name="Era",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("n", models.BigIntegerField()),
            ],
            options={"db_table": "audit_era", "managed": False},
        ),
    ]
