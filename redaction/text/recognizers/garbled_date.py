"""An answer that was a date before a recogniser mistook a word of it: "the twenty third of the thirst sixty two". Pure."""

from __future__ import annotations

from redaction.text.recognizers.calendar_words import MONTHS, NEAR_MONTHS, NEAR_ORDINALS, ORDINALS, Part, days, months, years
from redaction.text.recognizers.spoken_dates import LINKS, OLDEST, YOUNGEST
from redaction.text.recognizers.utterance import Utterance
from redaction.text.spoken_words import words_of

# In such company numbers are people, times and nights.
_NO_BIRTHDAY = frozenset(
    words_of("people person persons guests table pm am party adults nights oclock at to from till rooms room today tomorrow or score draw")
)


class _Parts:
    """What an answer that may be a garbled date is made of, in units: see the counts."""

    def __init__(self, heard: Utterance, first: int, last: int) -> None:
        self.years = self.months = self.ordinals = self.numbers = self.strange = self.units = 0
        self.is_late = False  # the last number may be the end of a year of the last century
        at = first
        while at < last:
            at = self._count(heard, at, last)
            self.units += 1

    def _count(self, heard: Utterance, at: int, last: int) -> int:
        """Count the unit at a piece; where it ends."""
        word = heard.words[at]
        born = max((one.to for one in years(heard.words, at) if one.sure and OLDEST <= one.value <= YOUNGEST), default=at)
        if born > at and not self.years:
            self.years = 1
            return born
        named = max((one.to for one in months(heard.words, at) if one.sure and not days(heard.words, at)), default=at)
        if named > at or (word in NEAR_MONTHS and at + 1 < last and not self.months):
            self.months += 1
            return max(named, at + 1)
        day = max(days(heard.words, at), key=lambda one: (one.to, one.sure), default=Part(at + 1, 0, word in NEAR_ORDINALS and not self.years))
        if day.sure:
            self.ordinals += 1
            return day.to
        return self._count_number(heard, at, day)

    def _count_number(self, heard: Utterance, at: int, day: Part) -> int:
        late = max((one.to for one in years(heard.words, at) if one.value % 100 > 31), default=at)
        self.is_late = late > at
        if self.is_late or day.value or heard.words[at] in ("oh", "o") or any(arc.sure and arc.out.isdigit() for arc in heard.said.arcs[at]):
            self.numbers += 1
            return max(late, day.to)
        self.strange += heard.words[at] not in LINKS and not heard.said.passes[at]
        return at + 1


def is_garbled_date(heard: Utterance, first: int, last: int) -> bool:
    """Parts of a date and hardly any word that is none."""
    words = heard.words[first:last]
    if not _NO_BIRTHDAY.isdisjoint(words) or any(one.sure and one.value > YOUNGEST for at in range(first, last) for one in years(heard.words, at)):
        return False
    parts = _Parts(heard, first, last)
    if parts.strange > 1 + (parts.units > 4 and parts.months > 0):
        return False
    if parts.years:
        return bool(parts.months or parts.ordinals or parts.numbers > 1)
    if parts.months:
        is_sure = parts.is_late or any(word in MONTHS or word in ORDINALS for word in words)
        return parts.ordinals + parts.numbers >= 2 and is_sure
    is_short = parts.ordinals == 1 and parts.units - ("the" in words) == 2 and parts.is_late  # "the fourteenth fifty nine"
    return is_short or (parts.ordinals > 1 and (parts.is_late or parts.numbers > 1))
