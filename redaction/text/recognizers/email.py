"""Mail addresses as they are said: "j dot smith at gmail dot com", "jane underscore doe at the rate yahoo dot co dot in". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers import internet_words as net
from redaction.text.recognizers.answer_words import ASKING
from redaction.text.recognizers.mail_starts import begun, over_remark, without_remark
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken_words import REPAIRS, words_of

ENTITY, NAME = "EMAIL_ADDRESS", "spoken_email"
_AT = (
    ("at", "the", "rate", "of"),
    ("at", "the", "rate"),
    ("at", "rate"),
    ("at", "sign"),
    ("at", "symbol"),
    ("at",),
    ("the", "rate"),
    ("adderate",),
    ("attherate",),
)
# What recognisers write for "at"; believed only before a mail service.
_MISHEARD_AT = frozenset(
    words_of("that add hat and act it app et ad att as out has had a cat apt rat bat eight in ed add, an on after that's its rate")
)
_TELLING = frozenset(words_of("dot com gmail hotmail yahoo outlook icloud mail aol protonmail org net email point dotcom")) | net.PROVIDERS - {
    "me",
    "web",
    "live",
    "sky",
}
_BARE_SERVICES = frozenset(words_of("gmail googlemail hotmail yahoo outlook icloud protonmail aol rediffmail g hot"))
_DOTTED = re.compile(r"\w\.\w")
_MOST_LABEL = 14  # words between "at" and "dot"
_CUES = (
    ("email", "is"),
    ("email", "address", "is"),
    ("mail", "is"),
    ("mail", "id", "is"),
    ("email", "id", "is"),
    ("address", "is"),
    ("email",),
    ("e", "mail", "is"),
)
# What begins "... at" a shop's site.
_LOOKING = ASKING | frozenset(words_of("shop shopping sale sales prices price available deal deals meet order ordered bought looking checkout"))
_LABEL_BORDERS = frozenset(words_of("is my please and the to for you on can i what where me your a"))


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if heard.known.isdisjoint(_TELLING) and not ("at" in heard.known and _DOTTED.search(heard.text)):
        return
    cut = net.tokens(heard.text)
    words = [token.word for token in cut]
    at = 0
    while at < len(words):
        place = _address(words, at, lambda at: _written(cut, words, at))
        if place is None:
            at += 1
        else:
            first, last = begun(words, place[0]), over_remark(words, _corrected(words, place[1]))
            yield _result(cut, first, last)
            at = last


def _result(cut: list[net.Token], first: int, last: int) -> RecognizerResult:
    metadata = {RecognizerResult.RECOGNIZER_NAME_KEY: NAME}
    return RecognizerResult(ENTITY, cut[first].start, cut[last - 1].end, 0.85, recognition_metadata=metadata)


def _written(cut: list[net.Token], words: list[str], at: int) -> int:
    """Where the local part begins: one word before a written @ unless a dot joins others to it; else as far back as it may be said."""
    first = at
    if at and cut[at].end == cut[at].start + 1 and cut[at].start == cut[at - 1].end:
        while first and cut[first - 1].end == cut[first].start:
            first -= 1
        if not (first and words[first - 1] in net.JOINS):
            return first
    return net.begins(words, at)


def _address(words: list[str], at: int, begin: Callable[[int], int]) -> tuple[int, int] | None:
    """The address whose "at" stands at a word, or would stand before it."""
    after = _after_at(words, at)
    if after > at:
        last, is_service = _domain(words, after)
        if last:
            end = without_remark(words, at)
            first = begin(end)
            is_all = first == 0 < end and last == len(words) and words[0] not in _LOOKING
            return (first, last) if is_all or _is_local(words, first, end, is_service=is_service) else None
    if (words[at] in _MISHEARD_AT or words[at] == "at") and (last := _service(words, at + 1)):
        first = net.begins(words, at)
        return (first, last) if _is_local(words, first, at, is_service=True, is_sure=False) else None
    if (
        at
        and words[at - 1] not in _MISHEARD_AT
        and words[at - 1] != "at"
        and (last := _service(words, at))
        and words[at] not in ("me", "live", "mail", "email", "web")
    ):
        first = net.begins(words, at)
        return (first, last) if _is_local(words, first, at, is_service=True, is_sure=False) else None
    return None


def _corrected(words: list[str], last: int) -> int:
    """Where a correction of the domain ends: "... at yahoo dot co no dot com", "... no at gmail dot com"."""
    if last == len(words) or words[last] not in REPAIRS:
        return last
    after = last + 1
    if after < len(words) and words[after] in net.DOTS and (end := _top(words, after)):
        return end
    if (domain := _after_at(words, after)) > after and (end := _domain(words, domain)[0]):
        return end
    return last


def _after_at(words: list[str], at: int) -> int:
    return at + next((len(one) for one in _AT if tuple(words[at : at + len(one)]) == one), 0)


def _service(words: list[str], at: int) -> int:
    """Where "gmail dot com", "gmail com" ends; 0 when it is none."""
    end = net.provider(words, at)
    if end == at:
        return 0
    dotted = end + 1 if end < len(words) and (words[end] in net.DOTS or words[end] in net.MISHEARD_DOTS) else end
    last = net.top_domain(words, dotted)
    if dotted - 1 < len(words) and dotted > end and words[end] == "dotcom":
        return end + 1
    return last if last > dotted else 0


def _domain(words: list[str], at: int) -> tuple[int, bool]:
    """(where the domain ends or 0, whether it is a mail service's)."""
    if last := _service(words, at):
        return last, True
    end = net.provider(words, at)
    if (
        end > at
        and words[at] in _BARE_SERVICES
        and words[at] not in ("me", "live", "web", "sky", "mail", "email")
        and not (end < len(words) and words[end] in net.DOTS)
    ):
        return end, True
    for dot in range(at + 1, min(len(words), at + _MOST_LABEL)):
        if words[dot] in net.DOTS:
            last = _top(words, dot)
            if last:
                return _more(words, last), False
        elif words[dot] in _LABEL_BORDERS and not (words[dot] == "and" and dot - at <= 2) and not net.is_spoken(words[dot]):
            break
    return 0, False


def _top(words: list[str], dot: int) -> int:
    if words[dot] == "dotcom":
        return dot + 1
    last = net.top_domain(words, dot + 1)
    return last if last > dot + 1 else 0


def _more(words: list[str], last: int) -> int:
    """A sub-domain took its place: "at mail dot me dot company dot org"."""
    while last < len(words) and words[last] in net.DOTS and last + 1 < len(words):
        last = max(_top(words, last), last + 2)
    return last


def _is_local(words: list[str], first: int, at: int, *, is_service: bool, is_sure: bool = True) -> bool:
    """Somebody's name stands before "at", not "the sale at" a shop."""
    if first == at:
        return False
    local = words[first:at]
    if any(word in net.JOINS or net.is_spoken(word) for word in local):
        return is_sure or is_service
    if is_service and is_sure:
        return any(word not in ("tweet", "mail", "email", "inbox", "check", "login", "look") for word in local)
    cued = any(tuple(words[max(0, first - len(cue)) : first]) == cue for cue in _CUES)
    return cued or (any(word not in ORDINARY for word in local) and (is_sure or is_service))
