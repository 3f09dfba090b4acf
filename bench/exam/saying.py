"""Values into spoken words, one named style at a time. Written on its own: it shares nothing with the reader that it examines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from bench.exam.cases import listed
from bench.exam.identifiers import Groups

UNITS = listed("zero one two three four five six seven eight nine")
TEENS = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = listed("_ _ twenty thirty forty fifty sixty seventy eighty ninety")
TIMES = {2: "double", 3: "triple"}
SOUNDS_LIKE = {"one": ("won",), "two": ("to", "too"), "four": ("for",), "eight": ("ate",)}
NAMED = {
    "A": "ay", "B": "bee", "C": "see", "D": "dee", "E": "ee", "F": "eff", "G": "gee", "H": "aitch", "I": "eye", "J": "jay", "K": "kay", "L": "el",
    "M": "em", "N": "en", "O": "oh", "P": "pee", "Q": "queue", "R": "are", "S": "ess", "T": "tea", "U": "you", "V": "vee", "W": "double u",
    "X": "ex", "Y": "why", "Z": "zed",
}  # fmt: skip
USUAL_NAMED = {"R": "are", "U": "you", "C": "see", "Y": "why", "T": "tea", "Q": "queue", "W": "double you", "B": "be"}
NATO = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        listed(
            """
    alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform
    victor whiskey x-ray yankee zulu
    """
        ),
        strict=True,
    )
)
HOMELY = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        listed(
            """
    apple boy cat dog egg fish george house ice john king lemon mother nancy orange peter queen robert sugar tom uncle victory water
    xylophone yellow zebra
    """
        ),
        strict=True,
    )
)
OTHER_HOMELY = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        listed(
            """
    able banana charlie david edward frank garden harry igloo jack kite london mary nelly oliver paper quick rabbit sam tiger umbrella van
    william xmas yacht zoo
    """
        ),
        strict=True,
    )
)


def below_hundred(number: int) -> str:
    if number < 10:
        return UNITS[number]
    return TEENS[number - 10] if number < 20 else TENS[number // 10] + (f" {UNITS[number % 10]}" if number % 10 else "")


def cardinal(number: int, *, joined: str = " ") -> str:
    """Below ten thousand. joined: " and " as the British say."""
    if number < 100:
        return below_hundred(number)
    size, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    most, rest = divmod(number, size)
    return f"{below_hundred(most)} {name}" + ((joined if rest < 100 else " ") + cardinal(rest, joined=joined) if rest else "")


# -- runs of digits: a group of digits and a generator give words ----------------------------------

Digits = Callable[[str, Random], list[str]]


def one_by_one(group: str, rng: Random, *, nil: str = "zero") -> list[str]:
    return [nil if digit == "0" else UNITS[int(digit)] for digit in group]


def with_oh(group: str, rng: Random) -> list[str]:
    return one_by_one(group, rng, nil=rng.choice(("oh", "oh", "o")))


def with_nought(group: str, rng: Random) -> list[str]:
    return one_by_one(group, rng, nil="nought")


def doubles(group: str, rng: Random) -> list[str]:
    """Runs of two and three by their number."""
    words, at, nil = [], 0, rng.choice(("zero", "oh", "oh"))
    while at < len(group):
        run = next((size for size in (3, 2) if len(set(group[at : at + size])) == 1 and len(group) >= at + size), 1)
        word = one_by_one(group[at], rng, nil=nil)[0]
        words.append(f"{TIMES[run]} {word}" if run > 1 else word)
        at += run
    return words


def pairs(group: str, rng: Random) -> list[str]:
    words = [] if len(group) % 2 == 0 else one_by_one(group[0], rng, nil="oh")
    for at in range(len(group) % 2, len(group), 2):
        pair = group[at : at + 2]
        words.append({"00": "double oh"}.get(pair) or (f"oh {UNITS[int(pair[1])]}" if pair[0] == "0" else below_hundred(int(pair))))
    return words


def hundreds(group: str, rng: Random) -> list[str]:
    """As a whole number where one would: "eight hundred", "twelve hundred", "four hundred fifty two", "three thousand"."""
    if len(group) < 3 or group[0] == "0":
        return pairs(group, rng)
    if len(group) > 4:
        return hundreds(group[:3], rng) + hundreds(group[3:], rng)
    if len(group) == 4 and not group.endswith("000"):
        return [f"{below_hundred(int(group[:2]))} hundred"] if group.endswith("00") else pairs(group, rng)
    return [cardinal(int(group), joined=rng.choice((" ", " and ")))]


def unhundreds(group: str, rng: Random) -> list[str]:
    """ "four fifty two" for 452."""
    words = []
    for at in range(0, len(group), 3):
        three = group[at : at + 3]
        words += [UNITS[int(three[0])], below_hundred(int(three[1:]))] if len(three) == 3 and "0" not in three[:2] else with_oh(three, rng)
    return words


def figures(group: str, rng: Random) -> list[str]:
    return [group]


def spaced_figures(group: str, rng: Random) -> list[str]:
    return list(group)


def mixed(group: str, rng: Random) -> list[str]:
    """Figures and words by turns, as a recogniser's inverse normalisation leaves them."""
    words, at = [], 0
    while at < len(group):
        size = rng.choice((1, 1, 2, 3))
        part = group[at : at + size]
        if len(part) == 2 and part[0] == part[1]:
            words.append(f"double {part[0]}")
        else:
            words += [part] if rng.random() < 0.5 else with_oh(part, rng)
        at += size
    return words


