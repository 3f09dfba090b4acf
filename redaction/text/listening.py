"""A weighted automaton that listens for one known string in the sayings of a text. Pure.

A state is a place in the target with what it cost to get there. An arc moves it by the characters it says; fillers move it for nothing;
after a repair cue it may stand again wherever it stood before, because people say the last part anew. Two automata run over the same lattice:
`whole` hears the target from end to end with a few characters wrong, missing or extra, `parts` hears a piece of it exactly.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from redaction.text.scattered import Fragment, gathered
from redaction.text.spoken import Arc, Sayings
from redaction.text.spoken_words import words_of

ERROR = 2
NEAR_ERROR = 1  # a character that sounds like the right one
_ALIKE = tuple(map(frozenset, ("bdepvtgcz3", "mn", "fsx", "a8hjk", "iy59r", "59", "qu2w", "ij", "06")))
_REACH = 14  # pieces that a repair cue may look back
_WRONG = 3  # pieces that may be wrong before it
PART = 4
CUED_PART = 3
_CUES = frozenset(words_of("ending ends end last first starting starts start begins beginning final number account serial code"))
_CUE_REACH = 4
_FRAGMENT = 2
# Between the characters of a known number; in a number that nobody knows they may be the end of it, or a count.
_LINKS = frozenset(words_of("please ready first second third fourth fifth sixth seventh eighth ninth tenth last final finally lastly"))


class Heard(NamedTuple):
    """Pieces first to last (exclusive). cost: in ERRORs halves, 0 is exact. whole: all of the target, not only a part.

    loose: a few characters that count only because more of the target is near.
    """

    first: int
    last: int
    cost: int
    whole: bool
    loose: bool = False

    @property
    def is_exact(self) -> bool:
        return self.whole and not self.cost


def allowance(length: int) -> int:
    """What may go wrong in a target of so many characters."""
    errors = 0 if length < 6 else 1 if length < 10 else 2 if length < 16 else 3
    return errors * ERROR


def listen(said: Sayings, target: str, together: Collection[tuple[int, str]] = ()) -> list[Heard]:
    """Where the target is heard, whole or in part, in order. The target is squeezed (identity.squeeze).

    together: pieces that say several characters of it at once, and which.
    """
    arcs = _arcs_for(said, target)
    for at, out in together:
        arcs[at] = [*arcs[at], Arc(at + 1, out, True)]
    if not _could_be(said, arcs, target):
        return []
    parts = _Parts(said, arcs, target)
    found = _settled([*_Whole(said, arcs, target).run(), *parts.run()])
    wholly, partly = ([(one.first, one.last) for one in found if one.is_exact is exact] for exact in (True, False))
    loose = gathered(parts.fragments, wholly, partly, target)
    return sorted([*found, *(Heard(one.first, one.last, 0, False, loose=True) for one in loose)])


def is_sure(said: Sayings, heard: Heard) -> bool:
    """False for what is made of "to", "for" and "you" alone."""
    return any(arc.sure for at in range(heard.first, heard.last) for arc in said.arcs[at])


def _arcs_for(said: Sayings, target: str) -> list[list[Arc]]:
    """The arcs of the text, and any piece that is itself a run of the target: "kx", or the "jo" of a name half spelled."""
    arcs = []
    for at, piece in enumerate(said.pieces):
        word = piece.text.replace("o", "0")
        own = said.arcs[at]
        if len(word) > 1 and word in target and not any(arc.out == word for arc in own):
            own = [*own, Arc(at + 1, word, True)]
        arcs.append(own)
    return arcs


def _could_be(said: Sayings, arcs: list[list[Arc]], target: str) -> bool:
    """Quick no for most texts: nowhere do the pieces in a row say as many characters of the target as the shortest hit needs."""
    need, run, told = min(CUED_PART, len(target)), 0, 0
    for at, own in enumerate(arcs):
        longest = max((len(arc.out) for arc in own if arc.out[0] in target or arc.out[-1] in target), default=0)
        if longest:
            run += longest
            told = max(told, *(arc.to for arc in own))
            if run >= need:
                return True
        elif at >= told and not (own or said.passes[at] or said.repairs[at] or said.pieces[at].text in _LINKS):
            run = max(0, run - 1)
    return False


def _settled(found: list[Heard]) -> list[Heard]:
    """The surest first, then the longest; what overlaps one already taken is the same saying heard worse."""
    taken: list[Heard] = []
    covered: set[int] = set()
    for one in sorted(found, key=lambda heard: (not heard.whole, heard.cost, heard.first - heard.last, heard.first)):
        if covered.isdisjoint(range(one.first, one.last)):
            taken.append(one)
            covered.update(range(one.first, one.last))
    return sorted(taken)


class _Whole:
    """States are place -> (cost, first piece). Cheaper wins, then the earlier start, so that a false start is covered too."""

    def __init__(self, said: Sayings, arcs: list[list[Arc]], target: str) -> None:
        self.said, self.arcs, self.target = said, arcs, target
        self.most = allowance(len(target))
        self.at: list[dict[int, tuple[int, int]]] = [{} for _ in range(len(arcs) + 1)]
        self.found: list[Heard] = []

    def run(self) -> list[Heard]:
        for piece in range(len(self.arcs)):
            states = self.at[piece]
            if self.arcs[piece]:
                self._say(piece, states)
            if states and self.said.passes[piece]:
                self._reach(self.said.passes[piece], states)
            elif states and not self.arcs[piece]:
                self._stumble(piece + 1, states)
            if self.said.repairs[piece]:
                self._repair(piece, self.said.repairs[piece])
        return self.found

    def _say(self, piece: int, states: dict[int, tuple[int, int]]) -> None:
        begun = self._missed({0: (0, piece)})
        begun.update((place, state) for place, state in states.items() if place not in begun or state < begun[place])
        for arc in self.arcs[piece]:
            after = begun
            for character in arc.out:
                after = self._step(after, character)
                if not after:
                    break
            self._reach(arc.to, after)
            self._end(arc.to, after)

    def _step(self, states: dict[int, tuple[int, int]], character: str) -> dict[int, tuple[int, int]]:
        after: dict[int, tuple[int, int]] = {}
        target, most, length = self.target, self.most, len(self.target)
        for place, (cost, first) in states.items():
            if place < length and target[place] == character:
                _keep(after, place + 1, (cost, first))
                continue
            wrong = cost + (_difference(target[place], character) if place < length else ERROR)
            if place < length and wrong <= most:
                _keep(after, place + 1, (wrong, first))
            if place and cost + ERROR <= most:
                _keep(after, place, (cost + ERROR, first))
        return self._missed(after)

    def _missed(self, states: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
        """The same states, and those in which the next characters were left out."""
        for place in sorted(states):
            cost, first = states[place]
            while place < len(self.target) and cost + ERROR <= self.most:
                place, cost = place + 1, cost + ERROR
                _keep(states, place, (cost, first))
        return states

    def _reach(self, piece: int, states: dict[int, tuple[int, int]]) -> None:
        for place, state in states.items():
            _keep(self.at[piece], place, state)

    def _stumble(self, piece: int, states: dict[int, tuple[int, int]]) -> None:
        """A word that says nothing we know: it stands for one character, or it is in between."""
        for place, (cost, first) in states.items():
            if cost + ERROR <= self.most and 0 < place < len(self.target):
                _keep(self.at[piece], place, (cost + ERROR, first))
                _keep(self.at[piece], place + 1, (cost + ERROR, first))

    def _repair(self, piece: int, to: int) -> None:
        """Everywhere we stood before the cue, we may stand again after it; and we may begin anew, with the false start covered."""
        lately = range(max(0, piece - _WRONG), piece + 1)  # a short target allows no mistake: the wrong word has left no state
        firsts = [first for earlier in lately for place, (_, first) in self.at[earlier].items() if place]
        if not firsts:
            return
        _keep(self.at[to], 0, (0, min(firsts)))
        for earlier in range(max(min(firsts), piece - _REACH), piece + 1):
            self._reach(to, self.at[earlier])

    def _end(self, last: int, states: dict[int, tuple[int, int]]) -> None:
        """Only an arc ends a hit, or the filler after it would be covered too."""
        if len(self.target) in states:
            cost, first = states[len(self.target)]
            self.found.append(Heard(first, last, cost, True))


def _keep(states: dict[int, tuple[int, int]], place: int, state: tuple[int, int]) -> None:
    if place not in states or state < states[place]:
        states[place] = state


def _difference(expected: str, heard: str) -> int:
    return NEAR_ERROR if any(expected in group and heard in group for group in _ALIKE) else ERROR


class _Parts:
    """States are place -> (-characters heard in a row, first piece, sure pieces): the longest wins. fragments: what is too short for a part, too."""

    def __init__(self, said: Sayings, arcs: list[list[Arc]], target: str) -> None:
        self.said, self.arcs, self.target = said, arcs, target
        self.at: list[dict[int, tuple[int, int, int]]] = [{} for _ in range(len(arcs) + 1)]
        self.found: list[Heard] = []
        self.fragments: list[Fragment] = []

    def run(self) -> list[Heard]:
        for piece in range(len(self.arcs)):
            states = self.at[piece]
            for arc in self.arcs[piece]:
                self._say(piece, arc, states)
            if states and (self.said.passes[piece] or self.said.pieces[piece].text in _LINKS):
                self._reach(piece + 1, states)
            if states and (to := self.said.repairs[piece]):
                for earlier in range(max(0, piece - _REACH), piece + 1):
                    self._reach(to, self.at[earlier])
        return self.found

    def _say(self, piece: int, arc: Arc, states: dict[int, tuple[int, int, int]]) -> None:
        now = dict(states)
        for character in arc.out:
            after: dict[int, tuple[int, int, int]] = {}
            for place, expected in enumerate(self.target):
                if expected == character:
                    length, first, sure = now.get(place, (0, piece, 0))
                    after[place + 1] = (length - 1, first, sure + arc.sure)
            now = after
        self._reach(arc.to, now)
        self._end(arc.to, now)

    def _reach(self, piece: int, states: dict[int, tuple[int, int, int]]) -> None:
        for place, state in states.items():
            if place not in self.at[piece] or state < self.at[piece][place]:
                self.at[piece][place] = state

    def _end(self, last: int, states: dict[int, tuple[int, int, int]]) -> None:
        for place, (length, first, sure) in states.items():
            if sure >= 2 and -length >= (CUED_PART if self._cued(first) else PART):
                self.found.append(Heard(first, last, 0, False))
            text = self.target[max(0, place + length) : place]
            if sure and len(text) >= _FRAGMENT and any(map(str.isdigit, text)):
                self.fragments.append(Fragment(first, last, text))

    def _cued(self, first: int) -> bool:
        return any(piece.text in _CUES for piece in self.said.pieces[max(0, first - _CUE_REACH) : first])
