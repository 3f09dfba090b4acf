"""What a process keeps of the day in memory: a key for each class, and one opening for each session.

All of it is used only while nothing was erased. The statement that writes an entry asks the database for the number of the era; after
an erasure it writes nothing, and keys and openings are made anew. So no entry names an opening that is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import connections

from audit.access import Actor
from audit.book import APART, Stale, insert_part
from audit.entries import Fields
from audit.events import Event, PrivateClass
from audit.openings import About, Part, connection_of, must_fit, of_actor, seal_part
from foundation.ids import is_id, new_id
from foundation.keys import Ring
from foundation.seal import OpenKey, new_key

MOST_SESSIONS: Final = 10_000  # of a day in one process; beyond it all are forgotten and made anew

_Session = tuple[str, str, str, str]


class Sealed(NamedTuple):
    """What an entry names and what is written beside it. No era when it names nothing that could be erased."""

    commitments: dict[str, str]
    parts: list[Part]
    era: int | None


_NOTHING: Final = Sealed({}, [], None)


class Era:
    """From one erasure to the next. To seal needs no key file, so no process can read what another wrote."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._keys: dict[tuple[PrivateClass, date], OpenKey] = {}
        self._day: date | None = None
        self._sessions: dict[_Session, str] = {}
        self._making = threading.Lock()

    def connection_of(self, by: Actor, day: date) -> str:
        """The commitment to address and agent of this session today. Raises Stale."""
        if day != self._day or len(self._sessions) > MOST_SESSIONS:
            self._day, self._sessions = day, {}
        session = (by.session, by.id, by.address, by.agent)
        found = self._sessions.get(session)
        if found is None:
            # on the second connection: a rollback of the caller must not take away what later entries name
            part = self.seal(PrivateClass.CONNECTION, connection_of(by), About(day, by.id, ""))
            insert_part(part, self.number)
            found = self._sessions[session] = part.commitment
        return found

    def seal_all(self, private: Mapping[PrivateClass, str], event: Event, about: About, named: dict[str, str]) -> Sealed:
        """A part each, beside those that are named already. Raises UnfitOpening."""
        must_fit(private, event)
        parts = [self.seal(kind, payload, about) for kind, payload in private.items()]
        return Sealed(named | {part.kind.value: part.commitment for part in parts}, parts, self.number)

    def seal(self, kind: PrivateClass, payload: str, about: About) -> Part:
        return seal_part(kind, payload, about, self._key_of(kind, about.day))

    def _key_of(self, kind: PrivateClass, day: date) -> OpenKey:
        with self._making:
            key = self._keys.get((kind, day))
            if key is None:
                key = new_key(Ring.OPENINGS, object_id=new_id(), purpose=purpose_of(kind, day), using=APART)
                self._keys = {held: key for held, key in self._keys.items() if held[1] >= day} | {(kind, day): key}
            return key


def purpose_of(kind: PrivateClass, day: date) -> str:
    """What the data key of a class and day is for."""
    return f"{kind}:{day}"


_now: Era | None = None
_beginning: Final = threading.Lock()


def current(alias: str = APART) -> Era:
    """alias: who will write; an erasure that it has not committed is seen by itself alone."""
    global _now
    era = _now
    if era is None:
        with _beginning, connections[alias].cursor() as cursor:
            cursor.execute("SELECT n FROM audit_era")
            era = _now = _now or Era(cursor.fetchone()[0])
    return era


def forget() -> None:
    """Ask the database anew before the next entry: after an erasure, and between tests that have databases of their own."""
    global _now
    _now = None


def seal_for(alias: str, event: Event, by: Actor, fields: Fields, private: Mapping[PrivateClass, str], at: datetime) -> Sealed:
    """Everything private of one entry. Raises UnfitOpening, Stale."""
    has_connection = bool(by.address or by.agent)
    if not private and not has_connection:
        return _NOTHING
    era = current(alias)
    if not by.session or not has_connection:
        return era.seal_all({**private, **of_actor(by)}, event, _about(by, fields, at), {})
    named = {PrivateClass.CONNECTION.value: era.connection_of(by, at.date())}
    return era.seal_all(private, event, _about(by, fields, at), named) if private else Sealed(named, [], era.number)


def _about(by: Actor, fields: Fields, at: datetime) -> About:
    """Accounts name a person as the object of what is done to them."""
    return About(at.date(), by.id, fields.subject or (fields.object if is_id(fields.object) else ""))


__all__ = ["Era", "Sealed", "Stale", "current", "forget", "purpose_of", "seal_for"]
