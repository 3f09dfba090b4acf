"""An entry as a line for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from audit.events import event_of
from audit.models import Entry

READER: Final = "reader"


@dataclass(frozen=True)
class Line:
    """Read from the entry's body: the columns only found it."""

    seq: int
    id: str
    at: datetime
    event: str
    sentence: str
    outcome: str
    purpose: str
    actor: str
    actor_kind: str
    roles: str
    factor: str
    session: str
    object: str
    subject: str
    details: dict[str, int | str]
    private: dict[str, str]


def line(row: Entry) -> Line:
    return line_of(row.seq, row.body)


def line_of(seq: int, text: str) -> Line:
    body: dict[str, Any] = json.loads(text)
    return Line(
        seq=seq,
        id=body["id"],
        at=datetime.fromisoformat(body["at"]),
        event=body["event"],
        sentence=sentence(body["event"]),
        outcome=body["outcome"],
        purpose=body["purpose"],
        actor=body["actor"],
        actor_kind=body["actor_kind"],
        roles=body.get("roles", ""),
        factor=body.get("factor", ""),
        session=body.get("session", ""),
        object=body.get("object", ""),
        subject=body.get("subject", ""),
        details=body.get("details", {}),
        private=body.get("private", {}),
    )


def sentence(code: str) -> str:
    """An event that another version of the program wrote shows its code."""
    event = event_of(code)
    return event.sentence if event else code
