"""Files that are on the disk, whole, when a function returns: their name is the old file or the new one, also after a loss of power."""

import os
import secrets
from pathlib import Path


def write_durably(path: Path, raw: bytes, *, mode: int = 0o600, is_durable: bool = True) -> None:
    """Write all of it or nothing. is_durable: False leaves out the waits for the disk (tests). Raises OSError; then the old file stands."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if is_durable:
        sync(path.parent)


def sync(path: Path) -> None:
    """A folder (its names) or a file, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
