"""Redaction on one core: text beside stock Presidio, sound stage by stage, the whole pipeline, and what leaks of the demo corpus."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from statistics import mean
from typing import Any

from bench.quality import ALL, measured
from bench.rows import Row, paired, share
from bench.stock import analyzer
from config.env import ROOT
from redaction import pipeline
from redaction.alignment import align
from redaction.audio.decode import decode
from redaction.audio.disguise import disguise
from redaction.audio.encode import flac
from redaction.audio.holes import cover, holes_of
from redaction.audio.peaks import peaks
from redaction.audio.sound import HEARING_HZ, Sound
from redaction.audio.speech import speech_spans
from redaction.demo import HERE, recordings, truths
from redaction.identity import Identity
from redaction.measurements import Measured
from redaction.pipeline import Safe
from redaction.policy import Policy
from redaction.sent import Sent
from redaction.text import echo
from redaction.text.nlp import LANGUAGE
from redaction.text.placeholders import Numbering, replace
from redaction.words import Word, read_words

ROUNDS = 5
UTTERANCES = 1_500
SHARED = ROOT.parent / "shared" / "data" / "hwu64" / "hwu64_dev.jsonl"  # where it is there: other people's sentences


@dataclass(frozen=True)
class Clip:
    """A demo recording, ready for each stage."""

    sent: Sent
    identity: Identity
    locale: str
    sound: Sound
    words: tuple[Word, ...]

    @property
    def given(self) -> Sent:
        return Sent(self.sent.audio, self.sent.hypothesis, self.words)

    @property
    def blind(self) -> Sent:
        return Sent(self.sent.audio, self.sent.hypothesis, None)


def run() -> list[Row]:
    clips = [clip for line in recordings() if (clip := _clip(line)) is not None]
    made = [_made(line) for line in recordings()]
    return [*_text(), *_examined(), *_stages(clips), *_whole(clips), *_quality(made)]


def _identity(line: dict[str, Any]) -> Identity:
    return Identity(line["account_id"], line.get("first_name", ""), line.get("last_name", ""), line["device_serial"])


def _sent(line: dict[str, Any]) -> Sent:
    words = read_words(line["words"]) if line.get("words") else None
    return Sent((HERE / line["audio"]).read_bytes(), line["hypothesis"], words)


def _clip(line: dict[str, Any]) -> Clip | None:
    """None for a clip without words: it has nothing to align."""
    sent = _sent(line)
    assert sent.audio is not None
    if not sent.hypothesis.split():
        return None
    sound = decode(sent.audio)
    return Clip(sent, _identity(line), line["locale"], sound, align(sent.hypothesis, sound, given=sent.words).words)


# -- text -------------------------------------------------------------------------------------------


def _text() -> list[Row]:
    """Rounds of each kind by turns, so that the ratios hold on a busy machine."""
    texts = list(islice(cycle(_utterances()), UTTERANCES))
    identity = _identity(recordings()[0])
    stock = analyzer()
    engine = pipeline.engine()

    def whole(text: str) -> None:
        found = engine.find(text, locale="en-US", identity=identity)
        echo.look(replace(text, found, Numbering(), identity).text, identity)

    kinds: dict[str, Callable[[str], object]] = {
        "stock": lambda text: stock.analyze(text, LANGUAGE),
        "find": lambda text: engine.find(text, locale="en-US", identity=identity),
        "whole": whole,
    }
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, work in kinds.items():
            rates[name].append(len(texts) / _seconds(work, texts))
    return [
        Row("text: stock Presidio patterns, blank pipeline", tuple(rates["stock"]), "utterances/s"),
        Row("text: find, own identifiers and all", tuple(rates["find"]), "utterances/s", "stock", paired(rates["find"], rates["stock"])),
        Row("text: find, placeholders, second look", tuple(rates["whole"]), "utterances/s", "stock", paired(rates["whole"], rates["stock"])),
    ]


def _utterances() -> list[str]:
    ours = [line["hypothesis"] for line in recordings() if line["hypothesis"]]
    return ours + ([json.loads(line)["text"] for line in SHARED.read_text().splitlines()] if SHARED.exists() else [])


def _seconds(work: Callable[[Any], object], items: Iterable[Any]) -> float:
    began = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - began


def _examined() -> list[Row]:
    """Shares in percent of the sets that are made for it, and of other people's sentences where they are there; the spread is the 95 % interval."""
    return [_examined_row(figure.row, figure.stock) for figure in measured() if figure.row.locale == ALL]


