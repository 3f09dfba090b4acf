"""Where a person's own name stands in a text: written, spelled, cut in two or misheard. Pure.

A recogniser that does not know a name writes words that sound like it: "go anna" for Joanna, "she von" for Siobhan. So one to three words in a row
are compared by their sounds, and how like they must be depends on what stands before them and on how ordinary they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from redaction.text.listening import Heard, listen
from redaction.text.pieces import Piece
from redaction.text.recognizers.ordinary_words import LITTLE, ORDINARY, TITLES
from redaction.text.recognizers.sounding import readings_of, sounds_of
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

_WORDS = 3  # at most, for one name
# How much of a name's phones may be wrong: in words of which (none, some, all) are ordinary. Measured in bench/own_identifiers.py.
_CUED, _NEAR, _ALONE = (0.50, 0.50, 0.40), (0.44, 0.40, 0.20), (0.38, 0.36, 0.10)
_MOST = 0.5
_MORE = 0.1
_SHORT = 3  # phones: of so few, one that is merely like it may be wrong
_CUES = frozenset((("name", "is"), ("is", "called"), ("call", "me"), ("name",), ("names",), *((title,) for title in TITLES)))
_STATING = frozenset((("this", "is"), ("i", "am"), ("im",)))  # a name, or how somebody is: sorry
_INTRODUCING = (("my", "name", "is"), ("my", "names"), ("my", "first", "name", "is"))
_CUES_AFTER = frozenset(("speaking", "here", "calling"))
# Words that a name often follows, and much else.
_NEAR_CUES = frozenset(
    words_of("its for from to hello hi hey tell call text with by that under on not ask mail email message and remind morning them")
)
_SPELLING = frozenset(("spelled", "spelt", "spelling", "thats", "with", "as"))
_SPELLED_ON = 12  # pieces
# Names whose letters hide how they are said.
_SAID_AS = {
    "aoife": ("eefa", "efa"),
    "caoimhe": ("keeva", "kweeva"),
    "chloe": ("cloe", "khloe"),
    "eoin": ("owen",),
    "hugh": ("hue", "hughie"),
    "ioana": ("joanna", "yoanna", "ioanna"),
    "isla": ("ayla", "eyela"),
    "joaquin": ("wakeen",),
    "jorge": ("horhay", "george"),
    "lakshmi": ("laxmi", "luxmi"),
    "leigh": ("lee",),
    "lewis": ("louis", "luis"),
    "maeve": ("mave",),
    "nguyen": ("win", "wen", "newen"),
    "niamh": ("neve", "nieve", "neave"),
    "phoebe": ("feebee", "pheobe"),
    "rhys": ("reese", "reece", "rees"),
    "saoirse": ("sersha", "seersha"),
    "sean": ("shawn", "shaun", "shane"),
    "sinead": ("shinade", "shanade"),
    "siobhan": ("shavon", "shivaun", "chevonne", "shevon"),
    "xavier": ("zavier", "savior"),
    "zoe": ("zoey", "zoie"),
}


class NameHeard(NamedTuple):
    """Pieces first to last (exclusive); score 1 is the name letter by letter."""

    first: int
    last: int
    score: float


class Words(NamedTuple):
    """Pieces first to last (exclusive) in one way to say them, and the next ones: parallel lists. due: where a name is expected in any case."""

    pieces: list[Piece]
    places: list[tuple[int, int]]
    fine: list[str]
    coarse: list[str]
    due: Collection[int]

    def add(self, first: int, last: int, fine: str, coarse: str) -> None:
        self.places.append((first, last))
        self.fine.append(fine)
        self.coarse.append(coarse)


class Name:
    """One part of a name with what is needed to compare it: made once per recording."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.squeezed = folded.replace("o", "0")
        said_as = _SAID_AS.get(folded, ())
        self.spellings = frozenset((folded, f"{folded}s", *said_as))
        self.sounds = list(dict.fromkeys(sound for form in (folded, *said_as) for sound in readings_of(form)))

    def find(self, said: Sayings, words: Words) -> list[NameHeard]:
        """words: what `in_a_row` made of the text."""
        found = [NameHeard(at, at + 1, score) for at in range(len(said.pieces)) if (score := self._written(said.pieces, at))]
        if len(self.text) >= 3:
            found += [*self._sounding(words), *self._spelled(said)]
        return found

    def _written(self, pieces: list[Piece], at: int) -> float:
        word = pieces[at].text
        if word == self.text:
            return 1.0
        if word in self.spellings and word not in LITTLE:
            return 0.9
        return 0.7 if len(word) > 1 and self.text.startswith(word) and word not in ORDINARY and _ends_one_of(_CUES | _STATING, pieces, at) else 0.0

    def _sounding(self, words: Words) -> list[NameHeard]:
        """The likest first; of words that overlap it, none. More words are preferred to fewer that are a little liker: what is left of them tells."""
        found: list[NameHeard] = []
        for wrong, first, last in sorted(self._alike(words), key=lambda one: (one[0] - _MORE * (one[2] - one[1]), one)):
            if all(last <= other.first or other.last <= first for other in found):
                found.append(NameHeard(first, last, round(0.9 - 0.5 * wrong, 2)))
        return found

    def _alike(self, words: Words) -> Iterator[tuple[float, int, int]]:
        for sound in self.sounds:
            length = len(sound.coarse)
            near = process.extract(sound.coarse, words.coarse, scorer=Levenshtein.distance, score_cutoff=int(_MOST * length), limit=None)
            for _, coarse, at in near:
                wrong = (coarse + Levenshtein.distance(sound.fine, words.fine[at])) / 2
                first, last = words.places[at]
                limit = _limit(words, first, last)
                if wrong <= limit * length and (length > _SHORT or wrong < 1 or limit >= _CUED[-1]):
                    yield wrong / length, first, last

    def spelled_on(self, said: Sayings, at: int) -> int:
        """Where letters of the name end that follow the name, "joanna with double n a"; `at` when none do."""
        farthest, reached = at, [(at, "", False)]
        while reached:
            piece, text, is_sure = reached.pop()
            if len(text) > 1 and is_sure:
                farthest = max(farthest, piece)
            if piece < min(len(said.pieces), at + _SPELLED_ON):
                reached += [(arc.to, text + arc.out, is_sure or arc.sure) for arc in said.arcs[piece] if text + arc.out in self.squeezed]
                if not text and (said.passes[piece] or said.pieces[piece].text in _SPELLING):
                    reached.append((piece + 1, text, is_sure))
        return farthest

    def _spelled(self, said: Sayings) -> list[NameHeard]:
        return [
            NameHeard(heard.first, heard.last, 0.95)
            for heard in listen(said, self.squeezed)
            if heard.whole and heard.last - heard.first > 1 and _is_spelling(said, heard)
        ]


