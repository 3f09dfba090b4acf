"""Pages of a search, by key: the way down and the way up again cost the same at any depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from audit.reading.finding import place_of, rows
from audit.reading.lines import Line, line_of
from audit.reading.search import Place, Search

PAGE: Final = 50


@dataclass(frozen=True)
class Page:
    """Newest first. The places are where the pages before and after go on; None where there is none."""

    lines: list[Line]
    older: Place | None = None
    newer: Place | None = None


def page(search: Search) -> Page:
    found = rows(search, limit=PAGE + 1)
    is_more, found = len(found) > PAGE, found[:PAGE]
    if search.newer:
        found.reverse()
    lines = [line_of(seq, body, at=at) for seq, at, body in found]
    if not found:
        return Page(lines)
    top, bottom = place_of(found[0]), place_of(found[-1])
    if search.newer:
        return Page(lines, older=bottom, newer=top if is_more else None)
    return Page(lines, older=bottom if is_more else None, newer=top if search.older else None)
