"""People, where they work, what they may do, and how they prove who they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin

from accounts import otp
from accounts.scope import Scope
from audit.access import Role
from foundation import seal
from foundation.clock import now
from foundation.fields import IdField, SealedField
from foundation.keys import Ring


class Organisation(models.Model):
    """Who employs people: the controller itself, or an agency under contract."""

    class Kind(models.TextChoices):
        CONTROLLER = "controller", _("controller")
        AGENCY = "agency", _("agency")

    id = IdField()
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.AGENCY)
    name = models.CharField(max_length=100, unique=True)
    country = models.CharField(max_length=2, blank=True)
    contract_from = models.DateField(null=True)
    contract_until = models.DateField(null=True)
    suspended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        """Its people may work: not suspended, and inside the contract's dates (both days included)."""
        today = at.date()
        if self.suspended_at is not None or (self.contract_from is not None and today < self.contract_from):
            return False
        return self.contract_until is None or today <= self.contract_until


class Site(models.Model):
    """A place of work: its networks and the hours of its shift. Without networks, any; without hours, all day."""

    id = IdField()
    name = models.CharField(max_length=100, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="sites")
    cidrs = ArrayField(models.CharField(max_length=43), default=list)
    zone = models.CharField(max_length=64, default="UTC")
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_shift_has_a_beginning_and_an_end",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | (Q(opens_at__isnull=False, closes_at__isnull=False) & ~Q(opens_at=F("closes_at"))),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        """The shift runs. One that closes before it opens runs over midnight."""
        if self.opens_at is None or self.closes_at is None:
            return True
        clock = at.astimezone(ZoneInfo(self.zone)).time()
        if self.opens_at < self.closes_at:
            return self.opens_at <= clock < self.closes_at
        return clock >= self.opens_at or clock < self.closes_at

    def offset_min(self, at: datetime) -> int:
        """How many minutes its clocks are ahead of UTC at that time."""
        offset = at.astimezone(ZoneInfo(self.zone)).utcoffset()
        return round(offset.total_seconds() / 60) if offset is not None else 0


class People(BaseUserManager["Person"]):
    pass


class Person(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the one of TotpDevice; nobody asks a person for it
    """Somebody who signs in. Address and name are sealed; the blind index only finds the row again."""

    last_login = None  # the log knows it better

    id = IdField()
    email_index = models.CharField(max_length=64, unique=True)
    email = SealedField()
    name = SealedField()
    locales = ArrayField(models.CharField(max_length=35), default=list)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="people")
    training_at = models.DateTimeField(null=True)
    confidentiality_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "email_index"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    def __str__(self) -> str:
        return self.id

    def may_enter(self, at: datetime) -> bool:
        """Neither suspended nor of an organisation that is suspended or out of contract."""
        return self.suspended_at is None and (self.organisation is None or self.organisation.is_open(at))


class Assignment(models.Model):
    """A role within a scope, until a day. Ending one keeps the row: what somebody could do stays known."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role if role != Role.MACHINE])
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="assignments")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="assignments")
    project = models.CharField(max_length=32, blank=True)
    until = models.DateField(null=True)
    given_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person",
                "role",
                "organisation",
                "site",
                "project",
                name="one_live_assignment_per_role_and_scope",
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def scope(self) -> Scope:
        return Scope(organisation=self.organisation_id, site=self.site_id, project=self.project)

    @staticmethod
    def live(day: date) -> Q:
        """Not ended, and not past its last day."""
        return Q(ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=day))

    @classmethod
    def in_force(cls, at: datetime, **filters: object) -> list[Assignment]:
        """Those that give somebody a right at that moment: of people who may sign in, within organisations that are open."""
        found = cls.objects.filter(cls.live(at.date()), **filters).select_related("organisation", "person__organisation")
        return [each for each in found if each.person.may_enter(at) and (each.organisation is None or each.organisation.is_open(at))]


class TotpDevice(ThrottlingMixin, Device):  # type: ignore[misc]  # django-otp has no types
    """An authenticator app or display token. Its seed is sealed under a key of its own."""

    objects: ClassVar[models.Manager[TotpDevice]]

    TOLERANCE = 0  # steps before and after the current one; django-otp's own device takes one each
    PURPOSE = "totp"

    id = IdField()
    seed = SealedField()
    drift = models.SmallIntegerField(default=0)  # steps that the device's clock is known to be off
    last_t = models.BigIntegerField(default=-1)  # the step of the last code taken: no code is taken twice
    near_t = models.BigIntegerField(default=-1)  # the step of a refused code that was one step off
    created_at = models.DateTimeField(default=now)

    class Meta(Device.Meta):  # type: ignore[misc]
        constraints = [models.UniqueConstraint("user", name="one_confirmed_totp_device_per_person", condition=Q(confirmed=True))]

    def open_seed(self) -> bytes:
        key = seal.open_key(Ring.ACCOUNTS, object_id=self.id, purpose=self.PURPOSE)
        return key.open(bytes(self.seed), field="seed")

    def verify_token(self, token: str) -> bool:
        """Take a code once, or refuse it and slow the next try down. Hold the row's lock while you call it."""
        if not self.verify_is_allowed()[0]:
            return False
        clock = otp.Clock(drift=self.drift, last_t=self.last_t, near_t=self.near_t)
        found = otp.check(token, self.open_seed(), clock, at=now(), tolerance=self.TOLERANCE)
        self.drift, self.last_t, self.near_t = found.clock.drift, found.clock.last_t, found.clock.near_t
        if found.is_right:
            self.throttle_reset(commit=False)
        else:
            self.throttle_increment(commit=False)
        self.save()
        return found.is_right

    def get_throttle_factor(self) -> float:
        """Seconds to wait after the first wrong code; doubled by each further one."""
        return 1


class Activation(models.Model):
    """A one-use code, handed over in person, that lets somebody choose a password and enrol a second factor."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="activations")
    code_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=128, blank=True)  # chosen, and given to the person with the last step
    browser = models.CharField(max_length=64, blank=True)  # SHA-256 of what only the last browser that began with the code knows
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.id

    @staticmethod
    def open(at: datetime) -> Q:
        return Q(used_at__isnull=True, expires_at__gt=at)


class Session(models.Model):
    """A browser's session. The key itself is known to the browser alone; here lies its SHA-256.

    password_at and mfa_at say how far the person has come; a session without mfa_at opens no page of the house.
    """

    id = IdField()
    key_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    site = models.ForeignKey(Site, models.PROTECT, null=True)
    password_at = models.DateTimeField(null=True)
    mfa_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(default=now)
    created_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    address = SealedField(null=True)  # type: ignore[misc]  # none before anybody signed in
    agent = SealedField(null=True)  # type: ignore[misc]
    network_index = models.CharField(max_length=64, blank=True)
    agent_index = models.CharField(max_length=64, blank=True)
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="sessions_by_end")]
        constraints = [
            models.CheckConstraint(
                name="the_second_factor_follows_the_password",
                condition=Q(mfa_at__isnull=True) | Q(person__isnull=False, password_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.id
