"""Whether the word times that came with a recording can be those of its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from redaction.aligning.likeness import are_on_silence
from redaction.aligning.loudness import Loudness
from redaction.pronunciation import Phones
from redaction.words import Token, Word

_BEYOND_S = 0.050
_OVERLAP_S = 0.050
_SHORTEST_WORD_S = 0.020
_SHORTEST_PHONE_S = 0.015  # of one word: "the" can be over in 50 ms
_SHORTEST_MEAN_S = 0.035  # of all phones: who speaks fast needs 55 ms
_LONGEST_WORD_S = 1.0
_LONGEST_PHONE_S = 0.3
_ENOUGH, _EQUAL = 4, 0.02
_NOT_SPOKEN = re.compile(r"[\W_]+")


def are_sane(given: Sequence[Word], said: Sequence[Token], ways: Sequence[Sequence[Phones]], sound_s: float, loudness: Loudness) -> bool:
    """Same words in order, inside the sound, as long as such words are, with something to hear under each.

    ways: in which each token may be said; a word that nobody knows how to say may have times all the same.
    """
    return (
        not _are_dealt_out(given)
        and [_core(word.text) for word in given] == [_core(token.text) for token in said]
        and all(0.0 <= word.start_s < word.end_s <= sound_s + _BEYOND_S for word in given)
        and all(word.start_s <= following.start_s and word.end_s - following.start_s <= _OVERLAP_S for word, following in pairwise(given))
        and all(_is_plausible(word, options) for word, options in zip(given, ways, strict=True))
        and sum(word.end_s - word.start_s for word in given) >= _SHORTEST_MEAN_S * sum(min(map(len, options), default=0) for options in ways)
        and not are_on_silence([(word.start_s, word.end_s) for word, options in zip(given, ways, strict=True) if options != [()]], loudness)
    )


def _are_dealt_out(given: Sequence[Word]) -> bool:
    """Nobody speaks words of one length: such times were shared out over the clip by a program that did not listen."""
    if len(given) < _ENOUGH:
        return False
    lengths_s = [word.end_s - word.start_s for word in given]
    middle_s = sum(lengths_s) / len(lengths_s)
    return max(abs(length_s - middle_s) for length_s in lengths_s) < _EQUAL * middle_s


def _core(text: str) -> str:
    """What is left of a word without case and punctuation; of a word that is nothing else, itself."""
    return _NOT_SPOKEN.sub("", text.casefold()) or text


def _is_plausible(word: Word, options: Sequence[Phones]) -> bool:
    phones = [len(way) for way in options] or [len(word.text)]
    shortest_s, longest_s = min(phones) * _SHORTEST_PHONE_S, max(phones) * _LONGEST_PHONE_S
    return max(_SHORTEST_WORD_S, shortest_s) <= word.end_s - word.start_s <= _LONGEST_WORD_S + longest_s
