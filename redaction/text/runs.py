"""Runs of words that read out a number or a code, before anybody asks whose. Pure.

A run is cut greedily: the longest saying at each place, over fillers, separators and repair cues as long as more follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from redaction.text.spoken import Arc, Sayings
from redaction.text.spoken_words import RADIO, words_of

# Words that say a digit or a letter only in the middle of a number: at either end of a run they are themselves.
_ORDINARY = frozenset(
    words_of(
        "a i to too for you are be see why want hero floor hive fine sick fix heaven hate mine none free tea sea ar eye si es de el en hundred "
        "thousand million sex null nigh eggs jay hotel india mike charlie oscar papa victor november golf echo uniform lima juliet romeo delta"
    )
)
_DOTS = frozenset(("dot", "point", "period"))
_PLURAL = frozenset(words_of("three four five six digits numbers characters letters ones"))
_AFTER_RADIO = RADIO | {"o", "oh", "double", "triple"}
_VERBS = frozenset(("is", "its", "it", "number", "numbers", "id", "code", "in", "with"))
_OPENINGS = _VERBS | {"be", "course", "well", "okay", "ok", "um", "uh", "yes", "sure", "please", "hello", "hi", "check"}
# After one of these the little words before it were digits: "... nine seven to, and", "... five for please".
_PARTING = frozenset(words_of("please thanks thank cheers okay ok and but so can could would because yes yeah thats is what it"))
# Between two numbers they are two.
_PARTS_WAYS = frozenset(
    words_of(
        "at on by from until till in of times plus minus into or before after between under over was were has have had will did does if where which "
        "who about because my your his her our their call tell"
    )
)
_STRANDED = frozenset(words_of("to too for fore"))
_CODE = 5  # sayings, after which delta and november are letters
_GAP = 6  # pieces of fillers and cues in a row inside one number
_STRANGERS = 2
_WHOLE = 7  # characters, from which on a run may be all of a number
_LONGEST = 80  # characters of which readings are tried
_WIDEST = 24  # pieces; a longer text of numbers alone would cost its square
_FULL = 24  # readings of one run that are looked at
_LITTLE = frozenset(words_of("my by tv hr mr mrs vs no in on at am pm the to of it is as or"))
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
    def is_sequence(self) -> bool:
        """Counting: up, down, or in equal steps."""
        values = [int(step.out) for step in self.steps if step.out.isdigit()]
        return len(values) > 2 and len({after - before for before, after in pairwise(values)}) == 1 and values[0] != values[1]


def runs(said: Sayings, text: str, barred: Collection[int] = ()) -> Iterator[Run]:
    """In order, none overlapping, none over a barred piece. The text is needed only to see how written letters and figures are joined."""
    at = 0
    while at < len(said.pieces):
        if at in barred or not (_starts(said, at) or _letters_before(said, at, text)):
            at += 1
            continue
        steps = _trimmed(said, _steps(said, at, text, barred))
        if steps:
            yield Run(at, steps[-1].arc.to, tuple(steps))
        at = steps[-1].arc.to if steps else at + 1


def _starts(said: Sayings, at: int) -> bool:
    """Whether a number may begin here. "a" may not, but "a as in apple"; "mike" may not, but "mike mike nine"."""
    arcs = said.arcs[at]
    if not arcs:
        return False
    word = said.pieces[at].text
    if word not in _ORDINARY or any(arc.sure and arc.to > at + 1 for arc in arcs):
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
    if _is_joined(said, at + 1, text):
        return any(map(str.isdigit, after))
    return (
        after[0].isdigit() and (not set(word) & set("aeiou") or text[said.pieces[at].start : said.pieces[at].end].isupper()) and word not in _LITTLE
    )


def _letters_within(said: Sayings, at: int, text: str) -> bool:
    """4471-ABC, and GB82 WEST 1234."""
    piece = said.pieces[at]
    if said.arcs[at] or not piece.text.isalpha() or len(piece.text) > _SHORT_TAIL:
        return False
    is_code = text[piece.start : piece.end].isupper() and at + 1 < len(said.pieces) and said.pieces[at + 1].text[0].isdigit()
    return is_code or _is_joined(said, at, text)


def _is_joined(said: Sayings, at: int, text: str, signs: str = "-/_.") -> bool:
    return at > 0 and text[said.pieces[at - 1].end : said.pieces[at].start] in tuple(signs)


def _steps(said: Sayings, first: int, text: str, barred: Collection[int] = ()) -> list[Step]:
    steps: list[Step] = []
    at = first
    while at < len(said.pieces) and at not in barred:
        if said.arcs[at] and said.repairs[at] <= at + 1 and (at == first or not _is_pause(said, at)):
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


def _is_pause(said: Sayings, at: int) -> bool:
    """ "let me see" and "one second" say nothing, though see is a letter and one a digit. A lone "a" may be either."""
    return bool(said.passes[at]) and said.pieces[at].text != "a"


def _trimmed(said: Sayings, steps: list[Step]) -> list[Step]:
    """Without the ordinary words at the end; but a word of the radio alphabet after letters is one of them."""
    while (
        steps
        and not (len(steps) >= _CODE and said.pieces[steps[-1].at].text in RADIO)
        and said.pieces[steps[-1].at].text in _ORDINARY
        and steps[-1].arc.to == steps[-1].at + 1
        and not _follows_power(steps, said)
    ):
        steps.pop()
    return steps


def _follows_power(steps: list[Step], said: Sayings) -> bool:
    return len(steps) > 1 and said.pieces[steps[-1].at].text in ("hundred", "thousand") and steps[-2].out.isdigit()


def _over_gap(said: Sayings, at: int, barred: Collection[int]) -> int:
    """Where the number goes on after fillers and cues; 0 when it does not."""
    for _ in range(_GAP):
        step = said.repairs[at] or said.passes[at]
        if not step or step >= len(said.pieces) or step in barred:
            return 0
        at = step
        if _starts(said, at) or (said.arcs[at] and at + 1 < len(said.pieces) and _starts(said, at + 1)):
            return at
    return 0


def announced(said: Sayings, run: Run, since: int, text: str) -> Run:
    """The run with the ordinary words at its ends that are a part of it after all, when something near says that here is a number.

    since: the piece where the announcement ends. "account number you w five ..." begins with u; "... nine seven to" at the end of all ends with 2.
    """
    leads = {run.first}
    for at in range(run.first - 1, max(-1, since - 1), -1):
        moves = [arc.to for arc in said.arcs[at]] + [said.passes[at], said.repairs[at]]
        if any(to in leads for to in moves):
            leads.add(at)
    if since in leads and said.pieces[since].text == "are" and said.pieces[since - 1].text in _PLURAL:
        leads.discard(since)  # "the last four are one nine ..."
    first = min((at for at in leads if said.arcs[at]), default=run.first)
    last = _end(said, run.last)
    return run if (first, last) == (run.first, run.last) else _between(said, first, last, text)


def _end(said: Sayings, last: int) -> int:
    """Where a number ends that the words up to `last` are a part of."""
    while last + 1 < len(said.pieces) and said.pieces[last].text in _STRANDED and said.pieces[last + 1].text in _STRANDED:
        last += 1  # "to for the": no English, so the first is a 2
    farthest = last
    for at in range(last, len(said.pieces)):
        if said.arcs[at] and not _is_pause(said, at):
            farthest = at + 1
        elif said.pieces[at].text in _PARTING:
            return farthest
        elif not (said.passes[at] or said.repairs[at]):
            return last
    return farthest


def _between(said: Sayings, first: int, last: int, text: str) -> Run:
    steps = [step for step in _steps(said, first, text) if step.at < last]
    return Run(first, max(last, steps[-1].arc.to) if steps else last, tuple(steps))


def without_amount(run: Run) -> Run:
    """ "... seven one with twenty" before "pounds": without what follows its last gap; the run as it is when it has none."""
    for at in range(len(run.steps) - 1, 0, -1):
        if run.steps[at].at > run.steps[at - 1].arc.to:
            return Run(run.first, run.steps[at - 1].arc.to, run.steps[:at])
    return run


def bare_since(said: Sayings, run: Run) -> int:
    """Where a number that nothing announces may begin: little words before it belong to it when it is all that is said, or follow a verb."""
    at = run.first
    while at and (said.arcs[at - 1] or said.passes[at - 1]) and said.pieces[at - 1].text not in _OPENINGS:
        at -= 1
    if at == 0 or said.pieces[at - 1].text in _OPENINGS:
        return at
    at = run.first
    while at and said.arcs[at - 1] and (said.pieces[at - 1].text == "too" or _is_letter_before(said, run, at)):
        at -= 1
    return at


def _is_letter_before(said: Sayings, run: Run, at: int) -> bool:
    """Before a letter a little word is likely a letter."""
    return not run.steps[0].out.isdigit() and said.pieces[at - 1].text not in ("to", "for")


def is_dotted(said: Sayings, run: Run) -> bool:
    """Three dots at least were said in it."""
    return sum(said.pieces[at].text in _DOTS for at in range(run.first, run.last)) >= 3


def sign_before(said: Sayings, first: int) -> int:
    """ "plus four four ...": the pieces before a telephone number from abroad that belong to it; 0 when the plus adds to a number before it."""
    at = first - 1
    while at >= 0 and said.passes[at]:
        at -= 1
    if at < 0 or said.pieces[at].text != "plus":
        return 0
    return 0 if at and any(arc.sure and arc.out.isdigit() for arc in said.arcs[at - 1]) else first - at


def groups(said: Sayings, found: list[Run], barred: Collection[int]) -> Iterator[list[Run]]:
    """Runs that a misheard word or two may have cut apart are one group."""
    group: list[Run] = []
    for run in found:
        if group and not _is_mended(said, group[-1], run, barred):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _is_mended(said: Sayings, before: Run, after: Run, barred: Collection[int]) -> bool:
    between = range(before.last, after.first)
    if len(between) > _GAP or any(at in barred or said.pieces[at].text in _PARTS_WAYS for at in between):
        return False
    strangers = [said.pieces[at].text for at in between if not (said.passes[at] or said.repairs[at])]
    if all(len(word) <= 2 and word not in _LITTLE for word in strangers):
        return True  # aa c5 fc ae 4a
    most = _STRANGERS if len(before.text) < _WHOLE and len(after.text) < _WHOLE else 1
    return len(strangers) <= min(most, (before.singles + 1) // 2, (after.singles + 1) // 2)


def together(said: Sayings, group: list[Run]) -> Run:
    """A group as one run, with what the little words between say."""
    steps = list(group[0].steps)
    for run in group[1:]:
        at = steps[-1].arc.to
        while at < run.first:
            arc = max(said.arcs[at], key=lambda one: one.sure, default=None)
            if arc and arc.to == at + 1:
                steps.append(Step(at, arc))
            at += 1
        steps += run.steps
    return Run(group[0].first, group[-1].last, tuple(steps))


def heard_as(said: Sayings, run: Run, text: str) -> list[str]:
    """What a run may say: as it stands, with dots where they were said, with what a cue took back taken back, and by other readings of its words."""
    if len(run.text) > _LONGEST:
        return []
    heard = [run.text, _dotted(said, run, text), *_taken_back(said, run)]
    if run.last - run.first <= _WIDEST * 2:
        heard += readings(said, run.first, run.last)
    return list(dict.fromkeys(heard))


def _dotted(said: Sayings, run: Run, text: str) -> str:
    parts = [run.steps[0].out]
    for before, after in pairwise(run.steps):
        between = said.pieces[before.arc.to : after.at]
        is_dot = any(piece.text in _DOTS for piece in between) or (not between and _is_joined(said, after.at, text, "."))
        parts.append(f".{after.out}" if is_dot else after.out)
    return "".join(parts)


def _taken_back(said: Sayings, run: Run) -> Iterator[str]:
    """ "nine no sorry eight": without the nine; or without so many before it."""
    for at, (before, after) in enumerate(pairwise(run.steps), 1):
        if any(said.repairs[piece] for piece in range(before.arc.to, after.at)):
            for count in range(1, 5):
                yield "".join(step.out for step in (*run.steps[: max(0, at - count)], *run.steps[at:]))


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
