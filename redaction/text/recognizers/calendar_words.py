"""Days, months and years in words and figures, as people say them and as recognisers write them. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from redaction.text.spoken_words import READINGS, TEENS, TENS, UNITS, words_of


class Part(NamedTuple):
    """A value that ends before piece `to`. sure: an ordinal, a month's name, a year of four digits; otherwise only a number."""

    to: int
    value: int
    sure: bool


ORDINALS = {
    word: at
    for at, words in enumerate(
        (
            "first 1st furst",
            "second 2nd",
            "third 3rd thurd",
            "fourth 4th forth",
            "fifth 5th fith",
            "sixth 6th sixt",
            "seventh 7th",
            "eighth 8th eigth",
            "ninth 9th nineth",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th twelth",
            "thirteenth 13th",
            "fourteenth 14th",
            "fifteenth 15th",
            "sixteenth 16th",
            "seventeenth 17th",
            "eighteenth 18th",
            "nineteenth 19th",
            "twentieth 20th",
        ),
        start=1,
    )
    for word in words.split()
} | {"thirtieth": 30}
MONTHS = {
    word: at
    for at, words in enumerate(
        (
            "january jan januari",
            "february feb febuary febru",
            "march mar marche",
            "april apr aprile",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep septembre",
            "october oct oktober",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
# Recognisers write these for a month; believed only between a day and a year.
NEAR_MONTHS = {
    word: at
    for at, words in {
        2: "every",
        3: "much marge match marsh mark arch martha",
        4: "apple able",
        5: "me maybe my",
        6: "dune junior tune",
        7: "julie duly",
        8: "orgasm argus",
        9: "subtember",
        12: "disember",
    }.items()
    for word in words.split()
}
# What is written for an ordinal; believed in an answer that is a date otherwise.
NEAR_ORDINALS = frozenset(words_of("fort bird fish thirst fit sick tent night nine heights fist worst tooth"))
# Days that people name instead of the date; of those that move, about when they are. By their first words, as they are cut: "valentine's day".
HOLIDAYS: dict[str, dict[tuple[str, ...], tuple[int, int]]] = {}
for _day, _names in {
    (1, 1): "new year day, new years day, new year, new years",
    (31, 12): "new year eve, new years eve",
    (26, 1): "republic day",
    (14, 2): "valentine day, valentines day, valentine, valentines",
    (29, 2): "leap day, leap year day",
    (17, 3): "saint patrick day, st patrick day, patrick day",
    (1, 4): "april fool day, april fools day, april fool, april fools",
    (15, 4): "good friday, easter sunday, easter monday, easter",
    (15, 8): "independence day",
    (2, 10): "gandhi jayanti",
    (31, 10): "halloween, halloween night",
    (1, 11): "diwali, diwali day",
    (5, 11): "bonfire night, guy fawkes night",
    (24, 11): "thanksgiving day, thanksgiving",
    (24, 12): "christmas eve",
    (25, 12): "christmas day, christmas, xmas, xmas day",
    (26, 12): "boxing day",
}.items():
    for _name in _names.split(","):
        HOLIDAYS.setdefault(_name.split()[0], {})[tuple(_name.split())] = _day
_SPLIT_MONTHS = {
    ("all", "gust"): 8,
    ("a", "gust"): 8,
    ("or", "gust"): 8,
    ("a", "guest"): 8,
    ("all", "guest"): 8,
    ("feb", "ruary"): 2,
    ("a", "pril"): 4,
    ("ju", "ly"): 7,
    ("do", "lie"): 7,
    ("you", "lie"): 7,
    ("jan", "uary"): 1,
}
_SAID_DIGITS = {
    word: value for word, value in UNITS.items() if word not in ("fi", "hive", "fine", "mine", "none", "hate", "hero", "sex", "floor", "fix")
} | {"want": 1}
_ZEROS = frozenset(words_of("oh o zero nought naught owe 0"))
_SUFFIXES = frozenset(words_of("st nd rd th"))
_FIGURES = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DECADE_ENDS = frozenset(words_of("to too for fore ate won"))


def days(words: list[str], at: int) -> list[Part]:
    """1 to 31."""
    found = [Part(to, value, False) for to, value in _small(words, at) if 1 <= value <= 31]
    found += [Part(to + 1, value, True) for to, value, _ in found if to < len(words) and words[to] in _SUFFIXES]
    word, after = words[at], _word(words, at + 1)
    if word in ORDINALS:
        found.append(Part(at + 1, ORDINALS[word], True))
    if word in ("twenty", "thirty", "20", "30") and after in ORDINALS:
        value = (20 if word in ("twenty", "20") else 30) + ORDINALS[after]
        if ORDINALS[after] < 10 and value <= 31:
            found.append(Part(at + 2, value, True))
    if (len(word) == 4 and word[:2] in ("21", "22", "23", "31") and word[2:] in _SUFFIXES) or re.fullmatch(r"(?:2\d|3[01])(?:st|nd|rd|th)", word):
        found.append(Part(at + 1, int(word[:2]), True))
    return found


_BEGINNING = (
    frozenset(word for word, read in READINGS.items() if any(out.isdigit() for out, _ in read))
    | ORDINALS.keys()
    | MONTHS.keys()
    | HOLIDAYS.keys()
    | {first for first, _ in _SPLIT_MONTHS}
    | _ZEROS
    | frozenset(words_of("want ninteen septem octo novem decem"))
)


def begins_date(word: str) -> bool:
    """A quick no for most words."""
    return word in _BEGINNING or word[0].isdigit()


def holiday(words: list[str], at: int) -> tuple[int, tuple[int, int]] | None:
    """(where it ends, (day, month)) of the longest name of a day."""
    named = HOLIDAYS.get(words[at], {})
    said = max((name for name in named if tuple(words[at : at + len(name)]) == name), key=len, default=None)
    return None if said is None else (at + len(said), named[said])


def months(words: list[str], at: int) -> list[Part]:
    """By name (sure), by ordinal or number."""
    word = words[at]
    if word in MONTHS:
        return [Part(at + 1, MONTHS[word], True)]
    if (word, _word(words, at + 1)) in _SPLIT_MONTHS:
        return [Part(at + 2, _SPLIT_MONTHS[word, words[at + 1]], True)]
    if word in ("septem", "octo", "oct", "novem", "decem") and _word(words, at + 1) in ("ber", "bur", "burr"):
        return [Part(at + 2, {"s": 9, "o": 10, "n": 11, "d": 12}[word[0]], True)]
    return [Part(to, value, False) for to, value, _ in days(words, at) if value <= 12]


def years(words: list[str], at: int) -> list[Part]:
    """1900 to 2029; two digits alone are a year of the last or of this century, and not sure."""
    word = words[at]
    found = [Part(at + 1, int(word), True)] if _YEAR.fullmatch(word) else []
    found += [Part(at + 2, one.value + UNITS[words[at + 1]], True) for one in found if one.value % 10 == 0 and _unit_follows(words, at + 1)]
    found += _of_century(words, at)
    found += _of_thousand(words, at)
    found += [Part(to, (1900 if value > 26 else 2000) + value, False) for to, value in _two_digits(words, at)]
    return found


def _unit_follows(words: list[str], at: int) -> bool:
    return _word(words, at) in _DECADE_ENDS and at + 1 >= len(words)


def _of_century(words: list[str], at: int) -> list[Part]:
    """nineteen eighty two, 19 82, one nine eight two, nineteen hundred and five, twenty oh one."""
    found = []
    heads = {
        "nineteen": [(at + 1, 1900)],
        "19": [(at + 1, 1900)],
        "ninteen": [(at + 1, 1900)],
        "ninety": [(at + 1, 1900)],
        "90": [(at + 1, 1900)],
        "twenty": [(at + 1, 2000)],
        "20": [(at + 1, 2000)],
    }.get(words[at], [])
    if words[at] in ("one", "1", "won") and _word(words, at + 1) in ("nine", "9"):
        heads = [(at + 2, 1900)]
    elif words[at] in ("two", "2", "to", "too") and _word(words, at + 1) in _ZEROS:
        heads = [(at + 2, 2000)]
    elif words[at] == "nine" and _word(words, at + 1) in ("teen", "ten"):
        heads = [(at + 2, 1900)]
    for after, century in heads:
        if after < len(words):
            is_clear = words[at] not in ("twenty", "20")
            if century == 1900 or is_clear or words[after] in _ZEROS or words[after] in TEENS or words[after] == "twenty" or len(words[after]) == 2:
                found += [Part(to, century + value, True) for to, value in _two_digits(words, after) if century == 1900 or value < 100]
            if words[after] == "hundred" and century == 1900:
                found += [Part(to, century + value, True) for to, value in _small(words, _over_and(words, after + 1)) if value < 100]
                found.append(Part(after + 1, century, True))
            if century == 2000 and is_clear and _word(words, after) in _ZEROS and _word(words, after + 1) in _ZEROS:
                found.append(Part(after + 2, 2000, True))
    return found


def _of_thousand(words: list[str], at: int) -> list[Part]:
    """two thousand (and) one; 2000 and one."""
    after = at + 2 if words[at] in ("two", "2", "to", "too") and _word(words, at + 1) == "thousand" else at + 1 if words[at] == "2000" else 0
    if not after:
        return []
    rest = [Part(to, 2000 + value, True) for to, value in _small(words, _over_and(words, after)) if value < 100]
    return [Part(after, 2000, True), *rest]


def _over_and(words: list[str], at: int) -> int:
    return at + 1 if _word(words, at) == "and" else at


def _small(words: list[str], at: int) -> list[tuple[int, int]]:
    """(where it ends, value) of a number of one or two digits: three, oh three, thirteen, thirty one, 31, one five."""
    if at >= len(words):
        return []
    word = words[at]
    found = _two_digits(words, at)
    if word in _SAID_DIGITS and (len(word) > 1 or word != "0"):
        found.append((at + 1, _SAID_DIGITS[word]))
    if _FIGURES.fullmatch(word) and len(word) == 1:
        found.append((at + 1, int(word)))
    return found


def _two_digits(words: list[str], at: int) -> list[tuple[int, int]]:
    """As _small, but said with two digits: eighty two, eight two, oh five, 82, 8 2."""
    word, after = words[at], _word(words, at + 1)
    unit = _digit(after)
    if word in TENS:
        return [(at + 1, TENS[word])] + ([(at + 2, TENS[word] + unit)] if unit else [])
    if word in TEENS:
        return [(at + 1, TEENS[word])]
    if _FIGURES.fullmatch(word) and len(word) == 2:
        return [(at + 1, int(word))] + ([(at + 2, int(word) + unit)] if int(word) % 10 == 0 and unit and after in _DECADE_ENDS else [])
    if word in _ZEROS:
        return [(at + 2, unit)] if unit else [(at + 2, 0)] if after in _ZEROS else []
    first = _digit(word)
    if first and (unit or after in _ZEROS):
        return [(at + 2, 10 * first + (unit or 0))]
    return []


def _digit(word: str) -> int | None:
    if len(word) == 1 and word.isdigit() and word != "0":
        return int(word)
    return _SAID_DIGITS.get(word)


def _word(words: list[str], at: int) -> str:
    return words[at] if at < len(words) else ""
