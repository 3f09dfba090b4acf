"""Recordings as they came, the safe copies made of them, and the links that lead back to a person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.fields import IdField, SealedField
from foundation.ids import LENGTH, new_id
from redaction.consent import Scope

SAMPLING_WHOLE = 1_000_000  # in parts of a million


class Project(models.Model):
    """What a stream of recordings is for, and how carefully its redaction acts."""

    class UnalignedSpeech(models.TextChoices):
        """What becomes of speech that no word of the hypothesis accounts for."""

        HELD = "held", _("Hold the recording for the privacy desk")
        SILENCED = "silenced", _("Silence that speech")

    class AlsoMasked(models.TextChoices):
        """What is found, and stays unless a project wants it gone (policy.ON_REQUEST)."""

        LOCATION = "LOCATION", _("Places that belong to no address")
        ARTIST = "ARTIST", _("Artists and other public figures")
        ORG = "ORG", _("Companies and organisations")

    id = IdField()
    name = models.CharField(max_length=100, unique=True)
    sampling_ppm = models.PositiveIntegerField(default=2_000)  # the share of the traffic that is taken: 0.2 %
    locales = ArrayField(models.CharField(max_length=35), default=list)  # empty: every one that has a profile
    unaligned_speech = models.CharField(max_length=8, choices=UnalignedSpeech.choices, default=UnalignedSpeech.HELD)
    is_strict = models.BooleanField(default=False)
    is_disguised = models.BooleanField(default=False)
    hears_residue = models.BooleanField(default=True, db_default=True)
    also_masked = ArrayField(models.CharField(max_length=20, choices=AlsoMasked.choices), default=list)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(name="a_share_is_at_most_the_whole", condition=Q(sampling_ppm__lte=SAMPLING_WHOLE))]

    def __str__(self) -> str:
        return self.id


class TurnSession(models.Model):
    """The turns of one dialogue. `sealed`: which value has which placeholder number, under the key of ring identity."""

    id = IdField()
    sealed = SealedField(null=True)  # type: ignore[misc]  # nothing was numbered yet
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.id


class Recording(models.Model):
    """One recording from a device; nothing here says whose it is. Times are coarse: the exact one lies under seal."""

    class State(models.TextChoices):
        RECEIVED = "received"
        READY = "ready"
        HELD = "held"

    id = IdField()
    project = models.ForeignKey(Project, models.PROTECT, related_name="recordings")
    subject = models.CharField(max_length=LENGTH)  # random id of whoever spoke; no foreign key leads from it to a person
    speaker_bucket = models.PositiveSmallIntegerField()
    session = models.ForeignKey(TurnSession, models.PROTECT, null=True, related_name="recordings")
    turn = models.PositiveSmallIntegerField(null=True)
    controller = models.CharField(max_length=100)
    region = models.CharField(max_length=64)
    locale = models.CharField(max_length=35)
    batch = models.CharField(max_length=64, blank=True)
    captured_on = models.DateField()
    wake_word = models.FloatField(null=True)
    intent = models.CharField(max_length=64, blank=True)
    device_model = models.CharField(max_length=64, blank=True)
    firmware = models.CharField(max_length=64, blank=True)
    asr_version = models.CharField(max_length=64, blank=True)
    asr_confidence = models.FloatField(null=True)
    consent_scope = models.CharField(max_length=16, choices=[(scope.value, scope.value) for scope in Scope])
    consent_version = models.CharField(max_length=64)
    consent_given_on = models.DateField()  # the second of it would tell one person from all others
    received_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    held_for = ArrayField(models.CharField(max_length=40), default=list)
    distress = models.CharField(max_length=40, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    redaction_version = models.CharField(max_length=20, blank=True)
    found_by = ArrayField(models.CharField(max_length=40), default=list)  # which recognizers found something, each once
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="what_is_held_says_why", condition=~Q(state="held") | ~Q(held_for=[])),
            models.CheckConstraint(name="what_is_ready_is_held_for_nothing", condition=~Q(state="ready") | Q(held_for=[])),
            models.UniqueConstraint(fields=["session", "turn"], name="one_recording_a_turn", condition=Q(session__isnull=False, turn__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="recordings_by_state"),
            models.Index(fields=["subject"], name="recordings_of_a_subject"),
        ]

    def __str__(self) -> str:
        return self.id


class Original(models.Model):
    """The audio as sent (in the clip store) and the raw hypothesis, sealed under ring originals."""

    recording = models.OneToOneField(Recording, models.PROTECT, primary_key=True, related_name="original")
    stored_as = models.CharField(max_length=LENGTH, unique=True)
    sealed = SealedField()


class Identity(models.Model):
    """Whose recording it is and what the sender calls it, sealed under ring identity."""

    recording = models.OneToOneField(Recording, models.PROTECT, primary_key=True, related_name="identity")
    sealed = SealedField()


class Link(models.Model):
    """Finds an account, a repeated recording or a session again by a keyed hash that only intake can compute.

    Deleting the row is the unlinking: nothing else leads from the sender's world to the random id.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account"
        RECORDING = "recording"
        SESSION = "session"

    id = IdField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    index = models.CharField(max_length=64)
    target = models.CharField(max_length=LENGTH, default=new_id)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "index"], name="one_target_for_each_name_of_the_sender")]

    def __str__(self) -> str:
        return self.id


