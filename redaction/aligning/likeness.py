"""Whether what lies under placed words sounds like them. A path exists for nearly every text, so that there is one proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pocketsphinx import Decoder

from redaction.aligning.forced import FRAMES_PER_S, MODEL, Path, Placed, Scores, hear, scores_of
from redaction.aligning.loudness import Loudness
from redaction.audio.sound import Span

# How far words may fall short of the phone loop, as a share of the loop's own score under them. Tried on pairs that had no part in the choice,
# clean and 20 dB above pink noise. Nine synthetic voices: 0.6 % of 162 right texts are doubted, 96 % of 101 wholly different ones, 90 % of 61
# of one to three words, 87 % of 101 that are half wrong, 98 % of 101 that go on where the sound does not. A real announcer: 1.1 % of 274
# right, all of 92 different. At 10 dB a right text in eleven (announcer) to four (synthetic) is doubted.
_SHORTFALL = 0.95
_WORSE_HALF_SHORTFALL = 1.6

# Scores that none of 100 false or half-false texts reaches, by either search, and 8 of 10 right ones do: they spare the loop, half of the cost.
_CLEAR_SCORE = -2.9
_CLEAR_WORSE_HALF_SCORE = -3.6

_QUIET = 0.4  # no word of a right text stayed below 0.55
_RUSHED_FRAMES = 3.7  # a phone takes three frames at the least
_RUSHED_PHONES = 5  # in words in a row

_LOOP = {
    "allphone_ci": True,
    "ds": 2,  # every second frame: 79 ms instead of 138 for 5 s, and tells false from right as well
}
_NO_SOUND = -1.0  # score where the loop, which may end a frame before the path, has none

Doubt = Literal["unlikely_words", "rushed_words", "words_on_silence"]


def doubts(path: Path, pcm: bytes, loudness: Loudness) -> tuple[Doubt, ...]:
    """What speaks against the words; empty if nothing does."""
    found: dict[Doubt, bool] = {
        "unlikely_words": _are_unlikely(path, pcm),
        "rushed_words": _are_rushed(path.words),
        "words_on_silence": are_on_silence([(word.start / FRAMES_PER_S, word.end / FRAMES_PER_S) for word in path.words], loudness),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def are_on_silence(spans: Sequence[Span], loudness: Loudness) -> bool:
    """Whether a word lies where nothing can be heard."""
    return any(loudness.loudest(start_s, end_s) < _QUIET for start_s, end_s in spans)


def _are_unlikely(path: Path, pcm: bytes) -> bool:
    """Whether the words fit their sounds much less than any phones in any order would.

    Twice: all of them, and the worse half, since a text that is half right fits well elsewhere. What is heard between words does not
    count: it may be a cry or a door, and speech is for the voice detector to find.
    """
    frames = np.array([word.frames for word in path.words])
    scores = _under(path.words, path.scores)
    worse = np.argsort(scores, kind="stable")[: (len(scores) + 1) // 2]
    if np.average(scores, weights=frames) > _CLEAR_SCORE and scores[worse].mean() > _CLEAR_WORSE_HALF_SCORE:
        return False
    loop = _under(path.words, _phone_loop(pcm, frames=len(path.scores)))
    shortfall = (loop - scores) / -np.average(loop, weights=frames)
    return bool(np.average(shortfall, weights=frames) > _SHORTFALL or shortfall[worse].mean() > _WORSE_HALF_SHORTFALL)


def _under(words: Sequence[Placed], scores: Scores) -> Scores:
    """Mean score of each word's frames."""
    return np.array([scores[word.start : word.end].mean() for word in words])


def _phone_loop(pcm: bytes, *, frames: int) -> Scores:
    """How well each frame fits the likeliest phones in any order."""
    decoder = Decoder(**MODEL, **_LOOP)
    decoder.add_allphone_file("phones", None)
    decoder.activate_search("phones")
    scores = scores_of(hear(decoder, pcm))
    return np.concatenate([scores, np.full(frames, _NO_SOUND)])[:frames]


def _are_rushed(words: Sequence[Placed]) -> bool:
    """Whether words in a row, of some phones together, have hardly the time that their phones need at the least: there was no room for them."""
    phones = 0
    for word in words:
        phones = phones + word.phones if word.frames < _RUSHED_FRAMES * word.phones else 0
        if phones >= _RUSHED_PHONES:
            return True
    return False
