"""How many ordinary clips go to the privacy desk, and why: sentences of the examination, spoken by synthesisers in quiet and in noise.

No device's word times, so the words are aligned; disguised, with the whole second look. Runs only when named: it needs the synthesisers of the
demo corpus (redaction.demo.voices.APT), and some minutes. Synthetic speech is cleaner than people's, so this is a lower bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random

import numpy as np

from bench.exam.cases import Case
from bench.exam.sets import SETS
from bench.rows import Row, share
from redaction import pipeline
from redaction.audio.encode import flac
from redaction.audio.sound import HEARING_HZ, Sound
from redaction.demo.scenes import Person, Scene
from redaction.demo.script import Piece, Said
from redaction.demo.stage import perform
from redaction.demo.voices import TimesUnknown, Voice, need_programs
from redaction.holds import Hold
from redaction.identity import Identity
from redaction.policy import Policy
from redaction.sent import Sent

CLIPS = 600  # a locale
POLICY = Policy(is_disguised=True)
# What people say to an assistant, in rough proportion.
MIX = {"clean": 6, "negatives": 2, "names": 2}
VOICES = {
    "en-US": (Voice("flite", "slt"), Voice("flite", "rms"), Voice("festival", "cmu_us_slt_arctic_hts"), Voice("flite", "kal16", 0.95, 130)),
    "en-GB": (Voice("flite", "awb"), Voice("flite", "awb", 0.9), Voice("espeak", "en-gb+f4")),
    "en-IN": (Voice("flite", "slt", 0.93, 150), Voice("flite", "rms", 0.9), Voice("espeak", "ta+f2")),
}
Room = tuple[float, tuple[str, float] | None]  # reverberation time; noise and dB above it
ROOMS: tuple[Room, ...] = ((0.0, None), (0.3, None), (0.0, ("pink", 20.0)), (0.2, ("babble", 20.0)))


@dataclass(frozen=True)
class Tried:
    voice: str
    room: str
    held: tuple[Hold, ...]


def run() -> list[Row]:
    need_programs()
    rows: list[Row] = []
    for locale in VOICES:
        tried = [_tried(*one) for one in _clips(locale, Random(f"holds {locale}"))]
        rows += [share(f"spoken: {locale}", [one is not None for one in tried]), *_rows(locale, [one for one in tried if one])]
    return rows


def _rows(locale: str, tried: list[Tried]) -> list[Row]:
    rows = [share(f"held: {locale}", [bool(one.held) for one in tried])]
    for group in sorted({one.voice for one in tried}) + sorted({one.room for one in tried}):
        rows += [share(f"held: {locale}, {group}", [bool(one.held) for one in tried if group in (one.voice, one.room)])]
    reasons = Counter(hold for one in tried for hold in one.held)
    return rows + [share(f"held: {locale}, {hold}", [hold in one.held for one in tried]) for hold, _count in reasons.most_common()]


def _clips(locale: str, rng: Random) -> Iterator[tuple[Case, Voice, Room]]:
    per = CLIPS // sum(MIX.values())
    cases = [case for name, parts in MIX.items() for case in _some(name, locale, per * parts, rng)]
    yield from zip(cases, cycle(VOICES[locale]), _rooms(rng), strict=False)


def _rooms(rng: Random) -> Iterator[Room]:
    while True:
        yield rng.choice(ROOMS)


def _some(name: str, locale: str, count: int, rng: Random) -> list[Case]:
    """Spoken forms only: what a synthesiser would read out as we write it."""
    fit = [case for case in SETS[name]("test", 1, 1.0) if case.locale == locale and case.text.replace(" ", "").replace("'", "").isalpha()]
    return rng.sample(fit, min(count, len(fit)))


def _tried(case: Case, voice: Voice, room: Room) -> Tried | None:
    """None where the synthesiser takes the text for other words than it has."""
    try:
        audio = _spoken(case, voice, room)
    except TimesUnknown:
        return None
    safe = pipeline.make(Sent(audio, case.text, None), Identity(**case.identity), case.locale, policy=POLICY)
    return Tried(voice.name, room[1][0] if room[1] else f"echo of {room[0]} s" if room[0] else "quiet", safe.held)


def _spoken(case: Case, voice: Voice, room: Room) -> bytes:
    take = perform(_scene(case, voice, room), np.random.default_rng(len(case.text)))
    return flac(Sound(take.samples, HEARING_HZ))


def _scene(case: Case, voice: Voice, room: Room) -> Scene:
    said = tuple(Said((word,), (word,), len(word) == 1 and word not in "ai", None) for word in case.text.lower().split())
    decay_s, noise = room
    return Scene(
        number=0,
        person=Person(case.locale, voice.name, {}),
        kind="other",
        intent="",
        pieces=[Piece(said, long_pause=False)],
        voice=voice,
        accent=None,
        respell={},
        has_words=False,
        session=None,
        turn=None,
        noise=noise,
        room_s=decay_s,
        sound=None,
        wake_word=None,
        before_s=None,
        after_s=None,
    )
