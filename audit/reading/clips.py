"""Who had to do with one clip: dealt, fetched and heard are three different things, and are told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from audit.events import Event
from audit.models import ClipSeen
from audit.reading.finding import rows
from audit.reading.lines import READER, Line, line_of
from audit.reading.people import Unknown
from audit.reading.search import Search

MOST: Final = 1_000
FETCHES: Final = frozenset({Event.CLIP_FETCHED.value, Event.DESK_COPY_FETCHED.value})
DEALT: Final = frozenset({Event.CLIP_DEALT.value, Event.CLIP_DEALT_AGAIN.value, Event.CASE_OPENED.value, Event.DESK_COPY_OPENED.value})


@dataclass
class Party:
    """One person and the clip."""

    actor: str
    roles: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    dealt: int = 0
    fetched: int = 0
    heard_ms: int = 0
    others: list[str] = field(default_factory=list)  # sentences of what else was done, each once
    first_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def heard_s(self) -> float:
        return self.heard_ms / 1000

    def add(self, line: Line) -> None:
        self.roles |= set(line.roles.split())
        self.sessions |= {line.session} - {""}
        if line.at:
            self.first_at = min(self.first_at or line.at, line.at)
            self.last_at = max(self.last_at or line.at, line.at)
        if line.event in FETCHES:
            self.fetched += 1
        elif line.event in DEALT:
            self.dealt += 1
        elif line.event == Event.CLIP_HEARD:
            self.heard_ms += int(line.details.get("heard_ms", 0))
        elif line.sentence not in self.others:
            self.others.append(line.sentence)


@dataclass(frozen=True)
class ClipView:
    id: str
    recording: str
    lines: list[Line]
    parties: list[Party]
    is_cut: bool

    @property
    def plays(self) -> int:
        return sum(party.fetched for party in self.parties)

    @property
    def heard_s(self) -> float:
        return sum(party.heard_s for party in self.parties)


def clip(clip_id: str) -> ClipView:
    """Everything about the clip, and about the recording that it was made of before it was one; newest first. Raises Unknown."""
    found = rows(Search(subject=clip_id), limit=MOST + 1)
    lines = [line_of(seq, body, at=at) for seq, at, body in found[:MOST]]
    if all(line.is_about_the_log or line.outcome != "granted" for line in lines):
        raise Unknown(clip_id)
    recording = _recording(clip_id, lines)
    if recording:
        before = rows(Search(subject=recording), limit=MOST)
        known = {line.id for line in lines}
        lines += [line for line in (line_of(seq, body, at=at) for seq, at, body in before) if line.id not in known]
        lines.sort(key=lambda line: line.place, reverse=True)
    return ClipView(clip_id, recording, lines, parties(lines), len(found) > MOST)


def _recording(clip_id: str, lines: list[Line]) -> str:
    opened = next((line.object for line in lines if line.event == Event.CLIP_OPENED and line.subject == clip_id), "")
    return opened or next(iter(recordings_of([clip_id]).values()), "")


def recordings_of(clips: Iterable[str]) -> dict[str, str]:
    """Clip -> its recording, for clips that were opened while counts were kept."""
    found = ClipSeen.objects.using(READER).filter(clip__in=list(clips)).exclude(recording="")
    return dict(found.values_list("clip", "recording"))


def parties(lines: list[Line]) -> list[Party]:
    """People, in the order in which they came. Refusals open nothing. What the lease's clock reports heard is its person's."""
    found: defaultdict[str, Party] = defaultdict(lambda: Party(""))
    for line in reversed(lines):
        person = line.actor if line.actor_kind == "person" else str(line.details.get("person", "")) if line.event == Event.CLIP_HEARD else ""
        if person and line.outcome == "granted" and not line.is_about_the_log:
            found[person].actor = person
            found[person].add(line)
    return list(found.values())
