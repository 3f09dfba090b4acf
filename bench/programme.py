"""Some weeks of a large programme's log: people in shifts at six sites, clips from intake on, denials, exports, officers. Seeded: the same again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

SITES, REVIEWERS, SUPERVISORS, ANALYSTS, OFFICERS, OPERATORS = 6, 400, 20, 10, 4, 6
CLIPS_AN_HOUR: Final = (10, 18)
SHIFT_HOURS: Final = 8
_RANDOM = random.Random(6)
_US: Final = 3_600_000_000


def an_id() -> str:
    return f"{_RANDOM.getrandbits(128):032x}"


@dataclass
class Worker:
    id: str
    role: str
    site: str
    starts: int
    session: str = ""
    commitment: str = ""


@dataclass
class World:
    sites: list[str] = field(default_factory=lambda: [an_id() for _ in range(SITES)])
    people: list[Worker] = field(default_factory=list)
    project: str = field(default_factory=an_id)
    recent: list[str] = field(default_factory=list)  # clips that a second person may be dealt
    hot: list[str] = field(default_factory=lambda: [an_id() for _ in range(12)])  # clips that somebody plays again and again

    def __post_init__(self) -> None:
        for role, count in (
            ("reviewer", REVIEWERS),
            ("supervisor", SUPERVISORS),
            ("analyst", ANALYSTS),
            ("compliance", OFFICERS),
            ("operator", OPERATORS),
        ):
            self.people += [Worker(an_id(), role, _RANDOM.choice(self.sites), _RANDOM.choice((5, 6, 7, 8, 9, 12, 14, 21))) for _ in range(count)]


# microseconds into the hour, action, worker or name of a process, object, subject, details as JSON, outcome, purpose
Act = tuple[int, str, "Worker | str", str, str, str, str, str]
Line = tuple[str, str, str, str, str, str, str, str]  # id, recorded_at, actor, action, object, subject, outcome, body


def lines(world: World, first: datetime, last: datetime) -> Iterator[Line]:
    """Entries in order of time, from one hour to the other."""
    hour = first
    while hour < last:
        acts = _hour(world, hour)
        acts.sort(key=lambda act: act[0])
        prefix = f"{hour:%Y-%m-%dT%H:}"
        for act in acts:
            yield _line(prefix, act)
        hour += timedelta(hours=1)


def _line(prefix: str, act: Act) -> Line:
    offset, action, who, with_what, subject, details, outcome, purpose = act
    minute, rest = divmod(offset, 60_000_000)
    second, micro = divmod(rest, 1_000_000)
    at, entry = f"{prefix}{minute:02}:{second:02}.{micro:06}+00:00", an_id()
    head = f'"at":"{at}",' + (f'"details":{{{details}}},' if details else "") + f'"event":"{action}",'
    tail = (f'"object":"{with_what}",' if with_what else "") + f'"outcome":"{outcome}",'
    about = f'"subject":"{subject}",' if subject else ""
    if isinstance(who, str):
        body = f'{{"actor":"{who}","actor_kind":"process",{head}"id":"{entry}",{tail}"purpose":"{purpose}",{about}"version":1}}'
        return entry, at, who, action, with_what, subject, outcome, body
    body = (
        f'{{"actor":"{who.id}","actor_kind":"person",{head}"factor":"password totp","id":"{entry}",{tail}'
        f'"private":{{"connection":"{who.commitment}"}},"purpose":"{purpose}","roles":"{who.role}","session":"{who.session}",{about}"version":1}}'
    )
    return entry, at, who.id, action, with_what, subject, outcome, body


def _hour(world: World, hour: datetime) -> list[Act]:
    acts: list[Act] = []
    weekend = hour.weekday() > 4
    for person in world.people:
        into = (hour.hour - person.starts) % 24
        if into >= SHIFT_HOURS or (weekend and hash_of(person.id) % 4):
            continue
        if into == 0 or not person.session:
            _arrive(person, acts)
        _work(world, person, acts)
        if into == SHIFT_HOURS - 1:
            acts.append((_US - 1, "session.signed_out", person, person.id, "", "", "granted", "task"))
    return acts


def hash_of(text: str) -> int:
    return int(text[:6], 16)


def _arrive(person: Worker, acts: list[Act]) -> None:
    person.session, person.commitment = an_id(), an_id() + an_id()
    at = _RANDOM.randrange(200_000_000)
    if _RANDOM.random() < 0.05:
        acts.append((at, "session.sign_in_failed", "gate", person.id, "", '"reason":"password"', "failed", "task"))
    acts.append((at + 8_000_000, "session.password_accepted", person, person.id, "", "", "granted", "task"))
    acts.append((at + 20_000_000, "session.signed_in", person, person.id, "", f'"factor":"password totp","site":"{person.site}"', "granted", "task"))
    acts.append((at + 21_000_000, "home.opened", person, "annotation:workbench", "", "", "granted", "task"))


def _work(world: World, person: Worker, acts: list[Act]) -> None:
    if person.role == "reviewer":
        for _ in range(_RANDOM.randint(*CLIPS_AN_HOUR)):
            _clip(world, person, acts)
    else:
        acts += [_page(world, person) for _ in range(_RANDOM.randint(20, 60))]
    if _RANDOM.random() < 0.25:
        details = '"method":"GET","reason":"role"'
        acts.append((_RANDOM.randrange(_US - 2), "access.denied", person, "people:list", "", details, "denied", "task"))


def _page(world: World, person: Worker) -> Act:
    at, clip = _RANDOM.randrange(_US - 2), (_RANDOM.choice(world.recent) if world.recent else an_id())
    if person.role == "compliance":
        return at, "log.read", person, "audit:timeline", "", "", "granted", "legal"
    if person.role == "operator":
        export = _RANDOM.random() < 0.02
        if export:
            details = f'"clips":812,"digest":"{an_id()}","format":"jsonl","left_out":3'
            return at, "export.made", person, an_id(), world.project, details, "granted", "task"
        return at, "people.listed", person, "people:list", "", "", "granted", "task"
    if person.role == "analyst":
        return at, "desk.copy_fetched", person, "redaction:sound", clip, "", "granted", "quality"
    return at, "case.opened", person, "annotation:case", clip, "", "granted", "escalation"


def _clip(world: World, person: Worker, acts: list[Act]) -> None:
    at = _RANDOM.randrange(20_000_000, _US - 400_000_000)
    slot = an_id()
    chance = _RANDOM.random()
    if chance < 0.0005:
        clip = _RANDOM.choice(world.hot)
    elif chance < 0.2 and world.recent:
        clip = _RANDOM.choice(world.recent)
    else:
        clip = _taken_in(world, acts, at)
    heard = f'"heard_ms":{_RANDOM.randrange(800, 28_000)}'
    acts.append((at, "clip.dealt", person, slot, clip, "", "granted", "task"))
    acts.append((at + 300_000, "clip.fetched", person, "annotation:sound", clip, "", "granted", "task"))
    acts.append((at + 15_000_000, "clip.heard", person, slot, clip, heard, "granted", "task"))
    if chance > 0.99:
        acts.append((at + 40_000_000, "clip.escalated", person, an_id(), clip, '"marks":0', "granted", "task"))
        return
    if chance > 0.7:
        acts.append((at + 30_000_000, "clip.heard", person, slot, clip, heard, "granted", "task"))
    answer = an_id()
    acts.append((at + 70_000_000, "clip.submitted", person, slot, clip, f'"answer":"{answer}"', "granted", "task"))
    acts.append(
        (at + 72_000_000, "answer.checked", "redactor", answer, clip, f'"found":0,"person":"{person.id}","result":"clean"', "granted", "task")
    )
    acts.append((at + 73_000_000, "clip.done", "worker", "", clip, "", "granted", "task"))


def _taken_in(world: World, acts: list[Act], before: int) -> str:
    recording, clip, at = an_id(), an_id(), before - 18_000_000
    made = '"copies":2,"duration_ms":9120,"hole_ms":840,"holes":2,"version":"6"'
    acts.append((at, "recording.received", "intake", world.project, recording, '"consent":"review","locale":"en-US"', "granted", "task"))
    acts.append((at + 2_000_000, "original.opened", "redactor", "", recording, "", "granted", "task"))
    acts.append((at + 4_000_000, "recording.ready", "redactor", "", recording, made, "granted", "task"))
    acts.append((at + 5_000_000, "clip.opened", "worker", recording, clip, '"locale":"en-US","slots":1', "granted", "task"))
    world.recent.append(clip)
    if len(world.recent) > 2_000:
        del world.recent[:1_000]
    return clip


def weeks_before(now: datetime, days: int) -> tuple[datetime, datetime]:
    """Whole hours, UTC."""
    last = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return last - timedelta(days=days), last
