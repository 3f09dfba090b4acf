"""The first password and the first factor: only with a one-use code that was handed over in person."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts import mfa, sessions
from accounts.models import Activation, Person, TotpDevice
from accounts.reach import must_reach
from accounts.seals import email_index
from audit.access import Actor, Role
from audit.events import Event, Outcome
from audit.log import record
from foundation.clock import now

VALID = timedelta(hours=24)
CODE_BYTES = 16
GROUP = 5


class NotThisCode(ValueError):
    """The code is wrong, used, past its time, or another person's; which of them is nobody's business."""


class NothingToActivate(ValueError):
    """The person has a password and a second factor."""


def _hash(code: str) -> str:
    return sha256("".join(character for character in code.upper() if character.isalnum()).encode()).hexdigest()


@transaction.atomic
def issue(person: Person, *, by: Actor) -> str:
    """A new code, shown this once. Earlier codes of the person end."""
    must_reach(by, person, Role.OPERATOR)
    if mfa.has_factor(person) and person.has_usable_password():
        raise NothingToActivate(f"person {person.pk} has a password and a second factor already")
    person.activations.filter(Activation.open(now())).update(expires_at=now())
    mfa.forget_prepared(person)
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    expires_at = now() + VALID
    Activation.objects.create(person=person, code_hash=_hash(letters), expires_at=expires_at)
    record(Event.ACTIVATION_ISSUED, by=by, object=person.pk, details={"until": f"{expires_at:%Y-%m-%dT%H:%MZ}"})
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def begin(email: str, code: str, *, by: Actor) -> Activation:
    """Find the open activation. Raises NotThisCode, and leaves an entry."""
    found = Activation.objects.select_related("person__organisation").filter(code_hash=_hash(code)).first()
    reason = _what_is_wrong(found, email)
    if found is None or reason:
        target = found.person_id if found else ""
        record(Event.ACTIVATION_FAILED, by=by, object=target, outcome=Outcome.FAILED, details={"reason": reason})
        raise NotThisCode
    return found


def _what_is_wrong(found: Activation | None, email: str) -> str:
    if found is None:
        return "unknown"
    if found.used_at is not None:
        return "used"
    if found.expires_at <= now():
        return "expired"
    if found.person.email_index != email_index(email):
        return "other person"
    return "" if found.person.may_enter(now()) else "suspended"


def open_activation(activation_id: str) -> Activation | None:
    """The activation that this browser began, while it is still open."""
    opened = Activation.objects.select_related("person__organisation").filter(Activation.open(now()), pk=activation_id)
    found = opened.first()
    return found if found is not None and found.person.may_enter(now()) else None


def needs_password(activation: Activation) -> bool:
    return not activation.password and not activation.person.has_usable_password()


def choose_password(activation: Activation, password: str) -> None:
    """Kept beside the code until the factor is confirmed. Raises ValidationError with what is wrong with it."""
    validate_password(password, activation.person)
    activation.password = make_password(password)
    activation.save(update_fields=["password"])


@transaction.atomic
def factor_to_confirm(activation: Activation) -> TotpDevice:
    """The seed to show; or the factor that the console enrolled, which needs no showing."""
    return mfa.device_of(activation.person) or mfa.prepare(activation.person)


@transaction.atomic
def confirm(activation: Activation, code: str, *, by: Actor) -> mfa.Tried:
    """The last step: a right code makes password and factor valid, and the activation code worthless."""
    person = Person.objects.select_for_update().get(pk=activation.person_id)
    device = factor_to_confirm(activation)
    tried = mfa.verify(device, code, by=by)
    if not tried.is_right:
        return tried
    if not Activation.objects.filter(Activation.open(now()), pk=activation.pk).update(used_at=now(), password=""):
        return mfa.Tried(False)  # another browser was faster with the same code
    if activation.password:
        person.password = activation.password
        person.save(update_fields=["password"])
        record(Event.PASSWORD_SET, by=by, object=person.pk)
    if not device.confirmed:
        TotpDevice.objects.filter(pk=device.pk).update(confirmed=True)
        mfa.record_enrolled(device, by=by)
    sessions.end_all(person, by=by, reason="activation")
    record(Event.ACTIVATED, by=by, object=person.pk, details={"factor": mfa.FACTOR})
    return tried
