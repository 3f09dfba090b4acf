"""What exactly is asked for. A question without a moving end gives the same entries when it is asked and when it is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from audit.models import Permit
from audit.reading import Search
from audit.reading.finding import count
from foundation.clock import now

Format = Permit.Format
SETTLES: Final = timedelta(seconds=10)  # an entry carries its time from before its commit; what is younger may still be joined by others
_DAY: Final = timedelta(days=1)


class Unselectable(ValueError):
    """A bundle is chosen by days and one id alone: its verifier must be able to see what was asked for."""


@dataclass(frozen=True)
class Question:
    """A search and how it is to be written."""

    search: Search
    format: Format

    @property
    def size(self) -> int:
        """How many entries fit now; of a bundle, those of the period that it will be made of."""
        return count(self.search, only_current=self.format is Format.BUNDLE)

    def settled(self) -> Question:
        """The same with fixed ends: to the minute, and for a bundle to whole days that are over. Raises Unselectable."""
        widened = self.widened().search
        settled_at = now() - SETTLES
        ends = _midnight(settled_at) if self.format is Format.BUNDLE else _minute(settled_at)
        begins, until = widened.begins and _minute(widened.begins), min(widened.until or ends, ends)
        return replace(self, search=replace(widened, span="", since=begins, until=until, older=None, newer=None))

    def widened(self) -> Question:
        """As much as it gives: a bundle is made of whole days, so it is counted by them. Raises Unselectable."""
        must_be_selectable(self)
        search = self.search
        if self.format is not Format.BUNDLE:
            return self
        return replace(self, search=replace(search, since=search.since and _midnight(search.since), until=search.until and _day_after(search.until)))


def must_be_selectable(question: Question) -> None:
    """Raises Unselectable."""
    search = question.search
    narrowed = search.group or search.events or search.actor or search.session or search.outcome or search.manner or search.span or search.id
    if question.format is Format.BUNDLE and narrowed:
        raise Unselectable("a bundle is chosen by days and one id")


def question_of(permit: Permit) -> Question:
    """As it was asked."""
    return Question(Search.of_pairs([(name, value) for name, value in permit.asked]), Format(permit.format))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)


def _day_after(at: datetime) -> datetime:
    """The first midnight that is not before it."""
    begin = _midnight(at)
    return begin if begin == at else begin + _DAY
