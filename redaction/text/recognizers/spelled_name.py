"""Names that are spelled out, letter by letter, with the spoken name beside them. Pure.

Each piece weighs for or against a stretch of letters; the heaviest stretch is taken when enough of it cannot be anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from presidio_analyzer import RecognizerResult
from rapidfuzz.distance import JaroWinkler

from redaction.text.recognizers.acronyms import ACRONYMS
from redaction.text.recognizers.answers import is_word
from redaction.text.recognizers.letters import LETTER_NAMES, Share, explained_to, is_letter, moves, share
from redaction.text.recognizers.ordinary_words import ORDINARY, TITLES
from redaction.text.recognizers.spelling_remarks import initials, remark_end
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.runs import readings
from redaction.text.spoken_words import RADIO, READINGS, TIMES, words_of

ENTITY, NAME = "PERSON", "spelled_name"
_LETTER, _EXPLAINED, _UNSURE, _FRAGMENT, _STRAINED, _SILENT = 2.0, 3.0, 0.5, 0.7, -0.2, -0.1
_DIGIT, _STRANGE, _ORDINARY_WORD = -1.0, -2.2, -4.0
_NAMING = frozenset(words_of("name names surname spelled spelt spelling spell spells"))
_BESIDE = frozenset(
    words_of("call text contact message email mr mrs miss mister ms doctor dr named called im with to for from and phone ring dial tell invite ask")
)
_BESIDE_AT_MOST = 5  # pieces between a name and its letters
_LIKE = 0.72


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    if not _may_hold_one(heard) or _is_spelling_question(heard) or _is_choice(heard):
        return
    places = [whole] if (whole := _whole_answer(heard)) else [_with_edges(heard, *one) for one in _stretches(heard) if _is_name(heard, *one)]
    for first, last in places:
        yield from (_result(heard, one) for one in _with_spoken(heard, first, remark_end(heard, last)))


def _result(heard: Utterance, place: Place) -> RecognizerResult:
    """With the s of "two small f's"."""
    found = heard.result(place, ENTITY, 0.7, NAME)
    if len(heard.words[place[1] - 1]) == 1 and heard.text[found.end : found.end + 2] in ("'s", "’s"):
        found.end += 2
    return found


def _is_choice(heard: Utterance) -> bool:
    """ "is that b or d": nothing is spelled out, somebody asks about a letter or two."""
    at = heard.words.index("or") if "or" in heard.known else 0
    sides = (heard.words[max(0, at - 3) : at], heard.words[at + 1 : at + 4])
    return at > 0 and all(0 < sum(len(word) == 1 for word in side) < 3 for side in sides)


def _may_hold_one(heard: Utterance) -> bool:
    letters = sum(len(word) == 1 or word in _LETTER_WORDS for word in heard.words)
    return letters >= 2 or (letters == 1 and len(heard.words) < 8) or not heard.known.isdisjoint(_NAMING)


_LETTER_WORDS = RADIO | LETTER_NAMES | {word for word, read in READINGS.items() if any(sure and out.isalpha() for out, sure in read)}


def _whole_answer(heard: Utterance) -> Place | None:
    """An answer that is nothing but letters, whole or in bits ("sm it h"), perhaps beside the name that they spell."""
    if heard.is_asking or heard.is_of_other_kind or heard.is_hour:
        return None
    first, last = heard.answer
    if initialled := initials(heard):
        return initialled
    cue = _after_naming(heard, last)
    if cue is not None:
        first = cue
    elif _acronyms(heard):
        return None
    while last > first + 3 and _is_word(heard, first):
        first += 1
    while last > first + 3 and _is_word(heard, last - 1) and heard.words[last - 2] not in ("in", "for", "like", "four"):
        last -= 1
    while last > first + 3 and heard.words[last - 1] in ("and", "or", "is", "it") and last < heard.answer[1]:
        last -= 1
    parts = share(heard.said, first, last)
    is_cut = cue is None and (first, last) != heard.answer and parts.letters < 3  # "books by j k rowling"
    most_ordinary = parts.letters // 6 if cue is None else parts.letters // 2
    if is_cut or last - first < 2 or parts.ordinary > most_ordinary or not _is_spelling(heard, first, last, parts, cued=cue is not None):
        return None
    last += heard.words[last : last + 1] == ["yes"]  # an s
    first = heard.back_over_letter(first) if cue is None else first
    return None if cue is None and _is_public(_text(heard, first, last)) else (first, last)


def _after_naming(heard: Utterance, last: int) -> int | None:
    """The piece after "my surname is", "spelled"; None when nobody announced a name."""
    at = next((at for at in range(min(last, _NAMING_WITHIN) - 1, -1, -1) if heard.words[at] in _NAMING), None)
    if at is None:
        return None
    at += 1
    while at < last - 1 and heard.words[at] in ("is", "its", "it", "thats", "that", "was"):
        at += 1
    return at


_NAMING_WITHIN = 10  # pieces from the beginning


def _is_spelling(heard: Utterance, first: int, last: int, parts: Share, *, cued: bool) -> bool:
    if parts.digits > 1 and parts.digits * 6 > parts.units:
        return False
    sure = parts.letters + parts.fragments
    if not cued and parts.units == last - first and parts.letters + parts.strange == parts.units <= 4 and parts.strange:
        is_cut = parts.strange == 1 and _has_consonant(heard, first, last) and not is_word(heard.words[last - 1])
        return heard.answer == (first, last) and is_cut  # "d ixon", but "x factor" and "vitamin c"
    if cued and sure and parts.units < 12:
        return True
    if not parts.strange + parts.strained + parts.digits and parts.units >= 3 - (_has_consonant(heard, first, last) and parts.fragments > 0):
        return parts.letters > 0 or parts.fragments > 1 or sum(heard.words[at] in LETTER_NAMES for at in range(first, last)) >= 2
    if sure + parts.unsure + parts.strained < 3 or parts.strange * 4 > parts.units or (parts.units < 4 and sure < 2):
        return False
    return sure >= 1 + (parts.units > 4) and bool(parts.letters) and 3 * sure >= parts.units and 2 * sure + parts.unsure >= parts.units


def _has_consonant(heard: Utterance, first: int, last: int) -> bool:
    return any(len(word) == 1 and word not in "ai" for word in heard.words[first:last])


def _is_word(heard: Utterance, at: int) -> bool:
    """No letter by any stretch: the name itself, or "spelled"."""
    word = heard.words[at]
    return (
        len(word) > 3
        and explained_to(heard.said, at) == at
        and not moves(heard.said, at, strained=False)
        and word not in RADIO
        and word not in ("capital", "each", "half", "hell")
    )


def _weight(heard: Utterance, at: int) -> tuple[int, float]:
    """(where it ends, weight) of what a piece says in a spelling."""
    word = heard.words[at]
    longest = max(
        (arc for arc in heard.said.arcs[at] if arc.to > at + 1 and arc.sure and set(arc.out) <= _LETTERS), key=lambda arc: arc.to, default=None
    )
    if longest is not None and (word in TIMES or longest.to > at + 2 or _is_explained(heard, at)):
        return longest.to, _EXPLAINED
    if is_letter(heard.said, at):
        return at + 1, _UNSURE if word in "aio" else _LETTER
    if word in RADIO:
        return at + 1, _LETTER if any(arc.sure for arc in heard.said.arcs[at]) else _LETTER / 2
    if any(set(arc.out) <= _LETTERS for arc in heard.said.arcs[at] if arc.to == at + 1):
        return at + 1, _LETTER / 2 if any(arc.sure for arc in heard.said.arcs[at]) else _UNSURE
    return at + 1, _other_weight(heard, at, word)


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0")


def _is_explained(heard: Utterance, at: int) -> bool:
    return is_letter(heard.said, at) and at + 1 < len(heard.words)


def _other_weight(heard: Utterance, at: int, word: str) -> float:
    if heard.said.passes[at] or heard.said.repairs[at]:
        return _SILENT
    if len(word) <= 3 and word.isalpha() and word not in ORDINARY:
        return _FRAGMENT
    if any(arc.out.isdigit() for arc in heard.said.arcs[at]):
        return _DIGIT
    if moves(heard.said, at, strained=True) and len(word) <= 4:
        return _STRAINED
    return _ORDINARY_WORD if word in ORDINARY else _STRANGE


def _stretches(heard: Utterance) -> Iterator[Place]:
    """The heaviest stretches, none overlapping: Kadane's sum, begun anew whenever it falls below nothing."""
    barred = _acronyms(heard)
    at, first, total = 0, 0, 0.0
    best: tuple[float, int, int] = (0.0, 0, 0)
    while at < len(heard.words):
        to, weight = (at + 1, _ORDINARY_WORD) if at in barred else _weight(heard, at)
        total += weight
        if total <= 0 or total < best[0] - 4:
            if best[0] > 0:
                yield best[1], best[2]
            total, first, best = 0.0, to, (0.0, 0, 0)
        elif total > best[0]:
            best = (total, first, to)
        at = to
    if best[0] > 0:
        yield best[1], best[2]


