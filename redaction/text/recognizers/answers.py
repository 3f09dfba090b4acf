"""What is said around a number that nothing announces: an answer is a number and politeness, and then even an odd number is one. Pure."""

from __future__ import annotations

from redaction.text.recognizers.ordinary_words import LITTLE, ORDINARY
from redaction.text.runs import Run
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import FILLERS, words_of

# What an answer begins and ends with.
_POLITE = FILLERS | frozenset(
    words_of(
        "of course would be sure yes yeah yep certainly please thanks thank you hi hello hey i think believe im should it its thats this here "
        "here's my mine number is was a the and so ok okay well um uh er alright right one moment second let me see hold on hang sir madam maam "
        "mate sorry no oh let's lets ah as follows follow goes get got have"
    )
)
_STRANGERS, _SHORT = 2, 4
_TIMELY = frozenset(("to", "too", "for"))


def is_answer(said: Sayings, first: int, last: int) -> bool:
    """Whether nothing but politeness stands around pieces first to last (exclusive)."""
    return all(piece.text in _POLITE for piece in (*said.pieces[:first], *said.pieces[last:]))


def is_number_of_amounts(said: Sayings, run: Run) -> bool:
    """ "thirty four twenty two nineteen eighty": a number in pairs; not one sum, and no hours from and to."""
    is_span = any(said.pieces[step.at].text in _TIMELY for step in run.steps)
    return len(run.steps) >= 3 and not is_span


def strangers_before(said: Sayings, first: int, since: int) -> int:
    """How many words before a number are neither politeness nor little: said between an announcement and its number, they are misheard digits."""
    codes = 0
    while first - codes > since and (_is_code(said, first - codes - 1) or _is_letters(said, first - codes - 1)):
        codes += 1
    count = codes
    while count < codes + _STRANGERS and first - count > since and _is_strange(said, first - count - 1):
        count += 1
    return count if first - count <= since or not _is_strange(said, first - count - 1) else codes


def strangers_after(said: Sayings, last: int, *, is_short: bool) -> int:
    """The piece where the number ends with the letters after it ("4471 hl"); if it is too short, with a misheard word that ends the text."""
    while last < len(said.pieces) and _is_code(said, last):
        last += 1
    ends = last + 1 == len(said.pieces) or (last + 2 == len(said.pieces) and said.pieces[last + 1].text in ("please", "thanks"))
    if not ends or not _is_strange(said, last):
        return last
    word = said.pieces[last].text
    return last + 1 if is_short or (len(word) <= _SHORT and word not in ORDINARY) else last


def _is_code(said: Sayings, at: int) -> bool:
    """A few letters that are no word."""
    word = said.pieces[at].text
    return _is_strange(said, at) and word.isalpha() and (len(word) == 2 or (len(word) <= _SHORT and not set(word) & set("aeiouy")))


def _is_letters(said: Sayings, at: int) -> bool:
    """Two letters right before figures, though they are a word: "the number is up 4471"."""
    word = said.pieces[at].text
    return (
        len(word) == 2
        and word not in ("is", "it")
        and at > 0
        and said.pieces[at - 1].text in ("is", "number")
        and said.pieces[at + 1].text[0].isdigit()
    )


def _is_strange(said: Sayings, at: int) -> bool:
    word = said.pieces[at].text
    return not (said.arcs[at] or said.passes[at] or said.repairs[at]) and word not in LITTLE and word not in _POLITE
