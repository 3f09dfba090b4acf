"""Real PostgreSQL for every test: a fresh copy of a migrated template per test, connections as the roles of production."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import hypothesis
import psycopg
import pytest
import redis
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connections
from django.test import Client
from psycopg import sql
from xdist.scheduler import LoadFileScheduling

from accounts.otp import STEP_S
from config import console
from config.env import env
from config.services import Postgres
from foundation import clock
from foundation.clock import shifted
from foundation.roles import DbRole
from tests import witness
from tests.answers import watch_answers

# The same examples for the same code: whether a change may land depends neither on a throw of the dice nor on a busy machine.
hypothesis.settings.register_profile("sotto", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("sotto")

TEMPLATE = "sotto_template"
JOURNEYS = "tests/journeys"
_numbers = itertools.count(1)

pytest_plugins = ["tests.cast", "tests.sealing", "tests.vault", "tests.annotation.clips"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs whole houses first: begun last, one process would wait for the other at the end. That of the journeys last which ends their house."""

    def turn(item: pytest.Item) -> tuple[bool, bool, bool]:
        return item.get_closest_marker("slow") is None, not item.nodeid.startswith(JOURNEYS), item.path.name == "test_house.py"

    items.sort(key=turn)


class ByFile(LoadFileScheduling):
    """What one process runs in one go: a file, and all the journeys, which share a house."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def services() -> Iterator[Postgres]:
    """Embedded PostgreSQL and Redis for the run, with the schema in the template database."""
    with ExitStack() as stack:
        console.start(env, stack, durable=False)
        call_command("collectstatic", interactive=False, verbosity=0)
        postgres = Postgres(env, durable=False)
        witness.cosign_first(postgres, TEMPLATE)
        yield postgres


@pytest.fixture(scope="session")
def admin(services: Postgres) -> Iterator[psycopg.Connection]:
    """Who makes and drops the databases."""
    with services.connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """pytest-django would make a test database as its own role; ours is made by the `services` and `db` fixtures."""


@pytest.fixture
def db(admin: psycopg.Connection, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database of this test's own. Nothing is wrapped in a transaction: what commits here commits."""
    with copied(admin, TEMPLATE) as name, django_db_blocker.unblock():
        yield name
        connections.close_all()


@contextmanager
def copied(admin: psycopg.Connection, template: str) -> Iterator[str]:
    """A copy of a database, for the length of the block the one that Django asks."""
    name = f"test_{next(_numbers)}"
    before = settings.DATABASES["default"]["NAME"]
    identifier, of = sql.Identifier(name), sql.Identifier(template)
    admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy OWNER sotto_owner").format(identifier, of))
    _point_at(name)
    try:
        yield name
    finally:
        _point_at(before)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def _point_at(name: str) -> None:
    for alias in settings.DATABASES:
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture
def as_role(db: str) -> Iterator[Callable[[DbRole], psycopg.Connection]]:
    """Sign in to this test's database as one of the house's roles."""
    with ExitStack() as stack:

        def sign_in(role: DbRole) -> psycopg.Connection:
            connection = psycopg.connect(
                host=str(env.run_dir), port=env.database_port, user=role.value, password=env.password(role), dbname=db, autocommit=True
            )
            return stack.enter_context(connection)

        yield sign_in


@pytest.fixture
def superuser(services: Postgres, db: str) -> Iterator[psycopg.Connection]:
    """What only an attacker who owns the database server has."""
    with services.connect(db) as connection:
        yield connection


@pytest.fixture
def client() -> Client:
    """A browser behind TLS, as in production."""
    from tests.cast import Browser  # imported late: it needs the settings

    return Browser()


@pytest.fixture(scope="session", autouse=True)
def every_answer() -> Iterator[None]:
    """Every answer of the whole run passes the header test, whatever the test was about."""
    with watch_answers():
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hasher() -> Iterator[None]:
    """A password costs a third of a second on purpose; the journeys pay it. A test of ours would only wait for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
        yield


@pytest.fixture(autouse=True)
def a_step_begins(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test has its 30 seconds: no one-time code, minute, hour or day ends while it runs, at whatever moment it began.

    By the clock of this process: the database's and `time.time()` are up to 30 seconds ahead. Where other processes are at work, the clock is theirs.
    """
    past_s = 0.0 if request.node.get_closest_marker("slow") else time.time() % STEP_S
    with shifted(seconds=-past_s):
        yield


@pytest.fixture
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes on by a millisecond with each look at the clock: for what ends a second after it was begun, however slow the machine is."""
    began, looks = datetime.now(UTC), itertools.count()

    class Slow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return began + timedelta(milliseconds=next(looks))

    monkeypatch.setattr(clock, "datetime", Slow)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks anybody but this machine fails."""
    import socket

    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not (host.startswith("127.") or host in ("localhost", "::1")):
            raise AssertionError("a test tried to reach the network")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def broker(services: Postgres) -> Iterator[redis.Redis]:
    """The run's own Redis, emptied before and after."""
    with redis.Redis(unix_socket_path=str(env.run_dir / "redis.sock")) as client:
        client.flushall()
        yield client
        client.flushall()


@pytest.fixture
def acting_as(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[DbRole], None]]:
    """Let this process act as another role of the house: its rings and its database connections."""

    def become(role: DbRole) -> None:
        monkeypatch.setattr(settings, "DB_ROLE", role)
        for alias in ("default", "denials"):
            connections[alias].close()
            monkeypatch.setitem(connections[alias].settings_dict, "USER", role.value)
            monkeypatch.setitem(connections[alias].settings_dict, "PASSWORD", env.password(role))

    yield become
    connections["default"].close()
    connections["denials"].close()
