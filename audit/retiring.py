"""A closed period leaves the database: only after its whole archive was read and led to the root that was signed, and the log says so."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from django.db import DatabaseError, connections, transaction

from audit import periods, storage
from audit.access import Actor
from audit.archive import files, indexing
from audit.archive.files import Archive
from audit.archive.index import BadIndex, Index, build
from audit.events import Event, PrivateClass
from audit.log import record
from audit.proof.notes import BadNote, Note
from audit.proof.tiles import WIDTH, BadTile, tile_root
from audit.proof.tree import Frontier, leaf_hash
from audit.publishing import signed
from audit.publishing.signed import Disagreement, Period, Signed
from audit.sealing import cosignatures, proving

SEALED_WITHIN_S: Final = 10.0
_ATTESTED: Final = "SELECT EXISTS (SELECT FROM audit_archived WHERE period = %s AND (size, root) = (coalesce(%s, size), coalesce(%s, root)))"
_CURRENT: Final = "SELECT max(n) FROM audit_period"


class NotWhole(Exception):
    """The archive does not hold what was signed. The message names the first file that is missing or different."""


class NotClosed(Exception):
    """Only a period that takes no entries any more can be archived and dropped."""


class Refused(Exception):
    """The database refuses to drop the period, and says why."""


class Whole(NamedTuple):
    """What was found in the archive, file by file."""

    period: int
    size: int
    root: bytes

    @property
    def details(self) -> dict[str, int | str]:
        return {"period": self.period, "size": self.size, "root": self.root.hex()}


def ask_close(*, by: Actor, reason: str = "") -> bool:
    """Ask the sealer to close the current period; False when that was asked before."""
    private = {PrivateClass.NOTE: reason} if reason else {}
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(_CURRENT)
        record(Event.PERIOD_CLOSE_ASKED, by=by, details={"period": cursor.fetchone()[0]}, private=private)
        return periods.ask_close(connections["default"])


def drop(n: int, *, by: Actor) -> Whole:
    """Read the archive, say in the log that it is whole, wait for that entry's leaf, then drop the tables. Raises NotClosed, NotWhole, Refused."""
    whole = check(n)
    if not is_attested(*whole):
        raise NotWhole(f"period {n}: the publisher has not found it whole by itself yet: it looks each minute while it runs")
    record(Event.PERIOD_ARCHIVED, by=by, details=whole.details).sealed(SEALED_WITHIN_S)
    try:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            record(Event.PERIOD_DROPPED, by=by, details=whole.details)
            cursor.execute("SELECT audit_drop_period(%s, %s, %s)", [whole.period, whole.size, whole.root])
    except DatabaseError as error:
        raise Refused(str(error).splitlines()[0]) from error
    return whole


def check(n: int) -> Whole:
    """Read every file of the period's archive. Raises NotClosed, NotWhole."""
    period = next((one for one in signed.periods() if one.n == n), None)
    if period is None or period.closed_at is None:
        raise NotClosed(f"period {n} has no tables, or still takes entries: `manage.py log close` asks for its end")
    try:
        final = _final(period)
        archive = Archive(n, final.size)
        if _root_of_entries(archive) != final.root:
            raise NotWhole(f"period {n}: the entries in storage lead to another root than was signed")
        _check_regions(archive)
    except (storage.MissingFile, BadTile, BadIndex, Disagreement, BadNote) as error:
        raise NotWhole(f"period {n}: {error}") from error
    return Whole(n, final.size, final.root)


def is_attested(n: int, size: int | None = None, root: bytes | None = None) -> bool:
    """Has the publisher, a role that cannot drop, read this archive whole? Retention alone could say so of one that nobody read."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_ATTESTED, [n, size, root])
        return bool(cursor.fetchone() == (True,))


def _final(period: Period) -> Signed:
    """The last checkpoint, and that the archive's says the same, with a cosignature where witnesses are believed."""
    with connections["default"].cursor() as cursor:
        last = proving.last_checkpoint(cursor, period.n)
    if last is None:
        raise NotWhole(f"period {period.n} has no final checkpoint: see whether the sealer runs")
    final = signed.checked(period, last.size, last.root, last.note)
    raw = storage.get(files.checkpoint(period.n)).decode(errors="replace")
    note = Note.of(raw)
    if note.text != Note.of(final.raw).text:
        raise NotWhole(f"period {period.n}: the checkpoint in storage is not the final one: see whether the publisher runs")
    signed.checked(period, final.size, final.root, raw)
    if cosignatures.believed() and not cosignatures.verified(note.text, [one.line for one in note.signatures]):
        raise NotWhole(f"period {period.n}: no witness that is believed cosigned the final checkpoint")
    return final


def _root_of_entries(archive: Archive) -> bytes:
    """From the bodies alone; every tile and index on the way is held against them. Raises NotWhole."""
    frontier, climb = Frontier(), Climb(archive)
    for block in archive.blocks():
        bundles = _read(archive, block)
        for entries in bundles:
            leaves = [leaf_hash(entry) for entry in entries]
            frontier.extend(leaves)
            climb.add(0, leaves)
        _check_index(archive, block, build(bundles))
    climb.end()
    return frontier.root()


def _read(archive: Archive, block: int) -> list[list[bytes]]:
    numbers = range(block * WIDTH, min((block + 1) * WIDTH, archive.bundles))
    with ThreadPoolExecutor(storage.AT_ONCE) as threads:
        return list(threads.map(archive.entries, numbers))


class Climb:
    """Rebuilds the tiles from the leaves, tile after tile, and holds each against its file."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._open: list[list[bytes]] = []  # by level: the hashes of the tile that is not full yet
        self._next: list[int] = []

    def add(self, level: int, hashes: Sequence[bytes]) -> None:
        if level == len(self._open):
            self._open.append([])
            self._next.append(0)
        for one in hashes:
            self._open[level].append(one)
            if len(self._open[level]) == WIDTH:
                self._compare(level)
                self.add(level + 1, [tile_root(self._open[level])])
                self._open[level] = []
                self._next[level] += 1

    def end(self) -> None:
        for level, hashes in enumerate(self._open):
            if hashes:
                self._compare(level)

    def _compare(self, level: int) -> None:
        n, hashes = self._next[level], self._open[level]
        if self._archive.read_tile(level, n, len(hashes)) != b"".join(hashes):
            raise NotWhole(f"{files.tile(self._archive.period, level, n, len(hashes))} is not what the entries lead to")


def _check_index(archive: Archive, block: int, made: Index) -> None:
    if storage.get(files.index(archive.period, block, archive.entries_in(block))) != made.raw():
        raise NotWhole(f"{files.index(archive.period, block, archive.entries_in(block))} is not the index of its entries")


def _check_regions(archive: Archive) -> None:
    for region in range(archive.size // files.REGION):
        for name, raw in indexing.merged(archive, region):
            if storage.get(name) != raw:
                raise NotWhole(f"{name} is not what the indexes lead to")
