"""Dates of birth: any date beside a word of birth; without one, a whole date whose year somebody may be born in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.calendar_words import MONTHS, NEAR_MONTHS, NEAR_ORDINALS, ORDINALS, Part, days, months, years
from redaction.text.recognizers.utterance import Place, Utterance, by_first_word, is_asking
from redaction.text.runs import readings
from redaction.text.spoken_words import words_of

ENTITY, NAME = "DATE_OF_BIRTH", "birthday"
_OLDEST, _YOUNGEST = 1900, 2012  # a later year is that of an appointment; after "born on" it may be any
_LATEST = 2029
_LINKS = frozenset(
    words_of("of off the in and comma slash dash hyphen stroke point dot forward day month year um uh er erm on oblique st nd rd th no sorry is its it uhm")
)
_MOST_LINKS = 3
_CUES = by_first_word(
    "date of birth, dates of birth, dob, d o b, d ob, birthday is, birthday was, birthdays, birthday it is, birth date, birthdate, born, birth day is, "
    "birthday the, birthday it, date of burst, date of bath, data birth, data of birth, day of birth, date birth, birthday its"
)
_CUE_WORDS = frozenset(words_of("birth birthday birthdays dob born birthdate burst bath d"))
_ANNOUNCING = 7  # pieces between the cue and the date
_CARRIERS = frozenset(
    words_of(
        "is its it was on in the my his her our your their a um uh er erm that thats and of be will would i believe think said yes yeah so at "
        "for as back year actually are sorry no way officially exactly"
    )
)
_AFTER_CUES = by_first_word("is my birthday, is my date of birth, is my birth date, is my birthdate, is my dob, is when i was born, was when i was born, is the date of birth, is her date of birth, is his date of birth, is her birthday, is his birthday, was my date of birth, was my birthday")
# A year of birth in such company is one of history, of an appointment, or a range.
_PUBLIC = frozenset(
    words_of(
        "happened history historic war battle president song songs music movie movies film films album albums since released founded published "
        "invented event events century news headlines hits episode weather forecast stock stocks price score won championship appointment booking "
        "reservation flight between until through reminder alarm meeting calendar schedule"
    )
)
_OF_EIGHT = re.compile(r"(?P<a>\d\d?)(?P<b>\d\d?)(?P<year>(?:19|20)\d\d)|(?P<year2>(?:19|20)\d\d)(?P<b2>\d\d)(?P<a2>\d\d)")
_OF_SIX = re.compile(r"(?P<a>\d\d?)(?P<b>\d\d?)(?P<year>\d\d)")


class Date(NamedTuple):
    """Pieces first to last (exclusive). named: the month is; year: 0 without one; sure: the year has four digits."""

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


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if not _may_hold_one(heard):
        return
    taken: list[Place] = []
    for place, score in [*_announced(heard), *_bare(heard)]:
        if not any(first < place[1] and place[0] < last for first, last in taken):
            taken.append(place)
            first = place[0]
            while first and heard.words[first - 1] in ("the", heard.words[first]):
                first -= 1
            yield heard.result((first, place[1]), ENTITY, score, NAME)


def _may_hold_one(heard: Utterance) -> bool:
    """A month, a word of birth, or three numbers: most texts end here."""
    if not heard.known.isdisjoint(_TELLING):
        return True
    if any(word.isdigit() and len(word) in (4, 6, 8) for word in heard.known):
        return True
    return sum(_is_number(heard, at) or word in ORDINALS for at, word in enumerate(heard.words)) >= 2


_TELLING = frozenset(MONTHS) - {"may", "march", "mar", "sep", "jan"} | {"march", "may", "birth", "birthday", "dob", "born", "birthdate", "jan"}


def _is_number(heard: Utterance, at: int) -> bool:
    return any(arc.sure and arc.out.isdigit() for arc in heard.said.arcs[at])


def _announced(heard: Utterance) -> Iterator[tuple[Place, float]]:
    if heard.known.isdisjoint(_CUE_WORDS):
        return
    for at in range(len(heard.words)):
        end = heard.follows(at, _CUES)
        if end > at and (found := _after_cue(heard, end)) is not None:
            yield found, 0.9
        if heard.follows(at, _AFTER_CUES) > at and (before := _before_cue(heard, at)) is not None:
            yield before, 0.85


def _after_cue(heard: Utterance, since: int) -> Place | None:
    for at in range(since, min(len(heard.words), since + _ANNOUNCING)):
        found = _longest(heard, at, most_year=_LATEST)
        if found is not None:
            return at, _stretched(heard, found.last)
        if heard.words[at] not in _CARRIERS:
            break
    return _digits_of_a_date(heard, since)


def _digits_of_a_date(heard: Utterance, since: int) -> Place | None:
    """Four digits at least, whatever they say."""
    first = next((at for at in range(since, min(len(heard.words), since + _ANNOUNCING)) if _is_number(heard, at)), None)
    if first is None:
        return None
    last = _stretched(heard, first)
    return (first, last) if len(max(readings(heard.said, first, last), key=len, default="")) >= 4 else None


def _before_cue(heard: Utterance, end: int) -> Place | None:
    fits = [one for at in range(max(0, end - 10), end) if (one := _longest(heard, at, most_year=_LATEST)) is not None and one.last == end]
    return min(((one.first, one.last) for one in fits), default=None)


def _stretched(heard: Utterance, last: int) -> int:
    """Number words that follow a date are the rest of its year, misheard."""
    at = last
    while at < len(heard.words) and (_is_number(heard, at) or (heard.said.passes[at] and at + 1 < len(heard.words) and _is_number(heard, at + 1))):
        at += 1
    while at < len(heard.words) and at > last and heard.said.arcs[at] and at + 1 == len(heard.words):
        at += 1
    return at


def _bare(heard: Utterance) -> Iterator[tuple[Place, float]]:
    asking = is_asking(heard)
    if not asking and (whole := _whole_answer(heard)) is not None:
        yield whole, 0.75
        return
    if asking or not heard.known.isdisjoint(_PUBLIC):
        return
    at = 0
    while at < len(heard.words):
        found = _longest(heard, at, most_year=_YOUNGEST)
        if found is not None and found.is_whole and (found.sure or (found.named and _is_last(heard, found))):
            yield (found.first, found.last), 0.7 if found.named else 0.6
            at = found.last
        else:
            at += 1


_CLOCK = frozenset(words_of("am pm a p oclock o thirty hours hour minutes percent degrees people nights guests dollars pounds"))


def _is_last(heard: Utterance, found: Date) -> bool:
    """ "march third eighty two" and no time of the day: nothing that counts follows."""
    year = found.year % 100
    return (year > 26 or found.year < 2010) and (found.last == len(heard.words) or heard.words[found.last] not in _CLOCK)


def _longest(heard: Utterance, at: int, *, most_year: int) -> Date | None:
    """The date with the most parts that begins at a piece."""
    found = [one for one in _dates(heard.words, at) if _is_possible(one, most_year)]
    return max(found, key=lambda one: (one.is_whole, one.named, one.last, one.sure), default=None)


def _is_possible(date: Date, most_year: int) -> bool:
    if date.year and not _OLDEST <= date.year <= most_year:
        return False
    if date.is_whole or (date.named and (date.day or date.year)):
        return True
    return bool(date.year and date.sure and not date.day and not date.month)


_ORDERS = ("dmy", "mdy", "ymd", "dm", "md", "my", "y", "ydm", "dy")


def _dates(words: list[str], at: int) -> Iterator[Date]:
    for order in _ORDERS:
        if order != "dy":
            yield from _in_order(words, at, order)


def _in_order(words: list[str], at: int, order: str) -> Iterator[Date]:
    partial: list[tuple[int, dict[str, Part]]] = [(at, {})]
    for part in order:
        partial = [
            (read.to, {**parts, part: read})
            for place, parts in partial
            for start in ([place] if not parts else _over_links(words, place))
            for read in _parts(words, start, part, parts, order)
        ]
    for end, parts in partial:
        day, month, year = (parts.get(key, Part(0, 0, False)) for key in "dmy")
        yield Date(at, end, day.value, month.value, year.value, month.sure, year.sure)


def _over_links(words: list[str], at: int) -> Iterator[int]:
    yield at
    for _ in range(_MOST_LINKS):
        if at < len(words) and words[at] in _LINKS:
            at += 1
            yield at


def _parts(words: list[str], at: int, part: str, before: dict[str, Part], order: str) -> list[Part]:
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


def _whole_answer(heard: Utterance) -> Place | None:
    """An answer that is nothing but a date, in words or as digits one by one; a garbled one counts when it names a month and a year."""
    first, last = heard.answer
    if last - first > 14:
        return None
    if first and heard.words[first - 1] in NEAR_MONTHS and MONTHS.keys().isdisjoint(heard.words) and _is_garbled_date(heard, first - 1, last):
        first -= 1
    if any(one.last == last and _is_answer(one) for one in _dates(heard.words, first)):
        return first, last
    if any(one.last >= last - 1 and one.is_whole and one.named and _is_answer(one) for at in (first, first + 1) if at < last for one in _dates(heard.words, at)):
        return first, last
    if any(_is_date_in_digits(reading) for reading in readings(heard.said, first, last)) and _is_all_numbers(heard, first, last):
        return first, last
    return (first, last) if _is_garbled_date(heard, first, last) else None


def _is_answer(date: Date) -> bool:
    if not _is_possible(date, _YOUNGEST):
        return False
    return date.is_whole or bool(date.year and date.sure) or bool(date.named and date.year and not date.day and date.year % 100 > 31)


def _is_all_numbers(heard: Utterance, first: int, last: int) -> bool:
    return all(any(arc.out.isdigit() for arc in heard.said.arcs[at]) or heard.words[at] in _LINKS or heard.said.passes[at] for at in range(first, last))


def _is_date_in_digits(digits: str) -> bool:
    """15031982, 1531982, 150382, 15382."""
    if match := _OF_EIGHT.fullmatch(digits):
        a, b, year = match["a"] or match["a2"], match["b"] or match["b2"], int(match["year"] or match["year2"])
        return _OLDEST <= year <= _YOUNGEST and _is_day_and_month(int(a), int(b))
    match = _OF_SIX.fullmatch(digits)
    return bool(match) and len(digits) >= 5 and int(match["year"]) not in range(19, 31) and _is_day_and_month(int(match["a"]), int(match["b"]))


def _is_day_and_month(one: int, other: int) -> bool:
    return (1 <= one <= 31 and 1 <= other <= 12) or (1 <= other <= 31 and 1 <= one <= 12)


class _Parts:
    """What an answer that may be a garbled date is made of, in units."""

    def __init__(self, heard: Utterance, first: int, last: int) -> None:
        self.years = self.months = self.ordinals = self.numbers = self.strange = self.units = 0
        self.late = False  # the last number may be the end of a year of the last century
        at = first
        while at < last:
            at = self._count(heard, at, last)
            self.units += 1

    def _count(self, heard: Utterance, at: int, last: int) -> int:
        words = heard.words
        born = max((one.to for one in years(words, at) if one.sure and _OLDEST <= one.value <= _YOUNGEST), default=at)
        day = max((one for one in days(words, at)), key=lambda one: (one.to, one.sure), default=None)
        if born > at and not self.years:
            self.years = 1
            return born
        if words[at] in MONTHS or (words[at] in NEAR_MONTHS and at + 1 < last and not self.months):
            self.months += 1
            return at + 1
        if (day is not None and day.sure) or (words[at] in NEAR_ORDINALS and not self.years and day is None):
            self.ordinals += 1
            return day.to if day is not None else at + 1
        weak = max((one.to for one in years(words, at) if one.value % 100 > 31), default=at)
        self.late = weak > at
        if self.late or day is not None or _is_number(heard, at):
            self.numbers += 1
            return max(weak, day.to if day is not None else at + 1)
        self.strange += words[at] not in _LINKS and not heard.said.passes[at]
        return at + 1


def _is_garbled_date(heard: Utterance, first: int, last: int) -> bool:
    """Parts of a date and hardly any word that is none."""
    words = heard.words[first:last]
    if not _PUBLIC.isdisjoint(words) or not _CLOCK_WORDS.isdisjoint(words):
        return False
    parts = _Parts(heard, first, last)
    if parts.strange > 1 + (parts.units > 4 and parts.months > 0):
        return False
    days_or_months = parts.months + parts.ordinals + parts.numbers
    if parts.years:
        return bool(parts.months or parts.ordinals or parts.numbers > 1) and days_or_months > 0
    if parts.months:
        return parts.ordinals + parts.numbers >= 2 and any(word in MONTHS or word in ORDINALS for word in words)
    return parts.ordinals > 1 and parts.numbers > 0 or (parts.ordinals == 1 and parts.units - ("the" in words) == 2 and parts.late)


_CLOCK_WORDS = frozenset(words_of("people person persons guests guest table pm am party adults nights night's oclock at o'clock to from till rooms room today tomorrow or"))
