"""Numbers that count, measure, set or date something: they name nothing of anybody. Pure."""

from __future__ import annotations

import re

from redaction.text.recognizers.phrases import phrases
from redaction.text.runs import Run
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

# What people count, measure, set or work out. A number beside one of these names nothing of theirs.
_COUNTED = frozenset(
    words_of(
        "timer timers alarm alarms minute minutes hour hours second seconds oclock am pm day days week weeks month months year years degrees degree "
        "percent celsius fahrenheit dollar dollars bucks pounds pound euro euros rupees rupee cents pence miles mile km kilometers kilometres "
        "meters metres feet foot inches grams kg kilograms ounces cups cup tablespoons teaspoons liters litres ml calories steps volume channel "
        "station fm brightness temperature count counting countdown lottery lotto jackpot powerball winning score scored points plus minus times "
        "multiplied multiply divided divide sum calculate square squared root equals add subtract equal bus route highway exit page chapter verse "
        "episode season population people january february march april june july august september october november december stock stocks percentage "
        "pi prime convert random born sequence draw saturday watts volts inch bonus pages thousand million billion guests persons items units quid "
        "per"
    )
)
_NEAR_LONG = _COUNTED - frozenset(
    words_of("add subtract calculate convert equals equal sum count second seconds times square day days march may am pm")
)
# Numbers that go by these names are nobody's, or everybody's.
OF_NOBODY = phrases(
    "area code, country code, dialling code, dialing code, error code, promo code, discount code, coupon code, voucher code, dress code, qr code, "
    "morse code, color code, colour code, bar code, time code, flight, flight number, bus, bus number, train number, room, room number, gate, "
    "channel number, track, track number, page number, lottery numbers, lottery number, lucky numbers, lucky number, winning numbers, my numbers, "
    "the numbers, the draw, random number, random numbers, prime number, phone number of the, interstate, highway, route, iphone, galaxy, pixel, "
    "windows, xbox, playstation, boeing, airbus, model, version, level, platform, terminal, section, question, chapter, episode, season, table "
    "number"
)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_CLOCK = re.compile(r"\d:\d\d\b(?!:)")
_DATED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_DECIMAL = re.compile(r"\d+\.\d+")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\s?[-–/]\s?(?:1[5-9]|20)?\d\d")
_MONEY = ("$", "£", "€", "₹")
BEFORE, AFTER = 6, 3
_LONG = 7  # digits one by one


def counts(said: Sayings, first: int, last: int, *, is_long: bool = False) -> bool:
    """Whether something is counted among pieces first to last (exclusive). Near a long number the words of sums mean other things: add a contact."""
    counted = _NEAR_LONG if is_long else _COUNTED
    return any(said.pieces[at].text in counted and not _is_verb(said, at) for at in range(max(0, first), min(last, len(said.pieces))))


def _is_verb(said: Sayings, at: int) -> bool:
    return said.pieces[at].text == "am" and at > 0 and said.pieces[at - 1].text in ("i", "who")


def is_written_count(text: str, start: int, end: int) -> bool:
    """1,250,000 and 10:30 and 20/11/2024 and 3.1415 and 1999-2003 and $1200."""
    written = text[start:end]
    shapes = _GROUPED.fullmatch(written) or _DATED.fullmatch(written) or _DECIMAL.fullmatch(written) or _YEARS.fullmatch(written)
    return bool(shapes or _CLOCK.search(written)) or text[start - 1 : start] in _MONEY or text[end : end + 1] == "@"


def is_bare_count(said: Sayings, run: Run, sign: int) -> bool:
    """Of a run that nothing announces; sign: pieces before it ("plus") that belong to it."""
    if run.is_sequence or counts(said, run.last, run.last + AFTER):
        return True
    return counts(said, run.first - BEFORE, run.first - sign, is_long=run.singles >= _LONG)