def chunky(group: str, rng: Random) -> list[str]:
    """Figures in pieces of one to four, wherever."""
    words, at = [], 0
    while at < len(group):
        size = rng.randrange(1, 5)
        words.append(group[at : at + size])
        at += size
    return words


def misheard(group: str, rng: Random) -> list[str]:
    """At least one homophone where the group has a digit that sounds like a word."""
    words = with_oh(group, rng)
    able = [at for at, word in enumerate(words) if word in SOUNDS_LIKE]
    for at in able:
        if at == able[0] or rng.random() < 0.4:
            words[at] = rng.choice(SOUNDS_LIKE[words[at]])
    return words


# -- letters ---------------------------------------------------------------------------------------

Letter = Callable[[str, Random], str]


def by_letter(letter: str, rng: Random) -> str:
    return "double u" if letter == "W" and rng.random() < 0.3 else letter.lower()


def by_name(letter: str, rng: Random) -> str:
    if rng.random() < 0.7:
        return USUAL_NAMED.get(letter, letter.lower())
    return NAMED[letter]


def by_nato(letter: str, rng: Random) -> str:
    return NATO[letter] if rng.random() < 0.9 else {"A": "alfa", "J": "juliett", "X": "xray", "W": "whisky"}.get(letter, NATO[letter])


def as_in(letter: str, rng: Random) -> str:
    return f"{letter.lower()} as in {rng.choice((HOMELY, OTHER_HOMELY, NATO))[letter]}"


def for_word(letter: str, rng: Random) -> str:
    return f"{letter.lower()} for {rng.choice((HOMELY, OTHER_HOMELY, NATO))[letter]}"


def like_word(letter: str, rng: Random) -> str:
    return f"{letter.lower()} like {rng.choice((HOMELY, OTHER_HOMELY))[letter]}"


# -- what a tongue does between --------------------------------------------------------------------

FILLERS = ("um", "uh", "er", "erm", "um", "uh", "let me see", "hang on", "hmm")
REPAIRS = ("no", "sorry", "no sorry", "i mean", "wait no", "no wait", "scratch that", "correction", "sorry i meant", "oops")
JOINTS = ("then", "and then", "and", "dash", "space", "hyphen", "next", "followed by")


