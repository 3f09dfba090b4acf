"""What a recogniser may write for a name that it does not know: phones confused, then words of the dictionary that sound like them.

For bench/own_identifiers.py. From the same dictionary as the aligner, but by distances of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from random import Random

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bench.own.people import SAID
from redaction.letters.dictionary import DICTIONARY
from redaction.pronunciation import pronounce

_CONFUSED = (
    "P B,T D,K G,F TH,S Z,SH CH S,JH CH Y,V B F,M N,N NG M,L R W,TH T F,DH D,ZH JH SH,HH -,W V,"
    "AA AH AO,AE EH,AH IH ER AA,AO OW AA,AW OW,AY EY,EH IH AE,ER AH,EY AY EH,IH IY AH,IY IH,OW AO,OY AO,UH UW,UW UH OW"
)
CONFUSED = {group.split(" ")[0]: group.split(" ")[1:] for group in _CONFUSED.split(",")}
_MOST = 0.3  # of the phones: what is farther from a name is another word
_SYMBOLS: dict[str, str] = {}


def _written(phones: Sequence[str]) -> str:
    """A character a phone, so that a string distance is a distance of phones."""
    return "".join(_SYMBOLS.setdefault(phone, chr(0x100 + len(_SYMBOLS))) for phone in phones)


def _read(sound: str) -> list[str]:
    phones = {character: phone for phone, character in _SYMBOLS.items()}
    return [phones[character] for character in sound]


@cache
def _by_sound() -> dict[str, list[str]]:
    words: dict[str, list[str]] = defaultdict(list)
    for line in DICTIONARY.read_text("ascii").splitlines():
        head, *phones = line.split()
        word = head.partition("(")[0]
        if word.isalpha():
            words[_written(phones)].append(word)
    return words


@cache
def _sounds_of(length: int) -> list[str]:
    return [sound for sound in _by_sound() if len(sound) == length]


def mishear(name: str, dice: Random, *, common: frozenset[str] = frozenset()) -> str:
    """One to three words; the name itself never. common: words that a recogniser likes to write."""
    phones = SAID[name].split() if name in SAID else pronounce(name)
    while True:
        parts = [_word_for(part, dice, common) for part in _cut(_confused(phones, dice), dice)]
        said = " ".join(word for word, _ in parts)
        if said != name and _apart(_read("".join(sound for _, sound in parts)), phones) <= max(1.0, _MOST * len(phones)):
            return said


def _apart(heard: list[str], phones: list[str]) -> float:
    """A phone missing or too many is 1; another phone 0.5 if it is easily confused, 1 if both are vowels, otherwise 1.5."""
    row = [float(at) for at in range(len(phones) + 1)]
    for one in heard:
        before, row = row, [row[0] + 1]
        for at, phone in enumerate(phones):
            row.append(min(before[at] + _changed(phone, one), before[at + 1] + 1, row[at] + 1))
    return row[-1]


def _changed(phone: str, heard: str) -> float:
    if phone == heard:
        return 0.0
    if heard in CONFUSED.get(phone, ()) or phone in CONFUSED.get(heard, ()):
        return 0.5
    return 1.0 if phone[0] in "AEIOU" and heard[0] in "AEIOU" else 1.5


def _confused(phones: list[str], dice: Random) -> list[str]:
    heard = []
    for at, phone in enumerate(phones):
        chance = dice.random()
        if chance < 0.12 and phone in CONFUSED:
            heard.append(dice.choice(CONFUSED[phone]))
        elif chance > 0.98 and at:
            continue
        else:
            heard.append(phone)
    return [phone for phone in heard if phone != "-"] or phones


def _cut(phones: list[str], dice: Random) -> list[list[str]]:
    if len(phones) < 4 or dice.random() < 0.6:
        return [phones]
    places = sorted(dice.sample(range(2, len(phones) - 1), 1 + (len(phones) > 7 and dice.random() < 0.25)))
    return [phones[start:end] for start, end in zip([0, *places], [*places, len(phones)], strict=True)]


def _word_for(phones: list[str], dice: Random, common: frozenset[str]) -> tuple[str, str]:
    """A word that sounds the same, or else one of the nearest; a common one three times out of four, where there is one. And its sound."""
    sound = _written(phones)
    near = [sound] if sound in _by_sound() else _nearest(sound)
    words = [(word, one) for one in near for word in _by_sound()[one]]
    liked = [pair for pair in words if pair[0] in common]
    return dice.choice(liked if liked and dice.random() < 0.75 else words)


def _nearest(sound: str) -> list[str]:
    near = [sound for length in (len(sound) - 1, len(sound), len(sound) + 1) for sound in _sounds_of(length)]
    found = process.extract(sound, near, scorer=Levenshtein.distance, limit=12)
    return [one for one, distance, _ in found if distance <= found[0][1]]
