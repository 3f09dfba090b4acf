"""What follows an address and belongs to it: the town, the state and the code. Pure."""

from __future__ import annotations

from redaction.text.recognizers.address_parts import says_number
from redaction.text.recognizers.address_words import STATE_PAIRS, STATES, TOWN_BORDERS, TOWN_PREFIXES, TOWNS_THAT_ARE_WORDS
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.recognizers.utterance import Utterance

_MOST_TOWN = 12  # pieces from the street to the end of the code


def over_town(heard: Utterance, at: int) -> int:
    """Over the name of a town; then as far as a state, a country or a code, if one comes soon."""
    taken = end = _town_end(heard, at)
    limit = min(len(heard.words), at + _MOST_TOWN)
    while end < limit:
        word = heard.words[end]
        if word in STATES or tuple(heard.words[end : end + 2]) in STATE_PAIRS:
            taken = end = end + 1 + (word not in STATES)
        elif (after := _code_end(heard, end)) > end:
            taken = end = after
        elif word in TOWN_BORDERS or (word in ORDINARY and word not in TOWN_PREFIXES) or end - taken >= 3:
            break
        else:
            end += 1
    return end if end == len(heard.words) else taken


def _town_end(heard: Utterance, at: int) -> int:
    """One word that is no everyday one, or two when the first is as in new york; "in springfield" too."""
    start = at + (heard.words[at : at + 1] == ["in"])
    if start >= len(heard.words):
        return at
    word = heard.words[start]
    if word in TOWN_PREFIXES and start + 1 < len(heard.words) and heard.words[start + 1] not in TOWN_BORDERS:
        return start + 2
    is_end = start + 1 == len(heard.words) or heard.words[start + 1] in TOWN_BORDERS
    if word in TOWNS_THAT_ARE_WORDS:
        return start + 1 if is_end or heard.words[start + 1] in STATES else at
    is_name = word.isalpha() and len(word) > 2 and word not in ORDINARY and word not in TOWN_BORDERS and not word.endswith(("ing", "ly"))
    return start + 1 if is_name else at


def _code_end(heard: Utterance, at: int) -> int:
    last = at
    while last < len(heard.words) and (
        says_number(heard, last) or heard.words[last].isdigit() or heard.words[last] in ("oh", "o", "double", "zip", "code", "zero")
    ):
        last += 1
    return last if last > at and any(says_number(heard, one) or heard.words[one].isdigit() for one in range(at, last)) else at
