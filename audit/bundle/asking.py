"""Asking for a bundle: recorded first, then bound to one signed state of the log that holds that very record."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit.access import Actor
from audit.bundle import tables
from audit.bundle.files import Bundle
from audit.bundle.tables import NoPeriod, Period, Selection
from audit.events import Event
from audit.log import record
from audit.reading import READER
from audit.receipts import Receipt
from audit.sealing import cosignatures, proving
from audit.sealing.proving import Head

LOOK_EVERY_S: Final = 0.5

__all__ = ["NoPeriod", "Selection", "prepare"]


def prepare(
    selection: Selection,
    *,
    by: Actor,
    permit: str = "",
    period: int | None = None,
    has_openings: bool = True,
    wait_s: float = 0,
    waiting: Callable[[], None] = lambda: None,
) -> Bundle:
    """Record that a bundle is made, wait for the leaf, and choose the state that it shows.

    permit: of another officer, if that was needed; its id stands in the entry as its object.
    wait_s: how long a witness may take to cosign a state that holds the record; without it the newest signed one is shown.
    Raises NoPeriod, NotSealed, NothingRecorded, proving.Unproven.
    """
    with connections[READER].cursor() as cursor:
        found = tables.period(cursor, period)
        ends = tables.count_ends(cursor, found.n)
        receipt = _told(found, selection, tables.count(cursor, found.n, selection), by=by, permit=permit, has_openings=has_openings)
        head = _head(cursor, found, receipt, wait_s, waiting)
        proving.must_be_signed(head)
        return Bundle(found, head, cosignatures.lines_under(cursor, head), selection, has_openings, ends)


def _told(period: Period, selection: Selection, entries: int, *, by: Actor, permit: str, has_openings: bool) -> Receipt:
    said = selection.as_dict()
    details: dict[str, int | str] = {"period": period.n, "entries": entries, "openings": entries if has_openings else 0}
    details |= {name: said[name] for name in ("since", "until") if name in said}
    return record(Event.LOG_BUNDLED, by=by, subject=selection.subject, object=permit, details=details).sealed()


def _head(cursor: CursorWrapper, period: Period, receipt: Receipt, wait_s: float, waiting: Callable[[], None]) -> Head:
    """The newest cosigned state that holds the record; the last one of a period that is closed."""
    place = tables.place_of(cursor, period.n, receipt.entry_id)
    give_up_at = time.monotonic() + wait_s
    while True:
        newest = proving.head(cursor)
        if place is None or newest.period != period.n:  # closed, perhaps just now
            newest = proving.final_head(cursor, period.n)
        if witnessed := cosignatures.cosigned(cursor, period.n, above=newest.size - 1 if place is None else place):
            return witnessed
        if time.monotonic() >= give_up_at:
            return newest
        waiting()
        time.sleep(LOOK_EVERY_S)
