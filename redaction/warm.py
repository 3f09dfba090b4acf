"""What a redacting worker loads before it forks its children, so that they share it and a new child starts at once."""

from __future__ import annotations


def load() -> None:
    from redaction import pipeline
    from redaction.audio.child import keep_private

    keep_private()  # its children inherit that
    pipeline.engine()
