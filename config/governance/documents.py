"""A document of sections: as Markdown, and as JSON. The page shows the same blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from config.generated import table
from foundation.statements import Block, Cell, Facts, Gap, Prose, Table


class Format(StrEnum):
    MARKDOWN = "md"
    JSON = "json"


@dataclass(frozen=True)
class Section:
    """law: the provision that it answers."""

    key: str
    title: str
    law: str
    lead: str
    blocks: tuple[Block, ...]

    @property
    def gaps(self) -> list[str]:
        """What nobody has said or what is not there, each with what it is about."""
        return [f"{about}: {cell}" if about else cell for block in self.blocks for about, cell in _gaps(block)]


@dataclass(frozen=True)
class Document:
    """key: as in its address. checkpoint: the signed note of the access log when it was made, so that it cannot be dated back."""

    key: str
    title: str
    law: str
    house: str
    made_at: datetime
    sections: tuple[Section, ...]
    checkpoint: str

    @property
    def gaps(self) -> list[tuple[Section, list[str]]]:
        return [(section, found) for section in self.sections if (found := section.gaps)]

    @property
    def gap_count(self) -> int:
        return sum(len(found) for _, found in self.gaps)

    def written(self, format: Format) -> str:
        return self._markdown() if format is Format.MARKDOWN else self._json()

    def _markdown(self) -> str:
        head = f"# {self.title}\n\n{self.law} · {self.house} · {self.made_at:%Y-%m-%d %H:%M:%S} UTC\n\n"
        parts = [
            f"## {each.title}\n\n*{each.law}*\n\n{each.lead}\n\n" + "\n".join(_markdown(block) for block in each.blocks) for each in self.sections
        ]
        return head + "\n".join(parts) + f"\n## Checkpoint\n\n```\n{self.checkpoint}```\n"

    def _json(self) -> str:
        said: dict[str, Any] = {"document": self.key, "title": self.title, "law": self.law, "house": self.house}
        said |= {"made_at": f"{self.made_at:%Y-%m-%dT%H:%M:%SZ}", "gaps": {each.key: found for each, found in self.gaps}}
        said["sections"] = [
            {"key": each.key, "title": each.title, "law": each.law, "lead": each.lead, "blocks": [_plain(block) for block in each.blocks]}
            for each in self.sections
        ]
        return json.dumps(said | {"checkpoint": self.checkpoint}, indent=1, ensure_ascii=False) + "\n"


def _gaps(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Prose):
        return
    rows = block.rows
    for about, *cells in rows:
        yield from ((_line(about), line) for cell in (about, *cells) for line in lines_of(cell) if isinstance(line, Gap))
    if isinstance(block, Table) and not rows and isinstance(block.none, Gap):
        yield block.title, block.none


def lines_of(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def _line(cell: Cell) -> str:
    return ", ".join(lines_of(cell))


def _markdown(block: Block) -> str:
    if isinstance(block, Prose):
        return f"{block.markdown}\n"
    if isinstance(block, Facts):
        return table(("", ""), [(name, _cell(value)) for name, value in block.rows])
    body = table(block.head, [tuple(_cell(cell) for cell in row) for row in block.rows]) if block.rows else f"{_marked(block.none)}\n"
    return f"### {block.title}\n\n{body}"


def _cell(cell: Cell) -> str:
    return "<br>".join(_marked(line) for line in lines_of(cell))


def _marked(line: str) -> str:
    """On one line, whatever somebody set: a line break would end the table."""
    words = " ".join(line.split())
    return f"**{words}**" if isinstance(line, Gap) else words


def _plain(block: Block) -> dict[str, Any]:
    """Gaps are told apart by the list of them."""
    if isinstance(block, Prose):
        return {"kind": "text", "markdown": block.markdown}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [list(row) for row in block.rows]}
    return {"kind": "table", "title": block.title, "head": list(block.head), "rows": [list(row) for row in block.rows], "none": block.none}
