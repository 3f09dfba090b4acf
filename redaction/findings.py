"""What was recognised as personal, and how overlapping findings become one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

OWN_NAME = "own_name"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

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


def apart(findings: Iterable[Finding], text: str, *, is_telling: Callable[[str], bool] = bool) -> list[Finding]:
    """The speaker's own names as findings of their own: what else was taken for a person around them is what is left of it.

    In something longer of another kind, as a mail address, an own name is a part of that. is_telling: whether a word, left alone, names anybody.
    """
    found = list(findings)
    own = [one for one in found if one.recognizer == OWN_NAME]
    if not own:
        return found
    others = [one for one in found if one.recognizer != OWN_NAME]
    wider = [one for one in others if one.entity != "PERSON"]
    kept = [one for one in own if not any(other.start <= one.start and one.end <= other.end for other in wider)]
    pieces = [piece for one in others if one.entity == "PERSON" for piece in _without(one, kept, text)]
    return [*wider, *kept, *(one for one in pieces if any(map(is_telling, text[one.start : one.end].split())))]


def _without(finding: Finding, taken: list[Finding], text: str) -> Iterator[Finding]:
    """The words of a finding that the others do not touch."""
    start: int | None = None
    last = finding.start
    for word in _WORD.finditer(text, finding.start, finding.end):
        if any(one.touches(word.start(), word.end()) for one in taken):
            if start is not None:
                yield replace(finding, start=start, end=last)
            start = None
            continue
        start, last = (word.start() if start is None else start), word.end()
    if start is not None:
        yield replace(finding, start=start, end=last)


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
