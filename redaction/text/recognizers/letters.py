"""Words that a recogniser writes when somebody spells: what each may have been, and how much one must strain to hear it. Pure."""

from __future__ import annotations

from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.spoken import Arc, Sayings
from redaction.text.spoken_words import READINGS, words_of

# Beyond the homophones of spoken_words: only where something else says that here is a code or a name, letter by letter.
_MISHEARD = {
    "a": "hey eh air they",
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
    "v": "we the be b fee",
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
    "9": "night line nines",
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
    found = [(arc.to, arc.out, not arc.sure) for arc in said.arcs[at] if _is_code(arc)]
    if len(word) == 2 and word.isalpha() and (word not in READINGS or word in ("de", "es", "en", "si", "ti", "ay", "ee", "ef", "tu", "se")):
        found.append((at + 1, word.replace("o", "0"), word in _LITTLE))
    if word == "x" and at + 1 < len(said.pieces) and said.pieces[at + 1].text == "ray":
        found.append((at + 2, "x", 0))
    if strained:
        found += [(at + 1, character, STRAIN) for character in _STRAINED.get(word, ())]
        if len(word) > 3 and word.isalpha() and word not in ORDINARY:
            found.append((at + 1, word[0].replace("o", "0"), STRAIN))  # "(c for) cambridge"
    return found


_LITTLE = frozenset(words_of("am an as at be by do go he hi if in is it me my no of on or so to up us we ok oh de es en"))


def _is_code(arc: Arc) -> bool:
    """Hundreds and thousands are no part of a code that is read out."""
    return len(arc.out) <= 8 and not (len(arc.out) > 2 and arc.out.isdigit() and not arc.written and len(set(arc.out)) > 1)


def is_letter(said: Sayings, at: int) -> bool:
    """A single letter as such: nothing else that could be meant."""
    word = said.pieces[at].text
    return len(word) == 1 and word.isalpha()
