"""Parts of UK postcodes: the outward half that people know ("n p twenty six"), and the inward half that is asked for afterwards. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from redaction.text.recognizers.acronyms import ACRONYMS
from redaction.text.recognizers.letters import LETTER_NAMES, is_letter
from redaction.text.recognizers.postcode_grammar import AREAS, INWARD, OUTWARD, parse
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.spoken_words import by_first_word, words_of

_CUED, _ANSWER, _ENDING = 5, 4, 2  # how much strain is believed
_CUES = by_first_word(
    "first half, first part, first bit, first letters, first three, second half, second part, second bit, last half, last part, last bit, last "
    "three, "
    "outward, starts with, starts, begins with, begins, beginning, beginning with, starting with, only know, half of it, part of it, the rest"
)
_CARRIERS = frozenset(words_of("is its it thats that the of was just i know think with a um uh er erm only yeah and then my postcode code"))
_BEFORE_ENDING = frozenset(words_of("it that its is was thats in at just then like somewhere around near one ones"))
_REMARKING = frozenset(words_of("that thats i im but is it so not then something"))
_REACH = 5  # pieces between a cue and the part
_LONGEST = 16  # pieces of a sentence in which a part is looked for
# Two letters and a number that are something else: carbon dioxide, acidity, a console, a rank, a protocol.
_THINGS = frozenset((("c", "o", "two"), ("p", "h"), ("i", "p", "four"), ("i", "p", "six"), ("h", "d", "one"), ("c", "d")))
_COUNTED = frozenset(
    words_of(
        "point percent am pm hundred thousand million minutes hours days weeks months years pounds dollars o miles degrees junction traffic paper "
        "motorway road roadworks tablets vitamin bus train times"
    )
)


def whole_part(heard: Utterance) -> Place | None:
    """An answer that is nothing but a part of a code."""
    first, last = heard.answer
    outward = parse(heard.said, first, strained=True, most=_ANSWER, shapes=OUTWARD)
    is_end = outward is not None and (outward[0] == last or heard.words[outward[0]] in _REMARKING)
    if outward is None or not is_end or not _is_outward(heard, first, outward[0]):
        return None
    telling = _telling(heard, first, outward[0])
    return (first, outward[0]) if outward[1] <= telling and (telling or outward[0] == last) else None


def parts_inside(heard: Utterance) -> Iterator[Place]:
    """Announced ("the first half is"), at the end of an answer, and two letters of an area with their number anywhere."""
    if heard.is_asking or len(heard.words) > _LONGEST:
        return
    for at in range(len(heard.words)):
        end = heard.follows(at, _CUES)
        place = (_announced(heard, end) if end > at else None) or _outward(heard, at)
        if place is not None:
            yield place


def _announced(heard: Utterance, since: int) -> Place | None:
    for at in range(since, min(len(heard.words), since + _REACH)):
        for shapes in (OUTWARD, INWARD):
            parsed = None if _is_silent(heard, at) else parse(heard.said, at, strained=shapes is OUTWARD, most=_CUED, shapes=shapes)
            if parsed is not None and _is_outward(heard, at, parsed[0]) and parsed[1] <= 2 * _telling(heard, at, parsed[0]):
                return at, parsed[0]
        if heard.words[at] not in _CARRIERS:
            return None
    return None


def _outward(heard: Utterance, at: int) -> Place | None:
    parsed = None if _is_silent(heard, at) else parse(heard.said, at, strained=True, most=_ENDING, shapes=OUTWARD)
    if parsed is None or not _is_outward(heard, at, parsed[0]):
        return None
    end, strain = parsed
    before = at - 1 - (at > 1 and heard.words[at - 1] == "one")  # "the old one n p twenty six"
    is_alone = not (before >= 0 and _is_said(heard, before)) and not (end < len(heard.words) and _is_said(heard, end))
    if is_alone and not strain and _has_area(heard, at):
        return at, end
    is_first = at == heard.answer[0] and end < len(heard.words) and heard.words[end] in _REMARKING and _telling(heard, at, end) > 0
    is_last = end == len(heard.words) and at > 0 and heard.words[at - 1] in _BEFORE_ENDING and _telling(heard, at, end) > 0
    return (at, end) if (is_last or is_first) and _is_pair(heard, at, end) else None


def _is_silent(heard: Utterance, at: int) -> bool:
    """The beginning of "the first bit"; but "and" may be an n."""
    return bool(heard.said.passes[at]) and heard.words[at] not in ("and", "a")


def _has_area(heard: Utterance, at: int) -> bool:
    """Two letters as such."""
    pair = heard.words[at : at + 2]
    return all(len(word) == 1 and word.isalpha() for word in pair) and "".join(pair) in AREAS and pair[0] not in ("a", "i")


def _is_pair(heard: Utterance, first: int, last: int) -> bool:
    return sum(not has_sure_digit(heard, at) or is_letter(heard.said, at) for at in range(first, last)) >= 2


def _is_outward(heard: Utterance, first: int, last: int) -> bool:
    """With a number, and none of the things that are called so."""
    words = heard.words[first:last]
    if is_thing(words) or not any(has_sure_digit(heard, at) for at in range(first, last)):
        return False
    if last < len(heard.words) and heard.words[last] in _COUNTED:
        return False
    return not (first and heard.words[first - 1] in ("the", "vitamin", "gate", "option", "plan", "seat", "junction") and last - first < 3)


def has_sure_digit(heard: Utterance, at: int) -> bool:
    return any(mark.isdigit() for arc in heard.said.arcs[at] if arc.sure for mark in arc.out)


def _is_said(heard: Utterance, at: int) -> bool:
    """A letter or a digit: what stands beside it is a part of something longer."""
    return is_letter(heard.said, at) or any(arc.sure for arc in heard.said.arcs[at])


def _telling(heard: Utterance, first: int, last: int) -> int:
    """Letters that are hardly anything else."""
    return sum(is_letter(heard.said, at) or heard.words[at] in LETTER_NAMES for at in range(first, last))


def is_thing(words: Sequence[str]) -> bool:
    """Letters and a number that everybody calls so: "p s five", "b b c one", "c o two", "on the m six"; or a choice: "two t's or one"."""
    if "or" in words or any(before == "the" and len(word) == 1 for before, word in pairwise(words)):
        return True
    words = words[words[0] == "a" :]
    letters = "".join(takewhile(str.isalpha, (word if len(word) == 1 else " " for word in words)))
    return (letters in ACRONYMS and letters not in AREAS) or any(
        tuple(words[: len(thing)]) == thing and len(words) <= len(thing) + 1 for thing in _THINGS
    )
