"""Numbers that count, measure, set or date something: they name nothing of anybody. Pure."""

from __future__ import annotations

import re

from redaction.text.recognizers.phrases import phrases
from redaction.text.runs import Run, is_dotted
from redaction.text.sequences import is_sequence
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import POWERS, words_of

# What people count, measure or set: a number right beside one of these names nothing of theirs.
_UNITS = frozenset(
    words_of(
        "timer timers alarm alarms minute minutes hour hours second seconds oclock am pm day days week weeks month months year years "
        "degrees degree percent celsius fahrenheit dollar dollars bucks pounds pound euro euros rupees rupee cents pence miles mile km "
        "kilometers kilometres meters metres feet foot inches inch grams kg kilograms ounces cups cup tablespoons teaspoons liters litres ml "
        "calories steps points people guests persons items units pages watts volts thousand million billion quid per "
        "january february march april june july august september october november december add subtract calculate convert equals equal sum"
    )
)
# What a sentence is about when its numbers are nobody's, however long they are.
_TOPICS = frozenset(
    words_of(
        "volume channel station fm brightness temperature count counting countdown lottery lotto jackpot powerball winning score scored bingo ball "
        "balls draw bonus saturday plus minus times multiplied multiply divided divide square squared root bus route highway exit page chapter verse "
        "episode season overs wickets innings jersey binary hex hexadecimal decimal lotto euromillions thunderball millions population stock stocks "
        "ratio odds percentage pi prime random win winner sequence came"
    )
)
# Numbers that go by these names are nobody's, or everybody's.
OF_NOBODY = phrases(
    "country code, dialling code, dialing code, error code, promo code, discount code, coupon code, voucher code, dress code, qr code, "
    "morse code, color code, colour code, bar code, time code, flight, flight number, bus, bus number, train number, room, room number, gate, "
    "channel number, track number, page number, lottery numbers, lottery number, lucky numbers, lucky number, winning numbers, my numbers, born in, "
    "born on, the numbers, the draw, random number, random numbers, prime number, phone number of the, interstate, highway, route, iphone, galaxy, "
    "pixel, windows, xbox, playstation, boeing, airbus, model, version, level, platform, terminal, section, question, chapter, episode, season, "
    "table number"
)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_CLOCK = re.compile(r"\d:\d\d\b(?!:)")
_DATED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_DECIMAL = re.compile(r"\d+\.\d+")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\s?[-–/]\s?(?:1[5-9]|20)?\d\d")
_MONEY = ("$", "£", "€", "₹")
BEFORE, AFTER = 6, 3
_SHORT = 4
_LONG = 7  # digits one by one
_VERY_LONG = 13  # characters
_CODES = 12  # characters, from which on "am" and "pm" are letters of a code
_SHORT_CODE = 5  # digits
_CODE_REACH = 5  # pieces
_DIALLED = frozenset(words_of("dial dialling dialing ring call phone rang called"))
_TEXTED = frozenset(words_of("text texted send sms message"))
_PERSONS = frozenset(words_of("me my him his her us our them their"))
_SHORT_WORD = 3  # letters
_NOTHING_COUNTED = frozenset(words_of("thats this yes thanks digits letters ends starts was always does says reads goes plus"))
_HALF_OF_DAY = re.compile(r"\d[ap]m")
_HOURS = re.compile(r"(?:[1-9]|1\d|2[0-4])(?:[0-5]\d)?")
_HOW_LONG = frozenset(words_of("characters digits letters symbols numbers character digit"))


def counts(said: Sayings, first: int, last: int, *, is_long: bool = False) -> bool:
    """Whether something is counted among pieces first to last (exclusive). Beside a long number only the topic tells, not "fifty pounds to"."""
    return any(_counts_at(said, at, is_long) for at in range(max(0, first), min(last, len(said.pieces))))


def _counts_at(said: Sayings, at: int, is_long: bool) -> bool:
    word = said.pieces[at].text
    if word == "am":
        return not is_long and not (at and said.pieces[at - 1].text in ("i", "who"))
    if word == "came":
        return at + 1 < len(said.pieces) and said.pieces[at + 1].text == "up"
    return word in _TOPICS or (not is_long and word in _UNITS)


