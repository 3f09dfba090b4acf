"""The broker, and this process in the clothes of another database role."""

from collections.abc import Callable, Iterator

import pytest
import redis
from django.conf import settings
from django.db import connections

from config.celery import app
from config.env import env
from config.services import Postgres
from foundation.roles import DbRole

app.set_default()


@pytest.fixture
def broker(services: Postgres) -> Iterator["redis.Redis"]:
    """The real broker, empty before and after."""
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