class Copy(models.Model):
    """A copy made by the redactor. `sealed`: what belongs to it as JSON; `stored_as`: its audio in the clip store, if it has any."""

    class Kind(models.TextChoices):
        LISTENING = "listening"
        TRANSCRIPT = "transcript"
        TRAINING = "training"
        DESK = "desk"

    id = IdField()
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    stored_as = models.CharField(max_length=LENGTH, blank=True)
    sealed = SealedField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "kind"], name="one_copy_of_a_kind")]

    def __str__(self) -> str:
        return self.id


class Flag(models.Model):
    """Why a finished recording goes back to the privacy desk. Not by whom: the desk sees no reviewer, and the log knows."""

    class Kind(models.TextChoices):
        LEAKING = "leaking"
        HIDDEN = "hidden"
        TYPED = "typed"
        BY_SUPERVISOR = "by_supervisor"
        SIBLING = "sibling"

    id = IdField()
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    marks = models.JSONField(default=list)  # [[start_ms, end_ms], ...]
    raised_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id


class Mask(models.Model):
    """Seconds that an analyst had silenced (drawn) or opened (lifted); what the copies are made with from then on."""

    class Kind(models.TextChoices):
        DRAWN = "drawn"
        LIFTED = "lifted"

    id = IdField()
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="masks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    by = models.CharField(max_length=LENGTH)  # redaction does not know people: a random id
    made_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="a_mask_ends_after_it_begins", condition=Q(end_ms__gt=models.F("start_ms")))]

    def __str__(self) -> str:
        return self.id


class Release(models.Model):
    """An analyst's word that a held recording may go; the redactor answers. accepted: the doubts that the analyst overrules.

    masks: ids of those that the copy was made with which the analyst heard.
    """

    id = IdField()
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="releases")
    accepted = ArrayField(models.CharField(max_length=40), default=list)
    masks = ArrayField(models.CharField(max_length=LENGTH), default=list)
    by = models.CharField(max_length=LENGTH)
    opened_at = models.DateTimeField(null=True)  # when the analyst first opened the case in this session: how long the work took
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recording"], name="one_release_is_asked_at_a_time", condition=Q(answered_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.id


class Mistake(models.Model):
    """What an analyst showed a recognizer to have got wrong, counted when the recording is released.

    needless: `recognizer` had made a hole that was lifted. missed: nobody had found what was drawn by hand. Once a recording.
    """

    class Kind(models.TextChoices):
        NEEDLESS = "needless"
        MISSED = "missed"

    id = IdField()
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="mistakes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    recognizer = models.CharField(max_length=40, blank=True)
    entity = models.CharField(max_length=40, blank=True)
    noted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "kind", "recognizer", "entity"], name="one_mistake_of_a_kind")]

    def __str__(self) -> str:
        return self.id
