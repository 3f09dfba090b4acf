"""Who had to do with a data subject's recordings, as the subject may be told: when, in which role, where, why. No reviewer's name or id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from audit import names
from audit.models import ClipSeen
from audit.reading import sessions
from audit.reading.finding import rows
from audit.reading.lines import READER, Line, line_of
from audit.reading.people import Unknown
from audit.reading.search import Search
from foundation.clock import to_the_minute

MOST_RECORDINGS: Final = 500
MOST_ENTRIES: Final = 1_000  # of one recording or clip


@dataclass(frozen=True)
class Access:
    """One act of a person, without the person."""

    at: str  # to the minute, UTC
    what: str
    role: str
    site: str
    purpose: str
    heard_s: float
    recording: str

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("at", "what", "role", "site", "purpose", "heard_s", "recording")}


@dataclass(frozen=True)
class SubjectSeen:
    id: str
    recordings: list[str]
    clips: list[str]
    accesses: list[Access]  # oldest first
    is_cut: bool

    @property
    def heard_s(self) -> float:
        return round(sum(access.heard_s for access in self.accesses), 1)


def subject(subject_id: str) -> SubjectSeen:
    """Raises Unknown for an id that no recording is linked with: erased, or never here."""
    recordings = names.recordings_of(subject_id)[: MOST_RECORDINGS + 1]
    if not recordings:
        raise Unknown(subject_id)
    shown = recordings[:MOST_RECORDINGS]
    of_clip = dict(ClipSeen.objects.using(READER).filter(recording__in=shown).values_list("clip", "recording"))
    lines = [(line, of_clip.get(about, about)) for about in (*shown, *of_clip) for line in _of(about)]
    lines.sort(key=lambda pair: pair[0].place)
    sites = sessions.sites_of(line.session for line, _ in lines)
    called = names.sites()
    accesses = [_access(line, recording, called.get(sites.get(line.session, ""), "")) for line, recording in lines]
    return SubjectSeen(subject_id, shown, sorted(of_clip), accesses, len(recordings) > MOST_RECORDINGS)


def _of(about: str) -> list[Line]:
    lines = [line_of(seq, body, at=at) for seq, at, body in rows(Search(subject=about, outcome="granted"), limit=MOST_ENTRIES)]
    return [line for line in lines if line.actor_kind == "person" and not line.is_about_the_log]


def _access(line: Line, recording: str, site: str) -> Access:
    heard_s = int(line.details.get("heard_ms", 0)) / 1000
    return Access(to_the_minute(line.at), line.sentence, line.roles, site, line.purpose, heard_s, recording)
