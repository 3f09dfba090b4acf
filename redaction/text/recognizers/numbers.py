"""Spoken and written numbers that name somebody's thing: a run of number words becomes a kind by its length, its check and the words around it.

A kind is data, one file each. Words that announce a number weigh most: then a wrong length or a failed check changes nothing, for a recogniser may
have misheard a digit. Without them a check, or length alone, finds a number at a lower score.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.text.nlp import LANGUAGE, said_in
from redaction.text.recognizers.answers import is_answer, is_number_of_amounts, strangers_after, strangers_before
from redaction.text.recognizers.counting import BEFORE, OF_NOBODY, counts, is_bare_count, is_written_count
from redaction.text.recognizers.phrases import Hit, Phrases, phrases
from redaction.text.recognizers.results import result
from redaction.text.runs import Run, announced, bare_since, groups, heard_as, is_dotted, runs, sign_before, together, without_amount
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

__all__ = ["Kind", "SpokenNumbers", "phrases"]

Check = Callable[[str, str], bool]
_BEFORE, _AFTER = 9, 5  # pieces in which a phrase counts
_LINKED = 5  # pieces of links and fillers between a phrase and its number
_PARTS = 5
_SHORTEST = 4
_LONG = 7
_LETTERS_ALONE = 5
_PART_WORDS = frozenset(words_of("ending ends end last first starting starts begins beginning final"))
_EQUALS = frozenset(("is", "are", "was"))
_LINKS = frozenset(
    words_of(
        "at is are was were be its it to as my the this that thats here a for of in on and with number no code one says said reads read has so "
        "please yes ok okay well um uh er hi like your his her our their goes would will can you i first last four three six digits ending starting "
        "ends starts"
    )
)


@dataclass(frozen=True)
class Kind:
    """name: of the recognizer. surely: phrases after which any number is one; maybe: phrases that need a number of the right shape. Both also close.

    shortest, longest: characters, least_digits of them digits: its shape. part: so many are enough after `surely`.
    check: (characters, region) -> whether they can be one; regions: where that alone tells (empty: everywhere).
    score: with a phrase; checked: without, but the check holds; bare: without anything, from bare_shortest characters on. None: then it is nothing.
    """

    entity: str
    name: str
    surely: tuple[str, ...]
    shortest: int
    longest: int
    score: float
    maybe: tuple[str, ...] = ()
    least_digits: int = 3
    part: int = 3
    check: Check | None = None
    regions: frozenset[str] = frozenset()
    checked: float | None = None
    bare: float | None = None
    bare_shortest: int = 7


class _Meaning(NamedTuple):
    kind: Kind | None  # None: a number of nobody
    is_sure: bool


class _Near(NamedTuple):
    """The order in which phrases are believed; `unlike` is less for a longer phrase. since: the piece from which the number may begin."""

    is_apart: bool
    is_unsure: bool
    gap: int
    unlike: int
    since: int
    kind: Kind | None


class _Verdict(NamedTuple):
    """Pieces first to last (exclusive)."""

    first: int
    last: int
    kind: Kind
    score: float


class SpokenNumbers(EntityRecognizer):
    def __init__(self, kinds: Sequence[Kind], region: str, language: str = LANGUAGE) -> None:
        self._kinds, self._region = tuple(kinds), region
        listed = [(phrase, _Meaning(kind, True)) for kind in kinds for phrase in kind.surely]
        listed += [(phrase, _Meaning(kind, False)) for kind in kinds for phrase in kind.maybe]
        self._phrases: Phrases[_Meaning] = Phrases([*listed, *((phrase, _Meaning(None, True)) for phrase in OF_NOBODY)])
        super().__init__(supported_entities=sorted({kind.entity for kind in kinds}), name=f"spoken_numbers_{region}", supported_language=language)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        said = said_in(text, nlp_artifacts)
        if not any(said.arcs):
            return []
        hits = _longest(self._phrases.find(said.pieces))
        barred = {at for hit in hits if hit.meaning.is_sure and hit.meaning.kind for at in range(hit.first, hit.last)}
        return list(self._all(said, list(runs(said, text, barred)), hits, text))

    def _all(self, said: Sayings, found: list[Run], hits: list[Hit[_Meaning]], text: str) -> Iterator[RecognizerResult]:
        phrased = {at for hit in hits for at in range(hit.first, hit.last)}
        for group in groups(said, found, phrased):
            judged = [verdict for run in group if (verdict := self._judged(said, run, hits, phrased, text))]
            whole = together(said, group)
            if not judged and len(group) > 1 and (verdict := self._judged(said, whole, hits, phrased, text)):
                judged = [verdict]
            if judged:
                kind, score = max(((one.kind, one.score) for one in judged), key=lambda one: one[1])
                first = min(whole.first, *(one.first for one in judged))
                last = max(whole.last, *(one.last for one in judged))
                yield _signed(result(said.pieces, first, last, kind.entity, score, kind.name), text)

    def _judged(self, said: Sayings, run: Run, hits: list[Hit[_Meaning]], phrased: Collection[int], text: str) -> _Verdict | None:
        nears = sorted((one for hit in hits if (one := _near(said, run, hit))), key=lambda one: one[:4])
        for near in nears:
            if near.kind is None:
                if not near.is_apart and run.singles < _LONG:
                    return None
            elif verdict := self._announced(said, run, near, phrased, text):
                return verdict
        return self._bare(said, run, text)

    def _announced(self, said: Sayings, run: Run, near: _Near, phrased: Collection[int], text: str) -> _Verdict | None:
        kind = near.kind
        whole = announced(said, run, near.since, text)
        if counts(said, whole.last, whole.last + 1):
            whole = without_amount(whole)
        if kind is None or not _fits(said, whole, near, text) or _is_counted(said, whole, near, phrased):
            return None
        first = whole.first - (sign_before(said, whole.first) or strangers_before(said, whole.first, near.since))
        last = strangers_after(said, whole.last, is_short=len(whole.text) < kind.shortest)
        return _Verdict(first, last, kind, kind.score)

    def _bare(self, said: Sayings, run: Run, text: str) -> _Verdict | None:
        """What a number without an announcement may be: by its check, by its length, by the letters in it, or because nothing else is said."""
        sign = sign_before(said, run.first)
        if len(run.text) < _SHORTEST or is_bare_count(said, run, sign) or _is_count_in(text, said, run):
            return None
        whole = announced(said, run, run.first if sign else bare_since(said, run), text)
        first, last = whole.first - sign, whole.last
        answers = bool(sign) or _answers(said, first, whole)
        if (answers or run.singles * 2 >= len(run.text) or is_dotted(said, run)) and (kind := self._checked(heard_as(said, run, text))):
            return _Verdict(first, last, kind, kind.checked or 0.0)
        fit = [kind for kind in self._kinds if kind.bare and _is_bare(whole, kind, is_answer=answers)]
        if not fit:
            return None
        before, after = strangers_before(said, first, 0), strangers_after(said, last, is_short=True)
        if is_answer(said, first - before, after):
            first, last = first - before, after
        return _Verdict(first, last, fit[0], fit[0].bare or 0.0)

    def _checked(self, heard: Sequence[str]) -> Kind | None:
        kinds = [kind for kind in self._kinds if kind.check and kind.checked and not (kind.regions and self._region not in kind.regions)]
        return next((kind for kind in kinds for one in heard if kind.check and kind.check(one, self._region)), None)


def _longest(hits: list[Hit[_Meaning]]) -> list[Hit[_Meaning]]:
    """Of phrases that overlap the longest, sure ones first: "social security number" is neither "my social" nor "security number"."""
    kept: list[Hit[_Meaning]] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda one: (not one.meaning.is_sure, one.first - one.last, one.first)):
        if taken.isdisjoint(range(hit.first, hit.last)):
            kept.append(hit)
            taken.update(range(hit.first, hit.last) if hit.meaning.is_sure else ())
    return kept


def _near(said: Sayings, run: Run, hit: Hit[_Meaning]) -> _Near | None:
    """None when the phrase is too far, or closes nothing."""
    kind, is_sure = hit.meaning
    is_after = hit.first >= run.last
    if hit.last <= run.first:
        gap, between, since = run.first - hit.last, said.pieces[hit.last : run.first], hit.last
    elif is_after:
        gap, between, since = hit.first - run.last, said.pieces[run.last : hit.first], bare_since(said, run)
    else:
        return None
    if not is_after:
        between = between[: len(between) - strangers_before(said, run.first, since)]
    is_linked = len(between) <= _LINKED and all(piece.text in _LINKS for piece in between)
    is_linked = is_linked or (not is_after and len(between) <= _LINKED and between[-1].text in _EQUALS)
    if gap > (_AFTER if is_after else _BEFORE) or (is_after and (not is_linked or kind is None)):
        return None
    return _Near(not is_linked, not is_sure, gap, hit.first - hit.last, since, kind)


def _fits(said: Sayings, run: Run, near: _Near, text: str) -> bool:
    """Whether a number with a phrase near is what the phrase says. The surer the phrase and the nearer, the less is asked of the number."""
    kind, length = near.kind, len(run.text)
    if kind is None or counts(said, run.last, run.last + 1):
        return False
    if any(piece.text in _PART_WORDS for piece in said.pieces[max(0, run.first - _PARTS) : run.first]) and length >= kind.part:
        return bool(run.digits)
    if not near.is_unsure and not near.is_apart:
        return length >= kind.part and (bool(run.digits) or length == run.singles >= _LETTERS_ALONE)
    if _is_count_in(text, said, run):
        return False
    if not (length >= kind.shortest and run.digits >= min(kind.least_digits, length)):
        return False
    if near.is_unsure:
        return length <= kind.longest and (
            run.singles >= (4 if near.is_apart else 3) or (not near.is_apart and len(run.steps) >= (3 if length < 6 else 2))
        )
    return run.singles >= 3 or length >= _LONG


def _is_counted(said: Sayings, run: Run, near: _Near, phrased: Collection[int]) -> bool:
    """Something is counted near a number that is said as an amount, or is not surely announced; a phrase itself ("alarm code") counts nothing."""
    if run.singles >= 3 and not near.is_unsure:
        return False
    before = range(max(0, run.first - (BEFORE if near.is_unsure else 3)), run.first)
    is_long = run.singles >= _LONG
    return counts(said, run.last, run.last + 2) or any(counts(said, at, at + 1, is_long=is_long) for at in before if at not in phrased)


def _is_bare(run: Run, kind: Kind, *, is_answer: bool) -> bool:
    """A long run of digits said mostly one by one; or of letters and digits said all one by one; in an answer, of pairs too."""
    length, digits, singles = len(run.text), run.digits, run.singles
    if is_answer and 6 <= length <= kind.longest and digits >= 5 and (singles >= 5 or length >= kind.bare_shortest):
        return True
    if not max(kind.bare_shortest, kind.shortest) <= length <= kind.longest:
        return False
    return (singles * 2 >= length and digits >= kind.bare_shortest - 2) or (0 < run.sure_digits < length == singles and kind.least_digits == 0)


def _answers(said: Sayings, first: int, run: Run) -> bool:
    return is_answer(said, first, run.last) and is_number_of_amounts(said, run)


def _is_count_in(text: str, said: Sayings, run: Run) -> bool:
    return is_written_count(text, said.pieces[run.first].start, said.pieces[run.last - 1].end)


def _signed(one: RecognizerResult, text: str) -> RecognizerResult:
    """With the sign or the bracket before it: +44, (415)."""
    while one.start and text[one.start - 1] in "+(":
        one.start -= 1
    return one
