"""The only door to the book. What cannot be recorded does not happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import DatabaseError

from audit import era
from audit.access import Actor
from audit.book import APART, FAILURES, HERE, NothingRecorded, Stale, closed, insert
from audit.entries import Fields, compose
from audit.events import Event, Outcome, PrivateClass, Purpose
from audit.receipts import PRESS, NotSealed, Receipt, WrongReceipt
from audit.refusals import count_refusal
from foundation.clock import now
from foundation.ids import new_id

__all__ = [
    "NotSealed",
    "NothingRecorded",
    "Receipt",
    "WrongReceipt",
    "count_refusal",
    "record",
    "record_apart",
]

_TRIES: Final = 3


def record(
    event: Event,
    *,
    by: Actor,
    subject: str = "",
    object: str = "",
    purpose: Purpose | None = None,
    outcome: Outcome = Outcome.GRANTED,
    details: Mapping[str, int | str] | None = None,
    private: Mapping[PrivateClass, str] | None = None,
) -> Receipt:
    """Write one entry in the caller's transaction. Raises NothingRecorded; then that transaction cannot commit."""
    fields = Fields(subject, object, purpose or event.purpose, outcome)
    return _write(HERE, event, by, fields, details or {}, private or {})


def record_apart(
    event: Event,
    *,
    by: Actor,
    subject: str = "",
    object: str = "",
    purpose: Purpose | None = None,
    outcome: Outcome = Outcome.DENIED,
    details: Mapping[str, int | str] | None = None,
    private: Mapping[PrivateClass, str] | None = None,
) -> Receipt:
    """Write one entry at once on a second connection: refusals and failures outlive the caller's rollback."""
    fields = Fields(subject, object, purpose or event.purpose, outcome)
    return _write(APART, event, by, fields, details or {}, private or {})


def _write(
    alias: str,
    event: Event,
    by: Actor,
    fields: Fields,
    details: Mapping[str, int | str],
    private: Mapping[PrivateClass, str],
) -> Receipt:
    try:
        for _ in range(_TRIES):
            try:
                return _write_once(alias, event, by, fields, details, private)
            except Stale:
                era.forget()
        raise DatabaseError("openings are erased faster than an entry can be written")
    except FAILURES as error:
        raise closed(alias, event.value, error) from error


def _write_once(
    alias: str,
    event: Event,
    by: Actor,
    fields: Fields,
    details: Mapping[str, int | str],
    private: Mapping[PrivateClass, str],
) -> Receipt:
    entry_id, at = new_id(), now()
    sealed = era.seal_for(alias, event, by, fields, private, at)
    entry = compose(entry_id, event, by, fields, details, sealed.commitments, at=at)
    insert(alias, entry, sealed.parts, sealed.era)
    return Receipt(entry_id, event, fields.subject, fields.outcome, body=entry.body, alias=alias, press=PRESS)
