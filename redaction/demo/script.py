"""The short notation in which scenes.toml says what is spoken. Pure.

    hi this is [first: joanna] / my account is / [account mixed: 45=forty_five double 2=two] // thanks

`/` ends a piece (a breath; no word lies across it), `//` a piece with a longer pause, `[mark how: ...]` marks a stretch: an identifier, or
with `keep` a number that must stay. A word that the recogniser writes otherwise is `written=spoken`, `_` joining several words on either side;
`+word` is spoken but not written. A capital letter is a letter said by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ENTITIES: Final = {
    "account": "ACCOUNT_ID",
    "serial": "DEVICE_SERIAL",
    "first": "PERSON",
    "last": "PERSON",
    "person": "PERSON",
    "order": "ORDER_ID",
    "phone": "PHONE_NUMBER",
    "address": "ADDRESS",
    "keep": "",
}
OWN: Final = frozenset({"account", "serial", "first", "last"})  # in the manifest's identity; the others are somebody's all the same

_PART = re.compile(r"//|/|\[|\]|[^\s\[\]/]+")


class BadScript(ValueError):
    """The notation is broken."""


@dataclass(frozen=True)
class Mark:
    """A stretch of words that is an identifier, or must stay. number: which of its scene. how: the way in which it is spoken, in one word."""

    number: int
    name: str
    how: str

    @property
    def entity(self) -> str:
        return ENTITIES[self.name]


@dataclass(frozen=True)
class Said:
    """One spoken unit: the words that the recogniser wrote for it (none where it missed it) and the words truly said."""

    written: tuple[str, ...]
    spoken: tuple[str, ...]
    is_letter: bool
    mark: Mark | None


@dataclass(frozen=True)
class Piece:
    """What is synthesised in one go, and whether a long pause follows."""

    units: tuple[Said, ...]
    long_pause: bool


def read(text: str) -> list[Piece]:
    """Raises BadScript."""
    pieces: list[Piece] = []
    units: list[Said] = []
    mark: Mark | None = None
    opening = False
    opened = 0
    for part in _PART.findall(text):
        if part == "[":
            opening, opened = True, opened + 1
        elif part == "]":
            mark = None
        elif opening:
            mark, opening = _mark(part, mark, opened)
        elif part in {"/", "//"}:
            pieces.append(Piece(tuple(units), part == "//"))
            units = []
        else:
            units.append(_said(part, mark))
    pieces.append(Piece(tuple(units), long_pause=False))
    if mark is not None or opening or not all(piece.units for piece in pieces):
        raise BadScript("a mark is left open, or a piece is empty")
    return pieces


def _mark(part: str, so_far: Mark | None, number: int) -> tuple[Mark, bool]:
    """`[first:` or `[account pairs:`; the second value says whether the opening goes on."""
    word = part.removesuffix(":")
    mark = Mark(number, so_far.name, word) if so_far else Mark(number, word, "plain")
    if mark.name not in ENTITIES:
        raise BadScript("no such mark")
    return mark, not part.endswith(":")


def _said(part: str, mark: Mark | None) -> Said:
    if part.startswith("+"):
        return Said((), tuple(part[1:].split("_")), is_letter=False, mark=mark)
    written, is_other, spoken = part.partition("=")
    said = spoken if is_other else written
    is_letter = len(said) == 1 and said.isupper()
    return Said(tuple(written.lower().split("_")), tuple(said.lower().split("_")), is_letter, mark)
