"""What was signed last, in a file of the sealer's own. It is on the disk before the database hears of it."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from audit.durable import write_durably
from audit.proof.notes import BadNote, Checkpoint, Note
from audit.proof.tree import BadProof, Frontier
from audit.sealing.refusals import AnotherSealer, BadState

VERSION: Final = 1


class Pending(NamedTuple):
    """An entry whose leaf the database may not have yet."""

    seq: int
    id: str
    hash: bytes


@dataclass(frozen=True)
class State:
    """A signed head, and how the database comes to it from the one before."""

    period: int
    origin: str
    size: int
    root: bytes
    frontier: tuple[bytes, ...]
    note: str
    before: int
    pending: tuple[Pending, ...] = ()
    settled: int = 0  # below it every entry has its leaf; what the database says of that is for others to read

    def text(self) -> str:
        return json.dumps(
            {
                "version": VERSION,
                "period": self.period,
                "origin": self.origin,
                "size": self.size,
                "root": self.root.hex(),
                "frontier": [root.hex() for root in self.frontier],
                "note": self.note,
                "previous": {"size": self.before},
                "pending": [[seq, entry, leaf.hex()] for seq, entry, leaf in self.pending],
                "settled": self.settled,
            }
        )

    @classmethod
    def of(cls, text: str) -> State:
        """Raises BadState unless it is whole and agrees with itself."""
        try:
            found = cls._read(json.loads(text))
            head = Checkpoint.of(Note.of(found.note).text)
            agrees = Frontier(found.size, found.frontier).root() == found.root
        except (ValueError, KeyError, TypeError, BadNote, BadProof) as error:
            raise BadState(f"the sealer's file is cut short or no state at all ({type(error).__name__})") from error
        if not agrees or (head.origin, head.size, head.root) != (found.origin, found.size, found.root) or found.grown != len(found.pending):
            raise BadState("the sealer's file contradicts itself: its note, its frontier and its pending entries are not of one tree")
        return found

    @classmethod
    def _read(cls, read: Mapping[str, Any]) -> State:
        if read["version"] != VERSION:
            raise BadState(f"the sealer's file is of version {read['version']}: start the program that wrote it")
        return cls(
            period=int(read["period"]),
            origin=str(read["origin"]),
            size=int(read["size"]),
            root=bytes.fromhex(read["root"]),
            frontier=tuple(bytes.fromhex(root) for root in read["frontier"]),
            note=str(read["note"]),
            before=int(read["previous"]["size"]),
            pending=tuple(Pending(int(seq), str(entry), bytes.fromhex(leaf)) for seq, entry, leaf in read["pending"]),
            settled=int(read.get("settled", 0)),
        )

    @property
    def grown(self) -> int:
        return self.size - self.before


class StateFile:
    """`state.json` in a folder of the sealer, readable by it alone. `durable=False` (tests) leaves out the waits for the disk."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder, self.durable = folder, durable
        self.path = folder / "state.json"
        self._lock: IO[str] | None = None

    def hold(self) -> StateFile:
        """Keep every other sealer of this machine away until close(). Raises AnotherSealer, OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise AnotherSealer(f"another sealer uses {self.folder}; stop it first") from error
        self._lock = lock
        return self

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
        self._lock = None

    def read(self) -> State | None:
        """None when there is none. Raises BadState."""
        with suppress(FileNotFoundError):
            return State.of(self.path.read_text())
        return None

    def write(self, state: State) -> None:
        """Whole or not at all, and on the disk when this returns. Raises OSError; then the old one stands."""
        write_durably(self.path, state.text().encode(), is_durable=self.durable)
