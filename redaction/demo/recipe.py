"""`python -m redaction.demo.recipe` makes audio/, manifest.jsonl and truth.jsonl from scenes.toml, the same each time on the same programs."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np

from redaction.audio.sound import HEARING_HZ, Samples, pcm16
from redaction.demo import HERE
from redaction.demo.paperwork import Recording, captured, manifest_line
from redaction.demo.scenes import Scene, load
from redaction.demo.stage import perform
from redaction.demo.truth import hypothesis, timed_words, truth_line
from redaction.demo.voices import ProgramMissing, need_programs

_BITS_PER_S = 24_000


def make(folder: Path) -> int:
    """Writes the corpus into the folder and says how many recordings it has. Raises ProgramMissing, and what scenes.toml has wrong."""
    need_programs()
    (folder / "audio").mkdir(parents=True, exist_ok=True)
    manifest, truths = [], []
    for place, scene in enumerate(sorted(load(), key=captured), start=1):
        line, true = _record(scene, folder, f"audio/{place:03}.ogg")
        manifest.append(line)
        truths.append(true)
    _write(folder / "manifest.jsonl", manifest)
    _write(folder / "truth.jsonl", truths)
    return len(manifest)


def _record(scene: Scene, folder: Path, audio: str) -> tuple[dict[str, Any], dict[str, Any]]:
    take = perform(scene, np.random.default_rng([7, scene.number]))
    (folder / audio).write_bytes(opus(take.samples))
    recording = Recording(scene, audio, hypothesis(take), timed_words(take) if scene.has_words else None)
    return manifest_line(recording), truth_line(recording, take)


def opus(samples: Samples) -> bytes:
    """Ogg with one mono Opus stream and no tags. samples: 16 kHz."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg", options={"fflags": "+bitexact"}) as container:  # or each run has another serial number
        stream = container.add_stream("libopus", rate=HEARING_HZ, layout="mono")
        stream.bit_rate = _BITS_PER_S
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm16(samples), dtype="<i2")[None], format="s16", layout="mono")
        frame.sample_rate = HEARING_HZ
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


def _write(file: Path, lines: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{make(HERE)} recordings made\n")
    except ProgramMissing as missing:
        sys.exit(str(missing))
