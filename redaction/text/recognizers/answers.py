"""What is said around a number that nothing announces: an answer is a number and politeness, and then even an odd number is one. Pure."""

from __future__ import annotations

from redaction.letters.dictionary import look_up
from redaction.text.recognizers.counting import BEFORE, counts
from redaction.text.recognizers.ordinary_words import LITTLE, ORDINARY
from redaction.text.runs import Run, Step
from redaction.text.sequences import is_sequence
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import FILLERS, words_of

# What an answer begins and ends with.
_POLITE = FILLERS | frozenset(
    words_of(
        "of course would be sure yes yeah yep certainly please thanks thank you hi hello hey i think believe im should it its thats this here "
        "here's my mine number is was a the and so ok okay well um uh er alright right one moment second let me see hold on hang sir madam maam "
        "mate sorry no oh let's lets ah correct right exactly great perfect absolutely indeed speaking eye mean roger yup code id digits numbers as "
        "follows follow goes get got have"
    )
)
_STRANGERS, _SHORT = 2, 4
_NO_CODES = frozenset(words_of("is it no in at on of to by or as"))
_CODE = (5, 8)  # characters
_SECRET = (4, 6)  # digits
_REMARK, _SECRET_IN = 7, 16  # words about a secret; words of all
_REMARKS = frozenset(words_of("i im dont it its that thats easy very simple same yes do not my never please but"))
_NO_SECRETS = frozenset(words_of("point dot final won lost beat sets match game mic check test testing hear error film book nokia song dance"))
_MISHEARD_DIGITS = frozenset(words_of("won tree ate sicks fife oh"))


def is_answer(said: Sayings, first: int, last: int) -> bool:
    """Whether nothing but politeness stands around pieces first to last (exclusive)."""
    return all(piece.text in _POLITE for piece in (*said.pieces[:first], *said.pieces[last:]))


def is_secret(said: Sayings, run: Run) -> bool:
    """Four to six digits one by one: all that is said, or in a short sentence that says nothing of what they count ("don't tell anyone")."""
    is_one_by_one = len(run.text) == run.digits == run.singles and all(len(step.out) == 1 or not step.arc.written for step in run.steps)
    if not (is_one_by_one and _SECRET[0] <= run.digits <= _SECRET[1]) or sum(_is_digit(said, step) for step in run.steps) < 2:
        return False
    if is_answer(said, run.first, run.last):
        return not is_sequence(run.values) or run.digits == _SECRET[0]
    after = {piece.text for piece in said.pieces[run.last :]}
    beside = after.union(piece.text for piece in said.pieces[: run.last])
    if len(after) > _REMARK or not _NO_SECRETS.isdisjoint(beside) or counts(said, run.first - BEFORE, len(said.pieces)):
        return False
    if is_sequence(run.values):
        return run.first == 0 and run.digits == _SECRET[0] and said.pieces[run.last].text in _REMARKS
    return len(said.pieces) <= _SECRET_IN and (run.first == 0 or run.steps[0].arc.sure)


def _is_digit(said: Sayings, step: Step) -> bool:
    """Hardly anything else."""
    return step.arc.sure or said.pieces[step.at].text in _MISHEARD_DIGITS


def answered(said: Sayings, first: int, last: int, text: str, *, is_signed: bool) -> tuple[int, int]:
    """Pieces first to last (exclusive) with the misheard words beside them, where the rest is politeness; and with an "it" that was an eight."""
    wider_first = first if is_signed else first - strangers_before(said, first, 0)
    wider_last = strangers_after(said, last, is_short=True)
    if not is_answer(said, wider_first, wider_last):
        return first, last
    if wider_first and text[said.pieces[wider_first - 1].start : said.pieces[wider_first].start] == "it ":
        wider_first -= 1
    if wider_last + 1 == len(said.pieces) and said.pieces[wider_last].text == "it":
        wider_last += 1
    return wider_first, wider_last


def strangers_before(said: Sayings, first: int, since: int) -> int:
    """How many words before a number are neither politeness nor little: said between an announcement and its number, they are misheard digits."""
    codes = 0
    while first - codes > since and (
        _is_code(said, first - codes - 1) or _is_hexadecimal(said, first - codes - 1) or _is_letters(said, first - codes - 1, since)
    ):
        codes += 1
    count = codes
    while count < codes + _STRANGERS and first - count > since and _is_strange(said, first - count - 1):
        count += 1
    return count if first - count <= since or not _is_strange(said, first - count - 1) else codes


def strangers_after(said: Sayings, last: int, *, is_short: bool) -> int:
    """The piece where the number ends with the letters after it ("4471 hl"); if it is too short, with a misheard word that ends the text."""
    while last < len(said.pieces) and (_is_code(said, last) or _is_hexadecimal(said, last)):
        last += 1
    ends = last + 1 == len(said.pieces) or (last + 2 == len(said.pieces) and said.pieces[last + 1].text in ("please", "thanks"))
    return last + 1 if is_short and ends and _is_strange(said, last) else last


def _is_code(said: Sayings, at: int) -> bool:
    """A few letters that are no word."""
    word = said.pieces[at].text
    return len(word) <= _SHORT and _is_strange(said, at) and word.isalpha() and (len(word) == 2 or not is_word(word))


def _is_letters(said: Sayings, at: int, since: int) -> bool:
    """Two letters right before figures or after the announcement, though they are a word: "the number is up 4471"."""
    word, after = said.pieces[at].text, said.pieces[at + 1].text
    return len(word) == 2 and word not in _NO_CODES and (at == since or said.pieces[at - 1].text in ("is", "number")) and not after.isalpha()


def _is_hexadecimal(said: Sayings, at: int) -> bool:
    """ "da de eb 30": between pairs of letters another is one."""
    return len(said.pieces[at].text) == 2 and at > 0 and _is_code(said, at - 1) and said.pieces[at].text not in LITTLE


def is_code_word(piece: str, written: str) -> bool:
    """Letters alone that name something: "skeltt", or VPLUBH in capitals."""
    if not (piece.isalpha() and _CODE[0] <= len(piece) <= _CODE[1]) or piece in ORDINARY or piece in _POLITE:
        return False
    return written.isupper() or not is_word(piece)


def is_word(word: str) -> bool:
    return word in ORDINARY or bool(look_up(word))


def _is_strange(said: Sayings, at: int) -> bool:
    word = said.pieces[at].text
    return not (said.arcs[at] or said.passes[at] or said.repairs[at]) and word not in LITTLE and word not in _POLITE
