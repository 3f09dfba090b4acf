"""The phrases around a number: which of them announce it, and how surely. Pure."""

from __future__ import annotations

from typing import NamedTuple

from redaction.text.ends import bare_since
from redaction.text.recognizers.answers import is_code_word, strangers_before
from redaction.text.recognizers.kind import Kind
from redaction.text.recognizers.phrases import Hit
from redaction.text.runs import ORDINARY, Run
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

_BEFORE, _AFTER = 9, 5  # pieces in which a phrase counts
_TOLD = 9  # pieces of what is told about a number behind it
_LINKED = 5  # pieces of links and fillers between a phrase and its number
_BEFORE_VERBS = frozenset(words_of("to and can you i please we just lets me id then could will would"))  # "to order ramen"
_EQUALS = frozenset(("is", "its", "are", "was", "says", "reads", "were", "be"))
_WHOSE = frozenset(words_of("my the her his our their your"))
# Between a number and what says behind it whose it is: "... is what it says next to account".
_TELLING = frozenset(words_of("what whats thats it says written printed stamped down next beside under top bottom front gave they there by"))
_LINKS = frozenset(
    words_of(
        "at me is are was were be its it to as my the this that thats here a for of in on and with number no code one says said reads read has so "
        "please yes ok okay well um uh er hi like your his her our their goes would will can you i first last four three six digits ending starting "
        "ends starts spam scam real valid right correct fake hash ive got"
    )
)


class Meaning(NamedTuple):
    kind: Kind | None  # None: a number of nobody
    is_sure: bool


class Near(NamedTuple):
    """The order in which phrases are believed; `unlike` is less for a longer phrase. since: the piece from which the number may begin."""

    is_apart: bool
    is_unsure: bool
    is_after: bool
    gap: int
    unlike: int
    since: int
    until: int | None
    kind: Kind | None


def longest(hits: list[Hit[Meaning]]) -> list[Hit[Meaning]]:
    """Of phrases that overlap the longest, sure ones first: "social security number" is neither "my social" nor "security number"."""
    kept: list[Hit[Meaning]] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda one: (not one.meaning.is_sure, one.first - one.last, one.first)):
        if taken.isdisjoint(range(hit.first, hit.last)):
            kept.append(hit)
            taken.update(range(hit.first, hit.last) if hit.meaning.is_sure else ())
    return kept


def near(said: Sayings, run: Run, hit: Hit[Meaning]) -> Near | None:
    """None when the phrase is too far, or closes nothing."""
    kind, is_sure = hit.meaning
    is_after = hit.first >= run.last
    if hit.last <= run.first:
        gap, between, since = run.first - hit.last, said.pieces[hit.last : run.first], hit.last
    elif is_after:
        gap, between, since = hit.first - run.last, said.pieces[run.last : hit.first], bare_since(said, run)
    else:
        return None
    if is_sure and kind and not is_after:
        between = between[: len(between) - strangers_before(said, run.first, since)]
    is_told = is_after and any(piece.text in _TELLING or piece.text in _EQUALS for piece in between[:1])
    if is_told and len(between) <= _LINKED and any(piece.text in _WHOSE for piece in between[1:2]):
        between = []  # "... is my texas driver license"
    links = _LINKS | _TELLING if is_told else _LINKS
    is_linked = len(between) <= (_TOLD if is_told else _LINKED) and all(piece.text in links or piece.text in ORDINARY for piece in between)
    is_linked = is_linked or (
        not is_after and len(between) <= _LINKED and (any(piece.text in _EQUALS for piece in between[-2:]) or between[-1].text == "it")
    )
    if kind is None and hit.last - hit.first == 1 and any(piece.text in _EQUALS for piece in between):
        return None  # "the code for the gate is ..."
    if gap > (_TOLD if is_told else _AFTER if is_after else _BEFORE) or (is_after and (not is_linked or kind is None)):
        return None
    return Near(not is_linked, not is_sure, is_after, gap, hit.first - hit.last, since, hit.first if is_after else None, kind)


def code_word(said: Sayings, hit: Hit[Meaning], text: str) -> int | None:
    """Where a code of letters alone stands that was written as one word."""
    at = hit.last
    if not hit.meaning.is_sure and (hit.first == 0 or said.pieces[hit.first - 1].text in _BEFORE_VERBS):
        return None
    while hit.meaning.is_sure and at < min(len(said.pieces), hit.last + 3) and said.pieces[at].text in _LINKS:
        at += 1
    if at == len(said.pieces):
        return None
    piece = said.pieces[at]
    return at if is_code_word(piece.text, text[piece.start : piece.end]) else None
