"""Speech synthesis with free programs, and when each word is said. For the recipe only: the product never runs these."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from redaction.audio.sound import HEARING_HZ, Samples, Sound, Span

PROGRAMS: Final = ("flite", "espeak-ng", "festival")
APT: Final = "apt-get install flite espeak-ng festival festvox-kallpc16k festvox-us-slt-hts festlex-cmu festlex-poslex"

_SILENT_BELOW = 0.006  # of full scale, when the piece's peak is 1
_EDGE_S = 0.012  # kept around what is louder: an f or an h begins softly


class ProgramMissing(RuntimeError):
    """A synthesiser is not installed."""


class TimesUnknown(ValueError):
    """The synthesiser did not say when each word is spoken."""


@dataclass(frozen=True)
class Voice:
    """engine: flite, festival or espeak. pace: 1 is the voice's own speed, 0.9 slower. pitch_hz: None for its own."""

    engine: str
    name: str
    pace: float = 1.0
    pitch_hz: int | None = None


@dataclass(frozen=True, eq=False)
class Speech:
    """A piece at 16 kHz, silence trimmed, peak 1. words: seconds of each word, or none from a synthesiser that does not tell."""

    samples: Samples
    words: tuple[Span, ...]


def need_programs() -> None:
    """Raises ProgramMissing with the line that installs them."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        raise ProgramMissing(f"not installed: {', '.join(missing)}. On Debian or Ubuntu: {APT}")


def speak(words: list[str], voice: Voice) -> Speech:
    """One piece of speech, the words read as one phrase. Raises TimesUnknown."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "piece.wav"
        times = {"flite": _flite, "festival": _festival, "espeak": _espeak}[voice.engine](words, voice, file)
        return _trimmed(_read(file), times)


def _flite(words: list[str], voice: Voice, file: Path) -> list[Span]:
    options = ["-voice", voice.name, "--setf", f"duration_stretch={1 / voice.pace:.3f}"]
    if voice.pitch_hz:
        options += ["--setf", f"int_f0_target_mean={voice.pitch_hz}"]
    told = _run(["flite", *options, "-psdur", "-t", " ".join(words), "-o", str(file)])
    ends = [(name, float(end)) for name, end in re.findall(r"(\S+):([\d.]+)", told)]
    sounding = [(start, end) for (_, start), (name, end) in zip([("", 0.0), *ends], ends, strict=False) if name != "pau"]
    # Flite tells phones, not words: as many belong to a word here as when it is said alone.
    counts = [_phones(word, voice) for word in words]
    if sum(counts) != len(sounding):
        raise TimesUnknown(f"{len(sounding)} phones, {sum(counts)} expected in a piece of {len(words)} words; use other words")
    firsts = np.cumsum([0, *counts])
    return [(sounding[a][0], sounding[b - 1][1]) for a, b in pairwise(firsts)]


def _phones(word: str, voice: Voice) -> int:
    return len([phone for phone in _run(["flite", "-voice", voice.name, "-ps", "-t", word, "-o", "none"]).split() if phone != "pau"])


def _festival(words: list[str], voice: Voice, file: Path) -> list[Span]:
    text = " ".join(words)
    script = f"""(voice_{voice.name}) (Parameter.set 'Duration_Stretch {1 / voice.pace:.3f})
(set! u (SynthText "{text}"))
(mapcar (lambda (w) (format t "%f %f\\n" (item.feat w 'word_start) (item.feat w 'word_end))) (utt.relation.items u 'Word))
(utt.save.wave u "{file}" 'riff)"""
    lines = file.with_suffix(".scm")
    lines.write_text(script)
    told = [line.split() for line in _run(["festival", "-b", str(lines)]).splitlines()]
    times = [(float(one[0]), float(one[1])) for one in told if len(one) == 2]
    if len(times) != len(words):
        raise TimesUnknown(f"{len(times)} words timed, {len(words)} said; use other words")
    return times


def _espeak(words: list[str], voice: Voice, file: Path) -> list[Span]:
    """The pitch goes from 0 to 99 there and 50 is the voice's own; pitch_hz is not used."""
    _run(["espeak-ng", "-v", voice.name, "-s", str(round(145 * voice.pace)), "-w", str(file), " ".join(words)])
    return []


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - PROGRAMS, by a list, with our own scenes


def _read(file: Path) -> Samples:
    with wave.open(str(file)) as sound:
        raw = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(np.float32) / 32768.0
        heard = Sound(raw, sound.getframerate()).at(HEARING_HZ).samples
    return np.asarray(heard / np.abs(heard).max(), dtype=np.float32)


def _trimmed(samples: Samples, times: list[Span]) -> Speech:
    loud = np.flatnonzero(np.abs(samples) > _SILENT_BELOW)
    edge = round(_EDGE_S * HEARING_HZ)
    first, last = max(0, int(loud[0]) - edge), min(len(samples), int(loud[-1]) + edge)
    shift_s, length_s = first / HEARING_HZ, (last - first) / HEARING_HZ
    inside = [(float(np.clip(a - shift_s, 0, length_s)), float(np.clip(b - shift_s, 0, length_s))) for a, b in times]
    return Speech(samples[first:last].copy(), tuple(inside))
