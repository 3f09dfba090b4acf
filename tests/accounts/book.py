"""What the log says, for tests: bodies of entries, oldest first, without the migration's own."""

from __future__ import annotations

import json
from typing import Any

from django.db import connections

from audit.events import Event


def entries(event: Event | None = None) -> list[dict[str, Any]]:
    with connections["reader"].cursor() as cursor:
        cursor.execute("SELECT body FROM audit_entry ORDER BY seq")
        bodies = [json.loads(body) for (body,) in cursor.fetchall()]
    ours = [body for body in bodies if body["event"] != Event.PERIOD_OPENED.value]
    return [body for body in ours if event is None or body["event"] == event.value]


def last_entry(event: Event | None = None) -> dict[str, Any]:
    return entries(event)[-1]
