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
from accounts.reach import must_govern
from accounts.seals import email_index
from audit.access import Actor, Role
from audit.events import Event, Outcome
from audit.log import record
from foundation.clock import now, to_the_minute

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
    must_govern(by, person, Role.OPERATOR)
    if mfa.has_factor(person) and person.has_usable_password():
        raise NothingToActivate(f"person {person.pk} has a password and a second factor already")
    person.activations.filter(Activation.open(now())).update(expires_at=now())
    mfa.forget_prepared(person)
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    expires_at = now() + VALID
    Activation.objects.create(person=person, code_hash=_hash(letters), expires_at=expires_at)
    record(Event.ACTIVATION_ISSUED, by=by, object=person.pk, details={"until": to_the_minute(expires_at)})
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


@transaction.atomic
def _hold(found: Activation) -> str:
    """Only the browser that began last goes on; what an earlier one chose or was shown is worth nothing."""
    ticket = secrets.token_hex(CODE_BYTES)
    mfa.forget_prepared(found.person)
    found.password, found.browser = "", _hash(ticket)
    found.save(update_fields=["password", "browser"])
    return ticket


def begin(email: str, code: str, *, by: Actor) -> tuple[Activation, str]:
    """The open activation, and the ticket that this browser goes on with. Raises NotThisCode.

    A wrong code of somebody's leaves an entry; one that is nobody's is for the caller to count, or anybody could fill the log.
    """
    found = Activation.objects.select_related("person__organisation").filter(code_hash=_hash(code)).first()
    if found is None:
        raise NotThisCode
    if reason := _what_is_wrong(found, email):
        record(Event.ACTIVATION_FAILED, by=by, object=found.person_id, outcome=Outcome.FAILED, details={"reason": reason})
        raise NotThisCode
    return found, _hold(found)


def _what_is_wrong(found: Activation, email: str) -> str:
    if found.used_at is not None:
        return "used"
    if found.expires_at <= now():
        return "expired"
    if found.person.email_index != email_index(email):
        return "other person"
    return "" if found.person.may_enter(now()) else "suspended"


def open_activation(ticket: str) -> Activation | None:
    """The activation that this browser began, while it is still open and no other browser has begun after it."""
    opened = Activation.objects.select_related("person__organisation").filter(Activation.open(now()), browser=_hash(ticket))
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
