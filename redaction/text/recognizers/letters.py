"""Words that a recogniser writes when somebody spells: what each may have been, and how much one must strain to hear it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from redaction.text.recognizers.ordinary_words import LITTLE, ORDINARY
from redaction.text.spoken import Arc, Sayings
from redaction.text.spoken_words import RADIO, READINGS, TIMES, words_of

# Beyond the homophones of spoken_words: only where something else says that here is a code or a name, letter by letter.
_MISHEARD = {
    "a": "hey hay eh air they",
    "b": "bi d p",
    "c": "see she cie",
    "d": "the do di dear b t",
    "e": "he east each eve ye ii",
    "f": "if of have half off s effort",
    "g": "gi cheap jean she j",
    "h": "age eight each ache hate",
    "i": "high hi ai y",
    "j": "day jade",
    "k": "okay ok key case que kate cake okey",
    "l": "all hell tell well elle ale else out hello ill",
    "m": "am him them arm aim ham n and",
    "n": "an and end in on any m hen",
    "0": "or all although",
    "p": "pay pi pie b piece peace",
    "q": "q2 que",
    "r": "or our air hour all",
    "s": "as us yes ace ass this is f x",
    "t": "to ta tie the tee teeth d",
    "u": "new your use hugh",
    "v": "we ve the be b fee",
    "w": "double",
    "x": "axe ax acts act",
    "y": "white wide wine while",
    "z": "said set zero that",
    "1": "on once when",
    "2": "do who",
    "3": "the three's",
    "4": "or forth",
    "5": "fires",
    "6": "sixth 6th six's",
    "8": "hey eighth age h",
    "9": "night line nines lines",
    # two letters in one word
    "al": "ally",
    "ar": "air",
    "at": "eighty",
    "bd": "beady",
    "cd": "seedy",
    "dk": "decay",
    "ec": "easy eesy",
    "en": "een",
    "ex": "eex",
    "gg": "gigi",
    "ic": "icy",
    "iv": "ivy",
    "kt": "katie katy",
    "le": "elly ellie",
    "mc": "emcee",
    "mt": "empty",
    "ne": "any",
    "nv": "envy",
    "0p": "opie",
    "qt": "cutie",
    "rt": "arty artie",
    "sa": "essay",
    "sx": "essex",
    "se": "essie",
    "td": "teddy",
    "tp": "teepee",
    "xl": "excel",
}
STRAIN = 2  # of these; a sure reading costs nothing, an unsure one 1
_STRAINED: dict[str, tuple[str, ...]] = {}
for _character, _words in _MISHEARD.items():
    for _word in _words.split():
        _STRAINED[_word] = (*_STRAINED.get(_word, ()), _character)

Move = tuple[int, str, int]  # (to, characters, cost)


def moves(said: Sayings, at: int, *, strained: bool) -> list[Move]:
    """What a piece may say and where that ends."""
    word = said.pieces[at].text
    found: list[Move] = [(arc.to, arc.out, int(not (arc.sure or is_letter_name(word, arc)))) for arc in said.arcs[at] if _is_code(arc)]
    if len(word) == 2 and word.isalpha() and (word not in READINGS or word in ("de", "es", "en", "si", "ti", "ay", "ee", "ef", "tu", "se")):
        found.append((at + 1, word.replace("o", "0"), word in _LITTLE))
    if (after := explained_to(said, at)) > at + 1 and (len(word) == 1 or said.arcs[at] or strained):
        example = said.pieces[after - 1].text.replace("ray", "xray")
        found.append((after, example[0].replace("o", "0"), 1))
        found += [(after, out, cost + 1) for to, out, cost in found[:-1] if to == at + 1 and len(out) == 1]
    if word == "x" and at + 1 < len(said.pieces) and said.pieces[at + 1].text == "ray":
        found.append((at + 2, "x", 0))
    if strained:
        found += [(at + 1, character, STRAIN) for character in _STRAINED.get(word, ())]
        if len(word) > 3 and word.isalpha() and word not in ORDINARY:
            found.append((at + 1, word[0].replace("o", "0"), STRAIN))  # "(c for) cambridge"
    return found


# The names of letters, as they are written by a recogniser and in hardly any other sentence.
LETTER_NAMES = frozenset(
    words_of(
        "ay ee ar es ex ef eff el ell en em ess cue kew cay kay jay zed zee bee pea tea tee pee dee gee vee aitch haitch wye yew ewe eye aye ji ti si"
    )
)


def is_letter_name(word: str, arc: Arc) -> bool:
    return word in LETTER_NAMES and arc.out.isalpha()


_EXPLAINING = {"for": 1, "four": 1, "fore": 1, "like": 1, "as": 2, "is": 2, "has": 2, "s": 2, "from": 1, "than": 1}


def explained_to(said: Sayings, at: int) -> int:
    """Where "b for bravo", "b as in boy" that begins with a piece ends, though letter and word may not agree; `at` when nothing explains it."""
    word = said.pieces[at].text
    if word in ("as", "is") and at + 2 < len(said.pieces) and said.pieces[at + 1].text == "in" and len(said.pieces[at + 2].text) > 2:
        return at + 3  # "as in boy", the letter left out
    link = _EXPLAINING.get(said.pieces[at + 1].text, 0) if at + 2 < len(said.pieces) else 0
    end = at + 1 + link + 1
    if not link or end > len(said.pieces) or (link == 2 and said.pieces[at + 2].text not in ("in", "an", "and")):
        return at
    example = said.pieces[end - 1].text
    if example == "x" and end < len(said.pieces) and said.pieces[end].text == "ray":
        return end + 1
    return end if _is_example(example, word, link) and _agrees(said, at, example, link) else at


def _is_example(example: str, word: str, link: int) -> bool:
    if len(example) < 3 or not example.isalpha() or (example in READINGS and example not in RADIO):
        return False
    return example not in LITTLE or (link == 2 and example[0] == word)


def _agrees(said: Sayings, at: int, example: str, link: int) -> bool:
    """Whether a word may be the letter that an example explains."""
    word = said.pieces[at].text
    if len(word) == 1 and word.isalpha():
        return example[0] == word or example in RADIO or (word not in "ai" and example not in ORDINARY) or (link == 2 and word != "i")
    if example[0].replace("o", "0") in _STRAINED.get(word, ()) and word not in ("for", "to"):
        return True
    return (bool(said.arcs[at]) and (link == 2 or example in RADIO)) or (link == 2 and word not in ORDINARY)


_LITTLE = frozenset(words_of("am an as at be by do go he hi if in is it me my no of on or so to up us we ok oh de es en"))


def _is_code(arc: Arc) -> bool:
    """Hundreds and thousands are no part of a code that is read out."""
    return len(arc.out) <= 8 and not (len(arc.out) > 2 and arc.out.isdigit() and not arc.written and len(set(arc.out)) > 1)


def is_letter(said: Sayings, at: int) -> bool:
    """A single letter as such: nothing else that could be meant. "a" and "i" are letters beside others alone."""
    word = said.pieces[at].text
    if len(word) != 1 or not word.isalpha():
        return False
    return word not in "ai" or (at > 0 and _is_single(said, at - 1)) or (at + 1 < len(said.pieces) and _is_single(said, at + 1))


def _is_single(said: Sayings, at: int) -> bool:
    """A letter, or a word that says one and hardly anything else."""
    word = said.pieces[at].text
    return (len(word) == 1 and word.isalpha()) or any(
        arc.sure and len(arc.out) == 1 and arc.out.isalpha() and arc.to == at + 1 for arc in said.arcs[at]
    )


class Share(NamedTuple):
    """What a stretch of pieces is made of, in spoken units. letters, digits: hardly anything else; unsure: words that may say one.

    fragments: bits of words ("sm", "ith"); strained: a letter with much goodwill; strange: none of these; ordinary: nor these, but everyday words.
    """

    letters: int = 0
    digits: int = 0
    unsure: int = 0
    fragments: int = 0
    strained: int = 0
    strange: int = 0
    ordinary: int = 0

    @property
    def units(self) -> int:
        return sum(self)

    @property
    def sure(self) -> int:
        return self.letters + self.digits


def share(said: Sayings, first: int, last: int) -> Share:
    counts = dict.fromkeys(Share._fields, 0)
    at = first
    while at < last:
        at, kind = _unit(said, at)
        if kind:
            counts[kind] += 1
    return Share(**counts)


def _unit(said: Sayings, at: int) -> tuple[int, str]:
    """(where a unit ends, which count of Share it adds to; "" for a filler)."""
    word = said.pieces[at].text
    if (after := explained_to(said, at)) > at:
        return after, "letters"
    longest = max((arc for arc in said.arcs[at] if arc.sure), key=lambda arc: arc.to, default=None)
    if longest is not None and (longest.to > at + 1 or not is_letter(said, at)):
        return longest.to, "digits" if longest.out.isdigit() else "letters"
    if is_letter(said, at) or (word in RADIO and _is_among_letters(said, at)):
        return at + 1, "letters"
    if said.passes[at] or said.repairs[at] or (word in TIMES and at + 1 < len(said.pieces)):
        return at + 1, ""
    if said.arcs[at]:
        return at + 1, "letters" if word in LETTER_NAMES else "unsure"
    return at + 1, _lesser(word)


def _is_among_letters(said: Sayings, at: int) -> bool:
    """ "mike" and "hotel" spell beside another word of the radio alphabet, a letter or a digit."""
    beside = [one for one in (at - 1, at + 1) if 0 <= one < len(said.pieces)]
    return any(said.pieces[one].text in RADIO or _is_single(said, one) or any(arc.sure for arc in said.arcs[one]) for one in beside)


def _lesser(word: str) -> str:
    if word.isalpha() and len(word) <= 3 and word not in ORDINARY:
        return "fragments"
    if word in _STRAINED or len(word) == 2:
        return "strained"
    return "ordinary" if word in ORDINARY else "strange"
