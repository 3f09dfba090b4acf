"""What an entry looks like: one canonical body, and the columns that only find it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as _quote
from typing import Final, NamedTuple

from audit.access import Actor
from audit.events import Event, Outcome, Purpose
from foundation.clock import now

VERSION: Final = 1
LARGEST: Final = 2**53 - 1  # beyond it, other readers of JSON round
LONGEST: Final = 200
_END: Final = f'"version":{VERSION}}}'


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
    at, action, outcome, roles = at or now(), event.value, fields.outcome.value, " ".join(sorted(by.roles))
    if not is_plain(f"{by.id}{by.factor}{fields.object}{roles}{by.session}{fields.subject}"):  # all at once, where that answers it
        _must_be_plain(actor=by.id, factor=by.factor, object=fields.object, roles=roles, session=by.session, subject=fields.subject)
    # By hand, in the order of the names: every act of the house waits for this, and an encoder of the whole takes three times as long.
    body = "".join(
        (
            *('{"actor":', _quote(by.id), ',"actor_kind":"', by.kind, '","at":"', at_text(at)),
            f'","details":{_flat(fit(event, details))},"event":"' if details else '","event":"',
            action,
            f'","factor":{_quote(by.factor)},"id":"' if by.factor else '","id":"',
            entry_id,
            f'","object":{_quote(fields.object)},"outcome":"' if fields.object else '","outcome":"',
            outcome,
            f'","private":{_flat(commitments)},"purpose":"' if commitments else '","purpose":"',
            fields.purpose,
            f'","roles":{_quote(roles)},' if roles else '",',
            f'"session":{_quote(by.session)},' if by.session else "",
            f'"subject":{_quote(fields.subject)},' if fields.subject else "",
            _END,
        )
    )
    return Entry(entry_id, at, by.id, action, fields.object, fields.subject, outcome, body)


def _flat(values: Mapping[str, int | str]) -> str:
    """Canonical JSON of plain words and whole numbers."""
    return "{" + ",".join([f"{_quote(name)}:{_quote(value) if isinstance(value, str) else value}" for name, value in sorted(values.items())]) + "}"


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


def _must_be_plain(**words: str) -> None:
    for name, value in words.items():
        plain(name, value)


def is_plain(value: str) -> bool:
    """A short word of printable ASCII: no line break, no hidden character."""
    return len(value) <= LONGEST and value.isascii() and value.isprintable()
