"""Let the index of persons answer what one of them did of one kind."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0009_leaner_check")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0010_event_beside_person.sql").read_text())]
