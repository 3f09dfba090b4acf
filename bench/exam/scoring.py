"""How much of a set leaks, is touched or is held, with 95 % intervals: REDACTION.md's own definitions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bench.exam.cases import Case, Mention, listed
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


@dataclass(frozen=True)
class Verdict:
    """leaked: whether each mention does. touched: any span. outside: a span that meets no mention."""

    case: Case
    spans: tuple[tuple[int, int, str], ...]
    leaked: tuple[bool, ...]
    held: bool

    @property
    def touched(self) -> bool:
        return bool(self.spans)


@dataclass(frozen=True)
class Share:
    hits: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson, 95 %."""
        if not self.n:
            return 0.0, 1.0
        p, z = self.hits / self.n, 1.96
        middle = (p + z * z / (2 * self.n)) / (1 + z * z / self.n)
        half = z * sqrt(p * (1 - p) / self.n + z * z / (4 * self.n**2)) / (1 + z * z / self.n)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def share(self) -> float:
        return self.hits / self.n if self.n else 0.0

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.share:6.2f} % [{100 * low:.2f}, {100 * high:.2f}] ({self.hits} of {self.n})"


def examine(cases: Iterable[Case], engine: Engine) -> list[Verdict]:
    return [_judged(case, engine) for case in cases]


def _judged(case: Case, engine: Engine) -> Verdict:
    identity = Identity(**case.identity)
    found = engine.find(case.text, locale=case.locale, identity=identity)
    held = bool(echo.look(replace(case.text, found, Numbering(), identity).text, identity))
    covered = {at for one in found for at in range(one.start, one.end)}
    leaked = tuple(leaks(case.text, mention, covered) for mention in case.mentions)
    return Verdict(case, tuple((one.start, one.end, one.entity) for one in found), leaked, held)


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


def leak(verdicts: Iterable[Verdict]) -> Share:
    """Of mentions in what is not held: a held one is shown to nobody."""
    hits = [hit for verdict in verdicts if not verdict.held for hit in verdict.leaked]
    return Share(sum(hits), len(hits))


def touched(verdicts: Iterable[Verdict]) -> Share:
    clean = [verdict for verdict in verdicts if not verdict.case.mentions]
    return Share(sum(verdict.touched for verdict in clean), len(clean))


def held(verdicts: Sequence[Verdict]) -> Share:
    return Share(sum(verdict.held for verdict in verdicts), len(verdicts))
