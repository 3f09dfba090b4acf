"""Let counts of opened keys, counts by day and decided findings go after their time."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0012_manner"), ("foundation", "0002_unwraps")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0013_clocks.sql").read_text())]
