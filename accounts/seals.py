"""What is personal about people, opened and sealed: address, name, and where their sessions come from."""

from __future__ import annotations

import unicodedata

from django.conf import settings

from accounts.models import Person, Session
from foundation import keys, seal
from foundation.keys import HOLDERS, Ring

PURPOSE = "person"


def plain(text: str) -> str:
    """One spelling of an address: what looks the same is the same."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def email_index(email: str) -> str:
    return keys.blind_index("accounts", f"email:{plain(email)}")


def new_person(email: str, name: str) -> Person:
    """A person with sealed address and name, not saved; its data key is."""
    person = Person(email_index=email_index(email))
    key = seal.new_key(Ring.ACCOUNTS, object_id=person.id, purpose=PURPOSE)
    person.email = key.seal(email.strip().encode(), field="email")
    person.name = key.seal(name.strip().encode(), field="name")
    return person


def _key(person_id: str) -> seal.OpenKey:
    return seal.open_key(Ring.ACCOUNTS, object_id=person_id, purpose=PURPOSE)


def email_of(person: Person) -> str:
    return _key(person.id).open(bytes(person.email), field="email").decode()


def name_of(person: Person) -> str:
    """The display name; the address of somebody who has none."""
    return _key(person.id).open(bytes(person.name), field="name").decode() or email_of(person)


def shown_name_of(person: Person) -> str:
    """Empty where the process does not hold the ring accounts, as the desk service: the session's mark is shown all the same."""
    return name_of(person) if settings.DB_ROLE in HOLDERS[Ring.ACCOUNTS].unwraps else ""


def seal_origin(session: Session, *, address: str, agent: str) -> None:
    """Put address and agent into the session's columns, sealed under the person's key."""
    assert session.person_id is not None
    key = _key(session.person_id)
    session.address = key.seal(address.encode(), field=f"session/{session.id}/address")
    session.agent = key.seal(agent.encode(), field=f"session/{session.id}/agent")


def address_of(session: Session) -> str:
    if session.person_id is None or session.address is None:
        return ""
    return _key(session.person_id).open(bytes(session.address), field=f"session/{session.id}/address").decode()
