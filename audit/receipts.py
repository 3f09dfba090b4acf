"""Proof, inside this process, that an entry was written."""

from __future__ import annotations

import time
from typing import Final, NoReturn, final

from django.db import connections

from audit.book import HERE, NothingRecorded, closed_on_failure
from audit.events import Event

PRESS: Final = object()  # log.py alone prints with it
_LOOK_EVERY_S: Final = 0.005


class NotSealed(NothingRecorded):
    """The entry has no leaf yet, or none can be seen from here."""


class WrongReceipt(Exception):
    """The receipt is for another event or subject than what it shall open."""


@final
class Receipt:
    """What opens a sealed thing takes one. Only record() and record_apart() make it."""

    __slots__ = ("_alias", "entry_id", "event", "subject")

    entry_id: str
    event: Event
    subject: str
    _alias: str

    def __init__(self, entry_id: str, event: Event, subject: str, *, alias: str = HERE, press: object = None) -> None:
        if press is not PRESS:
            raise TypeError("a Receipt comes from record() only")
        for name, value in (("entry_id", entry_id), ("event", event), ("subject", subject), ("_alias", alias)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Receipt is not changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Receipt is not changed")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Receipt is neither copied nor stored")

    def __repr__(self) -> str:
        return f"<Receipt {self.event.value} {self.entry_id}>"

    def must_be(self, event: Event, subject: str) -> None:
        """What opens a sealed thing asks this first. Raises WrongReceipt."""
        if (self.event, self.subject) != (event, subject):
            raise WrongReceipt(f"entry {self.entry_id} is for {self.event.value}, asked for {event.value}")

    def sealed(self, timeout_s: float = 2.0) -> Receipt:
        """Wait for the entry's leaf in the tree. Raises NotSealed; never call it inside a transaction."""
        if connections[self._alias].in_atomic_block:  # the sealer sees only what is committed: we would wait for us
            raise NotSealed(f"entry {self.entry_id}: wait for its leaf after the transaction, not inside")
        give_up_at = time.monotonic() + timeout_s
        while not self._has_leaf():
            if time.monotonic() >= give_up_at:
                raise NotSealed(f"entry {self.entry_id} has no leaf after {timeout_s} s; see whether the sealer runs")
            time.sleep(_LOOK_EVERY_S)
        return self

    def _has_leaf(self) -> bool:
        with closed_on_failure(self._alias, self.entry_id), connections[self._alias].cursor() as cursor:
            cursor.execute("SELECT 1 FROM audit_leaf WHERE entry = %s", [self.entry_id])
            return cursor.fetchone() is not None
