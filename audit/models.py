"""The tables of the book, as Django reads them. SQL makes them (migrations/sql), log.py and sealer.py write them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import IdField, SealedField


class Period(models.Model):
    """One log: its origin names it to the outside. A closed period can be archived and dropped without the others."""

    n = models.IntegerField(primary_key=True)
    origin = models.TextField(unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    vkey = models.TextField(default="")
    close_asked_at = models.DateTimeField(null=True)
    # of a period whose tables are dropped: what its archive is held against
    size = models.BigIntegerField(null=True)
    root = models.BinaryField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "audit_period"


class Entry(models.Model):
    """A row of the current period. `body` is what pages show; the columns only find it."""

    seq = models.BigIntegerField(primary_key=True)
    id = models.TextField(unique=True)
    recorded_at = models.DateTimeField()
    actor = models.TextField()
    action = models.TextField()
    object = models.TextField()
    subject = models.TextField()
    outcome = models.TextField()
    body = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_entry"


class Leaf(models.Model):
    """Where an entry stands in the tree of its period."""

    position = models.BigIntegerField(primary_key=True)
    entry_seq = models.BigIntegerField(unique=True)
    entry = models.TextField(unique=True)
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_leaf"


class Tile(models.Model):
    """256 hashes of a level side by side: leaves, or roots of the tiles below. Full ones only."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.SmallIntegerField()
    position = models.BigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_tile"


class Checkpoint(models.Model):
    """What the log signed, once a minute and at the end of its period."""

    pk = models.CompositePrimaryKey("size", "signed_at")
    size = models.BigIntegerField()
    signed_at = models.DateTimeField()
    root = models.BinaryField()
    note = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_checkpoint"


class Head(models.Model):
    """The newest signed note: one row."""

    id = models.SmallIntegerField(primary_key=True)
    period = models.IntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_head"


class Cosignature(models.Model):
    """What a witness said of a checkpoint: its line under the note of that size."""

    pk = models.CompositePrimaryKey("period", "size", "witness", "at")
    period = models.IntegerField()
    size = models.BigIntegerField()
    witness = models.TextField()
    at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_cosignature"


class Archived(models.Model):
    """An archive that the publisher read whole. Without it the period is not dropped."""

    pk = models.CompositePrimaryKey("period", "size", "root")
    period = models.IntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_archived"


class Private(models.Model):
    """A sealed part of one entry or of a session's; the day's key of its class opens it."""

    commitment = models.TextField(primary_key=True)
    kind = models.TextField(db_column="class")
    day = models.DateField()
    actor = models.TextField()
    subject = models.TextField()
    key = models.TextField()
    sealed = SealedField()

    class Meta:
        managed = False
        db_table = "audit_private"


class Era(models.Model):
    """One row: how often openings were erased while somebody could still have named them."""

    id = models.SmallIntegerField(primary_key=True)
    n = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_era"


class Heartbeat(models.Model):
    """The pulse of the sealer: one row."""

    id = models.SmallIntegerField(primary_key=True)
    beat_at = models.DateTimeField()
    lag_ms = models.BigIntegerField()
    settled_seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_heartbeat"


class Refusal(models.Model):
    """Refusals without a session from one address in one minute, until they become an entry."""

    entry = models.TextField(primary_key=True)
    minute = models.DateTimeField()
    address = models.TextField()
    count = models.IntegerField()
    key = models.TextField()
    sealed = SealedField()
    commitment = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_refusal"


# -- what the rules found, and how it leaves the house


