"""Numbers of one speaker, joined from recordings of single digits, so that it is known when each is spoken. The middle run is the secret."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

import numpy as np

from config.env import ROOT
from redaction.audio.sound import Samples, Sound, Span
from redaction.findings import Finding
from redaction.words import Word, tokens

FOLDER = ROOT.parent / "shared" / "data" / "spoken_digits"  # CC BY-SA: not in the repository
RATE_HZ = 8_000
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MISHEARD = (*NAMES, "for", "to", "ate", "won", "tree", "nice", "sick", "fine", "hero", "and", "the", "heaven")
_FLOOR = 1e-4  # of a quiet room, between the words too
_PAUSE_S = (0.040, 0.250)
_EDGE_S = 0.150


@dataclass(frozen=True)
class Joined:
    """digits, spans: what is really said, and when. said: the words of the hypothesis, of which `secret` is to be hidden.

    hidden: indexes of `digits` that must not be heard. extra: those that the hypothesis lacks. times: of the hypothesis' words.
    """

    sound: Sound
    speaker: str
    digits: tuple[int, ...]
    spans: tuple[Span, ...]
    said: tuple[str, ...]
    secret: range
    hidden: range
    times: tuple[Span, ...] = ()
    extra: tuple[int, ...] = field(default=())

    @property
    def text(self) -> str:
        return " ".join(self.said)

    @property
    def finding(self) -> Finding:
        """One, from the first to the last word of the secret."""
        places = tokens(self.text)
        return Finding(places[self.secret[0]].start, places[self.secret[-1]].end, "ACCOUNT_ID", 1.0, "bench")

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(Word(text, start_s, end_s) for text, (start_s, end_s) in zip(self.said, self.times, strict=True))


@cache
def takes() -> dict[tuple[str, int], list[Samples]]:
    """By speaker and digit."""
    found: dict[tuple[str, int], list[Samples]] = {}
    for path in sorted(FOLDER.glob("*.wav")):
        digit, speaker, _take = path.stem.split("_")
        with wave.open(str(path)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / np.float32(32768.0)
        found.setdefault((speaker, int(digit)), []).append(samples / max(float(np.abs(samples).max()), 0.05) * np.float32(0.5))
    return found


def speakers() -> list[str]:
    return sorted({speaker for speaker, _digit in takes()})


def joined(rng: Random, *, before: int = 3, after: int = 3) -> Joined:
    """Half of them with pauses, half without."""
    speaker, secret = rng.choice(speakers()), rng.randint(3, 5)
    digits = tuple(rng.randrange(10) for _ in range(before + secret + after))
    pauses_s = [rng.uniform(*_PAUSE_S) for _ in digits[1:]] if rng.random() < 0.5 else [0.0] * (len(digits) - 1)
    sound, spans = say([rng.choice(takes()[speaker, digit]) for digit in digits], pauses_s, seed=rng.randrange(1 << 30))
    hidden = range(before, before + secret)
    return Joined(sound, speaker, digits, spans, tuple(NAMES[digit] for digit in digits), hidden, hidden, times=spans)


def say(parts: Sequence[Samples], pauses_s: Sequence[float], *, seed: int) -> tuple[Sound, tuple[Span, ...]]:
    """The parts one after the other over the noise of a quiet room, and where each lies."""
    starts, at = [], round(_EDGE_S * RATE_HZ)
    for part, pause_s in zip(parts, [*pauses_s, _EDGE_S], strict=True):
        starts.append(at)
        at += len(part) + round(pause_s * RATE_HZ)
    samples = np.random.default_rng(seed).standard_normal(at).astype(np.float32) * np.float32(_FLOOR)
    for start, part in zip(starts, parts, strict=True):
        samples[start : start + len(part)] += part
    spans = tuple((start / RATE_HZ, (start + len(part)) / RATE_HZ) for start, part in zip(starts, parts, strict=True))
    return Sound(samples, RATE_HZ), spans


# -- what a recogniser does to it -------------------------------------------------------------------


def one_wrong(clip: Joined, rng: Random) -> Joined:
    """One word of the secret is another word."""
    at = rng.choice(clip.secret)
    said = list(clip.said)
    said[at] = rng.choice([word for word in MISHEARD if word != said[at]])
    return replace(clip, said=tuple(said), times=())


def one_dropped(clip: Joined, rng: Random) -> Joined:
    """One word of the secret is missing from the text; the rest is found."""
    at = rng.choice(clip.secret)
    said = (*clip.said[:at], *clip.said[at + 1 :])
    return replace(clip, said=said, secret=range(clip.secret[0], clip.secret[-1]), times=())


def one_inserted(clip: Joined, rng: Random) -> Joined:
    """One word too many within the secret."""
    at = rng.choice(clip.secret[1:])
    said = (*clip.said[:at], rng.choice(MISHEARD), *clip.said[at:])
    return replace(clip, said=said, secret=range(clip.secret[0], clip.secret[-1] + 2), times=())


def unwritten(clip: Joined, rng: Random, *, where: str, is_timed: bool) -> Joined:
    """One or two digits of the context are said, and not in the text: first, last, or between two others."""
    count, before, last = rng.randint(1, 2), clip.secret[0], len(clip.digits)
    first = {"start": 0, "end": last - count, "between": before - 1 - count}[where]
    extra = range(first, first + count)
    keep = [at for at in range(last) if at not in extra]
    secret = range(keep.index(clip.secret[0]), keep.index(clip.secret[-1]) + 1)
    times = tuple(clip.spans[at] for at in keep) if is_timed else ()
    return replace(clip, said=tuple(clip.said[at] for at in keep), secret=secret, extra=tuple(extra), times=times)


def jittered(clip: Joined, rng: Random, *, by_s: float) -> Joined:
    """Each edge of each word is off by so much or less."""
    length_s = clip.sound.duration_s
    edges = [tuple(min(length_s, max(0.0, edge_s + rng.uniform(-by_s, by_s))) for edge_s in span) for span in clip.times]
    return replace(clip, times=tuple((min(edge), max(edge)) for edge in edges))
