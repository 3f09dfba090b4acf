"""One text engine for all tests of redaction: it keeps nothing between texts. And recordings, taken in as intake does it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from audit.access import console_actor
from foundation.roles import DbRole
from redaction import intake, manifest
from redaction.holds import Hold
from redaction.models import Recording
from redaction.text.engine import Engine
from tests.redaction import lines

Act = Callable[[DbRole], None]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def take(db: str, acting_as: Act) -> Callable[..., str]:
    """Take a recording in as intake does, then be the redactor. Returns its id."""

    def taken(raw: bytes | None = None, /, **changes: Any) -> str:
        acting_as(DbRole.INTAKE)
        project = intake.open_project("demo", by=console_actor())
        line = manifest.read(json.dumps(lines.line(**changes)))
        recording = intake.take(line, lines.wav() if raw is None else raw, project=project, by=console_actor())
        acting_as(DbRole.REDACTOR)
        return recording.pk

    return taken


@pytest.fixture
def undecided(take: Callable[..., str], acting_as: Act) -> Callable[..., str]:
    """A recording that is held for these reasons, without any copy; then this process is the web's."""

    def held(*holds: Hold) -> str:
        recording_id = take()
        values = {"state": "held", "held_for": [*holds], "duration_ms": 4000, "decided_at": "2026-11-20T10:00:00Z"}
        Recording.objects.filter(pk=recording_id).update(**values)
        acting_as(DbRole.APP)
        return recording_id

    return held
