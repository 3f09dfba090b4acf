"""What was recognised as personal, and how overlapping findings become one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_OWN_NUMBERS = ("own_account", "own_serial")


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
    """No two overlap afterwards: findings that do become one from first to last character, named by the surest (then the longest).

    The speaker's own account or serial keeps its name where it is half of the whole: nobody's telephone number looks just like it.
    """
    merged: list[Finding] = []
    for finding in sorted(findings):
        if merged and finding.start < merged[-1].end:
            merged[-1] = _joined(merged[-1], finding)
        else:
            merged.append(finding)
    return merged


def _joined(one: Finding, other: Finding) -> Finding:
    end = max(one.end, other.end)

    def rank(finding: Finding) -> tuple[bool, float, int]:
        length = finding.end - finding.start
        return finding.recognizer in _OWN_NUMBERS and 2 * length >= end - one.start, finding.score, length

    named = max(one, other, key=rank)
    return Finding(one.start, end, named.entity, named.score, named.recognizer)
