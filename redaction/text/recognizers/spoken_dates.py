"""Dates as they are said, in every order of day, month and year. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from redaction.text.recognizers.calendar_words import NEAR_MONTHS, Part, begins_date, days, holiday, months, years
from redaction.text.spoken_words import words_of

LINKS = frozenset(
    words_of(
        "of off the in and comma slash dash hyphen stroke point dot forward date day month year um uh er erm on oblique st nd rd th no sorry is its "
        "it uhm"
    )
)
OLDEST, YOUNGEST = 1900, 2012  # years of birth; a later one is that of an appointment, unless somebody says "born"
_MOST_LINKS = 3
_ODD = ("myd", "dym")
_ORDERS = ("dmy", "mdy", "ymd", "ydm", *_ODD, "dm", "md", "my", "y")
_NOTHING = Part(0, 0, False)


class Date(NamedTuple):
    """Pieces first to last (exclusive); 0 where a part was not said. named: the month is. sure: the year has four digits."""

    first: int
    last: int
    day: int
    month: int
    year: int
    named: bool
    sure: bool

    @property
    def is_whole(self) -> bool:
        return bool(self.day and self.month and self.year)

    def is_possible(self, latest: int = YOUNGEST) -> bool:
        """Enough parts for a date, and a year in which somebody may have been born."""
        if self.year and not OLDEST <= self.year <= latest:
            return False
        if self.is_whole or (self.named and (self.day or self.year)):
            return True
        return bool(self.year and self.sure and not self.day and not self.month)


def dates(words: list[str], at: int) -> Iterator[Date]:
    """Every date, whole or not, that begins at a word."""
    if not begins_date(words[at]):
        return
    for order in _ORDERS:
        yield from _in_order(words, at, order)
    if (named := holiday(words, at)) is not None:
        end, (day, month) = named
        starts = _over_links(words, end)
        yield from (
            Date(at, year.to, day, month, year.value, True, year.sure) for start in starts if start < len(words) for year in years(words, start)
        )


def longest(words: list[str], at: int) -> Date | None:
    """The date with the most parts that begins at a word, possible or not."""
    return max(dates(words, at), key=lambda one: (one.is_whole, one.named, one.last, one.sure), default=None)


def _in_order(words: list[str], at: int, order: str) -> Iterator[Date]:
    partial: list[tuple[int, dict[str, Part]]] = [(at, {})]
    for part in order:
        partial = [
            (read.to, {**parts, part: read})
            for place, parts in partial
            for start in (_over_links(words, place) if parts else [place])
            for read in _readings(words, start, part, parts, order)
        ]
    for end, parts in partial:
        day, month, year = (parts.get(key, _NOTHING) for key in "dmy")
        if order in _ODD and not (year.sure and (day.sure or month.sure)):
            continue  # "seven forty five" is a time
        yield Date(at, end, day.value, month.value, year.value, month.sure, year.sure)


def _over_links(words: list[str], at: int) -> Iterator[int]:
    yield at
    for _ in range(_MOST_LINKS):
        if at < len(words) and words[at] in LINKS:
            at += 1
            yield at


def _readings(words: list[str], at: int, part: str, before: dict[str, Part], order: str) -> list[Part]:
    if at >= len(words):
        return []
    if part == "d":
        return days(words, at)
    if part == "y":
        return years(words, at)
    found = months(words, at)
    if not found and words[at] in NEAR_MONTHS and order == "dmy" and before["d"].sure:
        return [Part(at + 1, NEAR_MONTHS[words[at]], True)]
    return found
