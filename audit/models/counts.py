"""What pages keep beside the log: only the roll-up and saved searches write here."""

from __future__ import annotations

from django.db import models


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
    """How many entries an hour had, by site, event, outcome, and by what only a body says: purpose, kind of actor, factor."""

    pk = models.CompositePrimaryKey("hour", "site", "action", "outcome", "purpose", "actor_kind", "factor")
    hour = models.DateTimeField()
    site = models.TextField()
    action = models.TextField()
    outcome = models.TextField()
    purpose = models.TextField()
    actor_kind = models.TextField()
    factor = models.TextField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_hour"


class Day(models.Model):
    """How many entries a day of a person had, by event, outcome, and by what only a body says."""

    pk = models.CompositePrimaryKey("actor", "day", "action", "outcome", "purpose", "actor_kind", "factor")
    actor = models.TextField()
    day = models.DateField()
    action = models.TextField()
    outcome = models.TextField()
    purpose = models.TextField()
    actor_kind = models.TextField()
    factor = models.TextField()
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