def _acronyms(heard: Utterance) -> set[int]:
    """Pieces of letters in a row that are an acronym and nothing more: "u. s. d. to g. b. p." is no name."""
    barred: set[int] = set()
    for is_letter_, group in groupby(range(len(heard.words)), key=lambda at: len(heard.words[at]) == 1 and heard.words[at].isalpha()):
        block = list(group)
        block = block[heard.words[block[0]] == "a" and len(block) > 3 :]
        if is_letter_ and len(block) > 2 and "".join(heard.words[at] for at in block) in ACRONYMS and not _goes_on(heard, block):
            barred.update(block)
    barred.update(at for at, word in enumerate(heard.words) if len(word) > 2 and word in ACRONYMS)
    return barred


def _goes_on(heard: Utterance, block: list[int]) -> bool:
    """More letters before or behind: "double c o n", "a t h as in harry"."""
    explains = ("in", "for", "like")  # "as in harry a t h", "a t h as in harry"
    before, after = heard.words[max(0, block[0] - 2) : block[0]], heard.words[block[-1] + 1 : block[-1] + 2]
    return before[:1] in [[word] for word in explains] or before[-1:] == ["double"] or after[:1] in (["as"], ["for"], ["like"], ["double"])


def _is_name(heard: Utterance, first: int, last: int) -> bool:
    """Three letters that are nothing else, in an answer or beside a word of naming; in a command five, or four that sound."""
    sure, all_of_them, digits = _counted(heard, first, last)
    if sure < 2 or all_of_them < 3 or 2 * digits >= all_of_them:
        return False
    letters = _text(heard, first, last)
    if _is_public(letters) or heard.is_of_other_kind or _is_beside_digits(heard, first, last):
        return False
    start, end = heard.answer
    if not heard.is_asking and last - first >= 0.5 * (end - start):
        return True
    before = heard.words[max(0, first - 4) : first]
    if _NAMING & set(before) or (before and before[-1] in _BESIDE and not heard.is_asking):
        return True
    sounds = any(letter in "aeiouy0" for letter in letters)
    return sure >= 3 and ((all_of_them >= 5 and sounds) or (all_of_them == 4 and sounds and not heard.is_asking))


