"""A recording as it was sent, in memory. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from redaction.words import Word


@dataclass(frozen=True)
class Sent:
    """audio: the file's bytes, None where only text is to be redacted. words: the device's own times, where it sent any."""

    audio: bytes | None = field(repr=False)
    hypothesis: str = field(repr=False)
    words: tuple[Word, ...] | None = field(default=None, repr=False)
