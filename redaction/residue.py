"""The second look at the finished sound, by other means than those that made it. (The text's is text/echo.py.)"""

from __future__ import annotations

from collections.abc import Sequence

from redaction.audio import digits
from redaction.audio.digits import Heard
from redaction.audio.holes import is_silent
from redaction.audio.sound import Sound, Span
from redaction.holds import Hold
from redaction.masking import Masked
from redaction.pronunciation import spell
from redaction.words import Word

LISTEN_S = 1.0  # so much is listened to before and after a hole that hides a number
BESIDE_S = 0.25  # a digit so near to it is a piece of what it should hide
FITS = -6.0  # with it 34 of 34 digits that a hole of the demo corpus had missed are heard, and 1 of 30 that are none
_INTO_S = 0.5  # so much of the original, from under the hole, for the words that its pads have cut
_MOSTLY = 0.7  # of a digit's energy: what the pad of a hole has left of "six" is heard as "eight"


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
    for known in (_sure_words, _words_heard_alone):
        if beside:  # these are dear
            words = known(hole, masked)
            beside = [span for span in beside if not any(finished.energy(span, word) >= _MOSTLY * finished.energy(span) for word in words)]
    return bool(beside)


def _digits_in(finished: Sound, part: Span, masked: Masked) -> list[Span]:
    """Seconds of the digits that are heard in a part and that the text does not have there.

    Its words may be digits themselves, and sound like the one that a hole has missed: each must be heard in its own place.
    """
    words = _kept_in(part, masked)
    spans = [one.span for one in _listen(finished, part, words, masked.speech) if one.is_digit]
    return [span for span in spans if not any(_is_that_word(finished, span, word.span) for word in words)]


def _sure_words(_hole: Span, masked: Masked) -> list[Span]:
    return [word.span for word in masked.placing.sure_words(masked.findings)] if masked.placing else []


def _words_heard_alone(hole: Span, masked: Masked) -> list[Span]:
    """Where the original, whose words no hole has cut, has a word that stays as the one thing that is heard in its place."""
    if masked.placing is None:
        return []
    (start_s, end_s), original = hole, masked.placing.sound
    before = (max(0.0, start_s - LISTEN_S), min(end_s, start_s + _INTO_S))
    after = (max(start_s, end_s - _INTO_S), min(original.duration_s, end_s + LISTEN_S))
    return [span for part in (before, after) for span in _heard_alone(original, part, masked)]


def _heard_alone(original: Sound, part: Span, masked: Masked) -> list[Span]:
    words = _kept_in(part, masked)
    heard = _listen(original, part, words, masked.speech)
    found = []
    for word in words:
        inside = [one for one in heard if original.energy(one.span, word.span) >= 0.5 * original.energy(one.span)]
        if len(inside) == 1 and inside[0].may_be(spell(word.text)):
            found.append(inside[0].span)
    return found


def _kept_in(part: Span, masked: Masked) -> list[Word]:
    return [word for word in masked.kept if word.start_s < part[1] and part[0] < word.end_s]


def _listen(sound: Sound, part: Span, words: Sequence[Word], speech: Sequence[Span] | None) -> list[Heard]:
    """What is heard in a part, digits or words of the text, in seconds of the whole."""
    heard = digits.listen(sound.part(part), among=[spell(word.text) for word in words], speech=_within(part, speech))
    return [one.later(part[0]) for one in heard if one.fit > FITS]


def _within(part: Span, speech: Sequence[Span] | None) -> list[Span] | None:
    """Seconds of the part in which somebody spoke before there were holes."""
    if speech is None:
        return None
    first_s, last_s = part
    return [(max(start_s, first_s) - first_s, min(end_s, last_s) - first_s) for start_s, end_s in speech if start_s < last_s and first_s < end_s]


def _is_that_word(sound: Sound, digit: Span, word: Span) -> bool:
    """The digit is what is left of a word that stays ("you" for "two"): nearly all that is heard of the word, and half of the digit at least.

    Told by energy: a digit may begin with a pause, and a hole's pad may have cut the word. A word that the aligner stretched over a digit beside it
    holds more than the digit, and is no excuse.
    """
    common = sound.energy(digit, word)
    return common >= 0.8 * sound.energy(word) and common >= 0.5 * sound.energy(digit)
