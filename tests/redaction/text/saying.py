"""How people read out a number, a code or a name: a renderer of invented identifiers for the tests. Knows nothing of redaction.text.spoken."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from redaction.findings import Finding
from redaction.words import tokens

ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
HOMOPHONES = {"1": ["won"], "2": ["to", "too"], "4": ["for", "fore"], "8": ["ate"]}
ZEROS = ["oh", "o", "zero", "nought", "naught", "nil"]
LETTERS = {
    "a": ["a", "ay"], "b": ["b", "bee", "be"], "c": ["c", "see", "sea"], "d": ["d", "dee"], "e": ["e", "ee"], "f": ["f", "eff"], "g": ["g", "gee"],
    "h": ["h", "aitch"], "i": ["i", "eye"], "j": ["j", "jay"], "k": ["k", "kay"], "l": ["l", "el"], "n": ["n", "en"], "o": ["o", "oh"],
    "m": ["m", "em"], "p": ["p", "pee"], "q": ["q", "queue", "cue"], "r": ["r", "are"], "u": ["u", "you"], "v": ["v", "vee"],
    "s": ["s", "ess"], "w": ["w", "double u", "double you"], "t": ["t", "tea", "tee"], "x": ["x", "ex"], "y": ["y", "why"], "z": ["z", "zed", "zee"],
}  # fmt: skip
_RADIO_WORDS = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor "
    "whiskey xray yankee zulu"
)
RADIO = {word[0]: word for word in _RADIO_WORDS.split(" ")}
EXAMPLES = {
    "a": "apple", "b": "boy", "c": "cat", "d": "dog", "e": "egg", "f": "frank", "g": "george", "h": "house", "i": "ink", "j": "john", "k": "king",
    "l": "lemon", "m": "mother", "n": "nancy", "o": "orange", "p": "peter", "q": "queen", "r": "robert", "s": "sugar", "t": "tom", "u": "umbrella",
    "v": "van", "w": "water", "x": "xylophone", "y": "yellow", "z": "zebra",
}  # fmt: skip
FILLERS = ["um", "uh", "er", "and", "then", "and then"]
CUES = ["no", "sorry", "no sorry", "i mean", "wait", "scratch that", "correction", "make that", "no wait"]
SEPARATORS = {"-": ["dash", "hyphen", ""], "/": ["slash", ""], ".": ["dot", "point", ""], " ": [""], "_": ["underscore", ""]}
STYLES = ("digits", "pairs", "doubles", "hundreds", "radio", "as in", "written", "homophones", "repairs", "fillers", "anything")


def say(value: str, style: str, dice: random.Random) -> str:
    """The value in words, lower case, as a recogniser would write them."""
    words: list[str] = []
    at = 0
    while at < len(value):
        taken, said = _next(value.lower(), at, style, dice)
        if style in ("repairs", "anything") and at and dice.random() < 0.15:
            words += [dice.choice(ONES), dice.choice(CUES)]
        words.append(said)
        if style in ("fillers", "anything") and at + taken < len(value) and dice.random() < 0.2:
            words.append(dice.choice(FILLERS))
        at += taken
    return " ".join(" ".join(words).split())


def _next(value: str, at: int, style: str, dice: random.Random) -> tuple[int, str]:
    character, rest = value[at], value[at:]
    if character in SEPARATORS:
        return 1, dice.choice(SEPARATORS[character])
    run = 0
    while run < len(rest) and rest[run].isascii() and rest[run].isdigit():
        run += 1
    if not run:
        return _letter(rest, style, dice)
    if style == "anything":
        style = dice.choice(("digits", "pairs", "doubles", "hundreds", "written", "homophones", "digits"))
    return _DIGITS.get(style, _one)(rest[:run], dice)


def _one(run: str, dice: random.Random) -> tuple[int, str]:
    return 1, dice.choice(ZEROS) if run[0] == "0" else ONES[int(run[0])]


def _homophone(run: str, dice: random.Random) -> tuple[int, str]:
    return (1, dice.choice(HOMOPHONES[run[0]])) if run[0] in HOMOPHONES else _one(run, dice)


def _pair(run: str, dice: random.Random) -> tuple[int, str]:
    if len(run) < 2 or run[0] == "0":
        return _one(run, dice)
    return 2, two_digits(int(run[:2]))


def two_digits(value: int) -> str:
    if value < 20:
        return (ONES + TEENS)[value]
    return TENS[value // 10] + (f" {ONES[value % 10]}" if value % 10 else "")


def _double(run: str, dice: random.Random) -> tuple[int, str]:
    for times, word in ((3, "triple"), (2, "double")):
        if len(run) >= times and run[:times] == run[0] * times:
            return times, f"{word} {_one(run, dice)[1]}"
    return _one(run, dice)


def _hundred(run: str, dice: random.Random) -> tuple[int, str]:
    if len(run) >= 4 and run[0] != "0" and run[1:4] == "000":
        return 4, f"{ONES[int(run[0])]} thousand"
    if len(run) >= 3 and run[0] != "0":
        rest = int(run[1:3])
        link = dice.choice([" and ", " "]) if rest else ""
        return 3, f"{ONES[int(run[0])]} hundred{link}{two_digits(rest) if rest else ''}"
    return _pair(run, dice)


def _written(run: str, dice: random.Random) -> tuple[int, str]:
    taken = dice.randint(1, min(4, len(run)))
    return taken, run[:taken]


_DIGITS = {"pairs": _pair, "doubles": _double, "hundreds": _hundred, "written": _written, "homophones": _homophone}


def _letter(rest: str, style: str, dice: random.Random) -> tuple[int, str]:
    letter = rest[0]
    if letter not in LETTERS:
        return 1, letter
    if style == "anything":
        style = dice.choice(("radio", "as in", "doubles", "letters", "letters"))
    if style == "radio":
        return 1, RADIO[letter]
    if style == "as in":
        link = dice.choice(["as in", "for", "like", "is for"])
        return 1, f"{LETTERS[letter][0]} {link} {dice.choice([EXAMPLES[letter], RADIO[letter]])}"
    if style == "doubles" and rest[:2] == letter * 2 and letter != "u":
        return 2, f"double {LETTERS[letter][0]}"
    return 1, dice.choice(LETTERS[letter])


CARRIERS = (
    "my account number is {} thanks",
    "hey can you check {} please",
    "it's {}",
    "{}",
    "the serial is {} but it stopped working today",
    "i told her {} yesterday evening",
    "play some jazz my id is {} by the way",
    "call support about {} when they open",
)


def invented(dice: random.Random) -> tuple[str, str]:
    """An account number and a serial of usual shapes."""

    def digits(count: int) -> str:
        return "".join(dice.choice("0123456789") for _ in range(count))

    def letters(count: int) -> str:
        return "".join(dice.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(count))

    accounts = (digits(8), digits(10), digits(12), f"{letters(2)}-{digits(4)}-{digits(3)}", f"AC{digits(6)}", f"{digits(4)} {digits(4)}", digits(6))
    serials = (
        f"{letters(2)}{digits(1)}{letters(1)}{digits(7)}",
        f"{letters(3)}{digits(6)}",
        f"SN-{digits(4)}-{letters(2)}{digits(2)}",
        f"G{digits(9)}",
    )
    return dice.choice(accounts), dice.choice(serials)


def _shaped(shape: str) -> Callable[[random.Random], str]:
    """9 for a figure, a for a letter, f for a hexadecimal one; anything else as it is."""
    signs = {"9": "0123456789", "a": "abcdefghjklmnpqrstuvwxyz", "f": "0123456789abcdef"}
    return lambda dice: "".join(dice.choice(signs[sign]) if sign in signs else sign for sign in shape)


# What people call it, and one of its shapes.
IDENTIFIERS = {
    "account": ("account number", _shaped("99999999")),
    "lettered account": ("customer number", _shaped("aa-9999-999")),
    "order": ("order number", _shaped("aa999999")),
    "serial": ("serial number", _shaped("aaa9a999999")),
    "card": ("card number", _shaped("4999999999999999")),
    "iban": ("iban", _shaped("gb99aaaa99999999999999")),
    "bank account": ("bank account number", _shaped("99999999")),
    "sort code": ("sort code", _shaped("99-99-99")),
    "pin": ("pin", _shaped("9999")),
    "phone": ("phone number", _shaped("07999999999")),
    "ssn": ("social security number", _shaped("999-99-9999")),
    "aadhaar": ("aadhaar number", _shaped("9999 9999 9999")),
    "cnp": ("c n p", _shaped("1999999999999")),
    "nhs": ("n h s number", _shaped("999 999 9999")),
    "passport": ("passport number", _shaped("a9999999")),
    "licence": ("driving licence number", _shaped("aaaaa999999aa9aa")),
    "ip": ("ip address", _shaped("199.99.9.199")),
    "mac": ("mac address", _shaped("ffffffffffff")),
}

ORDINARY_NUMBERS = (
    "set a timer for forty five minutes",
    "set alarms for six thirty seven forty five and eight fifteen",
    "five four three two one",
    "count with me one two three four five six seven eight",
    "what is four five six times two",
    "lottery numbers seven twelve nineteen twenty three forty one",
    "play channel four for me",
    "born in nineteen eighty four",
    "on the twentieth of june two thousand and nineteen",
    "two hundred grams of flour and three eggs",
    "the score was twenty one to seventeen",
    "order two pizzas for seven thirty",
    "my account balance is four thousand two hundred dollars",
    "the order was fifty five dollars",
    "it costs 1,250,000 pounds",
    "on 20/11/2024 at 10:30",
    "volume ten",
    "one million two hundred and fifty eight thousand seven hundred and forty five people",
)
_TEMPLATES = (
    "set a timer for {small} minutes",
    "set an alarm for {time} and {time}",
    "what is {small} times {big}",
    "turn to channel {small}",
    "add {small} grams of flour and {small} eggs",
    "my lottery numbers are {small} {small} {small} {small} {small} and {small}",
    "convert {big} dollars to euros",
    "what happened in {year}",
    "read chapter {small} verse {small}",
    "the account was opened in {year}",
    "i paid {big} pounds on my account",
    "order {small} pizzas for {time}",
    "i ordered {small} items last {small} days",
    "bus {small} leaves at {time}",
)


def ordinary(dice: random.Random) -> str:
    """A sentence whose numbers count, measure or date something."""
    small = two_digits(dice.randint(1, 99))
    parts = {
        "small": small,
        "big": f"{ONES[dice.randint(1, 9)]} hundred and {two_digits(dice.randint(1, 99))}",
        "year": f"{dice.choice(['nineteen', 'twenty'])} {two_digits(dice.randint(10, 99))}",
        "time": f"{two_digits(dice.randint(1, 12))} {two_digits(dice.randint(10, 59))}",
    }
    return dice.choice(_TEMPLATES).format(**parts)


def owners_of(text: str, findings: Sequence[Finding]) -> list[int | None]:
    """For each token of the text, the index of the finding that touches it, or None. A finding that cuts a token takes the whole token."""
    owners: list[int | None] = []
    at = 0
    for token in tokens(text):
        while at < len(findings) and findings[at].end <= token.start:
            at += 1
        owners.append(at if at < len(findings) and findings[at].touches(token.start, token.end) else None)
    return owners
