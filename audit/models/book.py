"""The tables of the log itself. Written by log.py, era.py and refusals.py, by sealing/ and publishing/."""

from __future__ import annotations

from django.db import models

from foundation.fields import SealedField


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

    pk = models.CompositePrimaryKey("period", "size", "witness", "at", "line")
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
