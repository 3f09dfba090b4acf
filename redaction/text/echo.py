"""The second look: is anything of this person still readable in a finished text? By other rules than those that redacted it. Pure.

On purpose it shares no table and no reading with spoken.py or the recognizers, so that one mistake cannot blind both. It is cruder: it only
raises its hand.
"""

from __future__ import annotations

import re
import unicodedata

from jellyfish import metaphone
from rapidfuzz.distance import LCSseq, Levenshtein

from redaction.holds import Hold
from redaction.identity import Identity
from redaction.letters.dictionary import look_up
from redaction.text import remains

_PART = 4
_LONG = 6
_LONG_NAME = 5
_NEAR = 30  # tokens
_MOST = 0.6  # of a number, in order: by chance in none of 9,234 assistant utterances
_PLACEHOLDER = re.compile(r"\[[A-Z]+_\d+\]")
_TOKEN = re.compile(r"[a-z0-9]+|\|")
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_VALUES = {word: str(value) for value, word in enumerate(_SMALL.split(" "))}
_VALUES |= {word: str(value) for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)}
_TENS = frozenset(word for word in _VALUES if word.endswith("ty"))
_VALUES |= {"oh": "0", "nought": "0", "nil": "0"}
_POWERS = frozenset(("hundred", "thousand"))
_UNHEARD = frozenset(("um", "uh", "er", "erm", "and", "dash", "no", "sorry", "double", "triple", "point", "dot"))


def look(text: str, identity: Identity) -> list[Hold]:
    """What can still be read outside the placeholders; empty when nothing can."""
    plain = _plain(_PLACEHOLDER.sub(" | ", text))
    tokens = _TOKEN.findall(plain)
    written = f"{_as_digits(tokens, '00')}|{_as_digits(tokens, '')}"
    found = {
        Hold.OWN_NUMBER: any(_readable(value, written) or _scattered(value, tokens) for value in (identity.account_id, identity.device_serial)),
        Hold.OWN_NAME: any(_named(name, tokens) for name in (identity.first_name, identity.last_name)),
        Hold.NEAR_OWN_NAME: any(_nearly_named(name, tokens) for name in (identity.first_name, identity.last_name)),
        **remains.look(plain),
    }
    return [hold for hold, is_there in found.items() if is_there]


def _plain(text: str) -> str:
    return re.sub(r"['’]s?\b", "", "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark)).lower())


def _as_digits(tokens: list[str], hundred: str) -> str:
    """The text with its number words in figures and single letters kept; any other word is a bar. hundred: what that word adds."""
    out: list[str] = []
    for at, token in enumerate(tokens):
        if token in _UNHEARD:
            continue
        if token in _POWERS:
            out.append(hundred)
        elif token in _VALUES:
            out.append(_VALUES[token] * _times(tokens, at) + "0" * (token in _TENS and not _is_unit(tokens, at + 1)))
        else:
            out.append(token if len(token) == 1 or any(map(str.isdigit, token)) else "|")
    return "".join(out)


def _is_unit(tokens: list[str], at: int) -> bool:
    return at < len(tokens) and tokens[at] not in _TENS and _VALUES.get(tokens[at], "00") in "123456789"


def _times(tokens: list[str], at: int) -> int:
    return {"double": 2, "triple": 3}.get(tokens[at - 1], 1) if at else 1


def _readable(value: str, written: str) -> bool:
    """Four characters of it in a row, two of them digits at least."""
    own = re.sub(r"[^a-z0-9]", "", _plain(value))
    parts = (own[at : at + _PART] for at in range(max(1, len(own) - _PART + 1)))
    return any(part in written for part in parts if sum(map(str.isdigit, part)) >= 2)


def _scattered(value: str, tokens: list[str]) -> bool:
    """Most of its characters, or of its digits alone, in their order within thirty words, however much other words were said between."""
    own = re.sub(r"[^a-z0-9]", "", _plain(value))
    known = [one for one in {own, re.sub(r"\D", "", own)} if len(one) >= _LONG]
    places = [at for at, token in enumerate(tokens) if token in _VALUES or token[0].isdigit()]
    # a window begins two tokens before a digit: with the letters that the number begins with
    windows = [_as_digits(tokens[max(0, at - 2) : at + _NEAR], "") for at in places if known]
    return any(_is_most(one, [mark for mark in window if mark.isdigit() or mark in one]) for window in windows for one in known)


def _is_most(own: str, said: list[str]) -> bool:
    """Most of the one is in the other, or in the beginning of the other, of which it is most too."""
    need = _MOST * len(own)
    if LCSseq.similarity(own, said) < need:
        return False
    return any(LCSseq.similarity(own, said[:end]) >= max(need, _MOST * end) for end in range(_PART, len(said) + 1))


def _parts_of(name: str) -> list[str]:
    return [part for part in re.split(r"[^a-z]+", _plain(name)) if len(part) > 1]


def _named(name: str, tokens: list[str]) -> bool:
    """As a word, inside one, or letter by letter with perhaps other letters around it."""
    spelled = "".join(token if len(token) == 1 else "|" for token in tokens).split("|")
    return any(part in tokens or _is_inside(part, tokens) or _is_spelled(part, spelled) for part in _parts_of(name))


def _is_spelled(part: str, spelled: list[str]) -> bool:
    return any(part == run or (len(part) > 3 and part in run) for run in spelled)


def _is_inside(part: str, tokens: list[str]) -> bool:
    """In a word that nobody knows, as "joannarocks"; not the Chris of a christmas."""
    return len(part) >= _LONG_NAME and any(part in token and part != token and not look_up(token) for token in tokens)


def _nearly_named(name: str, tokens: list[str]) -> bool:
    return any(_near(part, token) for part in _parts_of(name) if len(part) >= 5 for token in tokens)


def _near(part: str, token: str) -> bool:
    """One letter away and alike in sound: a wider net would hold every "email" of an Emily."""
    if token == part or len(token) < 4 or Levenshtein.distance(part, token, score_cutoff=1) > 1:
        return False
    # the same beginning, or every "weather" of a Heather is held
    return Levenshtein.distance(metaphone(part), metaphone(token)) <= (len(part) >= 6 and part[0] == token[0])
