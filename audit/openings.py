"""The sealed parts beside an entry: address, agent, free text. The entry holds a salted commitment to each.

The salt lies inside the seal. Beside it, an address (one of four thousand million) could be found from the commitment
after its key is destroyed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from audit.access import Actor, ActorKind
from audit.events import Event, PrivateClass
from foundation import seal
from foundation.clock import now
from foundation.ids import new_id
from foundation.keys import Ring

SALT_BYTES: Final = 16
LONGEST_AGENT: Final = 512
_APART: Final = "denials"


class UnfitOpening(ValueError):
    """A private part that the event did not declare."""


class BrokenOpening(Exception):
    """What was opened is not what the entry committed to."""


class Part(NamedTuple):
    entry: str
    kind: PrivateClass
    key: str
    sealed: bytes
    commitment: str

    @property
    def row(self) -> tuple[str, str, str, bytes]:
        """In the order of the columns of audit_private."""
        return self.entry, self.kind.value, self.key, self.sealed


def of_actor(by: Actor) -> dict[PrivateClass, str]:
    """What the actor's own circumstances put under seal."""
    if by.kind is ActorKind.CONSOLE:
        return {PrivateClass.CONSOLE_USER: by.agent}
    if by.address or by.agent:
        return {PrivateClass.CONNECTION: json.dumps({"address": by.address, "agent": by.agent[:LONGEST_AGENT]})}
    return {}


def prepare(entry_id: str, private: Mapping[PrivateClass, str], event: Event) -> list[Part]:
    """Seal each part under the key of its class and day. Raises UnfitOpening."""
    if PrivateClass.NOTE in private and not event.has_note:
        raise UnfitOpening(f"{event}: declare in audit/events.py that it may carry a note")
    return [_part(entry_id, kind, payload) for kind, payload in private.items()]


def _part(entry_id: str, kind: PrivateClass, payload: str) -> Part:
    salt, plain = secrets.token_bytes(SALT_BYTES), payload.encode(errors="backslashreplace")
    key = _key_of(kind, now().date())
    sealed = key.seal(salt + plain, field=_field(entry_id, kind))
    return Part(entry_id, kind, key.id, sealed, commitment(salt, kind, plain))


def commitment(salt: bytes, kind: PrivateClass, payload: bytes) -> str:
    """SHA-256 of salt, class and payload, in hex. The salt has a fixed length and no class is another's beginning."""
    return hashlib.sha256(salt + kind.value.encode() + payload).hexdigest()


def open_part(*, entry_id: str, kind: PrivateClass, key_id: str, sealed: bytes, committed: str) -> str:
    """The payload. Raises Erased when its key is gone, BrokenOpening when it is not what was committed to."""
    opened = seal.open_key_by_id(key_id).open(sealed, field=_field(entry_id, kind))
    salt, plain = opened[:SALT_BYTES], opened[SALT_BYTES:]
    if commitment(salt, kind, plain) != committed:
        raise BrokenOpening(f"entry {entry_id}: its {kind} is not what the entry committed to")
    return plain.decode()


def _field(entry_id: str, kind: PrivateClass) -> str:
    return f"{entry_id}:{kind}"


# -- one data key a class and day, kept in memory: to seal needs no key file, so no process can read what another wrote

_keys: dict[PrivateClass, tuple[date, seal.OpenKey]] = {}
_making: Final = threading.Lock()


def _key_of(kind: PrivateClass, day: date) -> seal.OpenKey:
    held = _keys.get(kind)
    if held is not None and held[0] == day:
        return held[1]
    with _making:
        held = _keys.get(kind)
        if held is None or held[0] != day:
            # on the second connection: a rollback of the caller must not take away a key that goes on being used
            key = seal.new_key(Ring.OPENINGS, object_id=new_id(), purpose=f"{kind}:{day}", using=_APART)
            held = _keys[kind] = (day, key)
        return held[1]


def forget_keys() -> None:
    """Make new keys from now on: after an erasure of today's, and between tests that empty the tables."""
    with _making:
        _keys.clear()