def _is_beside_digits(heard: Utterance, first: int, last: int) -> bool:
    """The letters of a code."""
    return any(any(arc.sure and arc.out.isdigit() for arc in heard.said.arcs[at]) for at in (first - 1, last) if 0 <= at < len(heard.words))


def _counted(heard: Utterance, first: int, last: int) -> tuple[int, int, int]:
    """(letters that are nothing else, letters, digits)."""
    sure = every = digits = 0
    at = first
    while at < last:
        to, weight = _weight(heard, at)
        sure += (weight >= _LETTER / 2) + (weight == _EXPLAINED)
        every += (weight > 0) + (weight == _EXPLAINED and heard.words[at] in TIMES) + (weight == _FRAGMENT)
        digits += weight == _DIGIT
        at = to
    return sure, every, digits


def _text(heard: Utterance, first: int, last: int) -> str:
    """The likeliest letters."""
    out = ""
    at = first
    while at < last:
        to, _ = _weight(heard, at)
        arcs = [arc for arc in heard.said.arcs[at] if arc.to == to and set(arc.out) <= _LETTERS]
        word = heard.words[at]
        out += word if is_letter(heard.said, at) and to == at + 1 else arcs[0].out if arcs else word if _is_fragment(heard, at) else ""
        at = to
    return out.replace("0", "o")


