"""Ask whether columns and body agree by one function, which the database plans once a connection and not in each statement."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_queries")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0009_leaner_check.sql").read_text())]
