"""What a platform sends along with the sound: the manifest's line. Nothing in it tells what a scene is about, save the hypothesis."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

import numpy as np

from redaction.demo.scenes import Scene
from redaction.words import Word

_REGIONS: Final = {"en-US": ("US", timedelta(hours=-5)), "en-GB": ("GB", timedelta(0)), "en-IN": ("IN", timedelta(hours=5, minutes=30))}
_DEVICES: Final = (("Hearth One", "3.8.1"), ("Hearth Mini", "3.8.1"), ("Hearth Clock", "2.14.0"))
_DAYS: Final = 4
_FIRST_DAY: Final = date(2026, 1, 12)


@dataclass(frozen=True)
class Recording:
    """audio: path relative to the manifest. words: as a device timed them, or None."""

    scene: Scene
    audio: str
    hypothesis: str
    words: list[Word] | None

    @property
    def recording_id(self) -> str:
        return named("recording", self.scene.number)


def named(what: str, key: object) -> str:
    """A UUID that looks random, is the same each time and says nothing."""
    return str(uuid.UUID(bytes=hashlib.sha256(f"sotto demo {what} {key}".encode()).digest()[:16], version=4))


def captured(scene: Scene) -> datetime:
    """Some time between 7 and 22 o'clock where the speaker lives; turns of a session follow each other within a minute."""
    rng = _rng("captured", scene.session or scene.number)
    zone = timezone(_REGIONS[scene.person.locale][1])
    day = datetime.combine(_FIRST_DAY + timedelta(days=int(rng.integers(_DAYS))), time(), zone)
    return day + timedelta(seconds=int(rng.integers(7 * 3600, 22 * 3600)) + 17 * ((scene.turn or 1) - 1))


def manifest_line(recording: Recording) -> dict[str, Any]:
    """CONTRACT.md, `ingest`."""
    scene = recording.scene
    at = captured(scene)
    line: dict[str, Any] = {"recording_id": recording.recording_id, "audio": recording.audio, "hypothesis": recording.hypothesis}
    if recording.words is not None:
        line["words"] = [{"text": word.text, "start_s": word.start_s, "end_s": word.end_s} for word in recording.words]
    line |= {"locale": scene.person.locale, "captured_at": at.isoformat()} | scene.person.identity
    line |= {"consent": _consent(scene, at), "controller": "Example Voice", "region": _REGIONS[scene.person.locale][0]}
    line["batch"] = f"demo-{at:%m-%d}"
    if scene.session:
        line |= {"session_id": named("session", scene.session), "turn": scene.turn}
    return line | _device(scene)


def _consent(scene: Scene, at: datetime) -> dict[str, str]:
    """Of a person, so the same in each of their recordings."""
    rng = _rng("consent", scene.person.identity["account_id"])
    scope = "review+training" if rng.random() < 0.3 else "review"
    given_at = (at.replace(day=1, hour=12, minute=0, second=0) - timedelta(days=int(rng.integers(20, 200)))).isoformat()
    return {"scope": scope, "version": "2025-06", "given_at": given_at}


def _device(scene: Scene) -> dict[str, Any]:
    model, firmware = _DEVICES[int(_rng("device", scene.person.identity["account_id"]).integers(len(_DEVICES)))]
    rng = _rng("recognition", scene.number)
    wake_word = scene.wake_word if scene.wake_word is not None else round(float(rng.uniform(0.78, 0.99)), 2)
    confidence = round(float(rng.uniform(0.66, 0.84) if scene.noise else rng.uniform(0.8, 0.97)), 2)
    return {
        "wake_word": wake_word,
        "intent": scene.intent,
        "device_model": model,
        "firmware": firmware,
        "asr_version": "stream-5.2",
        "asr_confidence": confidence,
    }


def _rng(what: str, key: object) -> np.random.Generator:
    return np.random.default_rng(list(hashlib.sha256(f"{what} {key}".encode()).digest()))
