"""A log that a test writes itself, with times of its choice, and one look of a rule at what it wrote."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from audit.events import Event, Outcome
from audit.rules import tally
from audit.rules.catalogue import RULES
from audit.rules.registry import Found, Window
from config.env import env
from config.services import Postgres
from foundation.ids import new_id
from foundation.roles import DbRole
from tests.conftest import TEMPLATE, copied

BEGIN = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)  # a Monday, noon
_INSERT = (
    "INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING seq"
)
_numbers = itertools.count(1)


class Book:
    """Entries of one case. Names stand for ids of this case: `b["rosa"]`; minutes are counted from its own noon."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.owner = owner
        self.noon = BEGIN + timedelta(days=70 * next(_numbers))
        self.ids: dict[str, str] = defaultdict(new_id)
        self.after = owner.execute("SELECT coalesce(max(seq), 0) FROM audit_entry").fetchone()[0]
        self.tallied = self.after

    def __getitem__(self, name: str) -> str:
        return self.ids[name]

    def at(self, minutes: float = 0, **more: float) -> datetime:
        return self.noon + timedelta(minutes=minutes, **more)

    def write(self, event: Event, by: str, minutes: float = 0, *, subject: str = "", object: str = "", **rest: Any) -> str:
        """An entry by the person of that name (or by a program, when the name has a hyphen). Details are what is left of the keywords."""
        body: dict[str, Any] = {"version": 1, "id": new_id(), "event": event.value, "outcome": rest.pop("outcome", Outcome.GRANTED).value}
        at = self.at(minutes)
        actor = by if "-" in by else self[by]
        body |= {"actor": actor, "actor_kind": "process" if "-" in by else "person", "at": at.isoformat(timespec="microseconds")}
        body |= {"purpose": rest.pop("purpose", event.purpose).value, "roles": rest.pop("roles", "")}
        body |= {"subject": self[subject] if subject else "", "object": self[object] if object else ""}
        body["details"] = {name: self[value[1:]] if str(value).startswith("@") else value for name, value in rest.items()}
        text = json.dumps({name: value for name, value in body.items() if value != ""}, sort_keys=True, separators=(",", ":"))
        row = [body["id"], at, actor, event.value, body["object"], body["subject"], body["outcome"], text]
        self.owner.execute(_INSERT, row)
        return str(body["id"])

    def permit(self, name: str, asker: str, size: int, state: str) -> None:
        """For a large export: asked for by the person of that name, approved, and brought to this state along the allowed moves."""
        self.owner.execute(
            "INSERT INTO audit_permit (id, asked_by, asked_at, entry, format, asked, size, state, state_at, expires_at, decided_by)"
            " VALUES (%s, %s, now(), '', 'jsonl', '[]', %s, 'asked', now(), now() + interval '1 hour', '')",
            [self[name], self[asker], size],
        )
        decided = "UPDATE audit_permit SET state = 'approved', decided_by = %s, decided_at = now() WHERE id = %s"
        self.owner.execute(decided, [self["carl"], self[name]])
        if state != "approved":
            self.owner.execute("UPDATE audit_permit SET state = %s, state_at = now() WHERE id = %s", [state, self[name]])

    def entry(self, entry_id: str, event: Event, by: str, minutes: float = 0) -> str:
        """About an entry that stands already."""
        self.ids[f"entry {entry_id}"] = entry_id
        return self.write(event, by, minutes, subject=f"entry {entry_id}")

    def seal(self, *, apart_s: float = 0, of: float = 0) -> None:
        """Leaves for all entries of this case, `apart_s` after the time that each names."""
        self.owner.execute(
            "INSERT INTO audit_leaf SELECT seq + 1000000, seq, id, sha256(''), recorded_at + make_interval(secs => %s)"
            " FROM audit_entry WHERE seq > %s",
            [apart_s, self.after],
        )

    def window(self, until: float = 60, since: float = -60) -> Window:
        upto = self.owner.execute("SELECT max(seq) FROM audit_entry").fetchone()[0]
        return Window("default", 1, self.after, upto, self.at(since), self.at(until))

    def look(self, rule: str, *, until: float = 60, since: float = -60, **limits: int) -> list[Found]:
        """What the rule finds in this case, after the tally has counted it."""
        window = self.window(until, since)
        tally.add(replace(window, after=self.tallied))
        self.tallied = window.upto
        return list(RULES[rule].find(window, {**RULES[rule].thresholds(), **limits}))


@pytest.fixture(scope="module")
def shared(services: Postgres, admin: psycopg.Connection, django_db_blocker: Any) -> Iterator[psycopg.Connection]:
    """One database for a table of cases, with this process as the watcher's role. Each case has its own ids and its own week."""
    from django.conf import settings
    from django.db import connections

    with copied(admin, TEMPLATE) as name:
        before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "denials")}
        for alias in before:
            connections[alias].settings_dict |= {"USER": DbRole.AUDITOR.value, "PASSWORD": env.password(DbRole.AUDITOR)}
        role, settings.DB_ROLE = settings.DB_ROLE, DbRole.AUDITOR
        with django_db_blocker.unblock(), services.connect(name) as owner:
            yield owner
            connections.close_all()
        settings.DB_ROLE = role
        for alias, kept in before.items():
            connections[alias].settings_dict |= {"USER": kept["USER"], "PASSWORD": kept["PASSWORD"]}


@pytest.fixture
def book(shared: psycopg.Connection) -> Book:
    return Book(shared)
