"""Spoken and written numbers that name somebody's thing: a run of number words becomes a kind by its length, its check and the words around it.

A kind is data, one file each. Words that announce a number weigh most: then a wrong length or a failed check changes nothing, for a recogniser may
have misheard a digit. Without them a check, or length alone, finds a number at a lower score.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.text.ends import announced, bare_since, sign_before, without_amount
from redaction.text.mending import groups, heard_as, together
from redaction.text.nlp import LANGUAGE, said_in
from redaction.text.recognizers.announcements import Meaning, Near, code_word, longest, near
from redaction.text.recognizers.answers import answered, is_answer, is_secret, strangers_after, strangers_before
from redaction.text.recognizers.counting import OF_NOBODY, counts, is_bare_count, is_short_code
from redaction.text.recognizers.kind import Kind
from redaction.text.recognizers.nobody import is_binary, spoken_for
from redaction.text.recognizers.phrases import Hit, Phrases
from redaction.text.recognizers.results import result
from redaction.text.recognizers.shapes import LONG, SEVERAL, fits, is_bare, is_count_in, is_counted
from redaction.text.remarks import begins, goes_on, is_enough, is_remark
from redaction.text.runs import Run, is_dotted, runs
from redaction.text.spoken import Sayings

_ANEW = 10  # pieces from a number to its correction
_FAR = 40  # pieces from which no phrase says anything of a number
_SHORTEST = 4  # characters of a number that nothing announces
_KEYS = frozenset(("hash", "star", "asterisk"))  # pressed behind a number
_VERY_LONG = 13  # from which on its check is asked, however it was said


class _Verdict(NamedTuple):
    """Pieces first to last (exclusive)."""

    first: int
    last: int
    kind: Kind
    score: float


_Judged = tuple[Run, _Verdict | None]


class _Heard(NamedTuple):
    """A text, what announces numbers in it, the pieces of those phrases, and the pieces that are spoken for by something that is nobody's."""

    said: Sayings
    text: str
    hits: list[Hit[Meaning]]
    phrased: Set[int]
    spoken_for: Set[int]


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
        found = list(runs(said, text, barred))
        phrased = {at for hit in hits for at in range(hit.first, hit.last)}
        heard = _Heard(said, text, hits, phrased, spoken_for(said, text) if found else frozenset())
        return list(self._all(heard, found))

    def _all(self, heard: _Heard, found: list[Run]) -> Iterator[RecognizerResult]:
        for one in self._with_parted(heard, self._in_groups(heard, found)):
            yield _signed(result(heard.said.pieces, one.first, one.last, one.kind.entity, one.score, one.kind.name), heard.text)
        for hit in heard.hits:
            if (kind_of := hit.meaning.kind) and kind_of.is_lettered and (at := code_word(heard.said, hit, heard.text)) is not None:
                yield result(heard.said.pieces, at, at + 1, kind_of.entity, kind_of.score, kind_of.name)

    def _in_groups(self, heard: _Heard, found: list[Run]) -> list[_Judged]:
        """Each group as one run, with what it is, or else what one of its runs is."""
        judged: list[_Judged] = []
        before: _Verdict | None = None
        for group in groups(heard.said, found, heard.phrased):
            whole = together(heard.said, group)
            verdicts = [verdict] if (verdict := self._judged(heard, whole)) else []
            verdicts = verdicts or [verdict for run in group if (verdict := self._judged(heard, run))]
            verdicts = verdicts or ([anew] if (anew := _said_anew(heard.said, whole, before)) else [])
            if not verdicts:
                judged += [(run, None) for run in group]
                continue
            before = _merged(verdicts, whole) if len(group) > 1 else verdicts[0]
            judged.append((whole, before))
        return judged

    def _with_parted(self, heard: _Heard, judged: list[_Judged]) -> Iterator[_Verdict]:
        """What was found, and the parts of it beyond a remark; or two parts that are a number together."""
        found = [verdict for _, verdict in judged]
        for at, ((before, _), (after, _)) in enumerate(pairwise(judged)):
            first, last = found[at], found[at + 1]
            if (first and last) or counts(heard.said, after.last, after.last + 1) or not is_remark(heard.said, before, after, heard.phrased):
                continue
            if first is None and last is None:
                first = last = self._of_two(heard, before, after)
            if first and goes_on(after):
                last = last or first
            if last and begins(before):
                first = first or last
            found[at] = found[at] or (first and first._replace(first=before.first, last=before.last))
            found[at + 1] = found[at + 1] or (last and last._replace(first=after.first, last=after.last))
        return filter(None, found)

    def _of_two(self, heard: _Heard, before: Run, after: Run) -> _Verdict | None:
        kind = self._checked(heard_as(heard.said, together(heard.said, [before, after]), heard.text)) if begins(before) else None
        if kind is None and is_enough(before, after):
            kind = next(one for one in self._kinds if one.bare)
        return _Verdict(before.first, after.last, kind, kind.checked or kind.bare or 0.0) if kind else None

    def _judged(self, heard: _Heard, run: Run) -> _Verdict | None:
        hits = heard.hits
        within = slice(bisect_left(hits, run.first - _FAR, key=_first), bisect_left(hits, run.last + _FAR, key=_first))
        nears = sorted((one for hit in hits[within] if (one := near(heard.said, run, hit))), key=lambda one: one[:5])
        is_dialled = is_short_code(heard.said, run)
        is_spoken_for = is_dialled or (run.first in heard.spoken_for and run.last - 1 in heard.spoken_for)
        for one in nears:
            if one.kind is None:
                if not one.is_apart and run.singles < LONG:
                    return None
            elif not (one.is_unsure and is_spoken_for and (is_dialled or not one.kind.secret)) and (verdict := self._announced(heard, run, one)):
                return verdict
        return None if is_spoken_for else self._bare(heard, run) or self._secret(heard, run)

    def _announced(self, heard: _Heard, run: Run, near: Near) -> _Verdict | None:
        kind, said = near.kind, heard.said
        whole = announced(said, run, near.since, heard.text, until=near.until)
        if counts(said, whole.last, whole.last + 1):
            whole = without_amount(whole)
        if kind is None or not fits(said, whole, near, heard.text) or is_counted(said, whole, near, heard.phrased):
            return None
        first = whole.first - (sign_before(said, whole.first) or (0 if near.is_unsure else strangers_before(said, whole.first, near.since)))
        last = strangers_after(said, whole.last, is_short=len(whole.text) < kind.shortest)
        last += last < len(said.pieces) and said.pieces[last].text in _KEYS
        return _Verdict(first, last, kind, kind.score)

    def _bare(self, heard: _Heard, run: Run) -> _Verdict | None:
        """What a number without an announcement may be: by its check, by its length, by the letters in it, or because nothing else is said."""
        said, text = heard.said, heard.text
        sign = sign_before(said, run.first)
        if len(run.text) < _SHORTEST or is_bare_count(said, run, sign) or is_count_in(text, said, run) or is_binary(run):
            return None
        whole = announced(said, run, run.first if sign else bare_since(said, run), text)
        first, last = whole.first - sign, whole.last
        answers = bool(sign) or (len(whole.steps) >= SEVERAL and is_answer(said, first, last))
        kind = None
        if answers or is_dotted(said, run) or run.singles * 2 >= len(run.text) or len(run.text) >= _VERY_LONG:
            readings = heard_as(said, run, text)
            kind = self._checked([f"+{readings[0]}", *readings] if sign and readings else readings)
        if kind is None and (kind := next((one for one in self._kinds if is_bare(whole, one, is_answer=answers)), None)) is None:
            return None
        return _Verdict(*answered(said, first, last, text, is_signed=bool(sign)), kind, kind.checked or kind.bare or 0.0)

    def _secret(self, heard: _Heard, run: Run) -> _Verdict | None:
        """Four to six digits one by one that nothing announces and nothing explains."""
        said = heard.said
        kind = next((one for one in self._kinds if one.secret), None)
        if kind is None or not run.digits:
            return None
        whole = announced(said, run, bare_since(said, run), heard.text)
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
