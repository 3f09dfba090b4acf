"""Runs of words that read out a number or a code, before anybody asks whose. Pure.

A run is cut greedily: the longest saying at each place, over fillers, separators and repair cues as long as more follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from redaction.text.spoken import Arc, Sayings
from redaction.text.spoken_words import RADIO, SEPARATORS, words_of

# Words that say a digit or a letter only in the middle of a number: at either end of a run they are themselves.
ORDINARY = frozenset(
    words_of(
        "a i to too for you are be see why want hero floor hive fine sick fix heaven hate mine none free tea sea ar eye si es de el en hundred "
        "thousand million sex null nigh eggs jay hotel india mike charlie oscar papa victor november golf echo uniform lima juliet romeo delta"
    )
)
_AFTER_RADIO = RADIO | {"o", "oh", "double", "triple"}
VERBS = frozenset(("is", "its", "it", "number", "numbers", "id", "code", "in", "with"))
_CODE = 5  # sayings, after which delta and november are letters
GAP = 6  # pieces of fillers and cues in a row inside one number
STRANGERS = 2
WIDEST = 24  # pieces; a longer text of numbers alone would cost its square
_FULL = 24  # readings of one run that are looked at
LITTLE = frozenset(words_of("my by tv hr mr mrs vs no in on at am pm the to of it is as or"))
DOTS = frozenset(("dot", "point", "period"))
_SHORT_CODE, _SHORT_TAIL = 4, 5  # letters that hang on figures: KX-4471, 4471-ABCDE


class Step(NamedTuple):
    """A saying, and the piece where it begins."""

    at: int
    arc: Arc

    @property
    def out(self) -> str:
        return self.arc.out


@dataclass(frozen=True)
class Run:
    """Pieces first to last (exclusive) and the sayings that lead through them."""

    first: int
    last: int
    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        return "".join(step.out for step in self.steps)

    @property
    def digits(self) -> int:
        return sum(map(str.isdigit, self.text))

    @property
    def singles(self) -> int:
        """How many characters were said one by one, or written: the mark of a number that names something rather than counts."""
        return sum(len(step.out) for step in self.steps if not step.arc.amount)

    @property
    def sure_digits(self) -> int:
        return sum(sum(map(str.isdigit, step.out)) for step in self.steps if step.arc.sure)

    @property
    def values(self) -> list[int]:
        """The numbers that were said, one after the other."""
        return [int(step.out) for step in self.steps if step.out.isdigit()]


def runs(said: Sayings, text: str, barred: Collection[int] = ()) -> Iterator[Run]:
    """In order, none overlapping, none over a barred piece. The text is needed only to see how written letters and figures are joined."""
    at = 0
    while at < len(said.pieces):
        if at in barred or is_pause(said, at) or not (_starts(said, at) or _letters_before(said, at, text)):
            at += 1
            continue
        steps = _trimmed(said, steps_from(said, at, text, barred))
        if steps:
            yield Run(at, steps[-1].arc.to, tuple(steps))
        at = steps[-1].arc.to if steps else at + 1


def _starts(said: Sayings, at: int) -> bool:
    """Whether a number may begin here. "a" may not, but "a as in apple"; "mike" may not, but "mike mike nine"."""
    arcs = said.arcs[at]
    if not arcs:
        return False
    word = said.pieces[at].text
    if word not in ORDINARY or any(arc.sure and arc.to > at + 1 for arc in arcs):
        return True
    return word in RADIO and at + 1 < len(said.pieces) and (said.pieces[at + 1].text in _AFTER_RADIO or _says_one(said, at + 1))


def _says_one(said: Sayings, at: int) -> bool:
    return any(arc.sure and len(arc.out) == 1 for arc in said.arcs[at])


def _letters_before(said: Sayings, at: int, text: str) -> bool:
    """A short code word that is written, and hangs on a number: KX-4471, kx 4471, kx4471."""
    word = said.pieces[at].text
    if said.arcs[at] or not 1 < len(word) <= _SHORT_CODE or not word.isalpha() or at + 1 >= len(said.pieces):
        return False
    after = said.pieces[at + 1].text
    if is_joined(said, at + 1, text):
        return any(map(str.isdigit, after))
    return after[0].isdigit() and (not set(word) & set("aeiou") or text[said.pieces[at].start : said.pieces[at].end].isupper()) and word not in LITTLE


def _letters_within(said: Sayings, at: int, text: str) -> bool:
    """4471-ABC, and GB82 WEST 1234."""
    piece = said.pieces[at]
    if said.arcs[at] or not piece.text.isalpha() or len(piece.text) > _SHORT_TAIL:
        return False
    is_code = text[piece.start : piece.end].isupper() and at + 1 < len(said.pieces) and said.pieces[at + 1].text[0].isdigit()
    return is_code or is_joined(said, at, text)


def is_joined(said: Sayings, at: int, text: str, signs: str = "-/_.") -> bool:
    return at > 0 and text[said.pieces[at - 1].end : said.pieces[at].start] in tuple(signs)


def steps_from(said: Sayings, first: int, text: str, barred: Collection[int] = ()) -> list[Step]:
    steps: list[Step] = []
    at = first
    while at < len(said.pieces) and at not in barred:
        if said.arcs[at] and said.repairs[at] <= at + 1 and (at == first or not is_pause(said, at)):
            arc = max(said.arcs[at], key=lambda one: (one.to, one.sure, one.out.isdigit()))
        elif _letters_before(said, at, text) or (steps and steps[-1].arc.to == at and _letters_within(said, at, text)):
            arc = Arc(at + 1, said.pieces[at].text.replace("o", "0"), True)
        else:
            at = _over_gap(said, at, barred)
            if not at:
                break
            continue
        steps.append(Step(at, arc))
        at = arc.to
    return steps


def is_pause(said: Sayings, at: int) -> bool:
    """ "let me see" and "one second" say nothing, though see is a letter and one a digit. A lone "a" may be either."""
    return bool(said.passes[at]) and said.pieces[at].text != "a"


def _trimmed(said: Sayings, steps: list[Step]) -> list[Step]:
    """Without the ordinary words at the end; but a word of the radio alphabet after letters is one of them."""
    while (
        steps
        and not (len(steps) >= _CODE and said.pieces[steps[-1].at].text in RADIO)
        and said.pieces[steps[-1].at].text in ORDINARY
        and steps[-1].arc.to == steps[-1].at + 1
        and not _follows_power(steps, said)
    ):
        steps.pop()
    return steps


def _follows_power(steps: list[Step], said: Sayings) -> bool:
    return len(steps) > 1 and said.pieces[steps[-1].at].text in ("hundred", "thousand") and steps[-2].out.isdigit()


def _over_gap(said: Sayings, at: int, barred: Collection[int]) -> int:
    """Where the number goes on after fillers and cues; 0 when it does not."""
    for _ in range(GAP):
        step = said.repairs[at] or said.passes[at]
        if not step or step >= len(said.pieces) or step in barred:
            return 0
        is_separator = said.pieces[at].text in SEPARATORS
        at = step
        if (is_separator and said.arcs[at]) or _starts(said, at) or (said.arcs[at] and at + 1 < len(said.pieces) and _starts(said, at + 1)):
            return at
    return 0


def widened(said: Sayings, first: int, last: int) -> tuple[int, int]:
    """Pieces first to last and the number words around them, over two other pieces at most: what is left when a number was misheard in part."""
    wider_first, wider_last = first, last
    lowest, highest = max(0, first - WIDEST), min(len(said.pieces), last + WIDEST)
    while (at := _next_start(said, range(wider_first - 1, max(lowest - 1, wider_first - 2 - STRANGERS), -1))) is not None:
        wider_first = at
    while (at := _next_start(said, range(wider_last, min(highest, wider_last + 1 + STRANGERS)))) is not None:
        wider_last = max(arc.to for arc in said.arcs[at])
    return wider_first, wider_last


def _next_start(said: Sayings, places: range) -> int | None:
    for at in places:
        if _starts(said, at):
            return at
        if said.pieces[at].text in VERBS or said.pieces[at].text == "are":  # "the last four are ...": the number begins after it
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


def is_dotted(said: Sayings, run: Run) -> bool:
    """Three dots at least were said in it."""
    return sum(said.pieces[at].text in DOTS for at in range(run.first, run.last)) >= 3
