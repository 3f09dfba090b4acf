"""Postcodes of the UK by their grammar, with and without a word that announces them; US zip and Indian PIN codes with one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.letters import STRAIN, Share, is_letter, is_letter_name, moves, share
from redaction.text.recognizers.ordinary_words import LITTLE
from redaction.text.recognizers.part_codes import has_sure_digit, is_thing, parts_inside, whole_part
from redaction.text.recognizers.postcode_grammar import AREAS, parse
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.runs import readings
from redaction.text.spoken_words import RADIO, READINGS, TIMES, by_first_word, words_of

ENTITY, NAME = "POSTCODE", "postcode"
_CUED, _WHOLE_ANSWER, _PLACED, _BARE = 6, 7, 4, 1  # how much strain is believed
_CUES = by_first_word(
    "postcode, post code, postal code, zip code, zip, zipcode, post card, postcard, pin code, pincode, area code, post coat, postal pin"
)
_CUE_WORDS = frozenset(words_of("postcode post postal zip zipcode postcard pincode pin postcodes"))
_FIVE = re.compile(r"\d{5}(\d{4})?")
_SIX = re.compile(r"[1-9]\d{5}")
_PLUS_FOUR = re.compile(r"(?<![\d-])\d{5}-\d{4}(?![\d-])")
_WRITTEN_NUMBER = re.compile(r"\d[.:/]\d")  # dates, times, addresses of machines
_MOST_CHARACTERS = 10  # of a code with an error in it
_LONGEST_ANSWER = 24  # pieces
_SHORT = 6  # pieces of what may be a thing's name
_ANNOUNCING = 6  # pieces between the cue and the code
_CARRIERS = frozenset(
    words_of("is its it the my our a was for of here there in are be will would and in number code so um uh er erm that thats yeah yes")
)


def find(heard: Utterance) -> Iterator[RecognizerResult]:
    for match in _PLUS_FOUR.finditer(heard.text):
        yield RecognizerResult(ENTITY, match.start(), match.end(), 0.8, recognition_metadata={RecognizerResult.RECOGNIZER_NAME_KEY: NAME})
    if heard.known.isdisjoint(_DIGIT_WORDS) and not _FIGURE.search(heard.text):
        return
    for place, score in _places(heard):
        yield heard.result(place, ENTITY, score, NAME)


def _places(heard: Utterance) -> Iterator[tuple[Place, float]]:
    if (whole := _whole_answer(heard)) is not None:
        yield (heard.back_over_letter(whole[0]), _over_ray(heard, whole[1])), 0.7
        return
    taken: list[Place] = []
    for place in _inside(heard):
        if not any(first < place[1] and place[0] < last for first, last in taken):
            taken.append(place)
            yield place, 0.8


def _over_ray(heard: Utterance, last: int) -> int:
    """ "x-ray" is two pieces."""
    return last + (heard.words[last - 1 : last + 1] == ["x", "ray"])


def _inside(heard: Utterance) -> Iterator[Place]:
    """Announced, behind a place, and bare; they may overlap."""
    if not heard.known.isdisjoint(_CUE_WORDS):
        yield from (place for since in _cue_ends(heard) if (place := _announced(heard, since)))
    yield from (place for at in range(len(heard.words)) if (place := _placed(heard, heard.follows(at, _PLACES), at)))
    if _may_hold_one(heard) and not heard.is_of_other_kind:
        yield from _bare(heard)
        yield from parts_inside(heard)


def _cue_ends(heard: Utterance) -> list[int]:
    return [end for at in range(len(heard.words)) if (end := heard.follows(at, _CUES)) > at]


_PLACES = by_first_word(
    "deliver to, deliver it to, deliver them to, delivers to, delivered to, delivery to, live in, live at, lives in, lives at, living "
    "in, council at, council for, moved to, moving to, ship to, ship it to, shipped to, send it to, its in, it in, based in, located "
    "in, located at, area is, branch near, branch in, near, nearest to, close to, stay in, staying in, house in, home in, flat in, goes "
    "to, pick up in, collect from, weather at, around, weather in, weather for, forecast for, forecast in, raining in, snowing in, bin days for, "
    "bins for, slots for, pollen in"
)


def _placed(heard: Utterance, since: int, at: int) -> Place | None:
    """Right behind "deliver it to", "i live in": a code of the UK, five digits of the US or six of India."""
    if since == at or since == len(heard.words):
        return None
    parsed = parse(heard.said, since, strained=False, most=_PLACED)
    if parsed is not None and any(has_sure_digit(heard, one) for one in range(since, parsed[0])):
        return since, parsed[0]
    last = _digits_end(heard, since)
    return (since, last) if last > since and _is_code_number(heard, since, last) else None


def _may_hold_one(heard: Utterance) -> bool:
    """Something spelled: most texts end here."""
    return not heard.known.isdisjoint(_LETTER_WORDS) or any(_is_code(word) for word in heard.known)


def _is_code(word: str) -> bool:
    """ "ef", "1aa", "sw1a1aa"."""
    if len(word) == 2:
        return word not in LITTLE and not word.isdigit()
    return len(word) < 8 and not word.isalpha() and not word.isdigit()


_FIGURE = re.compile(r"\d")
_DIGIT_WORDS = frozenset(word for word, read in READINGS.items() if any(out.isdigit() and len(out) < 3 for out, _ in read)) - {"o"}
_LETTER_WORDS = frozenset(word for word, read in READINGS.items() if any(sure and out.isalpha() for out, sure in read)) | RADIO | set(TIMES)


def _bare(heard: Utterance) -> list[Place]:
    """Codes that hardly need goodwill to be heard, anywhere."""
    found: list[Place] = []
    at = 0
    while at < len(heard.words):
        best = parse(heard.said, at, strained=False, most=_BARE + 2)
        if (
            best is not None
            and best[1] <= _allowed(heard, at, best[0])
            and not _goes_on(heard, at, best[0])
            and not is_thing(heard.words[at : best[0]])
        ):
            found.append((at, best[0]))
            at = best[0]
        else:
            at += 1
    return found


def _goes_on(heard: Utterance, first: int, last: int) -> bool:
    """Letters or digits right before or behind: a part of something longer."""
    return any(0 <= at < len(heard.words) and _is_spelled(heard, at) for at in (first - 1, last))


def _allowed(heard: Utterance, first: int, last: int) -> int:
    """One unsure word among four or more that are sure: "b one to e f" after its c. Letters that are words ("a", "i") do not begin one."""
    words = heard.words[first:last]
    if words[0] in ("a", "i", "to", "for", "at", "in", "be", "see", "are", "you", "so", "me", "we") and len(words) > 1:
        return -1 if heard.is_asking else _BARE
    if len(words) > 2 and sum(is_letter(heard.said, at) or any(arc.sure for arc in heard.said.arcs[at]) for at in range(first, last)) < 3:
        return 0
    return _BARE + (len(words) > 5) + (len(words) > 5 and _has_area(heard, first))


def _has_area(heard: Utterance, first: int) -> bool:
    """Two letters that are surely letters, or one and a word that may be the other: "h are nine five ..."."""
    return len(heard.words[first]) == 1 and heard.words[first] not in ("a", "i", "o") and bool(heard.said.arcs[first + 1])


def _announced(heard: Utterance, since: int) -> Place | None:
    """After "my postcode is", or before "is my postcode"."""
    limit = min(len(heard.words), since + _ANNOUNCING)
    at = since
    while at < limit and heard.words[at] in _CARRIERS and not _reads_five(heard, at):
        parsed = parse(heard.said, at, strained=True, most=3)
        if parsed is not None:
            return at, parsed[0]
        at += 1
    for first in range(at, limit):
        place = _read(heard, first)
        if place:
            return place
    return _rest(heard, at)


def _reads_five(heard: Utterance, at: int) -> bool:
    return heard.words[at] not in _CARRIERS and bool(heard.said.arcs[at])


def _read(heard: Utterance, first: int) -> Place | None:
    parsed = parse(heard.said, first, strained=True, most=_CUED)
    if parsed is not None:
        return first, parsed[0]
    last = _digits_end(heard, first)
    if last > first and any(_FIVE.fullmatch(reading) or _SIX.fullmatch(reading) for reading in readings(heard.said, first, last)):
        return first, last
    return None


def _digits_end(heard: Utterance, first: int) -> int:
    """Where number words from a piece on end."""
    at = first
    while at < len(heard.words) and (ends := [arc.to for arc in heard.said.arcs[at] if arc.out.isdigit()] + [heard.said.passes[at] * (at > first)]):
        if max(ends) <= at:
            break
        at = max(ends)
    while at > first and heard.said.passes[at - 1] and not heard.said.arcs[at - 1]:
        at -= 1
    return at


def _rest(heard: Utterance, first: int) -> Place | None:
    """Something was spelled out after the announcement, though no code was understood: four characters at least."""
    last = first
    while last < len(heard.words) and (moves(heard.said, last, strained=True) or heard.said.passes[last] or heard.said.repairs[last]):
        last += 1
    spelled = [at for at in range(first, last) if _is_spelled(heard, at)]
    if len(spelled) < 2 or not any(any(mark.isdigit() for arc in heard.said.arcs[at] for mark in arc.out) for at in range(first, last)):
        return None
    return first, spelled[-1] + 1


def _is_spelled(heard: Utterance, at: int) -> bool:
    return is_letter(heard.said, at) or any(arc.sure and (len(arc.out) <= 2 or arc.written) for arc in heard.said.arcs[at])


def _whole_answer(heard: Utterance) -> Place | None:
    """An answer that is nothing but a code: the grammar with much goodwill, or letters and digits of about the right number."""
    first, last = heard.answer
    if (
        last - first > _LONGEST_ANSWER
        or heard.is_asking
        or heard.is_of_other_kind
        or heard.is_hour
        or _is_naming(heard)
        or _WRITTEN_NUMBER.search(heard.text)
    ):
        return None
    parts = share(heard.said, first, last)
    if 2 * (parts.sure + parts.unsure) < parts.units or not parts.sure or parts.ordinary:
        return None
    since = first - (first > 0 and heard.words[first - 1] == "the")
    if last - first < _SHORT and is_thing(heard.words[since:last]):
        return None
    if clear := _clear(heard, first, last) or whole_part(heard):
        return _before_area(heard, clear[0]), clear[1]
    if _cost_to_end(heard, first, last, wild=False, most=STRAIN) is not None and any(has_sure_digit(heard, at) for at in range(first, last)):
        return first, last  # one word was misheard: "any seven one p q" for n e
    if (start := _start_of_code(heard, first, last, parts)) is not None:
        return start, last
    for start in (first, first + (heard.words[first] in ("in", "at"))):
        if _is_digits(heard, start, last):
            return start, last
    return (first, last) if _is_mixed(heard, first, last, parts) or _is_misheard_digit(heard, first, last, parts) else None


def _clear(heard: Utterance, first: int, last: int) -> Place | None:
    """A code that needs no goodwill at all, when what is left beside it holds neither letters nor digits: "we are at ..."."""
    for at in range(first, last):
        parsed = parse(heard.said, at, strained=False, most=0)
        if parsed is not None:
            beside = [one for one in (at - 1, parsed[0]) if first <= one < last]
            is_alone = not share(heard.said, first, at).sure and not share(heard.said, parsed[0], last).sure
            return (at, parsed[0]) if is_alone and not any(heard.said.arcs[one] for one in beside) else None
    return None


def _before_area(heard: Utterance, first: int) -> int:
    """ "and e one ..." for n e: the letter that begins an answer, written as a word that begins many."""
    if not 0 < first < len(heard.words) or heard.words[first - 1] not in _LEADING:
        return first
    letters = [arc.out for arc in heard.said.arcs[first] if arc.to == first + 1 and (arc.sure or is_letter_name(heard.words[first], arc))]
    is_area = any(out + letter in AREAS for _, out, _ in moves(heard.said, first - 1, strained=True) for letter in letters)
    return first - 1 if is_area else first


_LEADING = frozenset(words_of("and an in hey eh our or"))


def _start_of_code(heard: Utterance, first: int, last: int, parts: Share) -> int | None:
    """Where the code begins that ends with the answer, a word or two before it at the earliest: "are g six ..." behind "yes"."""
    has_digit = any(has_sure_digit(heard, at) for at in range(first, last))
    if has_digit:
        may_be = _is_lettered(heard, first, last, parts) and 4 * (parts.strange + parts.strained) <= parts.units
        may_be = may_be and parts.letters > parts.strange + parts.strained
    else:
        may_be = parts.letters > 1 and not parts.strange + parts.strained
    if not may_be:
        return None
    tries = [(cost, at) for at in range(max(0, first - 2), first + 1) if (cost := _cost_to_end(heard, at, last, wild=has_digit)) is not None]
    return min(tries, key=lambda one: (one[0] + first - one[1], one[1]))[1] if tries else None


def _cost_to_end(heard: Utterance, first: int, last: int, *, wild: bool, most: int = _WHOLE_ANSWER) -> int | None:
    """The strain of a postcode from a piece to the end of the answer; one word may follow it. wild: one character may be any."""
    parsed = parse(heard.said, first, strained=True, most=most, wild=wild)
    return parsed[1] if parsed is not None and 0 <= last - parsed[0] <= 1 else None


def _is_naming(heard: Utterance) -> bool:
    return not heard.known.isdisjoint(("name", "surname", "spelled", "spelt")) and heard.known.isdisjoint(_CUE_WORDS)


_MISHEARD_DIGITS = frozenset(words_of("line lines night sixth forth eighth once"))


def _is_misheard_digit(heard: Utterance, first: int, last: int, parts: Share) -> bool:
    """Four digits and one word that may be another: "three nine line oh two"."""
    if parts.letters + parts.fragments + parts.strange + parts.unsure or parts.digits < 4 or parts.strained != 1:
        return False
    return not _MISHEARD_DIGITS.isdisjoint(heard.words[first:last])


def _is_lettered(heard: Utterance, first: int, last: int, parts: Share) -> bool:
    """A letter that is hardly anything else, and no sum of money."""
    words = heard.words[first:last]
    return (parts.letters > 0 or any(map(_is_code, words))) and "hundred" not in words and "thousand" not in words


def _is_mixed(heard: Utterance, first: int, last: int, parts: Share) -> bool:
    """Letters and digits, three to twelve units, hardly anything else: a recogniser left one out, or put one in."""
    if not (any(has_sure_digit(heard, at) for at in range(first, last)) and _is_lettered(heard, first, last, parts) and 3 <= parts.units <= 12):
        return False
    likeliest = next(iter(readings(heard.said, first, last)), "")
    return (
        parts.sure >= 2
        and parts.letters > parts.strange
        and 4 * (parts.strange + parts.strained) <= parts.units + 1
        and len(likeliest) <= _MOST_CHARACTERS
    )


def _is_digits(heard: Utterance, first: int, last: int) -> bool:
    """A US zip or an Indian PIN code and nothing else."""
    return _digits_end(heard, first) == last and _is_code_number(heard, first, last)


def _is_code_number(heard: Utterance, first: int, last: int) -> bool:
    if not {"hundred", "thousand"}.isdisjoint(heard.words[first:last]):
        return False
    said = next(iter(readings(heard.said, first, last)), "")
    return len(said) in (5, 6, 9) and len(set(said)) > 1 and said not in "0123456789876543210"
