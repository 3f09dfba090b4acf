"""The likeliest path of given words through a sound, by pocketsphinx. Each clip has a decoder of its own.

A decoder without a dictionary starts in 8 ms (with it, in 150), knows nothing of the clip before, and leaves nobody's words behind:
even in its memory words have numbers only.

Measured. Demo corpus: starts 42 ms early to 30 late, ends 50 early to 47 late. Joined digits of three people: words end early, by 13 to 45 ms
in the median when clean, 80 to 100 at 20 dB, 150 at 10 dB; the pads of a hole (120 ms before, 200 after) are for that, so times stay as found:
with them all of 486 words are covered at 99 % of their energy when clean, 99.8 % at 20 dB, 97.5 % at 10 dB.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder, get_model_path

from redaction.audio.sound import HEARING_HZ, Sound, pcm16
from redaction.pronunciation import Phones

FRAMES_PER_S = 100
MODEL = {"hmm": get_model_path("en-us/en-us"), "lm": None, "dict": None, "loglevel": "FATAL"}

Scores = NDArray[np.float64]  # log-likelihood, one a frame, beside the best sound of that frame: 0 or less

_PEAK = 0.5
_NOISE = 4.0 / 32768.0  # standard deviation. Digital silence between words breaks paths, or the words stretch over it
_SCORE_UNIT = 1024.0  # pocketsphinx's scores have lost ten bits
_LEAST = 5e-324  # what underflows to 0 has no logarithm

SEARCH = {
    # The default takes its path from a lattice, where words may be left out: 23 of 30 readings of digits lost some.
    "bestpath": False,
    # At 10 dB of noise 1e-80 lost the path of 16 of 90 readings; this costs a tenth more time and lost none.
    # No beam at all would take 2 GB for five minutes of speech.
    "beam": 1e-300,
    "pbeam": 1e-300,
    "wbeam": 1e-300,
    # Pauses are likely. With the default, 0.005, words stretch over them: at 10 dB 97.5 % of words were covered instead of 99.2.
    "silprob": 0.5,
}

# Gaussians chosen anew every second frame only: 62 ms instead of 93 for 5 s, and joined numbers are placed as well as with all (5.2 % of the words
# have an edge outside the pads of a hole, 6.0 with all; at 10 dB 11.5 and 13.0). But of 60 demo clips one, with music before the words, has its
# first words there. Such a path is doubted, and then all frames are looked at: alignment.py.
QUICK = {**SEARCH, "ds": 2}


class NoPath(Exception):
    """The words do not fit into the sound in this order."""


@dataclass(frozen=True)
class Placed:
    """Where a token lies: frames start to end (exclusive). phones: how many it was said with."""

    token: int
    start: int
    end: int
    phones: int

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Path:
    """words: those that are spoken, in order. scores: of every frame, between words too."""

    words: tuple[Placed, ...]
    scores: Scores = field(repr=False)


def prepare(sound: Sound) -> bytes:
    """16-bit PCM at 16 kHz: equally loud whatever the recording was, over a floor of noise that is always the same."""
    heard = sound.at(HEARING_HZ).samples
    peak = float(np.abs(heard).max(initial=0.0))
    noise = np.random.default_rng(0).standard_normal(len(heard), dtype=np.float32)
    return pcm16(heard * np.float32(_PEAK / peak if peak else 0.0) + noise * np.float32(_NOISE))


def find_path(ways: Sequence[Sequence[Phones]], pcm: bytes, *, search: Mapping[str, Any] = SEARCH) -> Path:
    """Each token said in one of its ways, in order. What is silent, [()], has no place in it. Raises NoPath."""
    decoder = Decoder(**MODEL, **search)
    said = add_words(decoder, ways)
    spoken = [at for at, options in enumerate(ways) if options[0]]
    try:
        decoder.set_align_text(" ".join(_name(at, 0) for at in spoken))
        segments = hear(decoder, pcm)
    except RuntimeError as error:
        raise NoPath from error
    placed = [
        Placed(int(one.word.partition("(")[0]), one.start_frame, one.end_frame + 1, len(said[one.word])) for one in segments if one.word in said
    ]
    if [word.token for word in placed] != spoken:
        raise NoPath
    return Path(tuple(placed), scores_of(segments))


def add_words(decoder: Any, ways: Sequence[Sequence[Phones]]) -> dict[str, Phones]:
    """Numbered from 0, each with its ways to be said; what is silent is none. Returns what was added."""
    said = {_name(at, way): phones for at, options in enumerate(ways) for way, phones in enumerate(options) if phones}
    for left, (name, phones) in enumerate(said.items(), start=1 - len(said)):
        decoder.add_word(name, " ".join(phones), not left)  # update at the last only: it builds the whole search anew
    return said


def _name(token: int, way: int) -> str:
    """As pocketsphinx writes other ways to say a word: 7, 7(2), 7(3)."""
    return f"{token}({way + 1})" if way else f"{token}"


def hear(decoder: Any, pcm: bytes) -> list[Any]:
    """Segments of one whole utterance, without a gap; none if the search did not come to its end. Raises RuntimeError if it has no frame."""
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    return list(decoder.seg() or ()) if decoder.hyp() else []


def scores_of(segments: Sequence[Any]) -> Scores:
    """pocketsphinx scores whole segments: each frame has its share."""
    scores = np.zeros(segments[-1].end_frame + 1 if segments else 0)
    for one in segments:
        frames = one.end_frame + 1 - one.start_frame
        scores[one.start_frame : one.end_frame + 1] = _SCORE_UNIT * math.log(one.ascore or _LEAST) / frames
    return scores
