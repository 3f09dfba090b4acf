import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.clock
import foundation.fields
import foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("email_index", models.CharField(max_length=64, unique=True)),
                ("email", foundation.fields.SealedField()),
                ("name", foundation.fields.SealedField()),
                ("locales", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=35), default=list, size=None)),
                ("training_at", models.DateTimeField(null=True)),
                ("confidentiality_at", models.DateTimeField(null=True)),
                ("suspended_at", models.DateTimeField(null=True)),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=foundation.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("controller", "controller"), ("agency", "agency")], default="agency", max_length=16)),
                ("name", models.CharField(max_length=100, unique=True)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("contract_from", models.DateField(null=True)),
                ("contract_until", models.DateField(null=True)),
                ("suspended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Activation",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("password", models.CharField(blank=True, max_length=128)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=foundation.clock.now)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="activations", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="organisation",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="people", to="accounts.organisation"),
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, unique=True)),
                ("cidrs", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=43), default=list, size=None)),
                ("zone", models.CharField(default="UTC", max_length=64)),
                ("opens_at", models.TimeField(null=True)),
                ("closes_at", models.TimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="accounts.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("password_at", models.DateTimeField(null=True)),
                ("mfa_at", models.DateTimeField(null=True)),
                ("locked_at", models.DateTimeField(null=True)),
                ("last_seen_at", models.DateTimeField(default=foundation.clock.now)),
                ("created_at", models.DateTimeField(default=foundation.clock.now)),
                ("ends_at", models.DateTimeField()),
                ("address", foundation.fields.SealedField(null=True)),  # type: ignore[misc]
                ("agent", foundation.fields.SealedField(null=True)),  # type: ignore[misc]
                ("network_index", models.CharField(blank=True, max_length=64)),
                ("agent_index", models.CharField(blank=True, max_length=64)),
                ("data", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to=settings.AUTH_USER_MODEL),
                ),
                ("site", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="accounts.site")),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reviewer", "reviewer"),
                            ("supervisor", "supervisor"),
                            ("analyst", "analyst"),
                            ("compliance", "compliance"),
                            ("operator", "operator"),
                        ],
                        max_length=16,
                    ),
                ),
                ("project", models.CharField(blank=True, max_length=32)),
                ("until", models.DateField(null=True)),
                ("given_at", models.DateTimeField(default=foundation.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to=settings.AUTH_USER_MODEL)),
                (
                    "organisation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="accounts.organisation"),
                ),
                ("site", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="accounts.site")),
            ],
        ),
        migrations.CreateModel(
            name="TotpDevice",
            fields=[
                ("name", models.CharField(help_text="The human-readable name of this device.", max_length=64)),
                ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="A timestamp of the last failed verification attempt. Null if last attempt succeeded.",
                        null=True,
                    ),
                ),
                ("throttling_failure_count", models.PositiveIntegerField(default=0, help_text="Number of successive failed attempts.")),
                ("id", foundation.fields.IdField(default=foundation.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ("seed", foundation.fields.SealedField()),
                ("drift", models.SmallIntegerField(default=0)),
                ("last_t", models.BigIntegerField(default=-1)),
                ("near_t", models.BigIntegerField(default=-1)),
                ("created_at", models.DateTimeField(default=foundation.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.", on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes_at__isnull", True), ("opens_at__isnull", True)),
                    models.Q(("closes_at__isnull", False), ("opens_at__isnull", False), models.Q(("opens_at", models.F("closes_at")), _negated=True)),
                    _connector="OR",
                ),
                name="a_shift_has_a_beginning_and_an_end",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["ends_at"], name="sessions_by_end"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("mfa_at__isnull", True), models.Q(("password_at__isnull", False), ("person__isnull", False)), _connector="OR"),
                name="the_second_factor_follows_the_password",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                models.F("person"),
                models.F("role"),
                models.F("organisation"),
                models.F("site"),
                models.F("project"),
                condition=models.Q(("ended_at__isnull", True)),
                name="one_live_assignment_per_role_and_scope",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="totpdevice",
            constraint=models.UniqueConstraint(
                models.F("user"), condition=models.Q(("confirmed", True)), name="one_confirmed_totp_device_per_person"
            ),
        ),
    ]
