"""Where a person's own name stands in a text: written, spelled, cut in two or misheard. Pure."""

from __future__ import annotations

from typing import NamedTuple

from jellyfish import metaphone
from rapidfuzz.distance import JaroWinkler, Levenshtein

from redaction.text.listening import Heard, listen
from redaction.text.pieces import Piece
from redaction.text.recognizers.ordinary_words import LITTLE, ORDINARY
from redaction.text.spoken import Sayings

# Jaro-Winkler of the letters, beside a Metaphone that is equal or one consonant off. Measured on 19,090 assistant utterances with 306 first names:
# a name is heard where it is not in 0.04 % of utterances; the worst are 0.9 % (Joan, at every John) and 0.3 %.
_SAME_SOUND, _NEAR_SOUND = 0.70, 0.87
_CUED_SAME, _CUED_NEAR = 0.60, 0.72  # after "my name is"
_SHORT_ALIKE = 0.90
_EXPECTED = 0.72  # where a last name is due: after the first name or a title
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mister", "doctor", "dr", "madam", "sir"))
_CUES = frozenset(
    (
        ("name", "is"),
        ("is", "called"),
        ("this", "is"),
        ("i", "am"),
        ("call", "me"),
        ("im",),
        ("name",),
        ("mr",),
        ("mrs",),
        ("ms",),
        ("miss",),
        ("mister",),
    )
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


class Name:
    """One part of a name with what is needed to compare it: made once per recording."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.squeezed = folded.replace("o", "0")
        self.forms = [(form, metaphone(form)) for form in (folded, *_SAID_AS.get(folded, ()))]
        self.spellings = frozenset((folded, f"{folded}s", *_SAID_AS.get(folded, ())))

    def find(self, said: Sayings) -> list[NameHeard]:
        found = [NameHeard(at, at + 1, score) for at in range(len(said.pieces)) if (score := self._heard(said.pieces, at))]
        if len(self.text) >= 5:
            found += self._cut_up(said.pieces)
        if len(self.text) >= 3:
            found += self._spelled(said)
        return found

    def _heard(self, pieces: list[Piece], at: int) -> float:
        word = pieces[at].text
        if word == self.text:
            return 1.0
        if word in self.spellings and word not in LITTLE:
            return 0.9
        if len(word) < 3 or len(self.text) < 3 or word in LITTLE:
            return 0.0
        if _is_cued(pieces, at):
            return 0.75 * self._sounds(word, _CUED_SAME, _CUED_NEAR)
        return 0.0 if word in ORDINARY else 0.8 * self._sounds(word, _SAME_SOUND, _NEAR_SOUND)

    def _sounds(self, word: str, same: float, near: float) -> bool:
        if min(len(word), len(self.text)) == 3:
            same, near = _SHORT_ALIKE, 1.0
        for form, sound in self.forms:
            alike = JaroWinkler.similarity(word, form, score_cutoff=same)
            if alike and word.isalpha():
                distance = Levenshtein.distance(metaphone(word), sound, score_cutoff=1)
                if distance == 0 or (distance == 1 and alike >= near):
                    return True
        return False

    def _cut_up(self, pieces: list[Piece]) -> list[NameHeard]:
        """ "an drew", "joe anna"; and after "my name is" three words as well: "luck she me" for Lakshmi."""
        found = []
        for at in range(len(pieces) - 1):
            if pieces[at].text[:1] == self.text[:1]:
                cued = _is_cued(pieces, at)
                lasts = range(at + 2, min(at + 2 + cued, len(pieces)) + 1)
                found += [NameHeard(at, last, 0.85) for last in lasts if self._joins(pieces[at:last], cued=cued)]
        return found

    def _joins(self, pieces: list[Piece], *, cued: bool) -> bool:
        whole = "".join(piece.text for piece in pieces)
        if whole == self.text:
            return True
        if abs(len(whole) - len(self.text)) > 1 + cued or (not cued and any(piece.text in ORDINARY for piece in pieces)):
            return False
        return self._sounds(whole, _CUED_SAME if cued else _NEAR_SOUND, 1.0)

    def expected(self, pieces: list[Piece], at: int) -> NameHeard | None:
        """As the last name that is due here, in one piece or in two: "joanna kowalchick" for Kowalczyk."""
        for last in (at + 1, at + 2):
            words = [piece.text for piece in pieces[at:last]]
            if last <= len(pieces) and words[0] not in ORDINARY and self._resembles("".join(words)):
                return NameHeard(at, last, 0.7)
        return None

    def _resembles(self, word: str) -> bool:
        if len(word) < 4 or len(self.text) < 4 or abs(len(word) - len(self.text)) > 3:
            return False
        alike = JaroWinkler.similarity(word, self.text)
        return alike >= _EXPECTED and Levenshtein.distance(metaphone(word), metaphone(self.text)) <= 1 + (len(self.text) >= 7)

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
    return [at for at in range(len(pieces)) if at in after or (at and pieces[at - 1].text in _TITLES)]


def _is_cued(pieces: list[Piece], at: int) -> bool:
    return at > 0 and ((pieces[at - 1].text,) in _CUES or (at > 1 and (pieces[at - 2].text, pieces[at - 1].text) in _CUES))


def _is_spelling(said: Sayings, heard: Heard) -> bool:
    """Not words that happen to hold the letters ("as a" for Asa): letters that are nothing else, or three at least of those that are words too."""
    letters = [[arc.sure for arc in said.arcs[at] if len(set(arc.out)) == 1 and not "1" <= arc.out <= "9"] for at in range(heard.first, heard.last)]
    sure = sum(any(one) for one in letters)
    if heard.cost:
        return sure >= 2
    fragments = [piece.text for piece in said.pieces[heard.first : heard.last] if len(piece.text) > 1 and piece.text not in ORDINARY]
    return sure >= 1 or sum(map(bool, letters)) >= 3 or bool(fragments)  # "sar a": what else should sar be
