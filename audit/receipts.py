"""Proof, inside this process, that an entry was written, and after sealed() that nobody can take it away unseen."""

from __future__ import annotations

import time
from typing import Final, NamedTuple, NoReturn, final

from django.db import connections

from audit.book import HERE, NothingRecorded, closed_on_failure
from audit.events import Event, Outcome
from audit.proof.tree import leaf_hash
from audit.sealing import proving, witnessing
from foundation.jobs import NotNow

_set: Final = object.__setattr__
PRESS: Final = object()  # log.py alone prints with it
_LOOK_EVERY_S: Final = 0.005
GOOD_FOR_S: Final = 60.0  # an entry speaks for what was opened when it was written; who opens later writes another
_HERE: Final = "SELECT h.period, l.position FROM audit_leaf l, audit_head h WHERE l.entry = %s"
_ANYWHERE: Final = "SELECT period, position FROM audit_leaves WHERE entry = %s"  # its period may have been closed meanwhile


class NotSealed(NothingRecorded, NotNow):
    """The entry has no leaf yet, or the tree does not prove it."""


class NotWitnessed(NotSealed):
    """No witness that we believe has seen the tree lately."""


class WrongReceipt(Exception):
    """The receipt is for another event or subject than what it shall open, of something that was refused or failed, or too old."""


class Place(NamedTuple):
    period: int
    position: int


@final
class Receipt:
    """What opens a sealed thing takes one. Only record() and record_apart() make it."""

    __slots__ = ("_alias", "_body", "_made_at", "entry_id", "event", "outcome", "subject")

    entry_id: str
    event: Event
    subject: str
    outcome: Outcome
    _body: str
    _alias: str
    _made_at: float

    def __init__(
        self, entry_id: str, event: Event, subject: str, outcome: Outcome, *, body: str = "", alias: str = HERE, press: object = None
    ) -> None:
        """body: as this process wrote it; what the database says of it later is not believed."""
        if press is not PRESS:
            raise TypeError("a Receipt comes from record() only")
        _set(self, "entry_id", entry_id)
        _set(self, "event", event)
        _set(self, "subject", subject)
        _set(self, "outcome", outcome)
        _set(self, "_body", body)
        _set(self, "_alias", alias)
        _set(self, "_made_at", time.monotonic())

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Receipt is not changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Receipt is not changed")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Receipt is neither copied nor stored")

    def __repr__(self) -> str:
        return f"<Receipt {self.event.value} {self.entry_id}>"

    @property
    def leaf(self) -> bytes:
        """The hash under which the entry must stand in the tree. Most receipts are never asked."""
        return leaf_hash(self._body.encode())

    def must_be(self, event: Event, subject: str, *, within_s: float = GOOD_FOR_S) -> None:
        """What opens a sealed thing asks this first. within_s: longer only where one entry tells of many openings. Raises WrongReceipt."""
        if (self.event, self.subject) != (event, subject):
            raise WrongReceipt(f"entry {self.entry_id} is for {self.event.value}, asked for {event.value}")
        if self.outcome is not Outcome.GRANTED:
            raise WrongReceipt(f"entry {self.entry_id} says that {self.event.value} was {self.outcome.value}: it opens nothing")
        if (age_s := time.monotonic() - self._made_at) > within_s:
            raise WrongReceipt(f"entry {self.entry_id} is {age_s:.0f} s old and was good for {within_s:.0f} s: record another")

    def sealed(self, timeout_s: float = 2.0) -> Receipt:
        """Wait for the entry's leaf, then have its place in a signed and lately witnessed tree proved.

        Raises NotSealed; never call it inside a transaction.
        """
        if connections[self._alias].in_atomic_block:  # the sealer sees only what is committed: we would wait for us
            raise NotSealed(f"entry {self.entry_id}: wait for its leaf after the transaction, not inside")
        give_up_at = time.monotonic() + timeout_s
        while (place := self._place()) is None:
            if time.monotonic() >= give_up_at:
                raise NotSealed(f"entry {self.entry_id} has no leaf after {timeout_s} s; see whether the sealer runs")
            time.sleep(_LOOK_EVERY_S)
        self._prove(place)
        return self

    def _place(self) -> Place | None:
        with closed_on_failure(self._alias, self.entry_id), connections[self._alias].cursor() as cursor:
            for query in (_HERE, _ANYWHERE):
                cursor.execute(query, [self.entry_id])
                if row := cursor.fetchone():
                    return Place(*row)
        return None

    def _prove(self, place: Place) -> None:
        with closed_on_failure(self._alias, self.entry_id), connections[self._alias].cursor() as cursor:
            try:
                head = proving.head(cursor)
                if head.period != place.period:
                    head = proving.final_head(cursor, place.period)
                proving.must_be_signed(head)
                proving.must_include(cursor, place.position, self.leaf, head)
                witnessing.must_be_fresh(cursor, head)
            except witnessing.Unwitnessed as error:
                raise NotWitnessed(f"entry {self.entry_id}: {error}") from error
            except proving.Unproven as error:
                raise NotSealed(f"entry {self.entry_id}: {error}") from error
