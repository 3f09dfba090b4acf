"""Runs of words that read out a number or a code, before anybody asks whose. Pure.

A run is cut greedily: the longest saying at each place, over fillers, separators and repair cues as long as more follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from redaction.text.spoken import Arc, Sayings
from redaction.text.spoken_words import RADIO, words_of

# Words that say a digit or a letter only in the middle of a number: at either end of a run they are themselves.
_ORDINARY = frozenset(
    words_of(
        "a i to too for you are be see why want hero floor hive fine sick fix heaven hate mine none free tea sea ar eye si es de el en hundred "
        "thousand million sex null nigh eggs jay hotel india mike charlie oscar papa victor november golf echo uniform lima juliet romeo delta"
    )
)
_VERBS = frozenset(("is", "its", "it", "number", "numbers", "id", "code", "in", "with"))
_PARTING = frozenset(("please", "thanks", "thank", "cheers", "okay", "ok"))
_GAP = 4  # pieces of fillers and cues in a row inside one number
_STRANGERS = 2
_WIDEST = 24  # pieces; a longer text of numbers alone would cost its square
_FULL = 24  # readings of one run that are looked at


@dataclass(frozen=True)
class Run:
    """Pieces first to last (exclusive) and the sayings that lead through them."""

    first: int
    last: int
    steps: tuple[Arc, ...]

    @property
    def text(self) -> str:
        return "".join(step.out for step in self.steps)

    @property
    def digits(self) -> int:
        return sum(map(str.isdigit, self.text))

    @property
    def singles(self) -> int:
        """How many characters were said one by one, or written: the mark of a number that names something rather than counts."""
        return sum(len(step.out) for step in self.steps if len(set(step.out)) == 1 or step.written)

    @property
    def is_sequence(self) -> bool:
        """Counting: up, down, or in equal steps."""
        values = [int(step.out) for step in self.steps if step.out.isdigit()]
        return len(values) > 2 and len({after - before for before, after in pairwise(values)}) == 1 and values[0] != values[1]


def runs(said: Sayings, text: str) -> Iterator[Run]:
    """In order, none overlapping. The text is needed only to see whether "kx" and "4471" are joined by a hyphen."""
    at = 0
    while at < len(said.pieces):
        if not _letters_before(said, at, text) and not _starts(said, at):
            at += 1
            continue
        run = _run(said, at, text)
        if run is None:
            at += 1
        else:
            yield run
            at = run.last


def _starts(said: Sayings, at: int) -> bool:
    """Whether a number may begin here. "a" may not, but "a as in apple"; "mike" may not, but "mike mike nine"."""
    arcs = said.arcs[at]
    if not arcs:
        return False
    word = said.pieces[at].text
    if word not in _ORDINARY or any(arc.sure and arc.to > at + 1 for arc in arcs):
        return True
    return word in RADIO and at + 1 < len(said.pieces) and (said.pieces[at + 1].text in RADIO or _says_one(said, at + 1))


def _says_one(said: Sayings, at: int) -> bool:
    return any(arc.sure and len(arc.out) == 1 for arc in said.arcs[at])


def _letters_before(said: Sayings, at: int, text: str) -> bool:
    """A short code word that is written, and hangs on a number: KX-4471, kx 4471, kx4471."""
    word = said.pieces[at].text
    if said.arcs[at] or not 1 < len(word) <= 4 or not word.isalpha() or at + 1 >= len(said.pieces):
        return False
    after = said.pieces[at + 1]
    joined = text[said.pieces[at].end : after.start] in ("-", "/", "_", ".")
    return after.text[0].isdigit() and (joined or not set(word) & set("aeiouy"))


def _run(said: Sayings, first: int, text: str) -> Run | None:
    steps: list[tuple[int, Arc]] = []
    at = first
    while at < len(said.pieces):
        if said.arcs[at] and said.repairs[at] <= at + 1:
            arc = max(said.arcs[at], key=lambda one: (one.to, one.sure, one.out.isdigit()))
        elif _letters_before(said, at, text):
            arc = Arc(at + 1, said.pieces[at].text.replace("o", "0"), True)
        else:
            at = _over_gap(said, at)
            if not at:
                break
            continue
        steps.append((at, arc))
        at = arc.to
    while steps and said.pieces[steps[-1][0]].text in _ORDINARY and steps[-1][1].to == steps[-1][0] + 1 and not _follows_power(steps, said):
        steps.pop()
    return Run(first, steps[-1][1].to, tuple(arc for _, arc in steps)) if steps else None


def _follows_power(steps: list[tuple[int, Arc]], said: Sayings) -> bool:
    return len(steps) > 1 and said.pieces[steps[-1][0]].text in ("hundred", "thousand") and steps[-2][1].out.isdigit()


def _over_gap(said: Sayings, at: int) -> int:
    """Where the number goes on after fillers and cues; 0 when it does not."""
    for _ in range(_GAP):
        step = said.repairs[at] or said.passes[at]
        if not step or step >= len(said.pieces):
            return 0
        at = step
        if _starts(said, at) or (said.arcs[at] and at + 1 < len(said.pieces) and _starts(said, at + 1)):
            return at
    return 0


def announced(said: Sayings, run: Run, since: int) -> Run:
    """The run with the ordinary words at its ends that are a part of it after all, when something near says that here is a number.

    since: the piece where the announcement ends. "account number you w five ..." begins with u; "... nine seven to" at the end of all ends with 2.
    """
    leads = {run.first}
    for at in range(run.first - 1, max(-1, since - 1), -1):
        moves = [arc.to for arc in said.arcs[at]] + [said.passes[at], said.repairs[at]]
        if any(to in leads for to in moves):
            leads.add(at)
    first = min((at for at in leads if said.arcs[at] and not _links(said, at)), default=run.first)
    last = run.last
    while last < len(said.pieces) and said.arcs[last] and _is_over(said, last + 1):
        last += 1
    return Run(first, last, run.steps)


def _links(said: Sayings, at: int) -> bool:
    """ "the order for nine ...": a little word between the announcement and the number. But "the order is for nine ..." may be 4 9."""
    return said.pieces[at].text in ("for", "to", "i") and (at == 0 or said.pieces[at - 1].text not in _VERBS)


def _is_over(said: Sayings, at: int) -> bool:
    return at == len(said.pieces) or said.pieces[at].text in _PARTING or (bool(said.arcs[at]) and _is_over(said, at + 1))


def widened(said: Sayings, first: int, last: int) -> tuple[int, int]:
    """Pieces first to last and the number words around them, over two other pieces at most: what is left when a number was misheard in part."""
    wider_first, wider_last = first, last
    lowest, highest = max(0, first - _WIDEST), min(len(said.pieces), last + _WIDEST)
    while (at := _next_start(said, range(wider_first - 1, max(lowest - 1, wider_first - 2 - _STRANGERS), -1))) is not None:
        wider_first = at
    while (at := _next_start(said, range(wider_last, min(highest, wider_last + 1 + _STRANGERS)))) is not None:
        wider_last = max(arc.to for arc in said.arcs[at])
    return wider_first, wider_last


def _next_start(said: Sayings, places: range) -> int | None:
    for at in places:
        if _starts(said, at):
            return at
        if said.pieces[at].text in _VERBS or said.pieces[at].text == "are":  # "the last four are ...": the number begins after it
            return None
    return None


def readings(said: Sayings, first: int, last: int) -> list[str]:
    """What pieces first to last (exclusive) may say, at most a few dozen readings, the likeliest first; for checksums and for numbering."""
    partial: dict[int, list[str]] = {first: [""]}
    for at in range(first, last):
        for text in partial.get(at, ()):
            moves = sorted(said.arcs[at], key=lambda one: (-one.to, not one.sure)) or [Arc(at + 1, "", False)]
            for arc in moves:
                known = partial.setdefault(min(arc.to, last), [])
                if len(known) < _FULL and text + arc.out not in known:
                    known.append(text + arc.out)
    return partial.get(last, [])
