"""Which seconds a finding takes: from its first word to its last, and what else of a number is heard beside them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from redaction.aligning.between import Between, listen_between
from redaction.audio.sound import Sound, Span
from redaction.findings import Finding
from redaction.masks import ENTITY as DRAWN
from redaction.words import Token, Word

NAMES = frozenset({"PERSON", "LOCATION", "ARTIST", "ORG"})
_AGREED_S = 0.12
_AROUND_S = 0.25  # a detector misses the soft beginning or end of a word


@dataclass(frozen=True)
class Placing:
    """words: one a token. is_found: their times are ours, and may be wrong; then numbers are looked for twice."""

    sound: Sound = field(repr=False)
    tokens: Sequence[Token] = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    speech: tuple[Span, ...]
    is_found: bool
    neighbours: int = 0
    heard: dict[Finding, Between | None] = field(default_factory=dict, repr=False)

    def place(self, finding: Finding) -> range:
        """From the first to the last token that it touches, if only by a character, and so many neighbours more on both sides."""
        own = self._own(finding)
        return range(max(0, own[0] - self.neighbours), min(len(self.tokens), own[-1] + 1 + self.neighbours))

    def span(self, finding: Finding) -> Span:
        place = self.place(finding)
        start_s, end_s = self.words[place[0]].start_s, self.words[place[-1]].end_s
        between = self._between(finding) if self.is_found else None
        pieces = [piece for piece in between.pieces if self._is_spoken(piece)] if between else []
        return min([start_s, *(piece[0] for piece in pieces)]), max([end_s, *(piece[1] for piece in pieces)])

    def sure_words(self, findings: Sequence[Finding]) -> tuple[Word, ...]:
        """Those beside numbers that two ways of listening have put into the same place: no digit is hidden under them."""
        looks = [between for finding in findings if (between := self._between(finding))]
        return tuple(word for between in looks for at, span in between.beside.items() if _agrees(word := self.words[at], span))

    def with_surroundings(self, unheard: Sequence[Span]) -> list[Span]:
        """Speech without words, with what may belong to it: the gap around it, and, where our aligner may have stretched them over more of it,
        the words that it touches."""
        return [self._with_surroundings(span) for span in unheard]

    def _with_surroundings(self, span: Span) -> Span:
        before = [word for word in self.words if word.start_s < span[0]]
        after = [word for word in self.words if word.end_s > span[1] and word.start_s >= span[0]]
        first_s, last_s = max(0.0, span[0] - _AROUND_S), span[1] + _AROUND_S
        if before and before[-1].end_s > first_s:
            first_s = before[-1].start_s if self.is_found else min(span[0], before[-1].end_s)
        if after and after[0].start_s < last_s:
            last_s = after[0].end_s if self.is_found else max(span[1], after[0].start_s)
        return first_s, min(last_s, self.sound.duration_s)

    def _own(self, finding: Finding) -> range:
        hit = [at for at, token in enumerate(self.tokens) if finding.touches(token.start, token.end)]
        return range(hit[0], hit[-1] + 1)

    def _between(self, finding: Finding) -> Between | None:
        if finding.entity in NAMES or finding.entity == DRAWN:  # drawn in seconds: nobody has to look for it
            return None
        if finding not in self.heard:
            self.heard[finding] = listen_between(self.words, self._own(finding), self.sound)
        return self.heard[finding]

    def _is_spoken(self, piece: Span) -> bool:
        """At least half of it: a bark or a chord that was taken for a digit is not erased."""
        spoken_s = sum(max(0.0, min(piece[1], end_s) - max(piece[0], start_s)) for start_s, end_s in self.speech)
        return spoken_s >= 0.5 * (piece[1] - piece[0])


def _agrees(word: Word, span: Span) -> bool:
    return abs(word.start_s - span[0]) <= _AGREED_S and abs(word.end_s - span[1]) <= _AGREED_S
