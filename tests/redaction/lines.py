"""Manifest lines of the tests: one invented person, whatever a test changes about the line."""

from __future__ import annotations

import json
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

FIRST, LAST, ACCOUNT, SERIAL = "Zephyrine", "Quillfeather", "7304918265", "QX7-99B2-K4"
PLAIN: dict[str, Any] = {
    "recording_id": "rec-0001-a",
    "audio": "one.wav",
    "hypothesis": "turn the light on",
    "locale": "en-US",
    "captured_at": "2026-11-20T09:15:00+00:00",
    "account_id": ACCOUNT,
    "first_name": FIRST,
    "last_name": LAST,
    "device_serial": SERIAL,
    "consent": {"scope": "review", "version": "2026-03", "given_at": "2026-03-01T00:00:00Z"},
    "controller": "Example Voice",
    "region": "US",
}


def line(**changes: Any) -> dict[str, Any]:
    """A whole line; a change to None leaves the field away."""
    return {name: value for name, value in {**PLAIN, **changes}.items() if value is not None}


def wav(seconds: float = 1.0, *, rate_hz: int = 16_000, samples: np.ndarray[Any, Any] | None = None) -> bytes:
    """A 16-bit mono WAV: a quiet hum, or the float samples given."""
    if samples is None:
        samples = 0.01 * np.sin(2 * np.pi * 120 * np.arange(int(seconds * rate_hz)) / rate_hz)
    with BytesIO() as file:
        with wave.open(file, "wb") as out:
            out.setparams((1, 2, rate_hz, 0, "NONE", ""))
            out.writeframes(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        return file.getvalue()


def manifest(folder: Path, *lines: dict[str, Any] | str, audio: bytes | None = None) -> Path:
    """A manifest in `folder`; each line's audio is the same hum unless other bytes are given."""
    for one in lines:
        if isinstance(one, dict) and "audio" in one:
            (folder / one["audio"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / one["audio"]).write_bytes(wav() if audio is None else audio)
    path = folder / "manifest.jsonl"
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines))
    return path
