"""Files as a zip, made while it is sent: nothing of it lies in a file or is held in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

File = tuple[str, Iterable[bytes]]
_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the files carry their own times


class _Drain:
    """A file that cannot be gone back in; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """Stored, not packed: hashes and signatures do not shrink."""
    drain = _Drain()
    with ZipFile(drain, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, parts in files:
            with archive.open(ZipInfo(name, _DAY), "w", force_zip64=False) as member:
                for part in parts:
                    member.write(part)
                    yield drain.taken()
            yield drain.taken()
    yield drain.taken()
