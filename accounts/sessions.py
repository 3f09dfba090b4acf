"""Sessions in PostgreSQL: Django's engine (SessionStore), and the verbs that lock and end them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import transaction
from django.http import HttpRequest

from accounts.models import Person, Session
from audit.access import Actor, process_actor
from audit.events import Event, PrivateClass
from audit.log import record
from foundation.clock import now

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
NAMELESS = timedelta(hours=1)  # before anybody signed in: holds the form token only
SWEPT_AT_ONCE = 500


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """What Django puts into a session lies in `data`; how far the person has come, in the row's own columns."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._row: Session | None = None

    @property
    def row(self) -> Session | None:
        """The session's row, None when there is none or it has come to its end."""
        self._get_session()  # type: ignore[attr-defined]  # Django loads lazily
        return self._row

    def _get_new_session_key(self) -> str:
        return secrets.token_urlsafe(32)

    def load(self) -> dict[str, Any]:
        rows = Session.objects.select_related("person__organisation", "site").defer("person__password")  # the desk has no right to it
        row = rows.filter(key_hash=hashed(self.session_key or "")).first()
        if row is None or row.ends_at <= now():
            if row is not None:
                expire(row)
            self._session_key = None
            return {}
        self._row = row
        return dict(row.data)

    def exists(self, session_key: str | None = None) -> bool:
        return Session.objects.filter(key_hash=hashed(session_key or "")).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when somebody ended the session meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if must_create:
            self._row = Session(key_hash=hashed(self.session_key), data=data, ends_at=now() + NAMELESS)
            self._row.save(force_insert=True)
        elif not Session.objects.filter(key_hash=hashed(self.session_key)).update(data=data):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_hash=hashed(key)).delete()
            self._row = None

    def cycle_key(self) -> None:
        """A new key for the same session; the old one opens nothing from this moment."""
        if self.session_key is None:
            self.create()
            return
        old, new = hashed(self.session_key), self._get_new_session_key()
        if not Session.objects.filter(key_hash=old).update(key_hash=hashed(new)):
            raise UpdateError
        if self._row is not None:
            self._row.key_hash = hashed(new)
        self._session_key = new
        self.modified = True

    @classmethod
    def clear_expired(cls) -> None:
        sweep()


def store_of(request: HttpRequest) -> SessionStore:
    return cast(SessionStore, request.session)


def expire(session: Session) -> None:
    """The absolute limit: a full session's end is an entry, a nameless one just goes."""
    if session.mfa_at is None:
        Session.objects.filter(pk=session.pk).delete()
    else:
        end(session, by=process_actor("session-clock"), reason="absolute")


@transaction.atomic
def end(session: Session, *, by: Actor, reason: str, note: str = "") -> None:
    """The browser's next request finds no session."""
    gone, _each = Session.objects.filter(pk=session.pk).delete()
    if gone:
        private = {PrivateClass.NOTE: note} if note else {}
        details = {"reason": reason, "session": session.pk}
        record(Event.SESSION_ENDED, by=by, object=session.person_id or "", details=details, private=private)


@transaction.atomic
def end_all(person: Person, *, by: Actor, reason: str, but: str = "") -> None:
    """End the person's sessions, half-made ones too, except the one with the id `but`."""
    for session in Session.objects.filter(person=person).exclude(pk=but):
        end(session, by=by, reason=reason)


@transaction.atomic
def lock(session: Session, *, by: Actor, reason: str) -> None:
    """Closed until the second factor is given again."""
    if Session.objects.filter(pk=session.pk, locked_at__isnull=True).update(locked_at=now()):
        details = {"reason": reason, "session": session.pk}
        record(Event.SESSION_LOCKED, by=by, object=session.person_id or "", details=details)
    session.locked_at = now()


def sweep() -> int:
    """End what is past its limit and was not asked for again. Returns how many; safe to run twice at once."""
    past = list(Session.objects.filter(ends_at__lte=now()).order_by("ends_at")[:SWEPT_AT_ONCE])
    for session in past:
        expire(session)
    return len(past)
