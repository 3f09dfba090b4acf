"""One examined utterance, how it is put together from a sentence and what goes into it, and how it is kept in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

Half = Literal["dev", "test"]
Mention = tuple[int, int, str]
T = TypeVar("T")
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Case:
    """mentions: what must go, as (start, end, entity); a clean case has none. kind and style: what it counts under."""

    text: str
    locale: str
    mentions: tuple[Mention, ...]
    kind: str
    style: str
    identity: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What goes into a slot; entity: empty when it is nobody's secret."""

    text: str
    entity: str = ""


def listed(text: str) -> list[str]:
    """Words, written as a text: a list of quoted ones is ten lines where this is two."""
    return text.split()


def sentences(text: str) -> list[str]:
    """Written one after the other, a bar between two."""
    return [" ".join(one.split()) for one in text.split("|") if one.strip()]


def table(kinds: Mapping[str, str]) -> dict[str, list[str]]:
    return {kind: sentences(text) for kind, text in kinds.items()}


def half_of(items: Sequence[T], half: Half) -> Sequence[T]:
    """Every second item: no sentence and no name is in both halves."""
    return items[0::2] if half == "dev" else items[1::2]


def fill(sentence: str, slots: Mapping[str, Said]) -> tuple[str, tuple[Mention, ...]]:
    """The sentence with its slots filled, and where in it the secrets are."""
    text, mentions, at = "", [], 0
    for slot in SLOT.finditer(sentence):
        said = slots[slot[1]]
        text += sentence[at : slot.start()]
        if said.entity:
            mentions.append((len(text), len(text) + len(said.text), said.entity))
        text += said.text
        at = slot.end()
    return text + sentence[at:], tuple(mentions)


def write(path: Path, cases: Iterable[Case]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(_line(number, case)) + "\n" for number, case in enumerate(cases)))


def read(path: Path) -> list[Case]:
    return [_case(json.loads(line)) for line in path.read_text().splitlines() if line.strip()]


def _line(number: int, case: Case) -> dict[str, Any]:
    return {
        "id": str(number),
        "text": case.text,
        "locale": case.locale,
        "identity": dict(case.identity),
        "mentions": [list(mention) for mention in case.mentions],
        "kind": case.kind,
        "style": case.style,
    }


def _case(line: dict[str, Any]) -> Case:
    mentions = tuple((start, end, entity) for start, end, entity in line["mentions"])
    return Case(line["text"], line["locale"], mentions, line["kind"], line["style"], line.get("identity") or {})
