"""What a single spoken word can stand for in a number, a code or a spelled name: tables alone, English. Pure.

A word is `sure` when it hardly ever means anything else; "to", "for", "you" or "are" are not.
Characters are those of identity.squeeze: small letters and digits, the letter o written 0.
"""

from __future__ import annotations

Reading = tuple[str, bool]


def words_of(text: str) -> list[str]:
    """A table in a string: easier to read and to add to than a list of quoted words."""
    return text.split()


Phrases = dict[str, tuple[tuple[str, ...], ...]]


def by_first_word(listed: str) -> Phrases:
    """Phrases from a list with commas, under their first words."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed.split(","):
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append(words)
    return {first: tuple(found) for first, found in table.items()}


_SURE_DIGITS = {
    "0": "zero nought naught nil 0",
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four fower",
    "5": "five fife",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine niner",
}
# Other words, and what recognisers write for a digit.
_UNSURE_DIGITS = {
    "0": "o oh owe ow null hero",
    "1": "won wun want",
    "2": "to too tu",
    "3": "tree free",
    "4": "for fore floor",
    "5": "fi hive fine",
    "6": "sicks sex sick fix",
    "7": "heaven",
    "8": "ate hate",
    "9": "nein nigh mine none fine",
}
_SURE_LETTERS = {
    "b": "b",
    "c": "c cee",
    "d": "d dee",
    "e": "e",
    "f": "f ef eff",
    "g": "g gee",
    "h": "h aitch haitch",
    "j": "j",
    "k": "k kay",
    "l": "l ell",
    "m": "m em",
    "n": "n",
    "p": "p pee",
    "q": "q",
    "r": "r",
    "s": "s ess",
    "t": "t tee",
    "u": "u",
    "v": "v vee",
    "w": "w dubya",
    "x": "x",
    "y": "y wye",
    "z": "z zed zee",
}
_UNSURE_LETTERS = {
    "a": "a ay",
    "b": "be bee",
    "c": "see sea si",
    "d": "de",
    "e": "ee",
    "g": "ji",
    "i": "i eye aye",
    "j": "jay",
    "k": "cay",
    "l": "el",
    "n": "en",
    "p": "pea",
    "q": "queue cue kew",
    "r": "are ar",
    "s": "es",
    "t": "tea ti",
    "u": "you yew ewe",
    "x": "ex eggs",
    "y": "why",
}
# The words of the radio alphabet; those that people also use for themselves are unsure, or names and travel would be read as codes.
_SURE_RADIO = "alfa alpha bravo foxtrot juliett kilo quebec sierra xray yankee zulu tango"
_UNSURE_RADIO = "charlie delta echo golf hotel india juliet juliette lima mike november oscar papa romeo uniform victor whiskey whisky"
RADIO = frozenset(words_of(f"{_SURE_RADIO} {_UNSURE_RADIO}"))

UNITS = {word: int(digit) for table in (_UNSURE_DIGITS, _SURE_DIGITS) for digit, words in table.items() if digit != "0" for word in words.split()}
TEENS = {word: 10 + at for at, word in enumerate(words_of("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"))}
TENS = {word: 20 + 10 * at for at, word in enumerate(words_of("twenty thirty forty fifty sixty seventy eighty ninety"))} | {"fourty": 40}
POWERS = {"hundred": 2, "thousand": 3, "lakh": 5, "lac": 5, "million": 6, "crore": 7}
TIMES = {"double": 2, "dabble": 2, "triple": 3, "treble": 3, "quadruple": 4}
PLURALS = {
    plural: digit
    for digit, plurals in enumerate(("zeros zeroes ohs noughts", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines"))
    for plural in plurals.split()
}

SEPARATORS = frozenset(words_of("dash hyphen slash dot point underscore stroke period comma forward back colon extension ext"))
FILLERS = frozenset(
    words_of(
        "um umm uhm uh uhh er err erm ah hm hmm mm mhm and then space okay ok so well like just followed by next again that thats is it its the "
        "number numbers digit digits letter letters capital caps uppercase lowercase upper lower case small big with a yeah yes right got"
    )
)
# What people say while they look for the next digits; each word of it says nothing.
PAUSES = by_first_word(
    "one second, one sec, one moment, just a second, just a sec, a second, give me a second, give me a sec, give me a moment, bear with me, hang "
    "on, hold on, let me see, let me check, let me think, let me look, let me find it, what was it, what is it, how does it go, whats next, i "
    "think, i believe, i guess, you know, if i remember, the rest, the rest of it, rest is, the last, the last bit, last bit, last part, the first, "
    "first bit, first part, the next, next bit, next part, the final, the middle, in the middle, the second, the third, the end, at the end, after "
    "that, after it, and finally, finally, lastly, then comes, comes, then theres, there is, theres, then we have, we have, it goes, goes, ends "
    "with, ending with, ending in, ends in, starts with, starting with, beginning with, begins with, and after, still with me, are you ready, did "
    "you get that, do you have that, got it, have you got that, i repeat, repeat, to repeat, once more, so far, you got that, all together, are you "
    "there, are you writing this down, ready, alright, all right, please, thats wrong, thats not right, should be, it should be, i said, i meant, "
    "area code, the area code, thats the area code, is the area code, are you getting this, are you getting that, you getting this, "
    "did you get it, with you so far, you with me, next bit is, the next bit is, "
    "the letter, the number, the digit, as in the number, in capitals, all caps, all capitals, then its, and its"
)
REPAIRS = frozenset(words_of("no nope sorry wait correction actually oops rather pardon not"))
REPAIR_PAIRS = frozenset(
    {("i", "mean"), ("scratch", "that"), ("make", "that"), ("strike", "that"), ("hang", "on"), ("hold", "on"), ("start", "again")}
    | {("start", "over"), ("my", "bad"), ("excuse", "me"), ("i", "meant"), ("let", "me")}
)

# "b as in boy", "b for bravo", "b like boy", "b is for boy", "b as boy"
AS_IN = (("as", "in"), ("is", "in"), ("is", "for"), ("for",), ("like",), ("like", "in"), ("as",), ("as", "for"), ("from",), ("de",))


def _readings() -> dict[str, tuple[Reading, ...]]:
    table: dict[str, dict[str, bool]] = {}
    for table_of, sure in ((_SURE_DIGITS, True), (_SURE_LETTERS, True), (_UNSURE_DIGITS, False), (_UNSURE_LETTERS, False)):
        for character, words in table_of.items():
            for word in words.split():
                table.setdefault(word, {})[character] = sure
    for words, sure in ((_SURE_RADIO, True), (_UNSURE_RADIO, False)):
        for word in words.split():
            table.setdefault(word, {})[word[0].replace("o", "0")] = sure
    for numbers in (TEENS, TENS):
        for word, value in numbers.items():
            table.setdefault(word, {})[str(value)] = True
    for word, power in POWERS.items():
        table.setdefault(word, {})["0" * power] = False
    return {word: tuple(readings.items()) for word, readings in table.items()}


READINGS: dict[str, tuple[Reading, ...]] = _readings()
