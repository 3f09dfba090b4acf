"""Dates of birth: any date beside a word of birth; without one, a whole date whose year somebody may be born in. Pure.

Numbers alone ("oh three twelve eighty five") may be a time, a score or a count: they are a birthday when nothing else is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.calendar_words import HOLIDAYS, MONTHS, NEAR_MONTHS, ORDINALS, days, years
from redaction.text.recognizers.garbled_date import is_garbled_date
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.recognizers.spoken_dates import LINKS, OLDEST, YOUNGEST, Date, dates, longest
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.runs import readings
from redaction.text.spoken_words import READINGS, by_first_word, words_of

ENTITY, NAME = "DATE_OF_BIRTH", "birthday"
_LATEST = 2029  # of a date that is said to be one of birth
_CUES = by_first_word(
    "date of birth, dates of birth, dob, d o b, d ob, birthday is, birthday was, birthday it is, birth date, birthdate, born, birth day is, "
    "birthday the, birthday it, date of burst, date of bath, data birth, data of birth, day of birth, date birth, birthday its, "
    "date of berth, date of births, date of breath, day to birth"
)
_AFTER_CUES = by_first_word(
    "is my birthday, is my date of birth, is my birth date, is my birthdate, is my dob, is when i was born, was when i was born, "
    "is the date of birth, is her date of birth, is his date of birth, is her birthday, is his birthday, was my date of birth, was my birthday"
)
_IN = by_first_word("in, in the year, in the year of, the year")
_CUE_WORDS = frozenset(words_of("birth birthday dob born birthdate burst bath berth births breath d"))
_ANNOUNCING = 7  # pieces between the cue and the date
_LONGEST_BEFORE = 10
_CARRIERS = frozenset(
    words_of(
        "is its it was on in the my his her our your their a um uh er erm that thats and of be will would i believe think said yes yeah so at "
        "for as back year actually are sorry no way officially exactly"
    )
)
# A year of birth in such company is one of history, of an appointment, of a list.
_PUBLIC = frozenset(
    words_of(
        "happened history historic war battle president song songs music movie movies film films album albums since released founded published "
        "invented event events century news headlines hits episode weather forecast stock stocks price score won championship appointment booking "
        "lottery lotto draw jackpot powerball winning results numbers reservation flight between until through reminder alarm meeting calendar "
        "schedule"
    )
)
# What has a date of its own, long ago too: told to a call centre, it is no birth.
_EVENTS = frozenset(
    words_of(
        "wedding weddings married marriage marry anniversary divorced engaged funeral died passed retired retirement graduated graduation enlisted "
        "discharged hired employed employment service started start joined join moved move built bought sold opened open closed signed contract "
        "tenancy lease policy accident incident crash injury surgery operation installed fitted delivered delivery arrived posted dated letter "
        "invoice paid payment ordered order purchased purchase issued expires expired expiry renewed renewal cancelled canceled switched due"
    )
)
# What happened on a date that everybody knows.
_HISTORY = frozenset(
    words_of(
        "independence declaration revolution treaty armistice landed landing assassinated invaded invasion bombed bombing sank sunk launch launched "
        "earthquake coronation crowned elected election abolished discovered declared surrendered premiered premiere debut debuted"
    )
)
_OTHER_DATES = _PUBLIC | _EVENTS
_CLOCK = frozenset(words_of("am pm a p oclock o thirty hours hour minutes percent degrees people nights guests dollars pounds"))
_MOST_WORDS = 14  # of an answer
_TELLING = frozenset(MONTHS) - {"mar", "sep"} | {"birth", "birthday", "dob", "born", "birthdate"} | HOLIDAYS.keys()
# "to", "for" and "oh" are numbers beside others alone.
_SAID_NUMBERS = frozenset(word for word, read in READINGS.items() if any(out.isdigit() and len(out) < 3 for out, _ in read))
_NUMBER_WORDS = _SAID_NUMBERS - frozenset(words_of("to too for fore o oh i a mine none fine want free floor"))
_MOST_DIGITS = 8
_LABELS = frozenset(words_of("day month year date"))
_NO_REMARK = frozenset(words_of("at in on to for from till until times x and or of"))
_MOST_REMARK = 8  # words behind a date that is the answer
_NAMED = 2  # words of a name beside a year
_LATE = 31  # a number above is no day of the month, so the end of a year
_OF_EIGHT = re.compile(r"(?P<a>\d\d?)(?P<b>\d\d?)(?P<year>(?:19|20)\d\d)|(?P<year2>(?:19|20)\d\d)(?P<b2>\d\d)(?P<a2>\d\d)")
_OF_SIX = re.compile(r"(?P<a>\d\d?)(?P<b>\d\d?)(?P<year>\d\d)")


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if not _may_hold_one(heard):
        return
    taken: list[Place] = []
    for told in (_announced, _bare, partial(_beside, taken)):
        for (first, last), score in told(heard):
            if not any(begin < last and first < end for begin, end in taken):
                taken.append((first, last))
                yield heard.result((_with_label(heard, first), last), ENTITY, score, NAME)


def _with_label(heard: Utterance, first: int) -> int:
    while first and heard.words[first - 1] in ("the", heard.words[first]):
        first -= 1
    label = first - (first > 1 and heard.words[first - 1] == "is")
    return label - 1 if label and heard.words[label - 1] in _LABELS else first


def _may_hold_one(heard: Utterance) -> bool:
    """A month, a word of birth, a written year, or two numbers: most texts end here."""
    if not heard.known.isdisjoint(_TELLING) or any(word.isdigit() and len(word) in (4, 6, 8) for word in heard.known):
        return True
    numbers = sum(word in _NUMBER_WORDS or word in ORDINALS or word.isdigit() for word in heard.words)
    return numbers >= 2 or (numbers == 1 and 2 < len(heard.words) <= _MOST_DIGITS and _SAID_NUMBERS.issuperset(heard.words))


def _is_number(heard: Utterance, at: int) -> bool:
    return any(arc.sure and arc.out.isdigit() for arc in heard.said.arcs[at])


def _announced(heard: Utterance) -> Iterator[tuple[Place, float]]:
    if heard.known.isdisjoint(_CUE_WORDS):
        return
    for at in range(len(heard.words)):
        end = heard.follows(at, _CUES)
        if end > at and (found := _after_cue(heard, end)) is not None:
            yield found, 0.9
        if heard.words[at] == "birthday" and (told := _told_of(heard, at + 1)) is not None:
            yield told, 0.8
        if heard.words[at] in ("birthday", "dob") and at + 1 < len(heard.words) and (day := longest(heard.words, at + 1)) is not None and day.named:
            yield (at + 1, day.last), 0.8
        if heard.follows(at, _AFTER_CUES) > at and (before := _before_cue(heard, at)) is not None:
            yield before, 0.85


def _after_cue(heard: Utterance, since: int) -> Place | None:
    is_near, is_year_enough = True, heard.words[since - 1] != "born"  # of a year alone many are born
    if not is_year_enough and (year := _year_of_birth(heard, since)) is not None:
        return year
    for at in range(since, min(len(heard.words), since + _ANNOUNCING)):
        found = longest(heard.words, at)
        if found is not None and found.is_possible(_LATEST) and (is_near or found.is_whole) and (is_year_enough or found.day or found.month):
            return at, _stretched(heard, found.last)
        is_near = is_near and heard.words[at] in _CARRIERS
    return _digits_of_a_date(heard, since) if is_year_enough else None


def _year_of_birth(heard: Utterance, since: int) -> Place | None:
    """ "i was born in sixty four", "born in the year sixty four": the year that ends what somebody says of themselves."""
    at = heard.follows(since, _IN)
    is_own = "i" in heard.known or "im" in heard.known or (at != since + 1 and not heard.is_asking)
    ends = any(one.to == len(heard.words) and one.value <= YOUNGEST for one in (years(heard.words, at) if at < len(heard.words) else ()))
    return (at, len(heard.words)) if is_own and ends else None


def _told_of(heard: Utterance, since: int) -> Place | None:
    """ "the birthday on file should be oh seven oh eight oh four": a whole date not far behind, in words or digit by digit."""
    for at in range(since, min(len(heard.words), since + _ANNOUNCING)):
        found = longest(heard.words, at)
        if found is not None and found.is_whole and found.is_possible():
            return at, _stretched(heard, found.last)
        if _is_number(heard, at):
            last = _stretched(heard, at)
            return (at, last) if any(map(_is_date, readings(heard.said, at, last))) else None
    return None


def _digits_of_a_date(heard: Utterance, since: int) -> Place | None:
    """Four digits at least, whatever they say."""
    first = next((at for at in range(since, min(len(heard.words), since + _ANNOUNCING)) if _is_number(heard, at)), None)
    if first is None:
        return None
    last = _stretched(heard, first)
    return (first, last) if len(max(readings(heard.said, first, last), key=len, default="")) >= 4 else None


def _stretched(heard: Utterance, last: int) -> int:
    """Number words that follow a date are the rest of its year, misheard."""
    at, end = last, len(heard.words)
    while at < end and (_is_number(heard, at) or (heard.said.passes[at] and at + 1 < end and _is_number(heard, at + 1))):
        at += 1
    return end if at > last and at + 1 == end and heard.said.arcs[at] else at


def _before_cue(heard: Utterance, end: int) -> Place | None:
    starts = range(max(0, end - _LONGEST_BEFORE), end)
    found = ((at, longest(heard.words, at)) for at in starts)
    return next(((at, end) for at, one in found if one is not None and one.last == end and one.is_possible(_LATEST)), None)


def _bare(heard: Utterance) -> Iterator[tuple[Place, float]]:
    if heard.is_asking:
        return
    whole = None if heard.is_of_other_kind else _whole_answer(heard) or _with_remark(heard) or _beside_name(heard)
    if whole is not None and not _is_of_event(heard, *whole):
        yield whole, 0.75
    elif heard.known.isdisjoint(_PUBLIC):
        at = 0
        while at < len(heard.words):
            found = longest(heard.words, at)
            if (
                found is not None
                and found.is_possible()
                and _stands_alone(heard, found)
                and not _is_history(heard, found)
                and not _is_of_event(heard, found.first, found.last)
            ):
                yield (found.first, found.last), 0.7 if found.named else 0.6
            at = found.last if found is not None and found.is_whole else at + 1


def _is_of_event(heard: Utterance, first: int, last: int) -> bool:
    """ "we got married on ...", "... is when the lease began"; but "..., and i've just moved" is a remark about a birthday."""
    begins_anew = heard.words[last : last + 1] in (["and"], ["but"], ["so"])
    return not _EVENTS.isdisjoint(heard.words[:first] if begins_anew else heard.words)


def _is_history(heard: Utterance, found: Date) -> bool:
    """ "the moon landing was ...", "... was the moon landing"; but "... independence day" is a remark about a birthday."""
    is_subject = heard.words[found.last : found.last + 1] in (["was"], ["is"], ["when"])
    return _tells_history(heard, heard.words if is_subject else heard.words[: found.first])


def _tells_history(heard: Utterance, words: Sequence[str]) -> bool:
    return "day" not in heard.known and not _HISTORY.isdisjoint(words)


def _stands_alone(heard: Utterance, found: Date) -> bool:
    """A whole date in the middle of a text: its month is named, or its year has four digits and no other number is beside it."""
    if not found.is_whole:
        return False
    if found.named or _is_in_ordinals(heard, found):
        return found.sure or _is_no_time(heard, found)
    return (
        found.sure
        and not _is_coming(heard, found.first, found.last)
        and not heard.is_of_other_kind
        and not any(_is_number(heard, at) for at in (found.first - 1, found.last) if 0 <= at < len(heard.words))
    )


def _is_in_ordinals(heard: Utterance, found: Date) -> bool:
    """The second of the second."""
    said = heard.words[found.first : found.last]
    return "of" in said and sum(word in ORDINALS for word in said) >= 2


def _is_no_time(heard: Utterance, found: Date) -> bool:
    """ "march third eighty two": two digits that are no time of the day, and nothing that counts follows."""
    is_year = found.year % 100 > 26 or found.year < 2010
    return is_year and (found.last == len(heard.words) or heard.words[found.last] not in _CLOCK)


def _whole_answer(heard: Utterance) -> Place | None:
    """An answer that is nothing but a date: in words, digit by digit, or garbled."""
    first, last = heard.answer
    if last - first > _MOST_WORDS or "born" in heard.known or _counts_up(heard, first, last):
        return None
    if _is_coming(heard, first, last) or _is_time_to(heard.words[first:last]):
        return None
    before = first - 1 - (first > 1 and heard.words[first - 1] == "the")
    if before >= 0 and heard.words[before] in NEAR_MONTHS and MONTHS.keys().isdisjoint(heard.words) and is_garbled_date(heard, before, last):
        first = before  # "my twenty eight nineteen sixty six", for may
    is_one = _is_answer(heard, first, last) or _is_digits(heard, first, last)
    if not is_one and heard.known.isdisjoint(_PUBLIC) and not _tells_history(heard, heard.words):
        is_one = is_garbled_date(heard, first, last)
    return (first, last) if is_one else None


def _is_coming(heard: Utterance, first: int, last: int) -> bool:
    """A year in which nobody who calls was born, and nothing else."""
    since = first + (heard.words[first] == "in")
    return since < last and any(one.sure and one.value > YOUNGEST and one.to == last for one in years(heard.words, since))


def _is_time_to(words: Sequence[str]) -> bool:
    """Ten to nine."""
    return len(words) == 3 and words[1] in ("to", "past") and all(any(one.value <= _LATE for one in days([word], 0)) for word in words[::2])


def _with_remark(heard: Utterance) -> Place | None:
    """An answer that begins with a whole date in numbers, and says something about it: "twelve twelve twelve really"."""
    first, last = heard.answer
    for one in dates(heard.words, first):
        rest = heard.words[one.last : last]
        is_clear = one.is_whole and _is_birthday(one) and _is_clear(one, heard.words[first : one.last])
        is_clear = is_clear and not _counts_up(heard, first, one.last) and not _is_history(heard, one)
        if is_clear and 0 < len(rest) <= _MOST_REMARK and rest[0] not in _NO_REMARK and _COUNTED.isdisjoint(rest):
            return first, one.last
    return None


_COUNTED = _CLOCK - {"a", "p", "o"} | _PUBLIC | _NUMBER_WORDS


def _is_clear(date: Date, said: Sequence[str]) -> bool:
    """Digits that are hardly a time or a count: the year is no minute, or all three are alike."""
    return date.year % 100 > _LATE or date.sure or said[0] in ("oh", "zero", "o") or date.day == date.month == date.year % 100


def _beside_name(heard: Utterance) -> Place | None:
    """A year, or a whole date, and beside it nothing but a name: "nineteen seventy seven patricia"."""
    first, last = heard.answer
    for at in range(first, min(last, first + _NAMED + 1)):
        for one in dates(heard.words, at):
            rest = [*heard.words[first:at], *heard.words[one.last : last]]
            is_alone = 0 < len(rest) <= _NAMED and not any(word in ORDINARY or not word.isalpha() for word in rest)
            if is_alone and _is_birthday(one) and (one.sure or one.named):
                return at, one.last
    return None


def _beside(taken: Sequence[Place], heard: Utterance) -> Iterator[tuple[Place, float]]:
    """A day and a month beside a date of birth, "but really the twelfth of march", or beside a word of its year, "the year i will not say"."""
    if heard.is_asking or not (taken or "year" in heard.known) or not heard.known.isdisjoint(_OTHER_DATES):
        return
    for at in range(len(heard.words)):
        found = longest(heard.words, at)
        if found is not None and found.day and (found.named or _is_in_ordinals(heard, found)) and (taken or _speaks_of_year(heard, found.last)):
            yield (at, found.last), 0.6


def _speaks_of_year(heard: Utterance, since: int) -> bool:
    behind = heard.words[since : since + _MOST_REMARK]
    return "year" in behind and not {"every", "each", "this", "next", "last", "a", "per"} & set(behind)


def _counts_up(heard: Utterance, first: int, last: int) -> bool:
    """One two three, ten nine eight; and in twos, digit by digit: "two four six eight"."""
    digits = next(iter(readings(heard.said, first, last)), "")
    in_twos = len(digits) == last - first > 3 and (digits in "02468" or digits in "13579")
    return in_twos or (len(digits) > 2 and (digits in "012345678910" or digits in "109876543210"))


def _is_answer(heard: Utterance, first: int, last: int) -> bool:
    """A date from end to end; of one whose month is named a word may be left over at either end."""
    if any(one.last == last and _is_birthday(one) for one in dates(heard.words, first)):
        return True
    near = [one for at in range(first, min(first + 2, last)) for one in dates(heard.words, at) if one.last >= last - 1]
    return any(one.is_whole and one.named and _is_birthday(one) for one in near)


def _is_birthday(date: Date) -> bool:
    if not date.is_possible():
        return False
    return date.is_whole or bool(date.year and date.sure) or bool(date.named and date.year and not date.day and date.year % 100 > 31)


def _is_digits(heard: Utterance, first: int, last: int) -> bool:
    said = heard.said
    if not all(any(arc.out.isdigit() for arc in said.arcs[at]) or said.passes[at] or heard.words[at] in LINKS for at in range(first, last)):
        return False
    return any(map(_is_date, readings(said, first, last)))


def _is_date(digits: str) -> bool:
    """15031982, 1531982, 19820315, 150382, 15382."""
    if match := _OF_EIGHT.fullmatch(digits):
        day, month, year = match["a"] or match["a2"], match["b"] or match["b2"], int(match["year"] or match["year2"])
        return OLDEST <= year <= YOUNGEST and _is_day_and_month(int(day), int(month))
    short = _OF_SIX.fullmatch(digits)
    return short is not None and len(digits) >= 5 and int(short["year"]) not in range(19, 31) and _is_day_and_month(int(short["a"]), int(short["b"]))


def _is_day_and_month(one: int, other: int) -> bool:
    return 1 <= min(one, other) <= 12 and max(one, other) <= 31
