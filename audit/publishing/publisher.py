"""The publisher's rounds: each period that has its tables, from where its archive ends to the newest checkpoint, then the witnesses."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import structlog
from django.db import connections

from audit.access import process_actor
from audit.archive.files import Archive
from audit.archive.index import BadIndex
from audit.events import Event, Outcome
from audit.log import NothingRecorded, record
from audit.proof.notes import BadNote, Note
from audit.proof.tiles import BadTile
from audit.publishing import signed, witnesses, writing
from audit.publishing.signed import Disagreement, Period, Signed
from audit.publishing.witnesses import Refused
from audit.sealing import cosignatures
from audit.sealing.cosignatures import Cosignature
from audit.sealing.proving import Head
from audit.storage import MissingFile

SOON_S: Final = 0.5  # until the first cosignature is there: originals open only under a fresh one
RETRY_S: Final = 5.0
STARTING_S: Final = 10.0  # a witness that starts with us is not missed yet

_WRITTEN: Final = """
    INSERT INTO audit_cosignature (period, size, witness, at, line) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_FINALS: Final = "SELECT max(size) FROM audit_checkpoints WHERE period = %s"

log = structlog.get_logger("sotto.publisher")


@dataclass
class State:
    """A period as far as this process has checked it."""

    archive: Archive
    newest: Signed | None
    is_final: bool = False
    cosigned_at: dict[str, float] = field(default_factory=dict)  # by the witness's address, on the monotonic clock


@dataclass
class Publisher:
    """every_s: how often each witness is asked, and the archive brought up to date."""

    urls: Sequence[str]
    every_s: float
    states: dict[int, State] = field(default_factory=dict)
    known: dict[tuple[int, str], int] = field(default_factory=dict)
    said: set[tuple[object, ...]] = field(default_factory=set)
    clock: Callable[[], float] = time.monotonic
    began: float = field(default_factory=time.monotonic)

    def round(self) -> float:
        """Publish and have cosigned what is due; the seconds until it is worth to look again. Raises what the database raises."""
        periods = signed.periods()
        went_well = self._all_published(periods)
        self._forget({period.n for period in periods})
        if not went_well:
            return RETRY_S
        if self._is_cosigned(periods):
            return self.every_s
        return SOON_S if self._is_starting() else RETRY_S

    def _all_published(self, periods: Sequence[Period]) -> bool:
        """One that disagrees does not hold up the others."""
        return False not in [self._published(period) for period in periods]

    def _published(self, period: Period) -> bool:
        try:
            state = self.states.get(period.n) or self._begin(period)
            if state.is_final and self._has_all(state):
                return True
            self._advance(period, state)
        except (Disagreement, MissingFile, BadTile, BadNote, BadIndex) as error:
            self.states.pop(period.n, None)  # look at everything again: it may be mended by then
            self._say_disagreement(period, error)
            return False
        return True

    def _begin(self, period: Period) -> State:
        archive, newest = writing.published(period)
        state = self.states[period.n] = State(archive, newest)
        log.info("publishing_from", period=period.n, size=archive.size)
        return state

    def _advance(self, period: Period, state: State) -> None:
        """Step by step to the newest checkpoint. A round without anything new still asks the witnesses for a fresh line."""
        while (target := signed.next_checkpoint(period, state.archive.size, within=writing.STEP)) is not None:
            before, state.archive, state.newest = state.archive, writing.step(state.archive, target), target
            self._finish(period, state)
            writing.tidy(before, state.archive)
            log.info("published", period=period.n, size=target.size)
        if state.newest is not None and not self._has_all(state):
            self._finish(period, state)

    def _finish(self, period: Period, state: State) -> None:
        if state.newest is None:
            return
        state.is_final = period.closed_at is not None and state.newest.size == _value(_FINALS, period.n)
        for url in self.urls:
            self._cosign(state, state.newest, url)
        writing.finish(state.archive, state.newest, _lines(state.newest), is_final=state.is_final)

    def _cosign(self, state: State, target: Signed, url: str) -> None:
        known = self.known.get((target.period, url))
        try:
            found = witnesses.cosign(url, target, state.archive, known=_known(target) if known is None else known)
        except Refused as error:
            self.known.pop((target.period, url), None)
            self._say_refused(target, url, error)
            return
        for one in found:
            _write(target, one)
        self.known[target.period, url] = target.size
        state.cosigned_at[url] = self.clock()
        self.said = {one for one in self.said if one[:2] != ("refused", url)}

    def _has_all(self, state: State) -> bool:
        """A closed period's last checkpoint is cosigned once; the current one's again and again, for its time."""
        since = -float("inf") if state.is_final else self.clock() - self.every_s * 0.9
        return all(state.cosigned_at.get(url, -float("inf")) > since for url in self.urls)

    def _is_cosigned(self, periods: Sequence[Period]) -> bool:
        """Has the current period what it needs? Before its first checkpoint it has not."""
        if not periods:
            return False
        state = self.states.get(periods[-1].n)
        return state is not None and state.newest is not None and self._has_all(state)

    def _say_disagreement(self, period: Period, error: Exception) -> None:
        what = error.what if isinstance(error, Disagreement) else type(error).__name__
        position = error.position if isinstance(error, Disagreement) else -1
        details: dict[str, int | str] = {"period": period.n, "position": position, "reason": what}
        self._say(("disagreement", period.n, what, position), Event.PUBLISHING_STOPPED, details, getattr(error, "entry", ""))

    def _is_starting(self) -> bool:
        return self.clock() - self.began < STARTING_S

    def _say_refused(self, target: Signed, url: str, error: Refused) -> None:
        if error.status == 0 and self._is_starting():
            return
        details: dict[str, int | str] = {"period": target.period, "size": target.size, "status": error.status, "seen": error.size}
        self._say(("refused", url, error.status), Event.WITNESS_REFUSED, details)

    def _say(self, key: tuple[object, ...], event: Event, details: dict[str, int | str], entry: str = "") -> None:
        """Once, until it is over: a round a minute must not fill the log."""
        log.error(event.name.lower(), period=details["period"], status=details.get("status", 0), kind=details.get("reason", ""))
        if key in self.said:
            return
        try:
            record(event, by=process_actor("publisher"), object=entry, outcome=Outcome.FAILED, details=details)
        except NothingRecorded:
            return  # said again next round
        self.said.add(key)

    def _forget(self, living: set[int]) -> None:
        for n in self.states.keys() - living:
            del self.states[n]


def _lines(target: Signed) -> list[str]:
    """The newest cosignature of each witness for this very checkpoint: one that is silent now has said it all the same."""
    with connections["default"].cursor() as cursor:
        lines = cosignatures.lines_under(cursor, Head(target.period, "", target.size, target.root, target.raw))
    return [one.line for one in cosignatures.verified(Note.of(target.raw).text, lines)]


def _known(target: Signed) -> int:
    """The size that a witness has probably seen; it says another when it has not."""
    with connections["default"].cursor() as cursor:
        seen = cosignatures.cosigned(cursor, target.period, above=0, upto=target.size)
    return seen.size if seen else 0


def _write(target: Signed, one: Cosignature) -> None:
    at = datetime.fromtimestamp(one.at, UTC)
    with connections["default"].cursor() as cursor:
        cursor.execute(_WRITTEN, [target.period, target.size, one.witness, at, one.line])


def _value(query: str, period: int) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute(query, [period])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
