"""Count entries by purpose, kind of actor and factor, too."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0011_permits")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0012_manner.sql").read_text())]