def _examined_row(row: Measured, stock: float | None) -> Row:
    ratio = row.share / stock if stock else None
    name = f"text: {row.set}, {row.what}, {row.kind}, of {row.n}"
    return Row(name, (row.low, row.share, row.high), "%", "" if ratio is None else "stock", ratio)


# -- sound ------------------------------------------------------------------------------------------


def _stages(clips: list[Clip]) -> list[Row]:
    """Milliseconds a 5 s clip: time of all clips, by their seconds."""
    seconds = sum(clip.sound.duration_s for clip in clips)
    hearing = {id(clip): clip.sound.at(HEARING_HZ) for clip in clips}
    holes = {id(clip): holes_of([(word.start_s, word.end_s) for word in clip.words[:2]], clip.sound.duration_s) for clip in clips}
    stages: dict[str, Callable[[Clip], object]] = {
        "decode, in a child": lambda clip: decode(clip.sent.audio or b""),
        "resample": lambda clip: Sound(clip.sound.samples, 22_050).at(HEARING_HZ),
        "voice detector": lambda clip: speech_spans(hearing[id(clip)]),
        "forced alignment": lambda clip: align(clip.sent.hypothesis, hearing[id(clip)], given=None),
        "check of given times": lambda clip: align(clip.sent.hypothesis, hearing[id(clip)], given=clip.words),
        "cover": lambda clip: cover(clip.sound, holes[id(clip)]),
        "disguise": lambda clip: disguise(hearing[id(clip)], alpha=0.8, holes=holes[id(clip)]),
        "FLAC": lambda clip: flac(hearing[id(clip)]),
        "peaks": lambda clip: peaks(hearing[id(clip)]),
    }
    return [
        Row(f"sound: {name}", tuple(1000 * _seconds(work, clips) * 5 / seconds for _ in range(ROUNDS)), "ms a 5 s clip")
        for name, work in stages.items()
    ]


def _whole(clips: list[Clip]) -> list[Row]:
    """Clips a second of the demo's own length on one core; their mean length is in the name."""
    length = f"{mean(clip.sound.duration_s for clip in clips):.1f} s"
    kinds = {
        f"whole: {length} clips, no times, disguise": (Policy(is_disguised=True), True),
        f"whole: {length} clips, no times": (Policy(), True),
        f"whole: {length} clips, times given": (Policy(), False),
        f"whole: {length} clips, times given, copies not listened to": (Policy(hears_residue=False), False),
    }
    rows = []
    for name, (policy, is_blind) in kinds.items():
        work = partial(_make, policy=policy, is_blind=is_blind)
        rows.append(Row(name, tuple(len(clips) / _seconds(work, clips) for _ in range(3)), "clips/s"))
    return rows


def _make(clip: Clip, *, policy: Policy, is_blind: bool) -> Safe:
    return pipeline.make(clip.blind if is_blind else clip.given, clip.identity, clip.locale, policy=policy)


# -- what leaks -------------------------------------------------------------------------------------


def _made(line: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], Safe]:
    safe = pipeline.make(_sent(line), _identity(line), line["locale"], policy=Policy())
    return line, truths()[line["recording_id"]], safe


def _quality(made: list[tuple[dict[str, Any], dict[str, Any], Safe]]) -> list[Row]:
    """Share of a kind, in percent; the spread shows the 95 % interval (Wilson)."""
    kinds = {
        "ACCOUNT_ID": "demo: own account numbers left in the text",
        "DEVICE_SERIAL": "demo: own serials left in the text",
        "PERSON": "demo: own names left in the text",
    }
    rows = []
    for entity, name in kinds.items():
        spans = [(span, safe) for _line, truth, safe in made for span in truth["spans"] if _is_own(span, entity)]
        rows.append(share(name, [not _is_covered(span, safe) for span, safe in spans]))
    kept = [(keep, safe) for _line, truth, safe in made for keep in truth["keep"]]
    rows.append(share("demo: hard negatives touched", [any(one.touches(keep["start"], keep["end"]) for one in safe.findings) for keep, safe in kept]))
    rows.append(share("demo: held", [bool(safe.held) for _line, _truth, safe in made]))
    return rows


def _is_own(span: dict[str, Any], entity: str) -> bool:
    """An own identifier that the hypothesis holds; one that the recogniser did not write is for the sound's second look."""
    return bool(span["own"] and span["entity"] == entity and span["start"] is not None)


def _is_covered(span: dict[str, Any], safe: Safe) -> bool:
    covered = {place for one in safe.findings for place in range(one.start, one.end)}
    places = range(span["start"], span["end"])
    return sum(place in covered for place in places) > 0.66 * len(places)  # a third or more left is a leak (REDACTION.md)