def is_counted_amount(said: Sayings, first: int, last: int) -> bool:
    """Whether pieces first to last (exclusive) are amounts alone ("three hundred and twelve"), and go on or count the things behind them."""
    at = first
    while at < last:
        to = max((arc.to for arc in said.arcs[at] if arc.amount and not arc.written and arc.to <= last), default=said.passes[at])
        if not to:
            return False
        at = to
    word = said.pieces[last].text if last < len(said.pieces) else ""
    return word in POWERS or word in _UNITS or (len(word) > _SHORT_WORD and word.endswith("s") and word not in _NOTHING_COUNTED)


def is_written_count(text: str, start: int, end: int) -> bool:
    """1,250,000 and 10:30 and 20/11/2024 and 3.1415 and 1999-2003 and $1200."""
    written = text[start:end]
    shapes = _GROUPED.fullmatch(written) or _DATED.fullmatch(written) or _DECIMAL.fullmatch(written) or _YEARS.fullmatch(written)
    return bool(shapes or _CLOCK.search(written)) or text[start - 1 : start] in _MONEY or text[end : end + 1] == "@"


def is_bare_count(said: Sayings, run: Run, sign: int) -> bool:
    """Of a run that nothing announces; sign: pieces before it ("plus") that belong to it."""
    is_long = run.singles >= _LONG or len(run.text) >= _VERY_LONG
    if is_span_of_hours(said, run) or (len(run.text) < _CODES and _HALF_OF_DAY.search(run.text)):
        return True
    if (
        (run.text.replace("a", "").isdigit() and is_sequence(run.values) and not is_dotted(said, run))
        or counts(said, run.last, run.last + 1)
        or counts(said, run.last, run.last + AFTER, is_long=is_long)
    ):
        return True
    return counts(said, run.first - BEFORE, run.first - sign, is_long=is_long)


def is_one_amount(run: Run) -> bool:
    """ "a twelve pin connector"."""
    return [step.arc.amount for step in run.steps if step.out.isdigit()] == [True] and not any(step.arc.written for step in run.steps)


def is_round(run: Run) -> bool:
    """Seven million."""
    return is_one_amount(run) and run.text.endswith("00000")


def is_short_code(said: Sayings, run: Run) -> bool:
    """ "dial one five seven one", "text stop to two two three four four"."""
    words = [piece.text for piece in said.pieces[max(0, run.first - _CODE_REACH) : run.first]]
    if len(run.text) > _SHORT_CODE or not words:
        return False
    return words[-1] in _DIALLED or (words[-1] == "to" and not _TEXTED.isdisjoint(words[:-1]) and _PERSONS.isdisjoint(words))


def is_time(run: Run) -> bool:
    """Seven thirty, ten oh five: an hour and minutes in two or three sayings."""
    values = [step.out for step in run.steps]
    return (
        2 <= len(values) <= 3 and not any(step.arc.written for step in run.steps) and bool(_HOURS.fullmatch("".join(values))) and _is_hour(values[0])
    )


def _is_hour(value: str) -> bool:
    return value.isdigit() and 1 <= int(value) <= 12


def is_span_of_hours(said: Sayings, run: Run) -> bool:
    """Eleven oh five to two twenty."""
    steps = run.steps[said.pieces[run.first].text in ("for", "to") :]
    ends = [at for at, step in enumerate(steps) if said.pieces[step.at].text == "to"]
    if len(ends) != 1:
        return False
    sides = (steps[: ends[0]], steps[ends[0] + 1 :])
    return all(_HOURS.fullmatch("".join(step.out for step in side)) for side in sides)


def says_how_long(said: Sayings, run: Run) -> bool:
    """ "The password has eight characters": the length of a number, not the number."""
    return len(run.text) < _SHORT and run.last < len(said.pieces) and said.pieces[run.last].text in _HOW_LONG
