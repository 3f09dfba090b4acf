"""The scenes of scenes.toml, typed and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from redaction.demo import HERE
from redaction.demo.script import Piece, read
from redaction.demo.voices import Voice

SCENES: Final = HERE / "scenes.toml"
_IDENTITY: Final[tuple[str, ...]] = ("account_id", "first_name", "last_name", "device_serial")
_KINDS: Final = frozenset({"identifier", "negative", "accidental", "distressing", "other"})


class BadScene(ValueError):
    """scenes.toml says something that cannot be."""


@dataclass(frozen=True)
class Person:
    """identity: the fields of the manifest that the platform knows."""

    locale: str
    voice: str
    identity: dict[str, str]


@dataclass(frozen=True)
class Scene:
    """number: from 1, in the order of the file. room_s: reverberation time. sound: kind of a sound that is not speech, and where it lies."""

    number: int
    person: Person
    kind: str
    intent: str
    pieces: list[Piece]
    voice: Voice
    accent: str | None
    respell: dict[str, str]
    has_words: bool
    session: str | None
    turn: int | None
    noise: tuple[str, float] | None
    room_s: float
    sound: tuple[str, str] | None
    wake_word: float | None
    before_s: float | None
    after_s: float | None


def load(path: Path = SCENES) -> list[Scene]:
    """Raises BadScene, BadScript."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    people = {name: _person(fields) for name, fields in raw["people"].items()}
    turns: dict[str, int] = {}
    scenes = []
    for number, fields in enumerate(raw["scene"], start=1):
        session = fields.get("session")
        if session:
            turns[session] = turns.get(session, 0) + 1
        scenes.append(_scene(number, fields, raw, people[fields["who"]], turns.get(session)))
    return scenes


def _person(fields: dict[str, str]) -> Person:
    identity = {name: fields[name] for name in _IDENTITY if name in fields}
    return Person(fields["locale"], fields["voice"], identity)


def _scene(number: int, fields: dict[str, Any], raw: dict[str, Any], person: Person, turn: int | None) -> Scene:
    if fields["kind"] not in _KINDS:
        raise BadScene(f"scene {number}: no such kind")
    voice, accent, respell = _voice(fields.get("voice", person.voice), raw)
    noise = fields.get("noise", "").split()
    sound = fields.get("sound")
    return Scene(
        number=number,
        person=person,
        kind=fields["kind"],
        intent=fields["intent"],
        pieces=read(fields["say"]),
        voice=voice,
        accent=accent,
        respell=respell,
        has_words=fields.get("words", False),
        session=fields.get("session"),
        turn=turn,
        noise=(noise[0], float(noise[1])) if noise else None,
        room_s=fields.get("room", 0.0),
        sound=(sound["kind"], sound["where"]) if sound else None,
        wake_word=fields.get("wake_word"),
        before_s=fields.get("before_s"),
        after_s=fields.get("after_s"),
    )


def _voice(name: str, raw: dict[str, Any]) -> tuple[Voice, str | None, dict[str, str]]:
    """The voice, its accent if put on, and how it must be told to say what it would misread."""
    for accent, told in raw["accents"].items():
        if name in told["voices"]:
            return Voice(**raw["voices"][told["voices"][name]]), accent, raw["respell"] | told["respell"]
    voice = Voice(**raw["voices"][name])
    return voice, None, {} if voice.engine == "espeak" else raw["respell"]
