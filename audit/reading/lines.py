"""An entry as a line for people."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from audit.events import Event, event_of
from audit.reading.search import EPOCH
from foundation.ids import is_id

READER: Final = "reader"
_OF_CLIPS: Final = frozenset({"answer", "case", "clip", "desk", "identity", "original", "recording"})
_OF_THE_LOG: Final = frozenset({"breach", "finding", "log"})
_OF_PEOPLE: Final = frozenset({"activation", "console", "factor", "password", "person", "role", "session"})
_WORDS: Final = ("id", "event", "outcome", "purpose", "actor", "actor_kind", "roles", "factor", "session", "object", "subject")
_ID: Final = re.compile('"id": ?"([0-9a-f]{32})"')
_OF_RECORDINGS: Final = frozenset({Event.CLIP_OPENED.value, Event.CLIP_SHREDDED.value})


@dataclass(frozen=True)
class Line:
    """Read from the entry's body: the columns only found it."""

    seq: int
    id: str
    at: datetime | None  # None: neither body nor column says it
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
    is_readable: bool = True

    @property
    def clock(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}" if self.at else ""

    @property
    def place(self) -> tuple[datetime, int]:
        """In the order of the log; what has no time comes first."""
        return self.at or EPOCH, self.seq

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


def line_of(seq: int, text: str, *, at: datetime | None = None, entry_id: str = "") -> Line:
    """A malformed body hides no other entry: its line says that it cannot be read. at, entry_id: what the columns say, for that case."""
    try:
        shown = _line_of(seq, json.loads(text))
        return shown if _is_sound(shown) else _unreadable(seq, text, at, entry_id)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _unreadable(seq, text, at, entry_id)


def _line_of(seq: int, body: dict[str, Any]) -> Line:
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


def _is_sound(line: Line) -> bool:
    words = (*(getattr(line, name) for name in _WORDS), *line.private.values())
    flat = all(isinstance(value, str | int | float) for value in line.details.values())
    return flat and line.at is not None and line.at.tzinfo is not None and all(isinstance(word, str) for word in words)


def _unreadable(seq: int, text: str, at: datetime | None, entry_id: str) -> Line:
    found = _ID.search(text)
    known = dict.fromkeys(_WORDS, "") | {"id": entry_id or (found[1] if found else ""), "outcome": "failed"}
    return Line(seq=seq, at=at, sentence=gettext("This entry cannot be read"), details={}, private={}, is_readable=False, **known)


def sentence(code: str) -> str:
    """An event that another version of the program wrote shows its code."""
    event = event_of(code)
    return event.sentence if event else code
