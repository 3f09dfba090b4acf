"""Figures as people say them: "45" is "forty five" or "four five". Pure.

Every reading is a string of dictionary words. Not every habit is here, only those that differ enough to matter to an aligner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_TIMES_OVER = {2: "double", 3: "triple"}
_ZEROS = ("zero", "oh", "nought")
_COINS = {"$": ("dollars", "dollar", "cents"), "£": ("pounds", "pound", "pence"), "€": ("euros", "euro", "cents"), "₹": ("rupees", "rupee", "paise")}
_LONGEST_CARDINAL = 7

_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?=$|[ap])")
_MONEY = re.compile(r"([$£€₹])(\d[\d,]{0,14})(?:\.(\d\d))?")
_ORDINAL = re.compile(r"(\d[\d,]{0,14})(?:st|nd|rd|th)")
_DECADE = re.compile(r"(\d{0,10}[1-9]0)'?s")
_NUMBER = re.compile(r"(\d[\d,]*)(?:\.(\d+))?")


def readings(figure: str) -> list[str]:
    """Ways to say a figure: digits, "1,000", "3.5", "10:30", "$5.99", "2nd", "80s". Empty if it is none of these."""
    said: dict[str, None] = {}
    for form, say in ((_TIME, _time), (_MONEY, _money), (_ORDINAL, _ordinal), (_DECADE, _decade), (_NUMBER, _number)):
        if found := form.fullmatch(figure):
            said.update(dict.fromkeys(say(*found.groups(default=""))))
    return list(said)


def cardinal(number: int) -> str:
    """American, without "and"; from ten thousand billion on as no one would say it."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return " ".join([_TENS[number // 10 - 2], *([_SMALL[number % 10]] if number % 10 else [])])
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    rest = number % size
    return " ".join([cardinal(number // size), name, *([cardinal(rest)] if rest else [])])


def _number(whole: str, decimals: str) -> Iterator[str]:
    digits = whole.replace(",", "")
    if not decimals:
        yield from _whole(digits, is_grouped="," in whole)
        return
    for start in (cardinal(int(digits)), *_one_by_one(digits)) if len(digits) <= _LONGEST_CARDINAL else _one_by_one(digits):
        for end in (*_one_by_one(decimals), *([cardinal(int(decimals))] if len(decimals) == 2 else [])):
            yield f"{start} point {end}"


def _whole(digits: str, *, is_grouped: bool) -> Iterator[str]:
    if len(digits) <= _LONGEST_CARDINAL and (digits[0] != "0" or digits == "0"):
        yield from _cardinals(int(digits))
    if not is_grouped:
        yield from _one_by_one(digits)
        yield from _doubled(digits)
        yield from _in_pairs(digits)


def _cardinals(number: int) -> Iterator[str]:
    plain = cardinal(number)
    yield plain
    if number > 100 and number % 100:
        yield re.sub(r"(hundred|thousand|million) (?=\S+( \S+)?$)", r"\1 and ", plain)
    if plain.startswith("one "):
        yield "a " + plain.removeprefix("one ")


def _one_by_one(digits: str) -> Iterator[str]:
    for zero in _ZEROS if "0" in digits else _ZEROS[:1]:
        yield " ".join(zero if digit == "0" else _SMALL[int(digit)] for digit in digits)


def _doubled(digits: str) -> Iterator[str]:
    """ "554" as "double five four"."""
    runs = [found[0] for found in re.finditer(r"(\d)\1{0,2}", digits)]
    if any(len(run) > 1 for run in runs):
        for zero in _ZEROS[:2] if "0" in digits else _ZEROS[:1]:
            names = [zero if run[0] == "0" else _SMALL[int(run[0])] for run in runs]
            yield " ".join(f"{_TIMES_OVER[len(run)]} {name}" if len(run) > 1 else name for run, name in zip(runs, names, strict=True))


def _in_pairs(digits: str) -> Iterator[str]:
    """ "1984" as "nineteen eighty four", "1905" as "nineteen oh five", "145" as "one forty five"."""
    if len(digits) < 3:
        return
    lone = len(digits) % 2
    pairs = [digits[at : at + 2] for at in range(lone, len(digits), 2)]
    if lone and digits[0] == "0":
        return
    heads = [_SMALL[int(digits[0])]] if lone else []
    yield " ".join([*heads, *(_pair(pair) for pair in pairs)])


def _pair(pair: str) -> str:
    if pair == "00":
        return "hundred"
    return f"oh {_SMALL[int(pair[1])]}" if pair[0] == "0" else cardinal(int(pair))


def _time(hours: str, minutes: str) -> Iterator[str]:
    hour = cardinal(int(hours))
    if minutes == "00":
        yield from (f"{hour} o'clock", hour, f"{hour} hundred")
        return
    yield f"{hour} {_pair(minutes)}"
    if minutes in ("15", "30"):
        yield f"{'half' if minutes == '30' else 'quarter'} past {hour}"
    if minutes == "45":
        yield f"quarter to {cardinal(int(hours) % 12 + 1)}"


def _money(coin: str, whole: str, parts: str) -> Iterator[str]:
    many, one, small = _COINS[coin]
    amount = int(whole.replace(",", ""))
    named = f"{cardinal(amount)} {one if amount == 1 else many}"
    if not int(parts or "0"):
        yield named
        return
    change = cardinal(int(parts))
    yield from (f"{named} {change}", f"{named} and {change} {small}", f"{named} {change} {small}")
    yield f"{named.rpartition(' ')[0]} {change}"


def _ordinal(whole: str) -> Iterator[str]:
    for said in _cardinals(int(whole.replace(",", ""))):
        yield _with_last(said, _ORDINALS, "th")


def _decade(whole: str) -> Iterator[str]:
    for said in (cardinal(int(whole)), *_in_pairs(whole)):
        yield _with_last(said, {}, "s")


def _with_last(said: str, special: dict[str, str], ending: str) -> str:
    """ "twenty one" to "twenty first", "eighty" to "eightieth" or "eighties"."""
    before, _, last = said.rpartition(" ")
    stem = last[:-1] + "ie" if last.endswith("y") else last
    return f"{before} {special.get(last, stem + ending)}".strip()
