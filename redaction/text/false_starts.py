"""What was said first and taken back, right before an identifier that was found: "s w one no s w two ...". As personal as what follows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redaction.findings import Finding
from redaction.text.places import Places
from redaction.text.recognizers.calendar_words import MONTHS, ORDINALS
from redaction.text.recognizers.letters import LETTER_NAMES, is_letter
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

NAME = "false_start"
_LINKS = frozenset(words_of("my work old one other it its that thats is it c b a the i mean meant say said um uh er erm ah oh sorry"))
_MOST_LINKS = 6  # pieces between the cue and the identifier
_MOST = 12  # pieces that were taken back
_KINDS = frozenset(
    ("DATE_OF_BIRTH", "POSTCODE", "ADDRESS", "ACCOUNT_ID", "ORDER_ID", "PHONE_NUMBER", "DEVICE_SERIAL", "CREDIT_CARD", "PIN", "PERSON")
)
_IN_DATES = frozenset(words_of("of the day month year"))


def find(findings: Sequence[Finding], places: Places) -> Iterator[Finding]:
    """Beside what was found already; may overlap it."""
    if not any(places.said.repairs):
        return
    for one in findings:
        if one.entity in _KINDS and (cue := before_cue(places.said, places.first(one))) is not None:
            first = _begun(places.said, cue, one.entity)
            if first < cue:
                yield places.finding(first, places.first(one), one, NAME)


def before_cue(said: Sayings, first: int) -> int | None:
    """Where the cue begins that takes back what stands before it, when only a link or two follow it; None without a cue."""
    at, cue = first, None
    while at and (first - at <= _MOST_LINKS or cue is not None):
        ends = [start for start in (at - 1, at - 2) if start >= 0 and said.repairs[start] == at]
        if ends:
            at = cue = ends[-1]
        elif cue is None and (said.pieces[at - 1].text in _LINKS or said.passes[at - 1]):
            at -= 1
        else:
            break
    return cue


def _begun(said: Sayings, cue: int, entity: str) -> int:
    """The first of the pieces before a cue that may be the beginning of an identifier; `cue` when none surely is."""
    at = surely = cue
    while at > max(0, cue - _MOST) and _may_be_part(said, at - 1, entity):
        at -= 1
        if _is_part(said, at, entity):
            surely = at
    is_in_date = entity == "DATE_OF_BIRTH" and 0 < surely < cue and said.pieces[surely - 1].text == "the"
    return surely - is_in_date


def _may_be_part(said: Sayings, at: int, entity: str) -> bool:
    word = said.pieces[at].text
    return bool(said.arcs[at] or said.passes[at]) or _is_part(said, at, entity) or (entity == "DATE_OF_BIRTH" and word in _IN_DATES)


def _is_part(said: Sayings, at: int, entity: str) -> bool:
    word = said.pieces[at].text
    if is_letter(said, at) or word in LETTER_NAMES:
        return True
    if entity == "DATE_OF_BIRTH" and (word in MONTHS or word in ORDINALS):
        return True
    return entity != "PERSON" and any(arc.sure for arc in said.arcs[at])
