"""How much of a set leaks, is touched or is held, with 95 % intervals: REDACTION.md's own definitions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.exam.cases import Case, Mention, listed
from bench.rows import Share
from redaction.identity import Identity
from redaction.text import echo
from redaction.text.engine import Engine
from redaction.text.placeholders import Numbering, replace

_SURVIVES = 0.34
_TOKEN = re.compile(r"\S+")
# Words between the parts of a secret that tell nothing of it. "oh", "a" and "i" are none: they may be a digit or a letter.
_FILLERS = frozenset(
    listed(
        """
    actually again ah an and as at capital colon correction dash dot er erm for hm hmm hyphen in is it it's its letter like mean my no of
    okay on or point scratch slash so sorry space that that's the then uh um umm underscore wait well yeah yes
    """
    )
)


# Who looks: the spans found in a case, with the recognizer's name, and whether a person must look first.
Span = tuple[int, int, str]
Look = Callable[[Case], tuple[Sequence[Span], bool]]


@dataclass(frozen=True)
class Verdict:
    """leaked: whether each mention does."""

    case: Case
    spans: tuple[Span, ...]
    leaked: tuple[bool, ...]
    held: bool

    def without(self, recognizer: str) -> Verdict:
        """What it would be if nobody had found this recognizer's spans."""
        return judge(self.case, [span for span in self.spans if span[2] != recognizer], held=self.held)


def ours(engine: Engine) -> Look:
    """As the filter `redact` does it, without sound."""

    def look(case: Case) -> tuple[Sequence[Span], bool]:
        identity = Identity(**case.identity)
        found = engine.find(case.text, locale=case.locale, identity=identity)
        doubts = echo.look(replace(case.text, found, Numbering(), identity).text, identity)
        return [(one.start, one.end, one.recognizer) for one in found], bool(doubts)

    return look


def examine(cases: Iterable[Case], look: Look) -> list[Verdict]:
    verdicts = []
    for case in cases:
        spans, held = look(case)
        verdicts.append(judge(case, spans, held=held))
    return verdicts


def judge(case: Case, spans: Sequence[Span], *, held: bool) -> Verdict:
    covered = {at for start, end, _recognizer in spans for at in range(start, end)}
    return Verdict(case, tuple(spans), tuple(leaks(case.text, mention, covered) for mention in case.mentions), held)


def leaks(text: str, mention: Mention, covered: set[int]) -> bool:
    """A word of the mention that is no filler, a third or more of which is left."""
    start, end, _entity = mention
    words = list(_TOKEN.finditer(text, start, end))
    telling = [word for at, word in enumerate(words) if at in (0, len(words) - 1) or word[0].lower().strip(",.") not in _FILLERS]
    return any(_left(word, covered) >= _SURVIVES for word in telling)


def _left(word: re.Match[str], covered: set[int]) -> float:
    return sum(at not in covered for at in range(word.start(), word.end())) / len(word[0])


def by(verdicts: Sequence[Verdict], of: Callable[[Case], str]) -> dict[str, list[Verdict]]:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[of(verdict.case)].append(verdict)
    return dict(sorted(groups.items()))


def leak(verdicts: Iterable[Verdict], *, with_held: bool = False) -> Share:
    """Of mentions in what is not held: a held one is shown to nobody."""
    hits = [hit for verdict in verdicts if with_held or not verdict.held for hit in verdict.leaked]
    return Share(sum(hits), len(hits))


def touched(verdicts: Iterable[Verdict]) -> Share:
    clean = [verdict for verdict in verdicts if not verdict.case.mentions]
    return Share(sum(bool(verdict.spans) for verdict in clean), len(clean))


def held(verdicts: Sequence[Verdict]) -> Share:
    return Share(sum(verdict.held for verdict in verdicts), len(verdicts))
