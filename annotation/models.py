"""Clips, the answers wanted of them, who works on which, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person, Site
from annotation.schema import DEFAULT, Label, read
from annotation.states import State
from foundation.clock import now
from foundation.fields import IdField, SealedField
from foundation.ids import LENGTH
from redaction.models import Project, Recording, TurnSession


def _default_guidelines() -> str:
    return Path(__file__).with_name("default_guidelines.md").read_text()


def _default_schema() -> list[dict[str, Any]]:
    return [dict(label) for label in DEFAULT]


class Brief(models.Model):
    """What reviewers of a project are asked: labels, guidelines (Markdown), how many answers a clip."""

    project = models.OneToOneField(Project, models.PROTECT, primary_key=True, related_name="brief")
    schema = models.JSONField(default=_default_schema)
    guidelines = models.TextField(max_length=20_000, blank=True, default=_default_guidelines)
    answers = models.PositiveSmallIntegerField(default=1)  # a clip: more than one lets agreement be measured
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(name="a_clip_wants_one_to_five_answers", condition=Q(answers__gte=1, answers__lte=5))]

    def __str__(self) -> str:
        return self.project_id

    @property
    def labels(self) -> list[Label]:
        return read(self.schema)


class Clip(models.Model):
    """A safe copy on its way through the queue. Its id is random; its day of capture is known to the week only."""

    id = IdField()
    recording = models.OneToOneField(Recording, models.PROTECT, related_name="clip")
    project = models.ForeignKey(Project, models.PROTECT, related_name="clips")
    locale = models.CharField(max_length=35)
    topic = models.CharField(max_length=64, blank=True)
    captured_in = models.DateField()  # the Monday of its week
    duration_ms = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State], default=State.QUEUED)
    state_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["project", "state"], name="clips_of_a_project_by_state"),
            models.Index(fields=["state", "state_at"], name="clips_by_state"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def duration_s(self) -> float:
        return self.duration_ms / 1000


class Slot(models.Model):
    """One wanted answer of one clip. Slots of one session and number go to one reviewer, in order of turn.

    rank: milliseconds; the queue's order, shuffled within an hour. focus: seconds that a second ear is asked for, in ms.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DEALT = "dealt"
        ANSWERED = "answered"
        PARKED = "parked"  # its clip is out of the queue

    id = IdField()
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="slots")
    number = models.PositiveSmallIntegerField()
    project = models.ForeignKey(Project, models.PROTECT, related_name="slots")
    locale = models.CharField(max_length=35)
    session = models.ForeignKey(TurnSession, models.PROTECT, null=True, related_name="slots")
    turn = models.PositiveSmallIntegerField(default=0)
    rank = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    focus = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clip", "number"], name="one_slot_a_clip_and_number")]
        indexes = [
            models.Index(fields=["rank", "turn"], name="open_slots_by_rank", condition=Q(state="open")),
            models.Index(fields=["locale", "rank", "turn"], name="open_slots_by_locale", condition=Q(state="open")),
            models.Index(fields=["session", "number"], name="slots_of_a_session", condition=Q(session__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.id


class Lease(models.Model):
    """A slot in somebody's hands until a time. Nobody is ever dealt one clip twice, so the row is also the memory of that."""

    class End(models.TextChoices):
        ANSWERED = "answered"
        RELEASED = "released"
        EXPIRED = "expired"
        ESCALATED = "escalated"
        FLAGGED = "flagged"
        NOT_MEANT = "not_meant"
        TAKEN_AWAY = "taken_away"  # its clip left by somebody else's hand

    class Reason(models.TextChoices):
        """Why somebody skips a clip. None of them is held against anybody."""

        TOO_NOISY = "too_noisy", _("Too noisy")
        WRONG_LANGUAGE = "wrong_language", _("Another language")
        NO_SPEECH = "no_speech", _("No speech")
        CANNOT_DECIDE = "cannot_decide", _("Cannot decide")
        RATHER_NOT = "rather_not", _("Rather not")
        BREAK = "break", _("Taking a break")

    id = IdField()
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="leases")
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="leases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="leases")
    dealt_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=End.choices, blank=True)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    heard_ms = models.PositiveIntegerField(default=0)  # as the player reports it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot"], name="one_live_lease_a_slot", condition=Q(ended_at__isnull=True)),
            models.UniqueConstraint(fields=["clip", "person"], name="nobody_gets_a_clip_twice"),
            models.CheckConstraint(name="an_ended_lease_says_how", condition=Q(ended_at__isnull=True) ^ ~Q(ended_as="")),
        ]
        indexes = [
            models.Index(fields=["person"], name="live_leases_of_a_person", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["until"], name="live_leases_by_end", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["person", "ended_at"], name="leases_of_a_person_by_end"),
        ]

    def __str__(self) -> str:
        return self.id


