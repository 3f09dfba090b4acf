"""The people of the tests: Rosa, Sam, Ana, Cora, Olga, and Nils, who may do nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from accounts import mfa, otp, people, sessions, signing_in
from accounts.models import Organisation, Person, Session, Site, TotpDevice
from accounts.presence import Presence
from accounts.seals import seal_origin
from accounts.sessions import SessionStore
from audit.access import Actor, ActorKind, Role, console_actor
from foundation.clock import now

PASSWORD = "quiet-harbour-9-lamps"
CLIENT_ADDRESS = "127.0.0.1"


class Browser(Client):
    """Behind TLS, as in production; Django's own client says http with each request."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"HTTP_HOST": "sotto.test", **kwargs})

    def generic(self, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        return super().generic(method, path, *args, **{**kwargs, "secure": True})


@cache
def _password_hash() -> str:
    """Once a run: the hasher is slow on purpose."""
    return make_password(PASSWORD)


@dataclass(frozen=True)
class Cast:
    """A person of the tests, with what only that person knows."""

    person: Person
    email: str
    password: str
    seed: bytes

    @property
    def actor(self) -> Actor:
        """As the middleware would say it of a session with a fresh second factor."""
        roles = frozenset(Role(each.role) for each in signing_in.live_assignments(self.person, now()))
        return Actor(self.person.pk, ActorKind.PERSON, roles, factor=signing_in.FACTORS, mfa_at=now())

    @property
    def device(self) -> TotpDevice:
        device = mfa.device_of(self.person)
        assert device is not None
        return device

    def code(self, *, steps: int = 0) -> str:
        """The code that the device shows now, or some steps of 30 s away."""
        return otp.code_of(self.seed, otp.step_at(now()) + steps)

    def wait_for_a_code(self) -> None:
        """As if 30 s had passed: the current code counts as unused again."""
        TotpDevice.objects.filter(user=self.person).update(last_t=-1, throttling_failure_timestamp=None, throttling_failure_count=0)


def person(
    name: str,
    *roles: Role,
    organisation: Organisation | None = None,
    site: Site | None = None,
    until: date | None = None,
    locales: tuple[str, ...] = (),
) -> Cast:
    """Somebody with a password and an enrolled factor, made from the console."""
    email = f"{name}@sotto.example"
    by = console_actor()
    made = people.add(email, by=by, name=name.capitalize(), organisation=organisation, locales=locales, is_trained=True)
    for role in roles:
        people.give_role(made, role, by=by, organisation=organisation, site=site, until=until)
    made.password = _password_hash()
    made.save(update_fields=["password"])
    return Cast(made, email, PASSWORD, mfa.enrol(made, by=by).open_seed())


def signed_in(client: Client, cast: Cast, *, site: Site | None = None, address: str = CLIENT_ADDRESS) -> Session:
    """Give the client a full session of the person, without walking through the pages."""
    store = SessionStore()
    store.create()
    row = store.row
    assert row is not None
    assert store.session_key is not None
    presence = Presence(address, "")
    row.person, row.site = cast.person, site
    row.password_at = row.mfa_at = row.last_seen_at = now()
    row.ends_at = now() + sessions.ABSOLUTE
    row.network_index, row.agent_index = presence.network_index, presence.agent_index
    seal_origin(row, address=address, agent="")
    row.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return row


def sign_in_by_pages(client: Client, cast: Cast, **extra: Any) -> None:
    """As a person does it: address and password, then the code."""
    client.post(reverse("accounts:sign-in"), {"email": cast.email, "password": cast.password}, **extra)
    client.post(reverse("accounts:code"), {"code": cast.code()}, **extra)


@pytest.fixture
def rosa(db: str) -> Cast:
    return person("rosa", Role.REVIEWER)


@pytest.fixture
def sam(db: str) -> Cast:
    return person("sam", Role.SUPERVISOR)


@pytest.fixture
def ana(db: str) -> Cast:
    return person("ana", Role.ANALYST)


@pytest.fixture
def cora(db: str) -> Cast:
    return person("cora", Role.COMPLIANCE)


@pytest.fixture
def olga(db: str) -> Cast:
    return person("olga", Role.OPERATOR)


@pytest.fixture
def nils(db: str) -> Cast:
    """Signs in, and may do nothing."""
    return person("nils")


@pytest.fixture
def as_person() -> Callable[[Cast], Client]:
    """A browser of its own for each person: as_person(rosa).get(...)."""

    def browser(cast: Cast) -> Client:
        client = Browser()
        signed_in(client, cast)
        return client

    return browser
