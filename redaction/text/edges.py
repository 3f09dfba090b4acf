"""The misheard words at the edge of a known number: said, so heard in the recording, but written as words that say no digit. Pure.

"my account is four five double two nine oh when sri" for 452290713: what is missing at an end is looked for in the words beside it.
It takes a word too many rather than one too few.
"""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz.distance import LCSseq

from redaction.text.runs import readings
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

_MOST = 4  # words at either end
# What stands beside a number when nothing of it was misheard. Short on purpose: "do", "hi" and "when" are not here, they may be two, five and one.
_CARRIERS = frozenset(
    words_of(
        "a an the my your his her our their i im ive me you he she we they it its is was are be that thats this and but or so because if by in on at "
        "of with from about please thanks thank cheers okay ok bye goodbye yes no hello hey said says say told tell called call check account "
        "accounts number numbers id serial code order customer member device reference end ends ending start starts starting begin begins "
        "beginning first last final digit digits name yesterday today tomorrow"
    )
)


def with_edges(said: Sayings, place: tuple[int, int], target: str, *, barred: Collection[int] = ()) -> tuple[int, int]:
    """Pieces first to last (exclusive), and as many beside them as characters of the target are missing at that end. barred: pieces never taken."""
    first, last = place
    heard = max(readings(said, first, last), key=lambda reading: LCSseq.similarity(reading, target), default="")
    lead = _missing(heard, target)
    tail = _missing(heard[::-1], target[::-1])
    before = _taken(said, range(first - 1, -1, -1), lead, barred)
    after = _taken(said, range(last, len(said.pieces)), tail, barred)
    return (first if before is None else before), (last if after is None else after + 1)


def _missing(heard: str, target: str) -> int:
    """How many characters of the target were left out before what was heard begins: the most that its first two allow."""
    most = min(_MOST, max(0, len(target) - LCSseq.similarity(heard, target)))
    fits = [lead for lead in range(most + 1) if target.startswith(heard[:2], lead)]
    return max(fits) if fits else most


def _taken(said: Sayings, places: range, count: int, barred: Collection[int]) -> int | None:
    """The farthest of so many words; None when the first is a carrier already. Over an "um", which does not count."""
    farthest = None
    for at in places:
        if count == 0 or at in barred or said.pieces[at].text in _CARRIERS:
            break
        if not said.passes[at]:
            farthest, count = at, count - 1
    return farthest
