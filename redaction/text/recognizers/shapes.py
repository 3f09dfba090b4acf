"""Whether a run of number words has the shape of a kind: asked gently where it is announced, strictly where it is not. Pure."""

from __future__ import annotations

from collections.abc import Collection

from redaction.text.recognizers.announcements import Near
from redaction.text.recognizers.counting import (
    AFTER,
    BEFORE,
    counts,
    is_one_amount,
    is_round,
    is_span_of_hours,
    is_time,
    is_written_count,
    says_how_long,
)
from redaction.text.recognizers.kind import Kind
from redaction.text.runs import Run
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

LONG = 7
SEVERAL = 3  # sayings
_VERY_LONG = 15  # characters; a draw has fewer
_LEAST = 6  # characters that are enough right after a noun
_FAR = 9  # characters in pairs, of a number whose noun is far
_LETTERS_ALONE = 5
_LETTERS = 4  # in a code that nothing announces
_PARTS = 5  # pieces
_BEFORE_TIME = frozenset(words_of("at by around about until till before after ends finishes"))
_WHOLE = 0.6  # of the shortest of its kind is said before it is named
_AT_THE_END = ("at", "the", "end")
_PART_WORDS = frozenset(words_of("ending ends end finishing finishes finish last first starting starts begins beginning final"))


def fits(said: Sayings, run: Run, near: Near, text: str) -> bool:
    """Whether a number with a phrase near is what the phrase says. The surer the phrase and the nearer, the less is asked of the number."""
    kind, length = near.kind, len(run.text)
    if kind is None or counts(said, run.last, run.last + 1) or says_how_long(said, run):
        return False
    if length >= kind.part and _is_named_as_part(said, run):
        return bool(run.digits) and not (near.is_unsure and said.pieces[run.first - 1].text in _BEFORE_TIME and is_time(run))
    if is_round(run) or (near.is_after and _is_little(run, near, kind)):
        return False
    if not near.is_unsure and not near.is_apart:
        return length >= kind.part and (bool(run.digits) or length == run.singles >= _LETTERS_ALONE)
    if is_count_in(text, said, run) or (near.is_unsure and is_time(run)):
        return False
    return _fits_shape(said, run, near, kind)


def _is_named_as_part(said: Sayings, run: Run) -> bool:
    before, after = said.pieces[max(0, run.first - _PARTS) : run.first], said.pieces[run.last : run.last + len(_AT_THE_END)]
    return any(piece.text in _PART_WORDS for piece in before) or tuple(piece.text for piece in after) == _AT_THE_END


def _is_little(run: Run, near: Near, kind: Kind) -> bool:
    """What is named behind is said nearly whole, and "a twelve pin connector" is named by no pin."""
    return len(run.text) < _WHOLE * kind.shortest or (near.gap == 0 and is_one_amount(run))


def _fits_shape(said: Sayings, run: Run, near: Near, kind: Kind) -> bool:
    """With a phrase that is unsure, or far."""
    length = len(run.text)
    if kind.is_lettered and not (near.is_apart or near.is_after) and length == run.singles >= _LETTERS_ALONE and not run.digits:
        return True
    if near.is_unsure and near.gap == 0 and not near.is_after and length >= min(kind.shortest, _LEAST):
        return bool(run.digits) and (run.singles >= 3 or len(run.steps) >= 2)
    if not (length >= kind.shortest and run.digits > 0 and run.digits >= min(kind.least_digits, length)):
        return False
    if near.is_unsure:
        return length <= 2 * kind.longest and _is_said_like_one(said, run, near)
    return run.singles >= 3 or length >= LONG


def _is_said_like_one(said: Sayings, run: Run, near: Near) -> bool:
    """One by one, or in pairs that are no hours; more of it the farther the phrase is."""
    if run.singles >= (5 if near.is_apart else 3):
        return True
    if near.is_apart:
        return len(run.text) >= _FAR and len(run.steps) >= SEVERAL and not is_span_of_hours(said, run)
    return len(run.steps) >= (3 if len(run.text) < _LEAST else 2)


def is_counted(said: Sayings, run: Run, near: Near, phrased: Collection[int]) -> bool:
    """Something is counted near a number that is said as an amount, or is not surely announced; a phrase itself ("alarm code") counts nothing."""
    if run.singles >= 3 and not near.is_unsure:
        return False
    is_long = run.singles >= LONG
    if counts(said, run.last, run.last + (AFTER if near.is_unsure else 1), is_long=is_long):
        return True
    reach = 0 if near.gap == 0 else BEFORE if near.is_unsure else 3
    before = range(max(0, run.first - reach), run.first)
    return any(counts(said, at, at + 1, is_long=is_long) for at in before if at not in phrased)


def is_bare(run: Run, kind: Kind, *, is_answer: bool) -> bool:
    """A long run of digits said mostly one by one; or of letters and digits said all one by one; in an answer, of pairs too."""
    length, digits, singles = len(run.text), run.digits, run.singles
    if kind.bare is None:
        return False
    if is_answer and 6 <= length <= kind.longest and digits >= 5 and (singles >= 5 or length >= kind.bare_shortest):
        return True
    if not max(kind.bare_shortest, kind.shortest) <= length <= kind.longest:
        return False
    if digits >= kind.bare_shortest - 1 and all(step.out.isalpha() for step in run.steps[:2]) and kind.least_digits == 0:
        return True
    if kind.least_digits == 0 and 0 < run.sure_digits <= length - _LETTERS and singles >= 0.7 * length:
        return True
    if length >= _VERY_LONG and digits >= _VERY_LONG - 3:
        return True
    return (singles * 2 >= length and digits >= kind.bare_shortest - 2) or (kind.least_digits == 0 and 0 < run.sure_digits < length == singles)


def is_count_in(text: str, said: Sayings, run: Run) -> bool:
    return is_written_count(text, said.pieces[run.first].start, said.pieces[run.last - 1].end)
