"""What people say about letters: "two small f's", "no e in it" behind a spelling, and initials. Pure."""

from __future__ import annotations

from redaction.text.recognizers.letters import LETTER_NAMES
from redaction.text.recognizers.utterance import Place, Utterance
from redaction.text.spoken_words import READINGS, words_of

_REMARKS = frozenset(
    words_of(
        "with and but no not without one two three double single silent small big capital caps lowercase uppercase lower upper case an a the just "
        "only it its has have theres there is just like hash accent hyphen apostrophe on"
    )
)
_PLACES = frozenset(words_of("in it at the end on start beginning middle small capital letter letters front first last there"))
_MOST = 10  # pieces
_CUES = frozenset(("initial", "initials"))
_CARRIERS = frozenset(words_of("is are its it was my the letter letters just"))
_INITIALS = 4
_DOTS = frozenset(words_of("dot point period and"))


def remark_end(heard: Utterance, last: int) -> int:
    """Where a remark about the letters ends that ended at a piece; the same piece when none follows."""
    end = last
    for at in range(last, min(len(heard.words), last + _MOST)):
        word = heard.words[at]
        if _is_letter(heard, at) or (end > last and word in _PLACES):
            end = at + 1
        elif word not in _REMARKS and word not in _PLACES:
            break
    return end


def _is_letter(heard: Utterance, at: int) -> bool:
    """ "no a": but the article of "a second"."""
    word = heard.words[at]
    if word == "a":
        return heard.words[at - 1] in ("an", "no", "double", "capital", "small", "two") or at + 1 == len(heard.words)
    return (len(word) == 1 and word.isalpha()) or (word in ("space", "gap") and heard.words[at - 1] in ("a", "no"))


def initials(heard: Utterance) -> Place | None:
    """Announced ("middle initial t"), or with dots before a name that ends the answer ("n dot c dot thangavelu")."""
    at = next((at for at, word in enumerate(heard.words) if word in _CUES), None)
    if at is not None:
        return _announced(heard, at + 1)
    return _dotted(heard)


def _announced(heard: Utterance, since: int) -> Place | None:
    at = since
    while at < len(heard.words) and heard.words[at] in _CARRIERS:
        at += 1
    end = at
    while end < min(len(heard.words), at + 2 * _INITIALS) and (_is_initial(heard, end) or (end > at and heard.words[end] in _DOTS)):
        end += 1
    while end > at and heard.words[end - 1] in _DOTS:
        end -= 1
    return (at, end) if end > at else None


def _is_initial(heard: Utterance, at: int) -> bool:
    word = heard.words[at]
    if word == "a":
        return at + 1 == len(heard.words) or len(heard.words[at + 1]) == 1 or heard.words[at + 1] in ("dot", "name", "surname")
    return (len(word) == 1 and word.isalpha()) or word in LETTER_NAMES


def _dotted(heard: Utterance) -> Place | None:
    first, last = heard.answer
    at = first
    while at + 1 < last and len(heard.words[at]) == 1 and heard.words[at].isalpha() and heard.words[at + 1] in ("dot", "point"):
        at += 2
    is_name = at > first and 0 < last - at <= 2 and all(len(word) > 2 and word.isalpha() and word not in READINGS for word in heard.words[at:last])
    return (first, last) if is_name else None
