"""Memory of a process that redacts 10,000 clips, short ones and every twentieth a whole one of the demo. Runs only when named: half an hour."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench.rows import Row
from redaction import pipeline
from redaction.audio.decode import decode
from redaction.audio.encode import flac
from redaction.audio.sound import Sound
from redaction.demo import HERE, recordings
from redaction.identity import Identity
from redaction.policy import Policy
from redaction.sent import Sent
from redaction.words import read_words

CLIPS, EVERY, WHOLE_EACH = 10_000, 1_000, 20
SHORT_S = 1.2
POLICY = Policy(is_disguised=True, makes_training=True)
MIB = 1 << 20


def run() -> list[Row]:
    """MiB after each thousand, in order: resident, and with what is shared counted by its share."""
    lines = recordings()
    resident, proportional = [], []
    for count, (sent, line) in enumerate(islice(_clips(lines), CLIPS), start=1):
        pipeline.make(sent, _identity(line), line["locale"], policy=POLICY)
        if count % EVERY == 0:
            gc.collect()
            resident.append(_mib("Rss"))
            proportional.append(_mib("Pss"))
            print(f"{count}: RSS {resident[-1]:.1f} MiB, PSS {proportional[-1]:.1f} MiB", flush=True)
    return [
        Row(f"soak: resident after each {EVERY} of {CLIPS} clips", tuple(resident), "MiB"),
        Row("soak: proportional", tuple(proportional), "MiB"),
        Row("soak: resident at the end, beside the first thousand", (resident[-1],), "MiB", "first", resident[-1] / resident[0]),
    ]


def _clips(lines: list[dict[str, Any]]) -> Iterator[tuple[Sent, dict[str, Any]]]:
    whole = [(Sent((HERE / line["audio"]).read_bytes(), line["hypothesis"], None), line) for line in lines]
    short = [short for sent, line in whole if (short := _short(sent, line)) is not None]
    count = 0
    while True:
        for one in short:
            count += 1
            yield whole[count // WHOLE_EACH % len(whole)] if count % WHOLE_EACH == 0 else one


def _short(sent: Sent, line: dict[str, Any]) -> tuple[Sent, dict[str, Any]] | None:
    """Its first words alone, where their times are known. No times go with it, so that it is aligned."""
    words = [word for word in read_words(line.get("words") or []) if word.end_s < SHORT_S]
    if not words or sent.audio is None:
        return None
    sound = decode(sent.audio)
    cut = Sound(sound.samples[: round((words[-1].end_s + 0.1) * sound.rate_hz)], sound.rate_hz)
    return Sent(flac(cut), " ".join(word.text for word in words), None), line


def _identity(line: dict[str, Any]) -> Identity:
    return Identity(line["account_id"], line.get("first_name", ""), line.get("last_name", ""), line["device_serial"])


def _mib(name: str) -> float:
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 / MIB for line in rollup.splitlines() if line.startswith(f"{name}:"))
