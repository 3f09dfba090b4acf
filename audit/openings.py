"""The sealed parts of entries: address, agent, free text. An entry names each by a salted commitment.

The salt lies inside the seal. Beside it, an address (one of four thousand million) could be found from the commitment
after its key is destroyed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from audit.access import Actor, ActorKind
from audit.events import Event, PrivateClass
from foundation import seal
from foundation.keys import WrongContext

SALT_BYTES: Final = 16
LONGEST_AGENT: Final = 512


class UnfitOpening(ValueError):
    """A private part that the event did not declare."""


class BrokenOpening(Exception):
    """What was opened is not what the entry committed to."""


class About(NamedTuple):
    """Whose opening it is: an erasure finds it by actor and subject, an expiry by its day."""

    day: date
    actor: str
    subject: str


class Part(NamedTuple):
    """A row of audit_private, in the order of the insert."""

    commitment: str
    kind: PrivateClass
    day: date
    actor: str
    subject: str
    key: str
    sealed: bytes


class Opened(NamedTuple):
    salt: bytes
    payload: bytes


def of_actor(by: Actor) -> dict[PrivateClass, str]:
    """What the actor's own circumstances put under seal."""
    if by.kind is ActorKind.CONSOLE:
        return {PrivateClass.CONSOLE_USER: by.agent}
    if by.address or by.agent:
        return {PrivateClass.CONNECTION: connection_of(by)}
    return {}


def connection_of(by: Actor) -> str:
    return json.dumps({"address": by.address, "agent": by.agent[:LONGEST_AGENT]})


def must_fit(private: Mapping[PrivateClass, str], event: Event) -> None:
    """Raises UnfitOpening."""
    if PrivateClass.NOTE in private and not event.has_note:
        raise UnfitOpening(f"{event}: declare in audit/events.py that it may carry a note")


def seal_part(kind: PrivateClass, payload: str, about: About, key: seal.OpenKey) -> Part:
    salt, plain = secrets.token_bytes(SALT_BYTES), payload.encode(errors="backslashreplace")
    committed = commitment(salt, kind, plain)
    return Part(committed, kind, *about, key.id, key.seal(salt + plain, field=_field(committed, kind)))


def commitment(salt: bytes, kind: PrivateClass, payload: bytes) -> str:
    """SHA-256 of salt, class and payload, in hex. The salt has a fixed length and no class is another's beginning."""
    return hashlib.sha256(salt + kind.value.encode() + payload).hexdigest()


def open_part(*, entry_id: str, kind: PrivateClass, key_id: str, sealed: bytes, committed: str) -> Opened:
    """Raises Erased when its key is gone, WrongContext, BrokenOpening when it is not what was committed to."""
    opened = _unseal(seal.open_key_by_id(key_id), sealed, entry_id, committed, kind)
    found = Opened(opened[:SALT_BYTES], opened[SALT_BYTES:])
    if commitment(found.salt, kind, found.payload) != committed:
        raise BrokenOpening(f"entry {entry_id}: its {kind} is not what the entry committed to")
    return found


def _unseal(key: seal.OpenKey, sealed: bytes, entry_id: str, committed: str, kind: PrivateClass) -> bytes:
    try:
        return key.open(sealed, field=_field(committed, kind))
    except WrongContext:  # before migration 0005 each was sealed for its one entry
        return key.open(sealed, field=_field(entry_id, kind))


def _field(sealed_for: str, kind: PrivateClass) -> str:
    return f"{sealed_for}:{kind}"
