"""A text as the recognizers of worded identifiers see it, and what is left of an answer without the words that every answer has. Pure."""

from __future__ import annotations

from functools import cached_property

from presidio_analyzer import RecognizerResult

from redaction.text.recognizers.answer_words import ASKING, BEFORE_ASKING, LEADS, OTHER_KINDS, TAILS
from redaction.text.recognizers.results import result
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import READINGS, Phrases, words_of

Place = tuple[int, int]  # pieces first to last (exclusive)
_LONGEST_TAIL = max(map(len, TAILS))
_COURTESIES = frozenset(words_of("yes okay the hi"))
_THESE_KINDS = frozenset(words_of("postcode post postal zip zipcode pincode name surname"))
_ALSO_SPOKEN = frozenset(words_of("are why tune"))
_ASKED_OF = frozenset(words_of("you to for"))


class Utterance:
    """words: the pieces of the text alone, folded. known: which words there are, for a first look that costs little."""

    def __init__(self, text: str, said: Sayings) -> None:
        self.text = text
        self.said = said
        self.words = [piece.text for piece in said.pieces]
        self.known = frozenset(self.words)

    def result(self, place: Place, entity: str, score: float, recognizer: str) -> RecognizerResult:
        return result(self.said.pieces, *place, entity, score, recognizer)

    def follows(self, at: int, phrases: Phrases) -> int:
        """Where the longest of the phrases that begins here ends; `at` when none does."""
        found = phrases.get(self.words[at]) if at < len(self.words) else None
        return max((at + len(one) for one in found or () if tuple(self.words[at : at + len(one)]) == one), default=at)

    @cached_property
    def answer(self) -> Place:
        """What is said, without "yes it is", "my postcode is" before it and "thank you" behind it; all when nothing else is said."""
        first, last = 0, len(self.words)
        while (after := self.follows(first, LEADS)) > first:
            first = after
        while last > first and (before := self._tail(last)) < last:
            last = before
        return (first, last) if first < last else (0, len(self.words))

    def back_over_letter(self, first: int) -> int:
        """Over a courtesy that may be the first letter of an answer ("yes" an s, "hi" an i), when another stands before it or an example behind."""
        if first and self.words[first - 1] in _COURTESIES and (first > 1 or self.words[first] in ("for", "as")):
            return first - 1
        return first

    def _tail(self, last: int) -> int:
        starts = range(max(0, last - _LONGEST_TAIL), last)
        return next((at for at in starts if tuple(self.words[at:last]) in TAILS), last)

    @cached_property
    def is_hour(self) -> bool:
        """What ends an answer is a time of the day: "eight a m". No postcode ends in m."""
        last = self.answer[1]
        is_half = last > 2 and self.words[last - 1] == "m" and self.words[last - 2] in ("a", "p")
        return is_half and any(arc.sure and arc.out.isdigit() for arc in self.said.arcs[last - 3])

    @cached_property
    def is_of_other_kind(self) -> bool:
        """It announces an account, a serial, a card: what is read out is that."""
        return not self.known.isdisjoint(OTHER_KINDS) and self.known.isdisjoint(_THESE_KINDS)

    @cached_property
    def is_asking(self) -> bool:
        """The first word that says anything is one of a question or a command; not the r of "are e e d", the y of "why oh two"."""
        at = next((at for at, word in enumerate(self.words) if word not in BEFORE_ASKING), len(self.words))
        if at == len(self.words) or self.words[at] not in ASKING:
            return False
        after = self.words[at + 1] if at + 1 < len(self.words) else ""
        return self.words[at] not in _ALSO_SPOKEN or after not in READINGS or after in _ASKED_OF
