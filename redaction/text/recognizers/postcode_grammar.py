"""The grammar of UK postcodes, read from a lattice of sayings with more or less goodwill. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from redaction.text.recognizers.letters import moves
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

AREAS = frozenset(
    words_of(
        "ab al b ba bb bd bf bh bl bn br bs bt bx ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu gy ha hd "
        "hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa "
        "se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
    )
)
_AREAS = frozenset(area.replace("o", "0") for area in AREAS)
_NOT_INWARD = frozenset("cikmv0")  # the Post Office leaves these out, for they are misread


_OUTWARD = ("ad", "add", "aad", "aadd", "ada", "aada", "adda", "aadda")


class Shapes(NamedTuple):
    """Codes and their beginnings: a letter, d digit, z the "oh" that may be either. has_area: begins with the letters of an area."""

    whole: frozenset[str]
    begun: frozenset[str]
    has_area: bool = True


def _shapes(codes: Iterable[str], *, has_area: bool = True) -> Shapes:
    whole = {"".join(shape) for code in codes for shape in product(*({"a": "az", "d": "dz"}[kind] for kind in code))}
    return Shapes(frozenset(whole), frozenset(shape[:length] for shape in whole for length in range(len(shape) + 1)), has_area)


WHOLE = _shapes(f"{outward}daa" for outward in _OUTWARD)
OUTWARD = _shapes(f"{outward}{more}" for outward in _OUTWARD for more in ("", "d", "da"))  # of the inward half nothing, or not all
INWARD = _shapes(("daa",), has_area=False)
_TO_SHAPE = str.maketrans({**dict.fromkeys("abcdefghijklmnpqrstuvwxyz", "a"), **dict.fromkeys("123456789", "d"), "0": "z"})
_WIDEST = 24  # pieces
_BEAM = 60  # readings that are followed at each piece
_JOKER, _JOKER_COST = "?", 3


class _Search:
    """Readings of the pieces from one on: where each stands, and the codes of the shapes among them."""

    def __init__(self, most: int, shapes: Shapes) -> None:
        self.most, self.shapes = most, shapes
        self.at: dict[int, dict[str, int]] = {}
        self.ends: list[tuple[int, int]] = []  # (strain, minus the piece behind the code): the cheapest first, then the longest

    def reach(self, to: int, code: str, strain: int, *, is_more: bool) -> None:
        """is_more: a character was heard, not a filler."""
        shape = code.translate(_TO_SHAPE).replace(_JOKER, "z")
        known = self.at.setdefault(to, {})
        if shape not in self.shapes.begun or not strain < known.get(code, self.most + 1):
            return
        known[code] = strain
        if is_more and shape in self.shapes.whole and (total := strain + self._strangeness(code)) <= self.most:
            self.ends.append((total, -to))

    def _strangeness(self, code: str) -> int:
        """What the Post Office never wrote was misheard; a part of a code must not be."""
        if not self.shapes.has_area:
            return 0
        area = code[:2] if code[1:2].isalpha() or (code[1:2] == "0" and code[2:3].isdigit() and len(code) > 5) else code[:1]
        unknown = "?" not in area and area not in _AREAS
        if self.shapes is OUTWARD:
            return self.most + 1 if unknown else 0
        return 2 * unknown + sum(letter in _NOT_INWARD for letter in code[-2:])


def parse(said: Sayings, first: int, *, strained: bool, most: int, wild: bool = False, shapes: Shapes = WHOLE) -> tuple[int, int] | None:
    """(where it ends, strain) of the likeliest postcode that begins at a piece; None when none is worth `most` strain or less.

    strained: words that are only a little like a letter count too. wild: one character may be any word.
    """
    search = _Search(most, shapes)
    search.at[first] = {"": 0}
    for at in range(first, min(len(said.pieces), first + _WIDEST)):
        for code, strain in sorted(search.at.pop(at, {}).items(), key=lambda one: one[1])[:_BEAM]:
            for to, out, cost in moves(said, at, strained=strained):
                search.reach(to, code + out, strain + cost, is_more=True)
            for to in {said.passes[at], said.repairs[at]} if code else ():
                if to:
                    search.reach(to, code, strain, is_more=False)
            if wild and _JOKER not in code:
                search.reach(at + 1, code + _JOKER, strain + _JOKER_COST, is_more=True)
    if not search.ends:
        return None
    strain, end = min(search.ends)
    return -end, strain
