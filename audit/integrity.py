"""How the log stands: what was signed, who witnessed it and when, how far the sealer is behind, when all of it was last verified."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connections

from audit import storage
from audit.access import console_actor
from audit.archive import files
from audit.events import Event
from audit.models import Head, Heartbeat, Period
from audit.proof.notes import BadNote, Checkpoint, Note, encoded
from audit.reading import READER
from audit.sealing import cosignatures, proving
from audit.sealing.keys import witnesses
from audit.sealing.witnessing import AHEAD_S
from audit.verification.daily import WATCHER
from audit.verification.starting import VERIFIED
from foundation.clock import now

_EVER: Final = (1, 2**31 - 1)  # every period
FORGOTTEN: Final = timedelta(days=7)  # a witness that has been silent for longer is none any more
_VERIFIED: Final = "SELECT id, body FROM audit_entries WHERE action = %s AND actor = %s ORDER BY recorded_at DESC, seq DESC LIMIT 1"


@dataclass(frozen=True)
class Witnessed:
    """The newest cosignature of a witness. vkeys: the lines under which this house believes it."""

    witness: str
    vkeys: list[str]
    size: int
    at: datetime
    age: timedelta

    @property
    def age_s(self) -> int:
        return int(self.age.total_seconds())

    @property
    def is_stale(self) -> bool:
        """So old that sensitive accesses are closed."""
        return self.age_s >= settings.AUDIT_WITNESS_STALE_S


@dataclass(frozen=True)
class Verified:
    """A verification as the log has it. read: how many entries it looked at; those before were taken for verified."""

    entry: str
    at: datetime
    details: dict[str, int | str]

    @property
    def is_good(self) -> bool:
        return self.details.get("result") == VERIFIED

    @property
    def read(self) -> int | str:
        return self.details.get("read", "")


@dataclass(frozen=True)
class PeriodLine:
    """A period. size, root: of its newest checkpoint, or what its archive is held against; published: how far the archive goes."""

    n: int
    origin: str
    vkey: str
    opened_at: datetime
    closed_at: datetime | None
    dropped_at: datetime | None
    size: int | None
    root: str
    published: int | None


@dataclass(frozen=True)
class Standing:
    """note: the newest witnessed checkpoint with its cosignatures; without one, the head that the log alone signed."""

    size: int
    root: str
    signed_at: datetime
    note: str
    beat_at: datetime
    lag_ms: int
    witnesses: list[Witnessed]
    verified: Verified | None  # by the console
    daily: Verified | None  # by the watcher
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
        note=_witnessed_note(head),
        beat_at=beat.beat_at,
        lag_ms=beat.lag_ms,
        witnesses=_witnessed(),
        verified=_verified(console_actor().id),
        daily=_verified(WATCHER.id),
        periods=[_period_line(row) for row in Period.objects.using(READER).order_by("-n")],
    )


def _witnessed_note(head: Head) -> str:
    with connections[READER].cursor() as cursor:
        found = cosignatures.cosigned(cursor, head.period, above=0)
        return head.note if found is None else cosignatures.note_with_lines(cursor, found)


def _witnessed() -> list[Witnessed]:
    """Of those that this house believes, what verifies; what others signed counts for nothing here."""
    at, known = now(), witnesses()
    times = {"after": int((at - FORGOTTEN).timestamp()), "before": int(at.timestamp()) + AHEAD_S}
    with connections[READER].cursor() as cursor:
        newest = [next(cosignatures.newest(cursor, _EVER, {name: known[name]}, **times), None) for name in sorted(known)]
    return [_witness(said, [key.vkey for key in known[said.cosignature.witness]], at) for said in newest if said]


def _witness(said: cosignatures.Said, vkeys: list[str], now: datetime) -> Witnessed:
    at = datetime.fromtimestamp(said.cosignature.at, UTC)
    return Witnessed(said.cosignature.witness, vkeys, said.head.size, at, now - at)


def _verified(by: str) -> Verified | None:
    found = _rows(_VERIFIED, Event.LOG_VERIFIED.value, by)
    if not found:
        return None
    body: dict[str, Any] = json.loads(found[0][1])
    return Verified(found[0][0], datetime.fromisoformat(body["at"]), body.get("details", {}))


def _period_line(row: Period) -> PeriodLine:
    last = _last(row.n)
    size, root = (last.size, last.root) if last else (row.size, row.root or b"")
    return PeriodLine(row.n, row.origin, row.vkey, row.opened_at, row.closed_at, row.dropped_at, size, encoded(bytes(root)), _published(row.n))


def _last(n: int) -> proving.Head | None:
    with connections[READER].cursor() as cursor:
        return proving.last_checkpoint(cursor, n)


def _published(n: int) -> int | None:
    """The size that the archive's own checkpoint names; None when it has none, or cannot be read from here."""
    try:
        return Checkpoint.of(Note.of(storage.get(files.checkpoint(n))).text).size
    except (storage.MissingFile, BadNote, OSError):
        return None


def _rows(query: str, *values: int | str) -> list[tuple[Any, ...]]:
    with connections[READER].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
