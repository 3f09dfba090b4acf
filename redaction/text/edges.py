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
# Words of every day that end on the name of a letter: where that letter is missing, it was said.
_SOUND_LIKE = {
    "a": "hey hay eh they day may say",
    "b": "be bee me we",
    "c": "she sea see",
    "d": "the day thee",
    "e": "he",
    "f": "if of have half",
    "g": "jeez",
    "h": "each age hey",
    "i": "hi my",
    "j": "day they",
    "k": "okay ok hey",
    "l": "all hell well ill",
    "m": "am them him",
    "n": "and an in then end on",
    "0": "so no",
    "p": "pee",
    "r": "are or our her",
    "s": "yes as is us this its",
    "t": "to the",
    "v": "we the",
    "w": "you",
    "x": "next",
    "y": "hi",
    "z": "said the",
}
_WORDS_LIKE = {letter: frozenset(words_of(words)) for letter, words in _SOUND_LIKE.items()}
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
    before = _taken(said, range(first - 1, -1, -1), target[:lead][::-1], barred)
    after = _taken(said, range(last, len(said.pieces)), target[len(target) - tail :], barred)
    return (first if before is None else before), (last if after is None else after + 1)


def _missing(heard: str, target: str) -> int:
    """How many characters of the target were left out before what was heard begins: the most that its first two allow."""
    most = min(_MOST, max(0, len(target) - LCSseq.similarity(heard, target)))
    fits = [lead for lead in range(most + 1) if target.startswith(heard[:2], lead)]
    return max(fits) if fits else most


def _taken(said: Sayings, places: range, missing: str, barred: Collection[int]) -> int | None:
    """The farthest of as many words as characters are missing; None when the first is a carrier already. Over an "um", which does not count.

    missing: the characters, the one beside what was heard first.
    """
    farthest = None
    for at in places:
        word = said.pieces[at].text
        is_letter = word in _WORDS_LIKE.get(missing[:1], ())
        if not missing or at in barred or (word in _CARRIERS and not is_letter):
            break
        if is_letter or not said.passes[at]:
            farthest, missing = at, missing[1:]
    return farthest
