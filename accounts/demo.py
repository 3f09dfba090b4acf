"""The demo people of `make run`: their codes may be asked for on the console, nobody else's."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Final

from django.db import transaction

from accounts import mfa, otp, people
from accounts.models import Person, TotpDevice
from accounts.seals import email_index
from audit.access import Actor, Role
from audit.events import Event
from audit.log import record
from foundation.clock import now

CAST: Final[dict[str, Role | None]] = {
    "rosa": Role.REVIEWER,
    "remy": Role.REVIEWER,
    "sam": Role.SUPERVISOR,
    "ana": Role.ANALYST,
    "cora": Role.COMPLIANCE,
    "olga": Role.OPERATOR,
    "nils": None,
}
DOMAIN: Final = "sotto.example"
TOO_LATE_S: Final = 4  # a code with less time left is over before it is typed


class NoDemoPerson(ValueError):
    """Nobody of this name, or a real person: real people's codes are theirs alone."""


def address(name: str) -> str:
    return f"{name}@{DOMAIN}"


def make(passwords_file: Path, *, by: Actor) -> dict[str, str]:
    """The cast, each with a password and an enrolled factor. Idempotent. Returns address -> password."""
    known = json.loads(passwords_file.read_text()) if passwords_file.exists() else {}
    with transaction.atomic():
        passwords = {address(name): _make_one(name, role, known.get(address(name)), by) for name, role in CAST.items()}
        _write_private(passwords_file, json.dumps(passwords, indent=1))
    return passwords


def _make_one(name: str, role: Role | None, password: str | None, by: Actor) -> str:
    person = Person.objects.filter(email_index=email_index(address(name)), is_demo=True).first()
    if person is None:
        person = people.add(address(name), by=by, name=name.capitalize(), is_demo=True, is_trained=True)
        if role is not None:
            people.give_role(person, role, by=by)
    if not mfa.has_factor(person):
        mfa.enrol(person, by=by)
    if password is None or not person.check_password(password):
        password = password or "-".join(secrets.token_hex(3) for _ in range(3))
        people.set_password(person, password, by=by)
    return password


def _write_private(path: Path, text: str) -> None:
    """Readable by us alone from the first byte on, and whole or not at all."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def device_for(name: str) -> TotpDevice:
    """Raises NoDemoPerson."""
    email = name if "@" in name else address(name)
    device = TotpDevice.objects.filter(user__email_index=email_index(email), user__is_demo=True, confirmed=True).first()
    if device is None:
        raise NoDemoPerson("codes are shown of demo people only: " + ", ".join(CAST))
    return device


def seconds_to_wait(device: TotpDevice) -> float:
    """Until a code starts that can still be used: not used already, and not about to end."""
    step, left = divmod(now().timestamp(), otp.STEP_S)
    is_used = int(step) + device.drift <= device.last_t
    return otp.STEP_S - left if is_used or otp.STEP_S - left < TOO_LATE_S else 0.0


@transaction.atomic
def show_code(device: TotpDevice, *, by: Actor) -> str:
    record(Event.CODE_SHOWN_ON_CONSOLE, by=by, object=device.user_id)
    return mfa.current_code(device)
