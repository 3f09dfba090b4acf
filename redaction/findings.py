"""What was recognised as personal, and how overlapping findings become one. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

OWN_NAME, BY_MODEL = "own_name", "names"
_MARKS = " \t\n\r\u00a0,.;:!?\"'’‘“”()[]{}-–—/&"
_POSSESSIVE = ("'s", "’s")

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
    """Each name under the recognizer that knows it best: the speaker's own, then what is known by its form, then the model's guess.

    What is left of a guess beside them stays masked. In something longer of another kind, as a mail address, an own name is a part of that.
    is_telling: whether a word, left alone, may name anybody.
    """
    found = list(findings)
    wider = [one for one in found if one.entity != "PERSON"]
    spans = _Cover(wider)
    own = [one for one in found if one.recognizer == OWN_NAME and not spans.holds(one)]
    others = [one for one in found if one.entity == "PERSON" and one.recognizer != OWN_NAME]
    by_form = _left([one for one in others if one.recognizer != BY_MODEL], own, text, is_telling)
    guessed = _left([one for one in others if one.recognizer == BY_MODEL], [*wider, *own, *by_form], text, is_telling)
    return [*wider, *own, *by_form, *guessed]


def _left(findings: list[Finding], taken: list[Finding], text: str, is_telling: Callable[[str], bool]) -> list[Finding]:
    """What is left of findings beside what is taken. Only of one that lost something words that name nobody go, too."""
    cover, left = _Cover(taken), []
    for one in findings:
        pieces = list(cover.beside(one))
        is_whole = pieces == [(one.start, one.end)]
        left += [one] if is_whole else [piece for span in pieces if (piece := _trimmed(one, span, text)) and _tells(piece, text, is_telling)]
    return left


def _trimmed(finding: Finding, span: tuple[int, int], text: str) -> Finding | None:
    """Without blanks and marks at its ends; None when nothing else is there, or a possessive s."""
    said = text[slice(*span)]
    if said.strip() in _POSSESSIVE:
        return None
    start = span[0] + len(said) - len(said.lstrip(_MARKS))
    end = span[1] - len(said) + len(said.rstrip(_MARKS))
    return replace(finding, start=start, end=end) if start < end else None


def _tells(piece: Finding, text: str, is_telling: Callable[[str], bool]) -> bool:
    return any(map(is_telling, text[piece.start : piece.end].split()))


class _Cover:
    """Where any of some findings is: looked up by place, however many they are."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._spans = [(one.start, one.end) for one in merge(findings)]
        self._ends = [end for _start, end in self._spans]

    def holds(self, one: Finding) -> bool:
        return any(start <= one.start and one.end <= end for start, end in self._touching(one))

    def beside(self, one: Finding) -> Iterator[tuple[int, int]]:
        """The spans of one that are not covered, in order."""
        at = one.start
        for start, end in self._touching(one):
            if at < start:
                yield at, start
            at = end
        if at < one.end:
            yield at, one.end

    def _touching(self, one: Finding) -> Iterator[tuple[int, int]]:
        for at in range(bisect_right(self._ends, one.start), len(self._spans)):
            if self._spans[at][0] >= one.end:
                return
            yield self._spans[at]


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
