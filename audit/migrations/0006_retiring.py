"""Let a closed period leave the database once its archive was found whole."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_openings")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0006_retiring.sql").read_text()),
        migrations.CreateModel(
            name="Archived",
            fields=[
                ("pk", models.CompositePrimaryKey("period", "size", "root", blank=True, editable=False, primary_key=True, serialize=False)),
                ("period", models.IntegerField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "audit_archived", "managed": False},
        ),
    ]
