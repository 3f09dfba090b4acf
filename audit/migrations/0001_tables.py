"""The tables of the book. Made by SQL: column grants, triggers and periods are beyond what Django can say."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0001_tables.sql").read_text())]
