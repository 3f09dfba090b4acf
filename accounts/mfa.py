"""The second factor: enrol, verify, remove."""

from __future__ import annotations

import base64
import math
import secrets
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.db import transaction

from accounts import otp, sessions
from accounts.models import Person, TotpDevice
from accounts.reach import must_govern
from accounts.seals import email_of
from audit.access import Actor, Role
from audit.events import Event, Outcome
from audit.log import record
from foundation import seal
from foundation.clock import now
from foundation.keys import Ring

ISSUER = "Sotto"
SEED_BYTES = 20
FACTOR = "totp"


class AlreadyEnrolled(ValueError):
    """The person has a confirmed second factor; it must be removed before another is enrolled."""


@dataclass(frozen=True)
class Tried:
    """What became of a code; wait_s > 0: too many wrong ones, not even looked at."""

    is_right: bool
    wait_s: int = 0


def device_of(person: Person) -> TotpDevice | None:
    return TotpDevice.objects.filter(user=person, confirmed=True).first()


def has_factor(person: Person) -> bool:
    return TotpDevice.objects.filter(user=person, confirmed=True).exists()


def _new_device(person: Person, *, is_confirmed: bool) -> TotpDevice:
    device = TotpDevice(user=person, name="", confirmed=is_confirmed)
    key = seal.new_key(Ring.ACCOUNTS, object_id=device.id, purpose=TotpDevice.PURPOSE)
    device.seed = key.seal(secrets.token_bytes(SEED_BYTES), field="seed")
    device.save(force_insert=True)
    return device


@transaction.atomic
def prepare(person: Person) -> TotpDevice:
    """The seed to show at activation; the same one until it is confirmed. Not a factor yet, so not an entry."""
    Person.objects.select_for_update().get(pk=person.pk)  # two openings of the page show one seed
    waiting = TotpDevice.objects.filter(user=person, confirmed=False).first()
    return waiting or _new_device(person, is_confirmed=False)


@transaction.atomic
def forget_prepared(person: Person) -> None:
    """A seed that was shown but never confirmed: whoever saw it shall gain nothing."""
    TotpDevice.objects.filter(user=person, confirmed=False).delete()


@transaction.atomic
def enrol(person: Person, *, by: Actor) -> TotpDevice:
    """A confirmed factor made on the console, for whoever receives the seed in person."""
    if has_factor(person):
        raise AlreadyEnrolled(f"person {person.pk} has a second factor already")
    device = _new_device(person, is_confirmed=True)
    record_enrolled(device, by=by)
    return device


def record_enrolled(device: TotpDevice, *, by: Actor) -> None:
    record(Event.FACTOR_ENROLLED, by=by, object=device.user_id, details={"factor": FACTOR, "device": device.pk})


@transaction.atomic
def remove(person: Person, *, by: Actor) -> None:
    """Ends the person's sessions with it."""
    must_govern(by, person, Role.OPERATOR)
    forget_prepared(person)
    for device in TotpDevice.objects.select_for_update().filter(user=person):
        details = {"factor": FACTOR, "device": device.pk}
        device.delete()
        record(Event.FACTOR_REMOVED, by=by, object=person.pk, details=details)
    sessions.end_all(person, by=by, reason="factor")


@transaction.atomic
def verify(device: TotpDevice, code: str, *, by: Actor) -> Tried:
    """Take the code or count the failure; both stay, so do not raise in the same transaction afterwards."""
    locked = TotpDevice.objects.select_for_update().filter(pk=device.pk).first()
    if locked is None:
        return Tried(False)
    is_allowed, why = locked.verify_is_allowed()
    if is_allowed and locked.verify_token(_digits(code)):
        return Tried(True)
    wait_s = 0 if is_allowed else max(1, math.ceil((why["locked_until"] - now()).total_seconds()))
    details = {"factor": FACTOR, "reason": "wrong" if is_allowed else "throttled"}
    record(Event.CODE_FAILED, by=by, object=locked.user_id, outcome=Outcome.FAILED, details=details)
    return Tried(False, wait_s)


def _digits(code: str) -> str:
    return "".join(code.split())


def address_of(device: TotpDevice, person: Person) -> str:
    """The otpauth:// address that an authenticator app reads; it holds the seed."""
    email = email_of(person)
    query = {"secret": spelled(device), "issuer": ISSUER, "algorithm": "SHA1", "digits": otp.DIGITS, "period": otp.STEP_S}
    return f"otpauth://totp/{ISSUER}:{quote(email)}?{urlencode(query)}"


def spelled(device: TotpDevice) -> str:
    """The seed in base32, for typing."""
    return base64.b32encode(device.open_seed()).decode()


def current_code(device: TotpDevice) -> str:
    return otp.code_of(device.open_seed(), otp.step_at(now()) + device.drift)
