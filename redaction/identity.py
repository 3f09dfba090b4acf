"""What the platform knows of the person in a recording. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_SHORTEST_NUMBER = 3
_NOT_ALNUM = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Small letters without accents, digits of any script as 0-9. May change the length, so fold a word, never a text whose offsets count."""
    if text.isascii():
        return text.lower()
    plain = "".join(_plain(mark) for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return plain.casefold().translate(_UNDECOMPOSED)


def _plain(mark: str) -> str:
    digit = unicodedata.digit(mark, None)
    return mark if digit is None else str(digit)


def squeeze(text: str) -> str:
    """Letters and digits alone, folded; the letter o is written 0, because both are said "oh"."""
    return _NOT_ALNUM.sub("", fold(text)).replace("o", "0")


def name_parts(name: str) -> tuple[str, ...]:
    """Each part of a name, folded ("Anne-Marie O'Neil" gives anne, marie, oneil), and the whole of it run together."""
    parts = [part for part in _NOT_ALNUM.split(fold(name).replace("'", "")) if len(part) > 1]
    return tuple(dict.fromkeys([*parts, "".join(parts)])) if parts else ()


@dataclass(frozen=True)
class Identity:
    """Known values; empty where unknown. Its repr shows none of them, so that it may stand in a traceback."""

    account_id: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    device_serial: str = field(default="", repr=False)

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """(entity, squeezed value) of the account and the serial, where known. A value of one or two characters would be heard everywhere."""
        pairs = (("ACCOUNT_ID", squeeze(self.account_id)), ("DEVICE_SERIAL", squeeze(self.device_serial)))
        return tuple(pair for pair in pairs if len(pair[1]) >= _SHORTEST_NUMBER)

    @property
    def names(self) -> tuple[str, ...]:
        """Folded parts of first and last name, longest first, none twice."""
        parts = {*name_parts(self.first_name), *name_parts(self.last_name)}
        return tuple(sorted(parts, key=lambda part: (-len(part), part)))

    @property
    def names_run_together(self) -> tuple[str, ...]:
        """First and last name as one word, either way round, as in a mail address; empty unless both are known."""
        first, last = name_parts(self.first_name), name_parts(self.last_name)
        return (first[-1] + last[-1], last[-1] + first[-1]) if first and last else ()
