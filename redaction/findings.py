"""What was recognised as personal, and how overlapping findings become one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """Characters `start` to `end` (exclusive) of a text. score: 0 to 1. Holds no text itself, so that it may be logged and counted."""

    start: int
    end: int
    entity: str
    score: float
    recognizer: str

    def touches(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """No two overlap afterwards: findings that do become one from first to last character, named by the surest (then the longest)."""
    merged: list[Finding] = []
    for finding in sorted(findings):
        if merged and finding.start < merged[-1].end:
            surest = max(merged[-1], finding, key=lambda one: (one.score, one.end - one.start))
            merged[-1] = Finding(merged[-1].start, max(merged[-1].end, finding.end), surest.entity, surest.score, surest.recognizer)
        else:
            merged.append(finding)
    return merged
