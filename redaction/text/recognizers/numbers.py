"""Spoken and written numbers that name somebody's thing: a run of number words becomes a kind by its length, its check and the words around it.

A kind is data. Account, order and serial numbers are the first; cards, telephones and the rest need only a further Kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.text.nlp import said_in
from redaction.text.recognizers.results import result
from redaction.text.runs import Run, announced, readings, runs
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

_BEFORE, _AFTER = 8, 5  # pieces in which a context phrase counts
_COUNTED_BEFORE, _COUNTED_AFTER = 6, 3
_PART_WORDS = frozenset(words_of("ending ends end last first starting starts begins beginning"))


@dataclass(frozen=True)
class Kind:
    """name: of the recognizer. before, after: phrases that announce it or close it. shortest, longest: characters; least_digits of them digits.

    score: with a phrase near; bare: without one, None when it is then nothing. check: whether a reading can be one (a checksum).
    """

    entity: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    shortest: int
    longest: int
    least_digits: int
    score: float
    bare: float | None = None
    bare_shortest: int = 7
    check: Callable[[str], bool] | None = None
    part: int = 3  # "ending in four two seven": a part of so many counts too


class SpokenNumbers(EntityRecognizer):
    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._kinds = tuple(kinds)
        self._phrases = {kind.name: (_split(kind.before), _split(kind.after)) for kind in kinds}
        super().__init__(supported_entities=sorted({kind.entity for kind in kinds}), name="spoken_numbers", supported_language="en")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        said = said_in(text, nlp_artifacts)
        found = []
        for run in runs(said, text):
            if run.last - run.first > 1 or len(run.text) > 2:
                named = self._named(said, run)
                if named is not None:
                    found.append(named)
                elif not _counts(said, run.last, run.last + 1):
                    found += self._bare(said, run, text)
        return found

    def _named(self, said: Sayings, run: Run) -> RecognizerResult | None:
        """By the kind whose phrase stands nearest."""
        near = [(*place, kind) for kind in self._kinds if (place := self._phrase(said, run, kind)) is not None and _fits(said, run, kind)]
        if not near or _counts(said, run.last, run.last + 1):
            return None
        _, since, kind = min(near, key=lambda one: (one[0], -one[2].score))
        whole = announced(said, run, since)
        return result(said.pieces, whole.first, whole.last, kind.entity, kind.score, kind.name)

    def _bare(self, said: Sayings, run: Run, text: str) -> list[RecognizerResult]:
        fit = [kind for kind in self._kinds if kind.bare is not None and _is_bare(said, run, kind, text)]
        first = run.first - _has_plus(said, run)
        return [result(said.pieces, first, run.last, kind.entity, kind.bare or 0.0, kind.name) for kind in fit]

    def _phrase(self, said: Sayings, run: Run, kind: Kind) -> tuple[int, int] | None:
        """(pieces between the run and the nearest phrase of a kind, the piece from which the run may begin); None without one."""
        before, after = self._phrases[kind.name]
        start = max(0, run.first - _BEFORE)
        behind = [piece.text for piece in said.pieces[start : run.first]]
        ahead = [piece.text for piece in said.pieces[run.last : run.last + _AFTER]]
        ends = [at + len(phrase) for phrase in before for at in _places(behind, phrase)]
        gaps = [(len(behind) - end, start + end) for end in ends]
        gaps += [(at, start) for phrase in after for at in _places(ahead, phrase)]
        return min(gaps, default=None)


def phrases(listed: str) -> tuple[str, ...]:
    """From a list with commas."""
    return tuple(phrase.strip() for phrase in listed.split(","))


def _split(listed: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(phrase.split()) for phrase in listed]


def _places(words: list[str], phrase: tuple[str, ...]) -> list[int]:
    if phrase[0] not in words:
        return []
    return [at for at in range(len(words) - len(phrase) + 1) if tuple(words[at : at + len(phrase)]) == phrase]


def _fits(said: Sayings, run: Run, kind: Kind) -> bool:
    """By length; when a part is announced ("ending in"), a few characters are enough."""
    length, digits = len(run.text), run.digits
    before = {piece.text for piece in said.pieces[max(0, run.first - 4) : run.first]}
    if before & _PART_WORDS and kind.part <= length <= kind.longest and digits:
        return True
    if not (kind.shortest <= length <= kind.longest and digits >= kind.least_digits):
        return False
    return kind.check is None or any(kind.check(reading) for reading in readings(said, run.first, run.last))


# What people count, measure, set or work out. A number beside one of these names nothing of theirs.
_COUNTED = frozenset(
    words_of(
        "timer timers alarm alarms minute minutes hour hours second seconds oclock am pm day days week weeks month months year years "
        "degrees degree percent celsius fahrenheit dollar dollars bucks pounds pound euro euros rupees cents pence miles mile km "
        "kilometers kilometres meters metres feet foot inches grams kg kilograms ounces cups cup tablespoons teaspoons liters litres ml "
        "calories steps volume channel station fm brightness temperature count counting countdown lottery lotto jackpot powerball "
        "winning score scored points plus minus times multiplied multiply divided divide sum calculate square squared root equals add "
        "subtract equal bus route highway exit page chapter verse episode season population people january february march april june "
        "july august september october november december stock stocks percentage pi prime convert random born sequence dial watts volts "
        "pages thousand million"
    )
)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_CLOCK = re.compile(r"\d:\d")
_DATED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


def _counts(said: Sayings, first: int, last: int) -> bool:
    return any(piece.text in _COUNTED for piece in said.pieces[max(0, first) : last])


def _has_plus(said: Sayings, run: Run) -> bool:
    """ "plus four four ...": the sign of a telephone number from abroad, unless it adds to a number before it."""
    at = run.first - 1
    return at >= 0 and said.pieces[at].text == "plus" and not (at and said.arcs[at - 1])


def _is_bare(said: Sayings, run: Run, kind: Kind, text: str) -> bool:
    """A long run of digits said mostly one by one, with nothing that counts in it or beside it."""
    if not (max(kind.bare_shortest, kind.shortest) <= len(run.text) <= kind.longest) or run.digits < kind.bare_shortest - 2:
        return False
    if run.is_sequence or run.singles < 3 or _counts(said, run.first, run.last + _COUNTED_AFTER):
        return False
    if _counts(said, run.first - _COUNTED_BEFORE, run.first - _has_plus(said, run)):
        return False
    written = text[said.pieces[run.first].start : said.pieces[run.last - 1].end]
    return not (_GROUPED.fullmatch(written) or _DATED.fullmatch(written) or _CLOCK.search(written))
