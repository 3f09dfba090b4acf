"""Entries of periods whose tables are gone: the same search, slower, in the archive."""

from __future__ import annotations

from dataclasses import dataclass

from audit.archive import dropped
from audit.archive.search import Place, Wanted, search
from audit.models import Period
from audit.reading.lines import READER, Line, line_of
from audit.reading.search import Search


@dataclass(frozen=True)
class ArchivePage:
    """older: where to go on, as an address holds it; a page may be short, or empty, and still have one."""

    lines: list[Line]
    older: str


def periods() -> list[int]:
    """The archived ones, oldest first."""
    return list(Period.objects.using(READER).filter(dropped_at__isnull=False).order_by("n").values_list("n", flat=True))


def place_of(text: str) -> Place | None:
    """Raises ValueError."""
    if not text:
        return None
    period, position = text.split(".")
    return Place(int(period), int(position))


def page(asked: Search, *, is_second: bool = False, before: Place | None = None) -> ArchivePage:
    """is_second: the id stands where the log keeps a second one, as an account's. Raises what audit.archive raises."""
    one = {"object" if is_second else "subject": asked.about, "actor": asked.actor, "session": asked.session, "outcome": asked.outcome}
    words = {name: [value] for name, value in (one | asked.manner).items() if value} | ({"event": asked.actions} if asked.actions else {})
    found = search(dropped.archives(using=READER), Wanted(words, asked.begins, asked.until), before=before)
    lines = [line_of(one.place.position, one.raw.decode(errors="replace")) for one in found.entries]
    return ArchivePage(lines, f"{found.older.period}.{found.older.position}" if found.older else "")