def last_name_due(pieces: list[Piece], after: set[int]) -> list[int]:
    """Places where a last name would stand: right after a title, or where a first name ends (`after`)."""
    return [at for at in range(len(pieces)) if at in after or (at and pieces[at - 1].text in TITLES)]


def introduced(pieces: list[Piece]) -> list[NameHeard]:
    """The word after "my name is", whatever it sounds like: a recogniser can miss a name by more than any likeness."""
    texts = [piece.text for piece in pieces]
    places = [at + len(cue) for cue in _INTRODUCING for at in range(len(texts) - len(cue)) if tuple(texts[at : at + len(cue)]) == cue]
    return [NameHeard(at, at + 1, 0.6) for at in places if texts[at] not in ORDINARY and texts[at] not in _SPELLING]


def in_a_row(pieces: list[Piece], due: Collection[int] = ()) -> Words:
    """Every one to three words in a row: one in every way to say it, more in the usual way."""
    sounds = [sounds_of(piece.text) for piece in pieces]
    words = Words(pieces, [], [], [], due)
    for first, ways in enumerate(sounds):
        for fine, coarse in ways:
            words.add(first, first + 1, fine, coarse)
        fine, coarse = ways[0] if ways else ("", "")
        for last in range(first + 1, min(first + _WORDS, len(pieces)) if ways else 0):
            if not sounds[last]:
                break
            fine, coarse = fine + sounds[last][0].fine, coarse + sounds[last][0].coarse
            words.add(first, last + 1, fine, coarse)
    return words


def _limit(words: Words, first: int, last: int) -> float:
    """How much of a name's phones may be wrong there; below 0 when none of it is a name."""
    pieces = words.pieces
    ordinary = sum(piece.text in ORDINARY for piece in pieces[first:last])
    kind = 0 if not ordinary else 1 if ordinary < last - first else 2
    if first in words.due or _is_cued(pieces, first, last) or (kind < 2 and _ends_one_of(_STATING, pieces, first)):
        return _CUED[kind]
    if all(len(piece.text) == 1 for piece in pieces[first:last]) or (last == first + 1 and pieces[first].text in LITTLE):
        return -1.0
    is_near = last - first == len(pieces) or (first > 0 and pieces[first - 1].text in _NEAR_CUES)
    return (_NEAR if is_near else _ALONE)[kind]


def _is_cued(pieces: list[Piece], first: int, last: int) -> bool:
    return (last < len(pieces) and pieces[last].text in _CUES_AFTER) or _ends_one_of(_CUES, pieces, first)


def _ends_one_of(cues: Collection[tuple[str, ...]], pieces: list[Piece], at: int) -> bool:
    return at > 0 and ((pieces[at - 1].text,) in cues or (at > 1 and (pieces[at - 2].text, pieces[at - 1].text) in cues))


def _is_spelling(said: Sayings, heard: Heard) -> bool:
    """Not words that happen to hold the letters ("as a" for Asa): letters that are nothing else, or three at least of those that are words too."""
    letters = [[arc.sure for arc in said.arcs[at] if len(set(arc.out)) == 1 and not "1" <= arc.out <= "9"] for at in range(heard.first, heard.last)]
    sure = sum(any(one) for one in letters)
    if heard.cost:
        return sure >= 2
    fragments = [piece.text for piece in said.pieces[heard.first : heard.last] if len(piece.text) > 1 and piece.text not in ORDINARY]
    return sure >= 1 or sum(map(bool, letters)) >= 3 or bool(fragments)  # "sar a": what else should sar be