def _is_fragment(heard: Utterance, at: int) -> bool:
    return _other_weight(heard, at, heard.words[at]) == _FRAGMENT


def _is_public(letters: str) -> bool:
    """An acronym or the alphabet."""
    steps = [ord(after) - ord(before) for before, after in pairwise(letters)]
    is_acronym = letters in ACRONYMS or (len(letters) <= 5 and letters.rstrip("s") in ACRONYMS)
    return is_acronym or (len(steps) > 1 and steps.count(1) >= 0.7 * len(steps))


def _is_spelling_question(heard: Utterance) -> bool:
    """ "how do you spell", "does it end in a n t", "what word is spelled k n i g h t"."""
    if not heard.known.isdisjoint(("name", "names", "surname")):
        return False
    is_question = heard.is_asking or heard.words[0] in ("is", "does", "do", "spell")
    return not heard.known.isdisjoint(_GRAMMAR) or (is_question and not heard.known.isdisjoint(_SPELLING))


_GRAMMAR = frozenset(words_of("word words plural tense verb noun starts begins rhymes spells"))
_SPELLING = frozenset(words_of("spell spelled spelt spelling spells letter letters word end ends stand stands mean means form acronym abbreviation"))


def _with_edges(heard: Utterance, first: int, last: int) -> Place:
    """Letters that are words too, at either end."""
    while first > 0 and _is_edge(heard, first - 1):
        first -= 1
    while last < len(heard.words) and _is_edge(heard, last):
        last += 1
    return first, last


def _is_edge(heard: Utterance, at: int) -> bool:
    word = heard.words[at]
    return word not in ("i", "you", "for", "to", "be", "a") and any(set(arc.out) <= _LETTERS for arc in heard.said.arcs[at])


def _with_spoken(heard: Utterance, first: int, last: int) -> Iterator[Place]:
    """The letters together with the same name beside them; then further words that are this name, or that nobody knows, right where it would be."""
    spelled = {reading.replace("0", "o") for reading in readings(heard.said, first, last)} | {_text(heard, first, last)}
    before, after = range(first - 1, max(-1, first - 1 - _BESIDE_AT_MOST), -1), range(last, min(len(heard.words), last + _BESIDE_AT_MOST))
    same = [at for at in (*before, *after) if _is_spelled(heard.words[at], spelled)]
    near = [at for places in (before, after) if (at := _next_word(heard, places)) is not None and (at in same or heard.words[at] not in _NO_NAMES)]
    joined = [at for at in near if at in same]
    whole = min(first, *joined, first), max(last, *(at + 1 for at in joined), last)
    yield whole
    yield from ((at, at + 1) for at in sorted({*near, *same}) if not whole[0] <= at < whole[1])


def _next_word(heard: Utterance, places: range) -> int | None:
    """The first piece that is no word like "spelled"; None when it cannot be a name."""
    at = next((at for at in places if heard.words[at] not in _BETWEEN), None)
    return at if at is not None and len(heard.words[at]) > 2 and heard.words[at].isalpha() else None


_BETWEEN = frozenset(
    words_of(
        "initial initials is its it thats that as with so spelled spelt spelling surname capital hyphen dash apostrophe postcode letter letters "
        "yeah yep yup "
        "certainly absolutely speaking middle pronounced"
    )
)


_NO_NAMES = ORDINARY | READINGS.keys() | _BETWEEN | TITLES | {"and", "or"}


def _is_spelled(word: str, spelled: set[str]) -> bool:
    return len(word) > 2 and word.isalpha() and word not in _NAMING and any(_alike(word, letters) for letters in spelled if len(letters) > 2)


def _alike(word: str, letters: str) -> bool:
    if word in letters and len(word) > 3:
        return True
    alike: float = JaroWinkler.similarity(word, letters)
    return alike >= _LIKE and (word not in ORDINARY or alike > 0.93)
