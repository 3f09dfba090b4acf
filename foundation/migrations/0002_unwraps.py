"""How many keys each process unwrapped, a row a minute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0001_keys_jobs_workers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unwraps",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("ring", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=40)),
                ("role", models.CharField(max_length=20)),
                ("process", models.CharField(max_length=32)),
                ("count", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["day", "ring"], name="unwraps_of_a_day")],
            },
        ),
    ]