class Finding(models.Model):
    """What a rule found. Rule and key are its identity: however often the rule looks, the same thing is raised once."""

    class Disposition(models.TextChoices):
        OPEN = "", _("open")
        EXPLAINED = "explained", _("explained")
        INCIDENT = "incident", _("an incident")
        FALSE_ALARM = "false_alarm", _("a false alarm")

    id = IdField()
    rule = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    at = models.DateTimeField()
    raised_at = models.DateTimeField()
    person = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    entries = models.JSONField(default=list)
    disposition = models.CharField(max_length=12, choices=Disposition.choices, default=Disposition.OPEN, blank=True)
    disposed_at = models.DateTimeField(null=True)
    disposed_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="a_finding_is_raised_once"),
            models.CheckConstraint(
                name="a_disposition_has_an_officer_and_a_time",
                condition=models.Q(disposition="", disposed_at__isnull=True, disposed_by="")
                | (~models.Q(disposition="") & models.Q(disposed_at__isnull=False) & ~models.Q(disposed_by="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="findings_by_time"),
            models.Index(fields=["-raised_at", "-id"], condition=models.Q(disposition=""), name="findings_open"),
            models.Index(fields=["person", "-raised_at"], condition=~models.Q(person=""), name="findings_about_a_person"),
        ]

    @property
    def is_open(self) -> bool:
        return self.disposition == self.Disposition.OPEN


class RuleMark(models.Model):
    """How far a rule has read, and how its last look went. Each rule has its own: one that fails holds up no other."""

    rule = models.CharField(max_length=40, primary_key=True)
    period = models.IntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    looked_until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    took_ms = models.IntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)


class Tally(models.Model):
    """How often something happened on a day (UTC): to one person, or in the whole house when `person` is empty."""

    pk = models.CompositePrimaryKey("day", "person", "what")
    day = models.DateField()
    person = models.CharField(max_length=40)
    what = models.CharField(max_length=60)
    count = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "what", "day"], name="tallies_of_a_person")]


class Alert(models.Model):
    """A message that has to leave: by mail or webhook, about a finding or the checkpoint of a day. Tried until it is sent."""

    class Road(models.TextChoices):
        MAIL = "mail"
        WEBHOOK = "webhook"

    class Kind(models.TextChoices):
        FINDING = "finding"
        CHECKPOINT = "checkpoint"

    id = IdField()
    road = models.CharField(max_length=8, choices=Road.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["road", "kind", "about"], name="an_alert_a_road")]
        indexes = [models.Index(fields=["road", "due_at"], condition=models.Q(sent_at__isnull=True), name="alerts_waiting")]


# -- what pages keep beside the log (0008): only the roll-up and saved searches write here


class Query(models.Model):
    """A search that an officer keeps. `asked`: the filters as JSON, ids and codes only; its title is made of them."""

    id = models.TextField(primary_key=True)
    officer = models.TextField()
    saved_at = models.DateTimeField()
    asked = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_query"


class Counted(models.Model):
    """The leaf up to which the counts below are added up: one row."""

    id = models.SmallIntegerField(primary_key=True)
    period = models.IntegerField()
    position = models.BigIntegerField()
    counted_at = models.DateTimeField()
    reaches_to = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_counted"


class Hour(models.Model):
    """How many entries an hour had, by site, event and outcome."""

    pk = models.CompositePrimaryKey("hour", "site", "action", "outcome")
    hour = models.DateTimeField()
    site = models.TextField()
    action = models.TextField()
    outcome = models.TextField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_hour"


class Day(models.Model):
    """How many entries a day of a person had, by event and outcome."""

    pk = models.CompositePrimaryKey("actor", "day", "action", "outcome")
    actor = models.TextField()
    day = models.DateField()
    action = models.TextField()
    outcome = models.TextField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_day"


class Delay(models.Model):
    """How many entries of an hour waited how long for their leaf."""

    pk = models.CompositePrimaryKey("hour", "bucket")
    hour = models.DateTimeField()
    bucket = models.SmallIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_delay"


class SessionSeen(models.Model):
    """A session as the log saw it: an entry has no site of its own, its session has."""

    session = models.TextField(primary_key=True)
    actor = models.TextField()
    site = models.TextField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    entries = models.BigIntegerField()
    refused = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_session"


class Touch(models.Model):
    """What one session had to do with one clip (or recording, at the privacy desk)."""

    pk = models.CompositePrimaryKey("session", "touched")
    session = models.TextField()
    touched = models.TextField()
    actor = models.TextField()
    site = models.TextField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    fetched = models.IntegerField()
    heard_ms = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_touch"

    @property
    def heard_s(self) -> float:
        return self.heard_ms / 1000


class Plays(models.Model):
    """How many clips were fetched so often."""

    plays = models.IntegerField(primary_key=True)
    clips = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_plays"


class ClipSeen(models.Model):
    """A clip as the log saw it: of which recording, and how often its sound was fetched."""

    clip = models.TextField(primary_key=True)
    recording = models.TextField()
    plays = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_clip"
