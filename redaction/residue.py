"""The second look at the finished sound, by other means than those that made it. (The text's is text/echo.py.)"""

from __future__ import annotations

from collections.abc import Sequence

from redaction.audio import digits
from redaction.audio.holes import is_silent
from redaction.audio.sound import Sound, Span
from redaction.holds import Hold
from redaction.masking import Masked
from redaction.pronunciation import spell
from redaction.words import Word

LISTEN_S = 1.0  # so much is listened to before and after a hole that hides a number
BESIDE_S = 0.25  # a digit so near to it is a piece of what it should hide
FITS = -6.0  # with it 34 of 34 digits that a hole of the demo corpus had missed are heard, and 1 of 30 that are none


def look(finished: Sound, masked: Masked, *, hears: bool = True) -> list[Hold]:
    """Doubts about a listening copy as it was decoded again.

    hears: whether it is listened to, or only looked at. Where the word times are ours, it is listened to in any case.
    """
    doubts = look_at_silence(finished, masked)
    is_ours = masked.placing is None or masked.placing.is_found
    if (hears or is_ours) and any(_has_digits_beside(finished, hole, masked) for hole in masked.number_holes):
        doubts.append(Hold.DIGITS_BESIDE_HOLE)
    return doubts


def look_at_silence(finished: Sound, masked: Masked) -> list[Hold]:
    """Digital silence in each hole, and the length of the original."""
    same_length = abs(finished.duration_s - masked.sound.duration_s) <= 1 / finished.rate_hz
    return [] if same_length and is_silent(finished, masked.holes) else [Hold.HOLE_NOT_SILENT]


def _has_digits_beside(finished: Sound, hole: Span, masked: Masked) -> bool:
    """Before the hole what ends last, after it what begins first; words that stay in the text there are heard as themselves."""
    start_s, end_s = hole
    before = _digits_in(finished, (max(0.0, start_s - LISTEN_S), start_s), masked)
    after = _digits_in(finished, (end_s, min(finished.duration_s, end_s + LISTEN_S)), masked)
    beside = [span for span in before if span[1] > start_s - BESIDE_S] + [span for span in after if span[0] < end_s + BESIDE_S]
    if not beside or masked.placing is None:
        return bool(beside)
    sure = masked.placing.sure_words(masked.findings)  # dear, so only now
    return any(not any(_lies_in(span, word) for word in sure) for span in beside)


def _digits_in(finished: Sound, part: Span, masked: Masked) -> list[Span]:
    """Seconds of the digits that are heard in a part and that the text does not have there."""
    first_s, last_s = part
    sound = Sound(finished.samples[int(first_s * finished.rate_hz) : int(last_s * finished.rate_hz)], finished.rate_hz)
    words = [word for word in masked.kept if word.start_s < last_s and first_s < word.end_s]
    heard = digits.read(sound, among=[spell(word.text) for word in words], speech=_within(part, masked.speech))
    spans = [(first_s + digit.start_s, first_s + digit.end_s) for digit in heard if digit.fit > FITS]
    audible = [(max(first_s, word.start_s), min(last_s, word.end_s)) for word in words]  # a hole's pad may have cut the word beside it
    return [span for span in spans if not any(_is_that_word(span, word) for word in audible)]


def _within(part: Span, speech: Sequence[Span] | None) -> list[Span] | None:
    """Seconds of the part in which somebody spoke before there were holes."""
    if speech is None:
        return None
    first_s, last_s = part
    return [(max(start_s, first_s) - first_s, min(end_s, last_s) - first_s) for start_s, end_s in speech if start_s < last_s and first_s < end_s]


def _lies_in(digit: Span, word: Word) -> bool:
    """Most of it: what the pad of a hole has left of "six" is heard as "eight"."""
    return min(digit[1], word.end_s) - max(digit[0], word.start_s) >= 0.7 * (digit[1] - digit[0])


def _is_that_word(digit: Span, word: Span) -> bool:
    """The digit is what is left of a word that stays ("you" for "two"): nearly all of the word, and half of the digit at least.

    A word that the aligner stretched over a digit beside it is longer than the digit, and no excuse.
    """
    common_s = min(digit[1], word[1]) - max(digit[0], word[0])
    return common_s >= 0.8 * (word[1] - word[0]) and common_s >= 0.5 * (digit[1] - digit[0])