@dataclass(frozen=True)
class Style:
    """between: stands between two groups, one of them, at times."""

    digits: Digits = one_by_one
    letters: Letter = by_letter
    between: tuple[str, ...] = ()
    fillers: bool = False
    repair: bool = False
    glued: bool = False


STYLES: dict[str, Style] = {
    "plain": Style(),
    "oh": Style(with_oh),
    "nought": Style(with_nought),
    "doubles": Style(doubles),
    "pairs": Style(pairs),
    "hundreds": Style(hundreds),
    "unhundreds": Style(unhundreds),
    "figures": Style(figures, glued=True),
    "grouped_figures": Style(figures),
    "spaced_figures": Style(spaced_figures),
    "mixed": Style(mixed),
    "homophones": Style(misheard, by_name),
    "letter_names": Style(with_oh, by_name),
    "nato": Style(with_oh, by_nato),
    "as_in": Style(doubles, as_in),
    "for_word": Style(with_oh, for_word),
    "like_word": Style(with_oh, like_word),
    "joints": Style(with_oh, between=JOINTS),
    "fillers": Style(with_oh, fillers=True),
    "doubles_fillers": Style(doubles, fillers=True),
    "repair": Style(with_oh, repair=True),
    "pairs_repair": Style(pairs, repair=True),
    "chunks": Style(chunky),
    "figures_repair": Style(spaced_figures, repair=True),
}
OF_LETTERS = ("letter_names", "nato", "as_in", "for_word", "like_word")


def say(groups: Groups, style: str, rng: Random) -> str:
    """The value aloud. A plus sign is said as "plus"."""
    how = STYLES[style]
    said = [_group(group, how, rng) for group in groups]
    if how.repair:
        _repair(said, how, rng)
    if how.fillers:
        _hesitate(said, rng)
    parts = [" ".join(words) for words in said]
    if how.glued:
        return ("" if rng.random() < 0.5 else " ").join(parts) if len(parts) > 1 else parts[0]
    return _joined(parts, how.between, rng)


def _joined(parts: Sequence[str], between: tuple[str, ...], rng: Random) -> str:
    text = parts[0]
    for part in parts[1:]:
        joint = rng.choice(between) if between and (rng.random() < 0.6 or text == parts[0]) else ""
        text += f" {joint} {part}" if joint else f" {part}"
    return text


def _group(group: str, how: Style, rng: Random) -> list[str]:
    if how.glued or (how.digits is figures and rng.random() < 0.5):
        return [group.lower()]
    words: list[str] = []
    for part in runs(group):
        if part == "+":
            words.append("plus")
        elif part.isdigit():
            words += how.digits(part, rng)
        else:
            words += [how.letters(letter, rng) for letter in part]
    return words


def runs(group: str) -> list[str]:
    """Digits and letters apart: AB12 is AB, 12."""
    parts = [group[0]]
    for one in group[1:]:
        if one.isdigit() == parts[-1][-1].isdigit() and one != "+" and parts[-1] != "+":
            parts[-1] += one
        else:
            parts.append(one)
    return parts


def _repair(said: list[list[str]], how: Style, rng: Random) -> None:
    """One digit or letter of the number said wrong first, then mended."""
    words, at = rng.choice([(words, at) for words in said for at, word in enumerate(words) if word != "plus"])
    is_letter = len(words[at]) == 1 and words[at].isalpha() and words[at] != "o"
    wrong = rng.choice("bdfkmpt") if is_letter else how.digits(rng.choice("123456789"), rng)[0]
    words[at] = f"{wrong} {rng.choice(REPAIRS)} {words[at]}"


def _hesitate(said: list[list[str]], rng: Random) -> None:
    """One or more fillers inside, none at the edges."""
    places = [(words, at) for number, words in enumerate(said) for at in range(len(words)) if (number, at) != (0, 0)]
    for words, at in rng.sample(places, min(len(places), 1 + len(places) // 6)):
        words[at] = f"{rng.choice(FILLERS)} {words[at]}"
