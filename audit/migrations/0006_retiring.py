"""Let a closed period leave the database once its archive was found whole."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_openings")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0006_retiring.sql").read_text())]
