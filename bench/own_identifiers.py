"""This recording's own account number, serial and names: what is left of them in every spoken form, and what is taken for them that is not.

Shares in percent with the 95 % interval (Wilson) as the spread. Every line has its own invented identity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random
from typing import NamedTuple

from bench.own import misheard, speaking
from bench.own.people import FIRST, LAST
from bench.rows import Row, share
from config.env import ROOT
from redaction import pipeline
from redaction.findings import Finding
from redaction.identity import Identity
from redaction.text import echo
from redaction.text.placeholders import Numbering, replace
from redaction.words import tokens

N = 4_000
LEFT = 0.34  # of a token's characters: as much is a leak (REDACTION.md)
SHARED = ROOT.parent / "shared" / "data" / "hwu64"  # where it is there: other people's sentences
NAME_CARRIERS = (
    "my name is {}", "this is {} speaking", "it's {}", "hi i am {} and i need help", "yes {} here", "the name's {}", "it is under {} i think",
    "{}", "can you put it on {}'s account", "a table for {} please", "hello {} speaking how are you", "i'm {}", "my first name is {} okay",
    "call me {}", "text mum that {} is running late", "{} wants to know if it rains", "add {} to the list", "is there any mail for {}",
    "you can tell her {} called", "turn off the lamp in {}'s room", "hey speaker remember that i am {}", "send it to {} at home", "not sam {}",
)  # fmt: skip


class Line(NamedTuple):
    """Characters start to end (exclusive) of the text are what must go."""

    text: str
    mentions: tuple[tuple[int, int], ...]
    identity: Identity
    style: str


Find = Callable[[str, Identity], list[Finding]]


def run() -> list[Row]:
    return [*_known(), *_misheard_names(), *_unrelated()]


def find(text: str, identity: Identity) -> list[Finding]:
    return pipeline.engine().find(text, locale="en-US", identity=identity)


def find_own(text: str, identity: Identity) -> list[Finding]:
    """With every other recognizer off."""
    return pipeline.engine().find_own(text, identity)


def leaks(line: Line, findings: Sequence[Finding]) -> list[bool]:
    """For each mention, whether a token that says something is left, or most of it."""
    covered = {place for one in findings for place in range(one.start, one.end)}
    told = [one for one in tokens(line.text) if one.text.lower().strip(",.?'s") not in speaking.SILENT]

    def is_left(start: int, end: int) -> bool:
        return sum(place not in covered for place in range(start, end)) >= LEFT * (end - start)

    return [any(is_left(one.start, min(one.end, end)) for one in told if start <= one.start < end) for start, end in line.mentions]


def _rows(what: str, lines: Sequence[Line], look: Find = find_own) -> list[Row]:
    return [share(what, [leak for line in lines for leak in leaks(line, look(line.text, line.identity))])]


def _known() -> list[Row]:
    accounts, serials = list(number_lines("account", N)), list(number_lines("serial", N))
    return [
        *_rows("own account, clean, whole engine: left", accounts, find),
        *_rows("own account, clean, alone: left", accounts),
        *_rows("own serial, clean, whole engine: left", serials, find),
        *_rows("own serial, clean, alone: left", serials),
        *_rows("own account or serial, a part of it: left", list(part_lines(N // 2))),
        *_rows("own account or serial, one word misheard: left", list(number_lines("any", N // 2, errors=1))),
        *_rows("own account or serial, two words misheard: left", list(number_lines("any", N // 2, errors=2))),
        *_rows("own first name, recognised: left", list(name_lines(N))),
        *_rows("own names, spelled: left", list(spelled_lines(N // 2))),
    ]


def _misheard_names() -> list[Row]:
    return [
        *_rows("own first name, misheard, after a cue: left", list(misheard_lines(N // 2, NAME_CARRIERS[:6]))),
        *_rows("own first name, misheard, anywhere: left", list(misheard_lines(N // 2))),
        *_rows("own first name, misheard, whole engine: left", list(misheard_lines(N // 2)), find),
    ]


# -- lines ------------------------------------------------------------------------------------------


def invented(dice: Random, what: str) -> str:
    def digits(count: int) -> str:
        return "".join(dice.choice("0123456789") for _ in range(count))

    def letters(count: int) -> str:
        return "".join(dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(count))

    if what == "account":
        shapes = [
            digits(dice.randint(6, 14)),
            f"{letters(2)}{digits(dice.randint(4, 10))}",
            f"{digits(4)}-{digits(4)}",
            f"{digits(3)} {digits(3)} {digits(4)}",
        ]
        shapes += [digits(8), digits(10), f"{letters(1)}{digits(7)}", f"{letters(3)}-{digits(5)}", f"{digits(5)}{letters(1)}{digits(2)}"]
    else:
        shapes = [
            f"{letters(2)}-{digits(4)}-{digits(3)}",
            f"{letters(1)}{digits(1)}{letters(1)}{digits(1)} {digits(1)}{letters(1)}{digits(1)}{letters(1)}",
        ]
        shapes += [
            "".join(dice.choice((digits, letters))(1) for _ in range(dice.randint(8, 12))),
            f"SN{digits(8)}",
            f"{letters(2)}{digits(1)}{letters(1)}{digits(7)}",
        ]
        shapes += [f"{letters(4)}{digits(8)}", f"{digits(2)}{letters(2)}{digits(4)}"]
    return dice.choice(shapes).lower() if dice.random() < 0.3 else dice.choice(shapes)


def _line(carrier: str, said: Sequence[str], identity: Identity, style: str) -> Line:
    """The carrier with what was said in it; two, when two were said."""
    text, mentions = "", []
    for at, one in enumerate(said):
        before, _, after = carrier.partition("{}")
        text += (" and then " if at else "") + before
        mentions.append((len(text), len(text) + len(one)))
        text += one + after
    return Line(text, tuple(mentions), identity, style)


def number_lines(what: str, count: int, errors: int = 0) -> Iterator[Line]:
    dice = Random(f"{what} {errors}")
    for n in range(count):
        account, serial = invented(dice, "account"), invented(dice, "serial")
        value = {"account": account, "serial": serial}.get(what) or dice.choice((account, serial))
        style = speaking.STYLES[n % len(speaking.STYLES)]
        said = []
        for _ in range(1 + (dice.random() < 0.1)):
            words = speaking.say(value, style, dice)
            said.append(" ".join(speaking.mishear(words, errors, dice) if errors else words))
        yield _line(dice.choice(speaking.NUMBER_CARRIERS), said, Identity(account, dice.choice(FIRST), "", serial), style)


def part_lines(count: int) -> Iterator[Line]:
    """Three to five digits of its beginning or its end, announced as that; or four to six anywhere."""
    dice = Random("parts")
    for _ in range(count):
        value = "".join(dice.choice("0123456789") for _ in range(dice.randint(8, 12)))
        size, where = dice.randint(3, 5), dice.choice(list(speaking.PART_CARRIERS))
        part = value[:size] if where == "head" else value[-size:]
        style = dice.choice(("singles", "doubles", "pairs", "figures", "joined", "mixed"))
        carrier = dice.choice(speaking.PART_CARRIERS[where]).replace("{count}", speaking.SMALL[size])
        yield _line(carrier, [" ".join(speaking.say(part, style, dice))], Identity(value), f"part, {style}")


def name_lines(count: int) -> Iterator[Line]:
    dice = Random("names")
    for _ in range(count):
        name, last = dice.choice(FIRST), dice.choice(LAST)
        said = dice.choice((name, name, name.title(), f"{name} {last}"))
        yield _line(dice.choice(NAME_CARRIERS), [said], Identity("", name.title(), last.title()), "name")


def spelled_lines(count: int) -> Iterator[Line]:
    dice = Random("spelled")
    carriers = ("my name is {}", "it's spelled {}", "{}", "yes that's {} okay", "first name {} please", "{} is how you write it")
    for _ in range(count):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        name = dice.choice((first, last))
        style = dice.choice(("singles", "doubles", "radio", "as in", "letter for word", "fillers", "split"))
        said = _split(name, dice) if style == "split" else speaking.say(name, style, dice)
        yield _line(dice.choice(carriers), [" ".join(said)], Identity("", first.title(), last.title()), f"spelled, {style}")


def _split(name: str, dice: Random) -> list[str]:
    """ "jo a n n a": a piece of it as a word, and the rest letter by letter."""
    count = dice.randint(1, min(3, len(name) - 1))
    return [name[:count], *name[count:]]


def misheard_lines(count: int, carriers: Sequence[str] = NAME_CARRIERS) -> Iterator[Line]:
    dice = Random(f"misheard {len(carriers)}")
    for n in range(count):
        name = FIRST[n % len(FIRST)]
        said = misheard.mishear(name, dice, common=_common())
        yield _line(dice.choice(carriers), [said], Identity("", name.title()), f"misheard, {len(said.split())} words")


# -- what is not theirs -----------------------------------------------------------------------------


@cache
def clean() -> list[str]:
    """Utterances without names, of other people; none where their files are not."""
    files = [SHARED / name for name in ("hwu64_dev.jsonl", "hwu64_train.jsonl")]
    lines = [json.loads(line) for file in files if file.exists() for line in file.read_text().splitlines()]
    return [line["text"] for line in lines if not any(label in ("PERSON", "EMAIL") for _, _, label in line["entities"])]


@cache
def _common() -> frozenset[str]:
    return frozenset(word for text in clean() for word in text.split())


def strangers(times: int = 2) -> Iterator[Line]:
    """Clean utterances, each under some identities that have nothing to do with it."""
    dice = Random("strangers")
    for text in clean() * times:
        identity = Identity(invented(dice, "account"), dice.choice(FIRST), dice.choice(LAST), invented(dice, "serial"))
        yield Line(text, (), identity, "clean")


def _unrelated() -> list[Row]:
    touched, held = [], []
    for line in strangers():
        found = find_own(line.text, line.identity)
        touched.append(bool(found))
        held.append(bool(echo.look(replace(line.text, find(line.text, line.identity), Numbering(), line.identity).text, line.identity)))
    return [share("clean utterances touched as somebody's own", touched), share("clean utterances held by the second look", held)] if touched else []
