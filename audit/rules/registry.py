"""What a rule is, and the list of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext

# What a rule's query reads anew: entries that settled since its last look. The table is called n.
NEW: Final = "n.period = %(period)s AND n.seq > %(after)s AND n.seq <= %(upto)s"
MOST_ENTRIES: Final = 50  # a finding links so many; the pages of the person and the clip show the rest


@dataclass(frozen=True)
class Found:
    """One thing that a rule found. `key` is its identity under the rule: the ids and the day it is about."""

    key: str
    at: datetime
    person: str = ""
    subject: str = ""
    details: Mapping[str, int | str] = field(default_factory=dict)
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Window:
    """What a rule looks at: entries of `period` after `after` and up to `upto`, all settled; and the time since its last look.

    A rule that waits for something not to happen looks at times instead: `due(minutes)` became old enough since the last look.
    """

    using: str
    period: int
    after: int
    upto: int
    since: datetime
    until: datetime

    def rows(self, query: str, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Run a query with the window's numbers and the rule's own as its parameters."""
        mine: dict[str, Any] = {"period": self.period, "after": self.after, "upto": self.upto, "since": self.since, "until": self.until}
        with connections[self.using].cursor() as cursor:
            cursor.execute(query, mine | values)
            yield from cursor.fetchall()

    def due(self, **ago: float) -> tuple[datetime, datetime]:
        """The span of time that became this old since the last look."""
        return self.since - timedelta(**ago), self.until - timedelta(**ago)


Limits = Mapping[str, int]
Find = Callable[[Window, Limits], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """`sentence` is made from a finding's person, subject and details; `blind` says what the rule cannot see."""

    name: str
    title_source: str
    sentence_source: str
    blind_source: str
    limits: Limits
    find: Find

    @property
    def title(self) -> str:
        return gettext(self.title_source)

    @property
    def blind(self) -> str:
        return gettext(self.blind_source)

    def sentence(self, values: Mapping[str, int | str]) -> str:
        """Ids and numbers only. A finding that another version of the program raised may lack some: then the title stands alone."""
        try:
            return gettext(self.sentence_source) % values
        except (KeyError, TypeError, ValueError):
            return self.title

    def thresholds(self) -> Limits:
        """The rule's own, with those that the house set instead (settings.AUDIT_RULES)."""
        return {**self.limits, **getattr(settings, "AUDIT_RULES", {}).get(self.name, {})}


RULES: Final[dict[str, Rule]] = {}


def rule(name: str, title: str, sentence: str, *, blind: str, **limits: int) -> Callable[[Find], Find]:
    """Put a function on the list. Its keywords are the thresholds and their usual values."""

    def register(find: Find) -> Find:
        if name in RULES:
            raise ValueError(f"{name}: there is a rule of this name already")
        RULES[name] = Rule(name, title, sentence, blind, limits, find)
        return find

    return register
