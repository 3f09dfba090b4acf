"""Other people's sentences, read at run time from ../shared/data where they are there: those that name somebody, and those that name nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from bench.exam import own, people
from bench.exam.cases import Case, Half, Said, fill, half_of
from bench.exam.secrets import LOCALES
from config.env import ROOT

SHARED = ROOT.parent / "shared" / "data" / "hwu64" / "hwu64_dev.jsonl"
_OF_THE_PUBLIC = frozenset({"qa", "general", "news", "play", "music"})  # who is named there is mostly a celebrity
_SWAPS = 6


def named(half: Half, rng: Random, scale: float) -> Iterator[Case]:
    """As they are, and with somebody else's name in the same place."""
    for line in _lines(half):
        if line["scenario"] in _OF_THE_PUBLIC or not any(label == "PERSON" for _start, _end, label in line["entities"]):
            continue
        yield Case(
            line["text"], rng.choice(LOCALES), tuple((s, e, label) for s, e, label in line["entities"] if label == "PERSON"), "AS_THEY_ARE", "theirs"
        )
        for group in people.GROUPS:
            for _ in range(max(1, int(_SWAPS * scale))):
                text, mentions = _swapped(line, half, rng, group)
                yield Case(text, rng.choice(LOCALES), mentions, f"SWAPPED_{group}", "theirs", own.stranger(half, rng))


def clean(half: Half, rng: Random, scale: float) -> Iterator[Case]:
    lines = [line for line in _lines(half) if not line["entities"]]
    for line in lines[: int(len(lines) * scale)]:
        yield Case(line["text"], rng.choice(LOCALES), (), "CLEAN_theirs", "theirs", own.stranger(half, rng))


def _lines(half: Half) -> list[dict[str, Any]]:
    return [json.loads(line) for line in half_of(SHARED.read_text().splitlines(), half)] if SHARED.exists() else []


def _swapped(line: dict[str, Any], half: Half, rng: Random, group: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """One name for one, a whole name for two or more."""
    slots: dict[str, Said] = {}
    sentence, at = "", 0
    for start, end, label in sorted(line["entities"]):
        if label == "PERSON":
            slot = f"n{len(slots)}"
            name = people.whole if " " in line["text"][start:end] else people.first
            slots[slot] = Said(name(rng, half, group), "PERSON")
            sentence, at = sentence + line["text"][at:start] + "{" + slot + "}", end
    return fill(sentence + line["text"][at:], slots)
