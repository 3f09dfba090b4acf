"""What an entry looks like: one canonical body, and the columns that only find it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from audit.access import Actor
from audit.events import Event, Outcome, Purpose
from foundation.clock import now

VERSION: Final = 1
LARGEST: Final = 2**53 - 1  # beyond it, other readers of JSON round
LONGEST: Final = 200
_encode: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class UnfitDetail(ValueError):
    """A detail that the event did not declare, or that is neither an integer nor a short plain word."""


class Fields(NamedTuple):
    subject: str
    object: str
    purpose: Purpose
    outcome: Outcome


class Entry(NamedTuple):
    """A row of audit_entry, in the order of the insert."""

    id: str
    recorded_at: datetime
    actor: str
    action: str
    object: str
    subject: str
    outcome: str
    body: str


def compose(
    entry_id: str,
    event: Event,
    by: Actor,
    fields: Fields,
    details: Mapping[str, int | str],
    commitments: Mapping[str, str],
    *,
    at: datetime | None = None,
) -> Entry:
    """The entry to insert. Empty values stay out of the body. Raises UnfitDetail."""
    at = at or now()
    body: dict[str, object] = {
        "version": VERSION,
        "id": entry_id,
        "at": at_text(at),
        "event": event.value,
        "outcome": fields.outcome.value,
        "purpose": fields.purpose.value,
        "actor": plain("actor", by.id),
        "actor_kind": by.kind.value,
    }
    for name, value in (
        ("roles", " ".join(sorted(by.roles))),
        ("factor", by.factor),
        ("session", by.session),
        ("object", fields.object),
        ("subject", fields.subject),
    ):
        if value:
            body[name] = plain(name, value)
    if details:
        body["details"] = fit(event, details)
    if commitments:
        body["private"] = dict(commitments)
    text = _encode(body)
    return Entry(entry_id, at, by.id, event.value, fields.object, fields.subject, fields.outcome.value, text)


def at_text(at: datetime) -> str:
    """UTC to the microsecond, always of the same width."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def fit(event: Event, details: Mapping[str, int | str]) -> dict[str, int | str]:
    """The details, if the event declared them all. Raises UnfitDetail."""
    if undeclared := details.keys() - event.details:
        raise UnfitDetail(f"{event}: declare {', '.join(sorted(undeclared))} in audit/events.py first")
    return {name: _fit_value(name, value) for name, value in details.items()}


def _fit_value(name: str, value: int | str) -> int | str:
    if isinstance(value, str):
        return plain(name, value)
    if type(value) is not int or not -LARGEST <= value <= LARGEST:  # bool and float included: neither has one spelling
        raise UnfitDetail(f"{name}: whole numbers below 2**53 and short plain words only")
    return value


def plain(name: str, value: str) -> str:
    """The value, if it is fit for the body: ids and codes are; what people type is not. Raises UnfitDetail."""
    if not is_plain(value):
        raise UnfitDetail(f"{name}: only ids and codes go into the body; seal the rest as a private part")
    return str(value)


def is_plain(value: str) -> bool:
    """A short word of printable ASCII: no line break, no hidden character."""
    return len(value) <= LONGEST and value.isascii() and value.isprintable()
