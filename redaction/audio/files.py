"""The file of a recording, read whole and never without bound."""

from __future__ import annotations

from pathlib import Path

LARGEST_BYTES = 64 * 1024 * 1024


class UnreadableFile(ValueError):
    """Not there, no file, too large or closed to us; the message says what to do and names no path."""


def read_file(path: Path) -> bytes:
    """Raises UnreadableFile."""
    try:
        if not path.is_file():  # a device may never end
            raise UnreadableFile("the audio file is not there: put it where the line says")
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile("the audio file cannot be read: let this program read it") from error
    if len(raw) > LARGEST_BYTES:
        raise UnreadableFile(f"the audio file is larger than {LARGEST_BYTES // 2**20} MiB: send the clip alone")
    return raw
