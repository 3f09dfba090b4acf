"""Speech to test with: the clips of the demo corpus, and what is known of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from redaction.audio.decode import decode
from redaction.audio.sound import Sound, Span

DEMO = Path(__file__).parents[3] / "redaction" / "demo"


@cache
def truth() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DEMO / "truth.jsonl").read_text("utf-8").splitlines()]


@cache
def clip(number: int) -> Sound:
    """From 0, at 16 kHz."""
    return decode((DEMO / truth()[number]["audio"]).read_bytes()).at(16_000)


def part(sound: Sound, span: Span) -> Sound:
    first, last = (max(0, round(edge_s * sound.rate_hz)) for edge_s in span)
    return Sound(sound.samples[first:last], sound.rate_hz)
