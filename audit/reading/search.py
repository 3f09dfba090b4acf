"""What a compliance officer looks for: ids, codes and times only, so that an address holds nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from audit.reading.groups import chosen
from foundation.clock import now, to_the_minute

SPANS: Final = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
CODES: Final = ("outcome", "purpose", "kind", "factor")
MANNER: Final = {"purpose": "purpose", "kind": "actor_kind", "factor": "factor"}  # what only a body says -> its name there
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MINUTES: Final = "%Y-%m-%dT%H:%M"


class Place(NamedTuple):
    """Between two entries. Pages go by time, then by number: an entry that waited for a lock has the later number and the earlier time."""

    at: datetime
    seq: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // _MICROSECOND}.{self.seq}"

    @classmethod
    def of(cls, text: str) -> Place:
        """Raises ValueError."""
        micros, seq = text.split(".")
        try:
            return cls(EPOCH + timedelta(microseconds=int(micros)), int(seq))
        except OverflowError as error:
            raise ValueError("a place beyond all times") from error


@dataclass(frozen=True)
class Search:
    """`id`: an id wherever it stands. `until` is the first moment that is left out."""

    events: tuple[str, ...] = ()
    group: str = ""
    actor: str = ""
    subject: str = ""
    id: str = ""
    outcome: str = ""
    purpose: str = ""
    kind: str = ""
    factor: str = ""
    session: str = ""
    span: str = ""
    since: datetime | None = None
    until: datetime | None = None
    older: Place | None = None
    newer: Place | None = None

    @property
    def details(self) -> dict[str, int | str]:
        """What was looked for, as the entry about it keeps it; the subject is the entry's own."""
        asked: dict[str, int | str] = {
            "event": short(self.events),
            "since": to_the_minute(self.since, zone=""),
            "until": to_the_minute(self.until, zone=""),
        }
        asked |= {name: getattr(self, name) for name in ("group", "actor", *CODES, "session", "span")}
        return {name: value for name, value in asked.items() if value}

    @property
    def about(self) -> str:
        return self.subject or self.id

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters as an address holds them, without a place."""
        found = [("event", code) for code in self.events]
        found += [(name, getattr(self, name)) for name in ("group", "actor", "subject", "id", *CODES, "session", "span")]
        found += [("since", to_the_minute(self.since, zone="")), ("until", to_the_minute(self.until, zone=""))]
        return [(name, value) for name, value in found if value]

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[str, str]]) -> Search:
        """The search whose `pairs` these are. Raises ValueError, TypeError for what is no filter."""
        events = tuple(value for name, value in pairs if name == "event")
        asked: dict[str, Any] = {name: value for name, value in pairs if name != "event"}
        asked |= {name: datetime.strptime(asked[name], _MINUTES).replace(tzinfo=UTC) for name in ("since", "until") if name in asked}
        return cls(events=events, **asked)

    @property
    def is_narrow(self) -> bool:
        return bool(self.details or self.about)

    @property
    def actions(self) -> list[str]:
        """The events asked for; empty means every one. Raises NotInGroup."""
        return chosen(self.events, self.group)

    @property
    def manner(self) -> dict[str, str]:
        """What is asked of the bodies alone, by its name there."""
        return {name: value for field, name in MANNER.items() if (value := getattr(self, field))}

    @property
    def begins(self) -> datetime | None:
        """The later of `since` and the begin of the span."""
        begin = now() - SPANS[self.span] if self.span else None
        return max((each for each in (self.since, begin) if each), default=None)


def short(codes: Sequence[str]) -> str:
    """An entry's detail holds 200 characters."""
    text = " ".join(codes)
    return text if len(text) <= 200 else f"{len(codes)} events"