class Draft(models.Model):
    """What a reviewer has typed so far, sealed under ring listening, which the web alone opens."""

    lease = models.OneToOneField(Lease, models.PROTECT, primary_key=True, related_name="draft")
    sealed = SealedField()
    saved_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.lease_id


class Answer(models.Model):
    """A submitted transcript with labels and tags, sealed under ring transcripts. found: codes of what the redactor still read in it."""

    class State(models.TextChoices):
        SUBMITTED = "submitted"
        CLEAN = "clean"
        FOUND = "found"
        STRUCK = "struck"  # its clip was redacted anew: the answer is to a copy that is gone

    id = IdField()
    lease = models.OneToOneField(Lease, models.PROTECT, related_name="answer")
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="answers")
    state = models.CharField(max_length=9, choices=State.choices, default=State.SUBMITTED)
    sealed = SealedField(null=True)  # type: ignore[misc]  # shredded
    found = ArrayField(models.CharField(max_length=60), default=list)
    submitted_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["clip", "state"], name="answers_of_a_clip_by_state")]

    def __str__(self) -> str:
        return self.id


class Escalation(models.Model):
    """A reviewer asks for a supervisor. guidance: what the supervisor says to the reviewer, sealed under ring transcripts."""

    class Category(models.TextChoices):
        CHILD = "child", _("A child")
        VIOLENCE = "violence", _("Violence")
        SELF_HARM = "self_harm", _("Self-harm")
        THREAT = "threat", _("A threat")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        RETURNED = "returned", _("The clip goes back to the queue; you will not get it again.")
        WITHDRAWN = "withdrawn", _("The clip has been taken out of the work.")
        TO_DESK = "to_desk", _("The clip went to the privacy desk.")

    id = IdField()
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="escalations")
    lease = models.OneToOneField(Lease, models.PROTECT, related_name="escalation")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="escalations")  # for whom the reviewer worked then
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="escalations")
    category = models.CharField(max_length=10, choices=Category.choices, blank=True)
    marks = models.JSONField(default=list)
    raised_at = models.DateTimeField(default=now)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases")
    taken_at = models.DateTimeField(null=True)
    guidance = SealedField(null=True)  # type: ignore[misc]  # none given yet
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clip"], name="one_open_escalation_a_clip", condition=Q(closed_at__isnull=True)),
            models.CheckConstraint(name="a_closed_escalation_has_an_outcome", condition=Q(closed_at__isnull=True) ^ ~Q(outcome="")),
        ]
        indexes = [models.Index(fields=["raised_at"], name="open_escalations", condition=Q(closed_at__isnull=True))]

    def __str__(self) -> str:
        return self.id


class PlayGrant(models.Model):
    """Opens one clip's sound for one session of one person, for a while: for a lease, or for a supervisor's case."""

    id = IdField()
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="grants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    session = models.CharField(max_length=LENGTH)
    lease = models.ForeignKey(Lease, models.PROTECT, null=True, related_name="grants")
    escalation = models.ForeignKey(Escalation, models.PROTECT, null=True, related_name="grants")
    until = models.DateTimeField()
    fetched = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="a_grant_is_for_one_thing", condition=Q(lease__isnull=True) ^ Q(escalation__isnull=True))]
        indexes = [models.Index(fields=["clip"], name="open_grants_of_a_clip", condition=Q(closed_at__isnull=True))]

    def __str__(self) -> str:
        return self.id


class Export(models.Model):
    """The register of what left the house: which clips, when, by whom. left_out: reason -> count. digest: SHA-256 of the data file."""

    id = IdField()
    project = models.ForeignKey(Project, models.PROTECT, related_name="exports")
    format = models.CharField(max_length=16)
    batch = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=LENGTH)
    clips = models.PositiveIntegerField()
    left_out = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.id


class ExportedClip(models.Model):
    """One clip of an export: an erasure finds the exports that must be recalled."""

    id = IdField()
    export = models.ForeignKey(Export, models.PROTECT, related_name="items")
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="exports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "clip"], name="a_clip_once_an_export")]

    def __str__(self) -> str:
        return self.id
