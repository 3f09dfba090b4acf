"""What remains, in the house's own words: the list in the README of what is not there yet, and what each guide says that something cannot do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from config.env import ROOT
from foundation.statements import Block, Gap, Prose, Table

_HEADING: Final = re.compile(r"^(#{2,4}) (.+)$", re.MULTILINE)
_SAYS_WHAT_IS_NOT: Final = re.compile(r"\bcannot\b|\bnot there yet\b|\bwhat is not\b", re.IGNORECASE)
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_TITLE: Final = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A part of a page, up to the next heading."""

    title: str
    text: str


def not_there_yet(readme: Path = ROOT / "README.md") -> Table:
    title, head = _("What is not there yet, and what stands for it until then"), (_("Missing"), _("Until then"))
    if not readme.exists():
        return Table(title, head, (), Gap(_("The README is not installed here: ask the operator for it.")))
    rows = tuple(row for part in parts_of(readme.read_text()) if "not there yet" in part.title.casefold() for row in _rows(part.text))
    return Table(title, head, rows)


def limits(guides: Path = ROOT / "docs" / "guides") -> tuple[Block, ...]:
    """Every part of a guide whose heading says what cannot be done or is not there."""
    found = [(path, part) for path in sorted(guides.glob("*.md")) for part in parts_of(path.read_text()) if _SAYS_WHAT_IS_NOT.search(part.title)]
    if not found:
        return (Table(_("What the guides say cannot be done"), (_("Guide"),), (), Gap(_("The guides are not installed here."))),)
    return tuple(Prose(f"### {_name(path)}: {part.title}\n\n{_without_addresses(part.text)}") for path, part in found)


def parts_of(page: str) -> list[Part]:
    heads = list(_HEADING.finditer(page))
    ends = [each.start() for each in heads[1:]] + [len(page)]
    return [Part(head[2], page[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True)]


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Of a Markdown table with two columns, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        missing, until = (cell.strip() for cell in line.strip("|").split(" | "))
        yield _plain(missing), _plain(until)


def _plain(text: str) -> str:
    """Without the marks of Markdown; a link is its words, or its address where it has none but that."""
    return _without_addresses(text).replace("`", "").replace("*", "")


def _without_addresses(text: str) -> str:
    return _LINK.sub(r"\1", text)


def _name(path: Path) -> str:
    title = _TITLE.search(path.read_text())
    return title[1] if title else path.stem
