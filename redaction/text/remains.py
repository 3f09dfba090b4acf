"""What is personal of anybody and clearly readable still in a finished text: long numbers, mail addresses, spelled words. Pure.

The second look's share for what no recognizer found. Rules of its own again, and cruder ones: it shares no table with the recognizers.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from redaction.holds import Hold

_TOKEN = re.compile(r"[a-z0-9]+|\|")
# Sums, counts with separators, dates with a year, and times: many digits that name nobody.
_COUNTING = re.compile(
    r"\d[\d.,]*(?:\s*[+*×÷^]\s*\d[\d.,]*)+|\d+(?:\s+x\s+\d+)+|\b\d+\s+/\s+\d+\b(?!\s+/)|\d{1,3}(?:,\d{3})+(?!\d)|\b\d{1,2}([/.])\d{1,2}\1\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b|[$£€]\s?\d[\d.]*"
)
_AT = re.compile(r"[a-z0-9]@[a-z0-9]|[a-z0-9] @ [a-z0-9]")
_ONE_WORDS = "zero one two three four five six seven eight nine"
_TWO_WORDS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: str(digit) for digit, word in enumerate(_ONE_WORDS.split(" "))} | {"oh": "0", "nought": "0"}
_TEENS, _TENS = frozenset(_TWO_WORDS.split(" ")), frozenset(_TENS_WORDS.split(" "))
_VALUES = {word: 10 + at for at, word in enumerate(_TWO_WORDS.split(" "))} | {word: 20 + 10 * at for at, word in enumerate(_TENS_WORDS.split(" "))}
_BETWEEN = frozenset(("um", "uh", "er", "erm", "and", "dash", "no", "sorry", "double", "triple", "point", "dot", "hyphen", "then", "hundred"))
# Of a draw, of a game and of mathematics.
_DRAWS = frozenset(
    (
        *("lottery", "lotto", "jackpot", "powerball", "ball", "balls", "bingo", "draw", "euromillions", "thunderball", "millions", "jersey", "overs"),
        *("innings", "sets", "splits", "binary", "hex", "hexadecimal", "decimal", "octal", "isbn", "upc", "barcode", "grid", "prime", "primes"),
    )
)
_DRAWN = 2  # digits of a number that is drawn
_POINT = ("point",)
_DECIMAL = (1, 2)  # points in a decimal or in a version
_RISING = 6  # numbers, each more than the one before: counting, doubling, squares
_THINGS = frozenset(
    (
        *(
            "people",
            "men",
            "women",
            "percent",
            "pounds",
            "dollars",
            "euros",
            "rupees",
            "miles",
            "metres",
            "meters",
            "kilometres",
            "kilometers",
            "feet",
        ),
        *("years", "days", "votes", "users", "points", "inches", "calories", "steps", "times", "dogs", "words"),
    )
)
_AFTER_CODES = ("days", "years", "times")  # "order four four seven one two nine three eight two days late"
_SIX, _NINE = 6, 9  # digits one by one; digits in any words
_PROVIDERS = frozenset(("gmail", "hotmail", "outlook", "yahoo", "icloud", "protonmail", "aol", "googlemail", "live"))
_ENDINGS = frozenset(("com", "org", "net", "edu", "gov", "co", "uk", "io", "in", "de", "fr", "es", "it", "ro", "eu", "us"))
_AT_REACH = 8  # tokens from "at" to its last "dot"
_LETTER_WORDS = "ay bee cee dee eff gee aitch jay kay ell em en pee cue ess tee vee ex wye zee zed"
_RADIO_WORDS = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango "
    "uniform victor whiskey whisky xray yankee zulu"
)
_LETTERS, _RADIO = frozenset(_LETTER_WORDS.split(" ")), frozenset(_RADIO_WORDS.split(" "))
_WORDS_TOO = frozenset("aiou")  # "a", "i", and what "oh" and "you" are written
_SPELLED = 4
# Letters that everybody says in a row, and what is asked about some: "what does ... stand for", "how do you spell ...".
_KNOWN_WORDS = (
    "hdmi espn hmrc byob cnbc msnbc https http html dvla rsvp ncaa ymca ywca nasa nascar uefa fifa imdb adhd ptsd asap fomo yolo usps ucla nypd "
    "hgtv upsc gstin lgbt lgbtq nato aarp abba iban uefa unicef unesco opec nafta nasdaq ftse isbn nhtsa rspca nspcc bbcone itvx lmao rofl ttyl "
    "tgif obgyn wwii wwjd bsnl irctc hdfc icici ssc neet cbse icse gmail ikea nypl mlb aaa imax dvds ymmv omgl"
)
_KNOWN = frozenset(_KNOWN_WORDS.split(" "))
_ASKS = frozenset(("stand", "stands", "short", "acronym", "abbreviation", "form", "define", "spell", "spelling", "mean", "means", "spelled"))
_QUESTIONS = frozenset(("what", "whats", "how", "define", "full"))
_OF_PEOPLE = frozenset(("name", "names", "surname", "my", "mine", "her", "his"))


def look(plain: str) -> dict[Hold, bool]:
    """plain: small letters without accents, a bar for each placeholder."""
    tokens = _TOKEN.findall(_COUNTING.sub(" | ", plain))
    return {
        Hold.LONG_NUMBER: _has_long_number(tokens),
        Hold.MAIL_ADDRESS: bool(_AT.search(plain)) or _has_mail_address(tokens),
        Hold.SPELLED_OUT: _is_spelling(tokens),
    }


class _Digits:
    """Of the numbers said in a row: one by one or written; written in one or two; and those in tens and teens, how many."""

    def __init__(self) -> None:
        self.singles, self.short, self.others, self.points = "", "", 0, 0
        self.values: list[int] = []

    def is_long(self, *, is_draw: bool) -> bool:
        """Between tens and teens, and in a draw, "19" is a number like them."""
        if self.points in _DECIMAL or self._rises():
            return False
        singles = self.singles + ("" if is_draw or self.others else self.short)
        if len(singles) < _NINE // 3 or _is_counting(singles):
            return False
        return len(singles) >= (_NINE if is_draw else _SIX) or (not is_draw and len(singles) + self.others >= _NINE)

    def _rises(self) -> bool:
        return len(self.values) >= _RISING and all(before <= after for before, after in pairwise(self.values))

    def add(self, token: str, before: str) -> bool:
        """False for what ends a number."""
        if token.isdigit() and len(token) <= _DRAWN:
            self.short += token
        elif token.isdigit() or (token in _ONES and before not in _TENS):
            self.singles += _ONES.get(token, token)
        elif token in _ONES or token in _VALUES:
            self.others += 1 + (token in _TEENS)
        elif token not in _BETWEEN:
            return False
        self.points += token in _POINT and bool(self.values) and _says(before)
        self._value(token, before)
        return True

    def _value(self, token: str, before: str) -> None:
        if token in _ONES and before in _TENS:
            self.values[-1] += int(_ONES[token])
        elif token in _ONES or token.isdigit():
            self.values.append(int(_ONES.get(token, token)))
        elif token in _VALUES:
            self.values.append(_VALUES[token])


def _says(token: str) -> bool:
    return token.isdigit() or token in _ONES or token in _VALUES


def _has_long_number(tokens: list[str]) -> bool:
    """Six digits one by one, or written, other numbers perhaps between them; or nine in whatever words, if some are such.

    Times of the day and sums have fewer, and those in pairs alone. A draw has six numbers that may all be figures: there it takes nine one by one.
    """
    is_draw = not _DRAWS.isdisjoint(tokens)
    row, before = _Digits(), ""
    for token in [*tokens, "|"]:
        if not row.add(token, before):
            if (token not in _THINGS or (token in _AFTER_CODES and len(row.singles) >= _SIX)) and row.is_long(is_draw=is_draw):
                return True
            row = _Digits()
        before = token
    return False


def _is_counting(digits: str) -> bool:
    steps = [abs(int(after) - int(before)) for before, after in pairwise(digits)]
    return steps.count(1) >= 0.8 * max(1, len(steps))


def _has_mail_address(tokens: list[str]) -> bool:
    """ "... at gmail", or "... at something dot com" after what names a box: somebody may order "at amazon dot com"."""
    places = [at for at, word in enumerate(tokens) if word == "at" and 0 < at < len(tokens) - 1]
    return any(tokens[at + 1] in _PROVIDERS or (_is_box(tokens[:at]) and _has_ending(tokens[at + 1 : at + 1 + _AT_REACH])) for at in places)


def _has_ending(after: list[str]) -> bool:
    return any(one == "dot" and end in _ENDINGS for one, end in pairwise(after))


def _is_box(before: list[str]) -> bool:
    """Spelled, with figures or signs in it, or announced as a mail address."""
    near = before[-6:]
    return len(near[-1]) == 1 or any(map(str.isdigit, near[-1])) or not {"dot", "underscore", "email", "mail", "address"}.isdisjoint(near)


def _is_spelling(tokens: list[str]) -> bool:
    """Four letters in a row by their names (an article before them is none), or four words of the radio alphabet; or two of "b as in boy"."""
    if _is_asked(tokens):
        return False
    if sum(len(one) == 1 and (as_, in_) == ("as", "in") for one, as_, in_ in zip(tokens, tokens[1:], tokens[2:], strict=False)) >= 2:
        return True
    for kind, group in groupby(tokens, key=_kind):
        letters = list(group)
        letters = letters[letters[0] in ("a", "i") :]
        if any("".join(letters[at:]) in _KNOWN for at in (0, 1)):
            continue
        if kind and len(letters) >= _SPELLED and sum(one not in _WORDS_TOO for one in letters) > 1 and not _is_alphabet(letters):
            return True
    return False


def _is_asked(tokens: list[str]) -> bool:
    """ "How do you spell necessary", but not "how do you spell my name"."""
    return not _ASKS.isdisjoint(tokens) and not _QUESTIONS.isdisjoint(tokens[:3]) and _OF_PEOPLE.isdisjoint(tokens)


def _kind(token: str) -> str:
    if (len(token) == 1 and token.isalpha()) or token in _LETTERS:
        return "letter"
    return "radio" if token in _RADIO else ""


def _is_alphabet(letters: list[str]) -> bool:
    return all(ord(after[0]) - ord(before[0]) == 1 for before, after in pairwise(letters))
