"""How people read out a known number or a name. For bench/own_identifiers.py; it shares no table with the redactor, whose reading it judges."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
SMALL, TENS = _SMALL.split(), _TENS.split()
ALIKE = {"1": ["won"], "2": ["to", "too"], "4": ["for", "fore"], "8": ["ate"]}
ZEROS = ["oh", "oh", "zero", "zero", "o", "nought"]
_NAMES = (
    "a,b bee be,c see sea,d dee,e,f eff,g gee,h aitch,i eye,j jay,k kay,l el,m em,n en,o oh,p pee,q queue cue,r are,s ess,t tee tea,u you,v vee,"
    "w,x ex,y why,z zed zee"
)
NAMES = {names[0]: names for names in _NAMES.split(",")}
_RADIO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor "
    "whiskey xray yankee zulu"
)
RADIO = {word[0]: word for word in _RADIO.split(" ")}
_EXAMPLES = (
    "apple adam,boy ben,cat car,dog david,egg edward,fred fox,george girl,house harry,ink igloo,jack jam,kite kangaroo,lion lucy,nancy nut,"
    "mary mouse,orange oliver,peter pig,queen,robert rabbit,sam sugar,tom tiger,umbrella uncle,victoria van,william water,xylophone,yellow,zebra"
)
EXAMPLES = {words[0]: words.split(" ") for words in _EXAMPLES.split(",")}
FILLERS = ["um", "uh", "er", "then", "and", "and then", "erm"]
CUES = ["no", "sorry", "no sorry", "i mean", "wait", "scratch that", "correction", "no wait", "actually"]
BETWEEN = ["then", "and then", "that's", "followed by", "next", "space", "okay then", "dash"]
SEPARATORS = {"-": ["dash", "hyphen", "", ""], "/": ["slash", ""], " ": ["", "space"]}
# What may be left standing, for it tells nothing.
SILENT = frozenset(word for said in (*FILLERS, *CUES, *BETWEEN, "dash hyphen slash space") for word in said.split(" ")) | {"hyphen", "slash"}
STYLES = (
    *("singles", "doubles", "pairs", "hundreds", "plurals", "figures", "mixed", "homophones", "radio", "as in", "letter for word"),
    *("fillers", "repairs", "groups", "joined", "anything"),
)
NUMBER_CARRIERS = (
    "{}", "my account number is {}", "it's {}", "yeah it's {} i think", "{} is my number", "the number's {} thanks", "account {} please check it",
    "can you look up {} for me", "i have it here {} that should be right", "hello yes hi so the serial number on the back is {} okay",
    "it says {} on the sticker", "log me in with {}", "the customer id is {} and i want to cancel", "sure {}", "add a note that says {}",
    "i told the last guy {} and he hung up", "hey speaker my device {} keeps rebooting", "send {} to support", "the code underneath reads {}",
    "remind me that my account is {} tomorrow", "register {} under my profile", "okay so that's {} again", "turn off the lamp with serial {}",
    "is {} still active", "my membership {} expired last week", "and the other one is {}", "you want the account right it is {} got that",
)  # fmt: skip
PART_CARRIERS = {
    "tail": ("ending in {}", "it ends with {} i think", "the last digits are {}", "the last {count} are {}", "my account ending {} please"),
    "head": ("it starts with {}", "the first {count} are {} i forgot the rest", "beginning {}"),
}


def say(value: str, style: str, dice: Random) -> list[str]:
    """The value as words, in order."""
    words: list[str] = []
    at = 0
    value = value.lower()
    while at < len(value):
        taken, said = _next(value[at:], _style(style, dice), dice)
        if at and style in ("repairs", "anything") and dice.random() < 0.12:
            words += [*_wrong(value[at], dice), *dice.choice(CUES).split(" ")]
        words += said
        at += taken
        if at < len(value) and style in ("fillers", "groups", "anything") and dice.random() < 0.2:
            words += dice.choice(FILLERS if style == "fillers" else BETWEEN).split(" ")
    return words


def _style(style: str, dice: Random) -> str:
    return dice.choice(STYLES[:11]) if style == "anything" else style


def _wrong(right: str, dice: Random) -> list[str]:
    return [dice.choice([word for word in SMALL[:10] if word != SMALL[int(right)]])] if right.isdigit() else [dice.choice("bcdfgkmpst")]


def _next(rest: str, style: str, dice: Random) -> tuple[int, list[str]]:
    """How many characters are said at once, and the words."""
    if not rest[0].isalnum():
        return 1, dice.choice(SEPARATORS.get(rest[0], [""])).split()
    if style == "joined":
        count = next((at for at, mark in enumerate(rest) if not mark.isalnum()), len(rest))
        return count, [rest[:count]]
    if rest[0].isalpha():
        return _letter(rest, style, dice)
    count = next((at for at, mark in enumerate(rest) if not mark.isdigit()), len(rest))
    return _DIGITS.get(style, _single)(rest[:count], dice)


def _single(run: str, dice: Random) -> tuple[int, list[str]]:
    return 1, [dice.choice(ZEROS) if run[0] == "0" else SMALL[int(run[0])]]


def _homophone(run: str, dice: Random) -> tuple[int, list[str]]:
    return (1, [dice.choice(ALIKE[run[0]])]) if run[0] in ALIKE and dice.random() < 0.7 else _single(run, dice)


def _double(run: str, dice: Random) -> tuple[int, list[str]]:
    for times, word in ((3, "triple"), (2, "double")):
        if run[:times] == run[0] * times:
            return times, [word, *_single(run, dice)[1]]
    return _single(run, dice)


def _plural(run: str, dice: Random) -> tuple[int, list[str]]:
    count = len(run) - len(run.lstrip(run[0]))
    if count < 2 or run[0] == "0":
        return _single(run, dice)
    count = min(count, 4)
    return count, [SMALL[count], SMALL[int(run[0])] + ("es" if run[0] == "6" else "s")]


def _hundreds_of(value: int) -> list[str]:
    words = [SMALL[value // 100], "hundred"] if value >= 100 else []
    return words + (_below_hundred(value % 100) if value % 100 else [])


def _below_hundred(value: int) -> list[str]:
    if value < 20:
        return [SMALL[value]]
    return [TENS[value // 10], *([SMALL[value % 10]] if value % 10 else [])]


def _pair(run: str, dice: Random) -> tuple[int, list[str]]:
    return (2, _below_hundred(int(run[:2]))) if len(run) > 1 and run[0] != "0" else _single(run, dice)


def _hundred(run: str, dice: Random) -> tuple[int, list[str]]:
    if len(run) >= 4 and run[0] != "0" and dice.random() < 0.5:
        rest = int(run[1:4])
        joint = ["and"] if 0 < rest < 100 else []
        return 4, [SMALL[int(run[0])], "thousand", *joint, *(_hundreds_of(rest) if rest else [])]
    if len(run) >= 3 and run[0] != "0":
        rest = int(run[1:3])
        joint = ["and"] if rest and dice.random() < 0.4 else []
        return 3, [SMALL[int(run[0])], "hundred", *joint, *(_below_hundred(rest) if rest else [])]
    return _pair(run, dice)


def _figures(run: str, dice: Random) -> tuple[int, list[str]]:
    count = dice.randint(1, min(5, len(run)))
    return count, [run[:count]]


def _mixed(run: str, dice: Random) -> tuple[int, list[str]]:
    """As inverse normalisation leaves it: "double 2", "45 seven"."""
    if len(run) > 1 and run[0] == run[1]:
        return 2, ["double", run[0]]
    return _figures(run, dice) if dice.random() < 0.5 else _single(run, dice)


_Digits = Callable[[str, Random], tuple[int, list[str]]]
_DIGITS: dict[str, _Digits] = {
    "homophones": _homophone,
    "doubles": _double,
    "plurals": _plural,
    "pairs": _pair,
    "hundreds": _hundred,
    "figures": _figures,
    "mixed": _mixed,
    "groups": lambda run, dice: dice.choice((_single, _pair))(run, dice),
}


def _letter(rest: str, style: str, dice: Random) -> tuple[int, list[str]]:
    letter = rest[0]
    if letter not in NAMES:
        return 1, [letter]
    if style == "radio":
        return 1, [RADIO[letter]]
    if style == "as in":
        return 1, [letter, *dice.choice(("as in", "like", "is for")).split(" "), dice.choice(EXAMPLES[letter])]
    if style == "letter for word":
        return 1, [letter, "for", dice.choice((RADIO[letter], *EXAMPLES[letter]))]
    if style == "doubles" and rest[1:2] == letter:
        return 2, ["double", letter]
    if letter == "w" and dice.random() < 0.5:
        return 1, ["double", dice.choice(("u", "you"))]
    if style in ("figures", "mixed"):
        count = next((at for at, mark in enumerate(rest) if not mark.isalpha()), len(rest))
        return count, [rest[:count]]
    return 1, [dice.choice(NAMES[letter].split(" ")) if style == "homophones" else letter]


# What a recogniser writes instead.
NEAR_WORDS = {
    "one": "when want won on", "two": "to too do who", "three": "free tree the", "four": "for more form door", "five": "fine hive fire",
    "six": "sex sicks fix", "seven": "heaven several even", "eight": "ate hate a eat", "nine": "mine line night", "zero": "hero there",
    "oh": "o or all", "b": "be the d", "c": "see sea z", "d": "the b", "e": "he", "f": "s if", "g": "she d", "k": "okay a", "m": "n am",
    "n": "m and in", "p": "b he", "s": "f yes", "t": "d tea", "v": "b the", "y": "why", "x": "ex next",
}  # fmt: skip


def mishear(words: list[str], count: int, dice: Random) -> list[str]:
    """With so many words wrong, missing or added; one that is written in figures has one of them wrong or missing."""
    words = list(words)
    for _ in range(count):
        at = dice.randrange(len(words))
        kind = dice.choice(("wrong", "wrong", "wrong", "other", "missing", "added"))
        if any(map(str.isdigit, words[at])) and len(words[at]) > 1:
            place = dice.randrange(len(words[at]))
            words[at] = words[at][:place] + dice.choice(("", *"0123456789")) + words[at][place + 1 :]
        elif kind == "missing" and len(words) > 4:
            del words[at]
        elif kind == "added" and len(words) > 2:
            words.insert(at, dice.choice((*SMALL[:10], "the", "a", "uh")))
        elif kind == "other":
            words[at] = dice.choice(SMALL[1:10])
        else:
            words[at] = dice.choice(NEAR_WORDS.get(words[at], "the").split(" "))
    return words
