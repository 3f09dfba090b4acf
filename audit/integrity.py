"""How the log stands: what was signed, who witnessed it and when, how far the sealer is behind, when all of it was last verified."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connections

from audit.events import Event
from audit.models import Cosignature, Head, Heartbeat, Period
from audit.proof.notes import encoded
from audit.reading import READER
from foundation.clock import now

# A period's last checkpoint is its final one; of the current period it is at most a minute old.
_LAST: Final = "SELECT size, root, signed_at FROM audit_checkpoints WHERE period = %s ORDER BY size DESC, signed_at DESC LIMIT 1"
FORGOTTEN: Final = timedelta(days=7)  # a witness that has been silent for longer is none any more
_VERIFIED: Final = "SELECT id, body FROM audit_entries WHERE action = %s ORDER BY recorded_at DESC, seq DESC LIMIT 1"


@dataclass(frozen=True)
class Witnessed:
    """The newest cosignature of a witness."""

    witness: str
    size: int
    at: datetime
    age: timedelta

    @property
    def age_s(self) -> int:
        return int(self.age.total_seconds())

    @property
    def is_stale(self) -> bool:
        """So old that sensitive accesses are closed."""
        return self.age_s > getattr(settings, "AUDIT_WITNESS_STALE_S", 900)


@dataclass(frozen=True)
class Verified:
    """The last full verification that stands in the log."""

    entry: str
    at: datetime
    details: dict[str, int | str]

    @property
    def is_good(self) -> bool:
        return self.details.get("result") == "verified"


@dataclass(frozen=True)
class PeriodLine:
    """A period: `size`, `root` and `signed_at` of its newest checkpoint, empty before there is one or when its tables were dropped."""

    n: int
    origin: str
    vkey: str
    opened_at: datetime
    closed_at: datetime | None
    size: int | None
    root: str
    signed_at: datetime | None
    is_dropped: bool = False


@dataclass(frozen=True)
class Standing:
    size: int
    root: str
    signed_at: datetime
    note: str
    beat_at: datetime
    lag_ms: int
    witnesses: list[Witnessed]
    verified: Verified | None
    periods: list[PeriodLine]

    @property
    def current(self) -> PeriodLine:
        return self.periods[0]


def standing() -> Standing:
    """How the log stands now."""
    head, beat = Head.objects.using(READER).get(), Heartbeat.objects.using(READER).get()
    return Standing(
        size=head.size,
        root=encoded(bytes(head.root)),
        signed_at=head.signed_at,
        note=head.note,
        beat_at=beat.beat_at,
        lag_ms=beat.lag_ms,
        witnesses=_witnessed(),
        verified=_verified(),
        periods=_periods(),
    )


def _witnessed() -> list[Witnessed]:
    newest = Cosignature.objects.using(READER).filter(at__gt=now() - FORGOTTEN).order_by("witness", "-at").distinct("witness")
    return [Witnessed(row.witness, row.size, row.at, now() - row.at) for row in newest]


def _verified() -> Verified | None:
    found = _rows(_VERIFIED, Event.LOG_VERIFIED.value)
    if not found:
        return None
    body: dict[str, Any] = json.loads(found[0][1])
    return Verified(found[0][0], datetime.fromisoformat(body["at"]), body.get("details", {}))


def _periods() -> list[PeriodLine]:
    return [_period_line(row) for row in Period.objects.using(READER).order_by("-n")]


def _period_line(row: Period) -> PeriodLine:
    size, root, signed_at = next(iter(_rows(_LAST, row.n)), (None, b"", None))
    return PeriodLine(row.n, row.origin, row.vkey, row.opened_at, row.closed_at, size, encoded(bytes(root)), signed_at)


def _rows(query: str, *values: int | str) -> list[tuple[Any, ...]]:
    with connections[READER].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
