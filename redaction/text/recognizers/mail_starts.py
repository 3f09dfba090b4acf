"""What is said before or inside the beginning of a mail address: a first attempt taken back, a pause, a word about how it is written. Pure."""

from __future__ import annotations

from redaction.text.recognizers import internet_words as net
from redaction.text.recognizers.ordinary_words import LITTLE
from redaction.text.recognizers.phrases import phrases
from redaction.text.spoken_words import REPAIR_PAIRS, REPAIRS, words_of

_REMARKS = tuple(
    tuple(phrase.split())
    for phrase in phrases(
        "all in lower case, all lower case, in lower case, lower case, all lowercase, in lowercase, lowercase, all in small letters, all "
        "small letters, in small letters, small letters, all in small, all small, in small, all one word, as one word, one word, no spaces, "
        "no space, no gaps, no gap, without spaces, without space, all together, altogether, all in one, in capitals, all capitals, all "
        "caps, no capitals, no caps, no dots, no dot"
    )
)
_PAUSES = frozenset(words_of("is it yeah yes um uh er erm hmm then like okay so that right"))
_MOST_PAUSES, _MOST_BETWEEN, _MOST_BROKEN = 4, 9, 6
_AT = frozenset(("at", "adderate", "attherate"))


def without_remark(words: list[str], at: int) -> int:
    """Where a local part ends that a word about it follows: "menon all small at"."""
    return next((at - len(one) for one in _REMARKS if at > len(one) and tuple(words[at - len(one) : at]) == one), at)


def over_remark(words: list[str], last: int) -> int:
    """Where such a word behind an address ends: "... dot com all lower case"."""
    return next((last + len(one) for one in _REMARKS if tuple(words[last : last + len(one)]) == one), last)


def begun(words: list[str], first: int) -> int:
    """Where an address that begins at a word was begun before: after a pause, as another letter's example, or in a first attempt."""
    for over in (_surnamed, _explained, _paused, _taken_back):
        first = over(words, first)
    return first


def _surnamed(words: list[str], first: int) -> int:
    """ "pete the (plumber ...)", "the (smiths ...)", all that is said."""
    if first == 1 and words[0] == "the":
        return 0
    return 0 if first == 2 and words[1] in ("the", "and", "of") and words[0] not in LITTLE and words[0] not in _NO_BOXES else first


_NO_BOXES = frozenset(words_of("email mail write send message contact text ask reach use try"))


def _explained(words: list[str], first: int) -> int:
    """ "d as in (dog dot price)", "kate with a (k dot hill)"."""
    before = words[max(0, first - 3) : first]
    is_example = before[1:] == ["as", "in"] or (before[1:] in (["with", "a"], ["with", "an"]) and len(words[first]) == 1)
    return first - 3 if is_example else first


def _paused(words: list[str], first: int) -> int:
    """ "m underscore is it (yeah underscore okonkwo)"."""
    for at in range(first - 1, max(0, first - 1 - _MOST_PAUSES), -1):
        if words[at] in net.JOINS:
            begin = net.begins(words, at)
            return begin if begin < at else first
        if words[at] not in _PAUSES:
            break
    return first


def _taken_back(words: list[str], first: int) -> int:
    """ "info at no that's my work one use (lizzie ...)": the broken address before the cue."""
    for cue in range(first - 1, max(0, first - 1 - _MOST_BETWEEN), -1):
        if words[cue] in REPAIRS or (words[cue], words[cue + 1]) in REPAIR_PAIRS:
            return min(first, _broken(words, cue))
    return first


def _broken(words: list[str], cue: int) -> int:
    """Where an address begins that breaks off before a cue; `cue` when none does, for no sign of one is near."""
    signs = [at for at in range(max(0, cue - _MOST_BROKEN), cue) if words[at] in _AT or words[at] in net.JOINS]
    if not signs:
        return cue + len(words)
    begin = net.begins(words, next((at for at in reversed(signs) if words[at] in _AT), signs[-1]))
    return begin if begin < signs[-1] else cue + len(words)
