"""How a word of a transcript may sound, as phones of the acoustic model. Pure.

Words come as a device's recogniser writes them: "don't", "J.", "45", "8w", "2nd", "mp3", "10:30", "$5.99", "j.smith@mail.com".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice, product

from redaction.letters.dictionary import look_up
from redaction.letters.figures import readings
from redaction.letters.sounds import say

Phones = tuple[str, ...]

_MOST_WAYS = 12  # each is a path more for the aligner
_LONGEST_INITIALS = 4
_LONGEST_TOKEN = 100  # characters
_SHORTEST_TELEPHONE = 7

_SILENT = '.,;:!?"()[]{}<>|~^`«»“”„…-–—·•¿¡'
_SYMBOLS = {  # between letters or figures; the likeliest first
    ".": ("dot", "point", ""),
    "-": ("", "dash", "minus"),
    "/": ("", "slash", "by"),
    "_": ("", "underscore"),
    "\\": ("backslash", ""),
    "@": ("at",),
    "&": ("and", "ampersand"),
    "%": ("percent",),
    "#": ("hash", "number", "pound"),
    "+": ("plus", "and"),
    "=": ("equals",),
    "°": ("degrees",),
    "*": ("star", "asterisk", "times"),
    "$": ("dollars", "dollar"),
    "£": ("pounds", "pound"),
    "€": ("euros", "euro"),
    "₹": ("rupees", "rupee"),
    "×": ("times", "by"),
}
_ALSO = {"z": ("Z", "EH", "D"), "h": ("HH", "EY", "CH")}  # British; Irish and Indian
_FOLDED = str.maketrans({"’": "'", "‘": "'", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})

_PIECE = re.compile(r"[$£€₹]?\d[\d,]*(?:[.:]\d\d?\d?(?!\d))?(?:(?:st|nd|rd|th|'?s)(?![a-z]))?|[a-z']+|\S")
_DIGIT_GROUPS = re.compile(r"\+?\d+(?:[-./)]+\d+)+")
_INITIALS = re.compile(r"[a-z](?:\.[a-z])+\.?")
_VOWEL = re.compile(r"[aeiouy]")


def pronounce(word: str) -> list[str]:
    """The usual way to say a word of letters: the dictionary's, or the likeliest for its spelling. Empty if it has no letter."""
    letters = "".join(re.findall("[a-z']+", _fold(word)))
    ways = look_up(letters)
    return list(ways[0] if ways else say(letters))


def spell(token: str) -> list[Phones]:
    """Ways to say a token, the likeliest first, at most twelve. [()]: it is silent, as punctuation is; []: nobody knows how."""
    if len(token) > _LONGEST_TOKEN:
        return []
    whole = _fold(token)
    bare = whole.strip(_SILENT) if whole[:1] != "-" else "-" + whole.strip(_SILENT)
    if not bare.strip("-'"):
        return [()]
    ways = look_up(whole) or look_up(bare) or _figure(bare) or _initials(bare) or _pieces(bare)
    if token.isupper() and 1 < len(bare) <= _LONGEST_INITIALS:
        ways = [*ways, *_named(bare)]
    return _few([*ways, *([_ALSO[bare]] if bare in _ALSO else [])])


def _fold(token: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", token.lower().translate(_FOLDED))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _few(ways: Iterable[Phones]) -> list[Phones]:
    return list(islice(dict.fromkeys(way for way in ways if way), _MOST_WAYS))


def _figure(bare: str) -> list[Phones]:
    return [_phrase(reading) for reading in readings(bare) or _groups(bare)]


def _groups(bare: str) -> list[str]:
    """A telephone number: "800-555-1212" is said as one run of digits, or with "eight hundred" first."""
    groups = re.findall(r"\d+", bare) if _DIGIT_GROUPS.fullmatch(bare) else []
    digits = "".join(groups)
    if len(digits) < _SHORTEST_TELEPHONE:
        return []
    hundred = readings(groups[0])[0] if groups[0].endswith("00") else ""
    return [*readings(digits), *(f"{hundred} {rest}" for rest in readings("".join(groups[1:])) if hundred)]


def _initials(bare: str) -> list[Phones]:
    """ "a.m" and "j.r.r" as their letters."""
    return _named(bare.replace(".", "")) if _INITIALS.fullmatch(bare) else []


def _pieces(bare: str) -> list[Phones]:
    """Letters, figures and signs one after the other; every way of each with every way of the others, until they are too many."""
    found = _PIECE.findall(bare)
    is_code = any(character.isdigit() for character in bare)
    ways = [_piece(piece, is_code=is_code) for piece in found]
    return _few(sum(parts, ()) for parts in islice(product(*ways), 10 * _MOST_WAYS))


def _piece(piece: str, *, is_code: bool) -> list[Phones]:
    if piece in _SYMBOLS:
        return [_phrase(name) for name in _SYMBOLS[piece]]
    if piece[0] in "abcdefghijklmnopqrstuvwxyz'":
        return _letters(piece, is_code=is_code)
    return [_phrase(reading) for reading in readings(piece) or readings(re.sub(r"\D", "", piece))] or ([()] if piece in _SILENT else [])


def _letters(piece: str, *, is_code: bool) -> list[Phones]:
    """A run of letters as a word, by their names, or either: "mp" of "mp3" and "xk" of "xk45" have their names first."""
    bare = piece.strip("'")
    if not bare:
        return [()]
    known = look_up(piece) or look_up(bare)
    named = _named(bare) if len(bare) <= _LONGEST_INITIALS and (is_code or not known) else []
    as_word = known or [tuple(say(bare))]
    return [*named, *as_word] if is_code or not _VOWEL.search(bare) else [*as_word, *named]


def _named(letters: str) -> list[Phones]:
    """The names of the letters: one way; none if a letter has no name that we know."""
    names = [look_up(letter) for letter in letters if letter.isalpha()]
    return [sum((ways[-1] for ways in names), ())] if all(names) else []


def _phrase(words: str) -> Phones:
    return sum((tuple(pronounce(word)) for word in words.split()), ())
