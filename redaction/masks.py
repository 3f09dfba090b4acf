"""What an analyst has decided about seconds of a recording: silence these too, open the holes there. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from redaction.audio.sound import Span
from redaction.findings import Finding
from redaction.words import Token, Word

ENTITY, RECOGNIZER = "PRIVATE", "drawn"
_SLIVER_S = 0.03  # a mark made by hand touches the neighbours by so much
_BELOW_ANY = 0.1  # what a recognizer found under a drawn mask keeps its name

IsOwn = Callable[[Finding], bool]


@dataclass(frozen=True)
class Masks:
    """Seconds drawn (silent, and their words a placeholder) and lifted (the holes there are not made). Drawn wins."""

    drawn: tuple[Span, ...] = ()
    lifted: tuple[Span, ...] = ()


NONE = Masks()


@dataclass(frozen=True)
class Lifted:
    """What is left of findings and of speech without words. stays: holes that were to be opened and hide the speaker's own identifiers."""

    findings: tuple[Finding, ...]
    unheard: tuple[Span, ...]
    stays: tuple[Span, ...] = ()


def lift(
    findings: Sequence[Finding], spans: Sequence[Span], unheard: Sequence[Span], holes: Sequence[Span], lifted: Sequence[Span], *, is_own: IsOwn
) -> Lifted:
    """Drop what lies in the holes that a lifted span overlaps, unless one of the speaker's own identifiers does.

    spans: the seconds of each finding. holes: all that would be made, each of one or more findings and pieces of speech.
    """
    opened: list[Span] = []
    stays: list[Span] = []
    for hole in holes:
        if any(overlap_s(hole, span) > _SLIVER_S for span in lifted):
            hides_own = any(is_own(finding) for finding, span in zip(findings, spans, strict=True) if _begins_in(span, hole))
            (stays if hides_own else opened).append(hole)
    return Lifted(
        tuple(finding for finding, span in zip(findings, spans, strict=True) if not _in_one_of(span, opened)),
        tuple(span for span in unheard if not _in_one_of(span, opened)),
        tuple(stays),
    )


def drawn_findings(drawn: Iterable[Span], text_tokens: Sequence[Token], words: Sequence[Word]) -> list[Finding]:
    """One finding a drawn span that words are spoken in, from the first of them to the last."""
    found = []
    for span in drawn:
        hit = [token for token, word in zip(text_tokens, words, strict=True) if is_in(word, span)]
        if hit:
            found.append(Finding(hit[0].start, hit[-1].end, ENTITY, _BELOW_ANY, RECOGNIZER))
    return found


def is_in(word: Word, span: Span) -> bool:
    """More than a sliver of the word, or half of a very short one."""
    return overlap_s((word.start_s, word.end_s), span) > min(_SLIVER_S, 0.5 * (word.end_s - word.start_s))


def overlap_s(one: Span, other: Span) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def _begins_in(span: Span, hole: Span) -> bool:
    return hole[0] <= span[0] <= hole[1]


def _in_one_of(span: Span, holes: Sequence[Span]) -> bool:
    return any(_begins_in(span, hole) for hole in holes)
