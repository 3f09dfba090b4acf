"""A scene becomes sound, and the seconds of each of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from redaction.audio.sound import HEARING_HZ, Samples, Span
from redaction.demo import surroundings
from redaction.demo.scenes import Scene
from redaction.demo.script import Piece, Said
from redaction.demo.surroundings import Rng
from redaction.demo.voices import Speech, speak

_SHORT_S, _LONG_S = (0.03, 0.15), (0.30, 0.55)
_LOUDNESS_DB = (-21.5, -18.0)  # RMS of the speech, of full scale
_SOUND_GAP_S, _SOUND_PEAK = 0.25, 0.35
_FLOOR_DB = -62.0  # hiss of the microphone, so that no silence is digital
_PEAK = 0.89


@dataclass(frozen=True)
class Heard:
    """A spoken unit and when; the seconds are those of its whole piece where the synthesiser tells no word times."""

    said: Said
    seconds: Span
    is_exact: bool


@dataclass(eq=False)
class Take:
    """samples: 16 kHz. heard: in order, every unit of the scene. sound: seconds of what is not speech."""

    samples: Samples
    heard: list[Heard] = field(default_factory=list)
    sound: Span | None = None


def perform(scene: Scene, rng: Rng) -> Take:
    take = _spoken(scene, rng)
    _add_sound(scene, take, rng)
    return _in_its_room(scene, take, rng)


def _spoken(scene: Scene, rng: Rng) -> Take:
    parts = [_silence(scene.before_s if scene.before_s is not None else rng.uniform(0.15, 0.35))]
    heard: list[Heard] = []
    for piece in scene.pieces:
        start_s = sum(map(len, parts)) / HEARING_HZ
        speech, times = _say(piece, scene)
        is_exact = bool(speech.words)
        heard += [Heard(unit, (start_s + a, start_s + b), is_exact) for unit, (a, b) in zip(piece.units, times, strict=True)]
        parts += [speech.samples, _silence(rng.uniform(*(_LONG_S if piece.long_pause else _SHORT_S)))]
    parts[-1] = _silence(scene.after_s if scene.after_s is not None else rng.uniform(0.25, 0.45))
    return Take(_at_speaking_level(np.concatenate(parts), rng), heard)


def _say(piece: Piece, scene: Scene) -> tuple[Speech, list[Span]]:
    """The piece, and the seconds of each unit from its beginning."""
    told = [_spelled_for_the_voice(unit, scene.respell) for unit in piece.units]
    speech = speak([word for words in told for word in words], scene.voice)
    if not speech.words:
        return speech, [(0.0, len(speech.samples) / HEARING_HZ)] * len(told)
    firsts = np.cumsum([0, *map(len, told)])
    return speech, [(speech.words[a][0], speech.words[b - 1][1]) for a, b in pairwise(firsts)]


def _spelled_for_the_voice(unit: Said, respell: dict[str, str]) -> list[str]:
    if unit.is_letter:
        return ["ay" if unit.spoken == ("a",) else unit.spoken[0]]  # a lone "a" would be read as the article
    words = []
    for word in unit.spoken:
        bare = word.removesuffix("'s")
        words += (respell.get(bare, bare) + word[len(bare) :]).split()
    return words


def _silence(length_s: float) -> Samples:
    return np.zeros(round(length_s * HEARING_HZ), np.float32)


def speech_rms(samples: Samples) -> float:
    """Of the 20 ms frames that are within 25 dB of the loudest."""
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    powers = np.mean(frames.astype(np.float64) ** 2, axis=1)
    return float(np.sqrt(np.mean(powers[powers > powers.max() * 10**-2.5])))


def _at_speaking_level(samples: Samples, rng: Rng) -> Samples:
    return np.asarray(samples * 10 ** (rng.uniform(*_LOUDNESS_DB) / 20) / speech_rms(samples), dtype=np.float32)


def _add_sound(scene: Scene, take: Take, rng: Rng) -> None:
    if scene.sound is None:
        return
    kind, where = scene.sound
    made = surroundings.sound(kind, rng) * _SOUND_PEAK
    gap, length_s = _silence(_SOUND_GAP_S), len(made) / HEARING_HZ
    if where == "after":
        start_s = len(take.samples) / HEARING_HZ
        take.samples = np.concatenate([take.samples, made, gap])
    else:
        start_s = _SOUND_GAP_S
        later_s = start_s + length_s
        take.samples = np.concatenate([gap, made, take.samples])
        take.heard = [Heard(one.said, (one.seconds[0] + later_s, one.seconds[1] + later_s), one.is_exact) for one in take.heard]
    take.sound = (start_s, start_s + length_s)


def _in_its_room(scene: Scene, take: Take, rng: Rng) -> Take:
    loudness = speech_rms(take.samples)
    samples = surroundings.echoed(take.samples, scene.room_s, rng)
    samples = samples + surroundings.noise("white", len(samples), rng) * 10 ** (_FLOOR_DB / 20)
    if scene.noise:
        kind, snr_db = scene.noise
        samples = samples + surroundings.noise(kind, len(samples), rng) * loudness * 10 ** (-snr_db / 20)
    take.samples = np.asarray(samples * min(1.0, _PEAK / np.abs(samples).max()), dtype=np.float32)
    return take
