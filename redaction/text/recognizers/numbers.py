"""Spoken and written numbers that name somebody's thing: a run of number words becomes a kind by its length, its check and the words around it.

A kind is data, one file each. Words that announce a number weigh most: then a wrong length or a failed check changes nothing, for a recogniser may
have misheard a digit. Without them a check, or length alone, finds a number at a lower score.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.text.ends import announced, bare_since, sign_before, without_amount
from redaction.text.mending import groups, heard_as, is_dotted, together
from redaction.text.nlp import LANGUAGE, said_in
from redaction.text.recognizers.announcements import Meaning, Near, code_word, longest, near
from redaction.text.recognizers.answers import answered, is_answer, is_secret, strangers_after, strangers_before
from redaction.text.recognizers.counting import OF_NOBODY, counts, is_bare_count
from redaction.text.recognizers.kind import Kind
from redaction.text.recognizers.phrases import Hit, Phrases
from redaction.text.recognizers.results import result
from redaction.text.recognizers.shapes import LONG, SEVERAL, fits, is_bare, is_count_in, is_counted
from redaction.text.runs import Run, runs
from redaction.text.spoken import Sayings

_ANEW = 10  # pieces from a number to its correction
_FAR = 40  # pieces from which no phrase says anything of a number
_SHORTEST = 4  # characters of a number that nothing announces


class _Verdict(NamedTuple):
    """Pieces first to last (exclusive)."""

    first: int
    last: int
    kind: Kind
    score: float


def _first(hit: Hit[Meaning]) -> int:
    return hit.first


class SpokenNumbers(EntityRecognizer):
    def __init__(self, kinds: Sequence[Kind], region: str, language: str = LANGUAGE) -> None:
        self._kinds, self._region = tuple(kinds), region
        listed = [(phrase, Meaning(kind, True)) for kind in kinds for phrase in kind.surely]
        listed += [(phrase, Meaning(kind, False)) for kind in kinds for phrase in kind.maybe]
        self._phrases: Phrases[Meaning] = Phrases([*listed, *((phrase, Meaning(None, True)) for phrase in OF_NOBODY)])
        super().__init__(supported_entities=sorted({kind.entity for kind in kinds}), name=f"spoken_numbers_{region}", supported_language=language)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        said = said_in(text, nlp_artifacts)
        hits = longest(self._phrases.find(said.pieces))
        if not hits and not any(said.arcs):
            return []
        barred = {at for hit in hits if hit.meaning.is_sure and hit.meaning.kind for at in range(hit.first, hit.last)}
        return list(self._all(said, list(runs(said, text, barred)), hits, text))

    def _all(self, said: Sayings, found: list[Run], hits: list[Hit[Meaning]], text: str) -> Iterator[RecognizerResult]:
        phrased = {at for hit in hits for at in range(hit.first, hit.last)}
        before: _Verdict | None = None
        for group in groups(said, found, phrased):
            whole = together(said, group)
            judged = [verdict] if (verdict := self._judged(said, whole, hits, phrased, text)) else []
            judged = judged or [verdict for run in group if (verdict := self._judged(said, run, hits, phrased, text))]
            judged = judged or ([anew] if (anew := _said_anew(said, whole, before)) else [])
            if judged:
                before = _merged(judged, whole) if len(group) > 1 else judged[0]
                yield _signed(result(said.pieces, before.first, before.last, before.kind.entity, before.score, before.kind.name), text)
        for hit in hits:
            if (kind_of := hit.meaning.kind) and kind_of.is_lettered and (at := code_word(said, hit, text)) is not None:
                yield result(said.pieces, at, at + 1, kind_of.entity, kind_of.score, kind_of.name)

    def _judged(self, said: Sayings, run: Run, hits: list[Hit[Meaning]], phrased: Collection[int], text: str) -> _Verdict | None:
        within = slice(bisect_left(hits, run.first - _FAR, key=_first), bisect_left(hits, run.last + _FAR, key=_first))
        nears = sorted((one for hit in hits[within] if (one := near(said, run, hit))), key=lambda one: one[:5])
        for one in nears:
            if one.kind is None:
                if not one.is_apart and run.singles < LONG:
                    return None
            elif verdict := self._announced(said, run, one, phrased, text):
                return verdict
        return self._bare(said, run, text) or self._secret(said, run, text)

    def _announced(self, said: Sayings, run: Run, near: Near, phrased: Collection[int], text: str) -> _Verdict | None:
        kind = near.kind
        whole = announced(said, run, near.since, text, until=near.until)
        if counts(said, whole.last, whole.last + 1):
            whole = without_amount(whole)
        if kind is None or not fits(said, whole, near, text) or is_counted(said, whole, near, phrased):
            return None
        first = whole.first - (sign_before(said, whole.first) or (0 if near.is_unsure else strangers_before(said, whole.first, near.since)))
        last = strangers_after(said, whole.last, is_short=len(whole.text) < kind.shortest)
        return _Verdict(first, last, kind, kind.score)

    def _bare(self, said: Sayings, run: Run, text: str) -> _Verdict | None:
        """What a number without an announcement may be: by its check, by its length, by the letters in it, or because nothing else is said."""
        sign = sign_before(said, run.first)
        if len(run.text) < _SHORTEST or is_bare_count(said, run, sign) or is_count_in(text, said, run):
            return None
        whole = announced(said, run, run.first if sign else bare_since(said, run), text)
        first, last = whole.first - sign, whole.last
        answers = bool(sign) or (len(whole.steps) >= SEVERAL and is_answer(said, first, last))
        kind = None
        if answers or is_dotted(said, run) or run.singles * 2 >= len(run.text):
            heard = heard_as(said, run, text)
            kind = self._checked([f"+{heard[0]}", *heard] if sign and heard else heard)
        if kind is None and (kind := next((one for one in self._kinds if is_bare(whole, one, is_answer=answers)), None)) is None:
            return None
        return _Verdict(*answered(said, first, last, text, is_signed=bool(sign)), kind, kind.checked or kind.bare or 0.0)

    def _secret(self, said: Sayings, run: Run, text: str) -> _Verdict | None:
        """Four to six digits one by one that nothing announces and nothing explains."""
        kind = next((one for one in self._kinds if one.secret), None)
        if kind is None or not run.digits:
            return None
        whole = announced(said, run, bare_since(said, run), text)
        return _Verdict(whole.first, whole.last, kind, kind.secret or 0.0) if is_secret(said, whole) else None

    def _checked(self, heard: Sequence[str]) -> Kind | None:
        kinds = [kind for kind in self._kinds if kind.check and kind.checked and not (kind.regions and self._region not in kind.regions)]
        return next((kind for one in heard for kind in kinds if kind.check and kind.check(one, self._region)), None)


def _merged(judged: list[_Verdict], whole: Run) -> _Verdict:
    """One finding of a group, named by the surest."""
    best = max(judged, key=lambda one: one.score)
    first, last = min(whole.first, *(one.first for one in judged)), max(whole.last, *(one.last for one in judged))
    return _Verdict(first, last, best.kind, best.score)


def _said_anew(said: Sayings, run: Run, before: _Verdict | None) -> _Verdict | None:
    """ "... no wait that's my old one it's thirty four ...": after a cue the number that follows is the same thing again."""
    if before is None or run.first - before.last > _ANEW or len(run.text) < _SHORTEST or counts(said, run.last, run.last + 1):
        return None
    has_cue = any(said.repairs[at] for at in range(before.last, run.first))
    return _Verdict(run.first, run.last, before.kind, before.score) if has_cue else None


def _signed(one: RecognizerResult, text: str) -> RecognizerResult:
    """With the sign or the bracket before it: +44, (415)."""
    while one.start and text[one.start - 1] in "+(":
        one.start -= 1
    return one
