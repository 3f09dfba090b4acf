"""The book as a test reads it, and the small house of doors in front of it."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from pytest_django import Settings

from foundation.roles import DbRole
from tests.audit import acting, urls

AsRole = Callable[[DbRole], psycopg.Connection]
Entries = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def entries(as_role: AsRole) -> Entries:
    """The bodies of all entries in their order, without the one that opened the period."""
    reader = as_role(DbRole.READER)

    def read() -> list[dict[str, Any]]:
        rows = reader.execute("SELECT body FROM audit_entry ORDER BY seq OFFSET 1").fetchall()
        return [json.loads(body) for (body,) in rows]

    return read


@pytest.fixture
def doors(db: str, settings: Settings) -> None:
    """The gate in front of tests.audit.urls, everything else as in the house."""
    _act(settings)
    settings.ROOT_URLCONF = "tests.audit.urls"
    urls.ran.clear()


@pytest.fixture
def house(db: str, settings: Settings) -> None:
    """The addresses of the whole house; the test says who acts."""
    _act(settings)


def _act(settings: Settings) -> None:
    settings.MIDDLEWARE = [acting.MIDDLEWARE if name == "accounts.middleware.SignedIn" else name for name in settings.MIDDLEWARE]
