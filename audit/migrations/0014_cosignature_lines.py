"""Let a true cosignature stand beside a false one of the same second."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0013_clocks")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0014_cosignature_lines.sql").read_text())]
