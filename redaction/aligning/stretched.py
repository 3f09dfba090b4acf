"""Words that an aligner has stretched over a digit that the text lacks. They leave no speech without a word, but are heard beside it.

Of 60 demo clips, whose texts are right, two have such a word, a short one; of 40 clips of joined digits 12.
"""

from __future__ import annotations

from collections.abc import Sequence

from redaction.audio import digits
from redaction.audio.digits import Heard
from redaction.audio.sound import Sound, Span
from redaction.pronunciation import Phones, spell
from redaction.words import Word

_FITS = -6.0  # as in the second look
_AT_ONCE = 12  # a loop of all words of a long text would take minutes
_MARGIN_S = 0.3


def stretched_words(sound: Sound, words: Sequence[Word], speech: Sequence[Span]) -> list[Span]:
    """Seconds of the words in whose place they are heard themselves, and a digit beside. All of the sound is listened to: 105 ms for 5 s."""
    groups = [words[at : at + _AT_ONCE] for at in range(0, len(words), _AT_ONCE)]
    return [span for group in groups for span in _stretched(group, sound, speech)]


def _stretched(words: Sequence[Word], sound: Sound, speech: Sequence[Span]) -> list[Span]:
    ways = [spell(word.text) for word in words]
    first_s, last_s = max(0.0, words[0].start_s - _MARGIN_S), words[-1].end_s + _MARGIN_S
    heard = digits.listen(sound.part((first_s, last_s)), among=ways, speech=[(start_s - first_s, end_s - first_s) for start_s, end_s in speech])
    placed = [one.later(first_s) for one in heard if one.fit > _FITS]
    return [word.span for word, its in zip(words, ways, strict=True) if _is_one_of_two(_inside(word, placed, sound), its)]


def _inside(word: Word, heard: Sequence[Heard], sound: Sound) -> list[Heard]:
    return [one for one in heard if sound.energy(one.span, word.span) >= 0.5 * sound.energy(one.span)]


def _is_one_of_two(inside: Sequence[Heard], ways: Sequence[Phones]) -> bool:
    """Itself, and another that is a digit; a digit that is said twice is both."""
    itself = [one for one in inside if one.may_be(ways)]
    return bool(itself) and any(one is not itself[0] and one.is_digit for one in inside)
