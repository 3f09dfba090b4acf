"""An entry as a line for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from audit.events import Event, event_of
from audit.models import Entry
from foundation.ids import is_id

READER: Final = "reader"
_OF_CLIPS: Final = frozenset({"answer", "case", "clip", "desk", "identity", "original", "recording"})
_OF_THE_LOG: Final = frozenset({"breach", "finding", "log"})
_OF_PEOPLE: Final = frozenset({"activation", "console", "factor", "password", "person", "role", "session"})
_OF_RECORDINGS: Final = frozenset({Event.CLIP_OPENED.value, Event.CLIP_SHREDDED.value})


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

    @property
    def clock(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def subject_is_clip(self) -> bool:
        """A clip, or at the privacy desk and before the queue its recording: both have the clip's page."""
        return bool(self.subject) and self.event.split(".")[0] in _OF_CLIPS

    @property
    def is_about_the_log(self) -> bool:
        """To read in the log about something is not to have had to do with it."""
        return self.event.split(".")[0] in _OF_THE_LOG

    @property
    def object_is(self) -> str:
        """`person`, `clip` (its recording), `id` for any other, or nothing for the name of a page."""
        if not is_id(self.object):
            return ""
        if self.event.split(".")[0] in _OF_PEOPLE:
            return "person"
        return "clip" if self.event in _OF_RECORDINGS else "id"


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
