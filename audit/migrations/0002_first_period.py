"""Open the first period; its first entry says so."""

from django.db import migrations

from audit.periods import open_first


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]
    operations = [migrations.RunPython(lambda apps, editor: open_first(editor.connection))]
