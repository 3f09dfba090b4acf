"""Writing a bundle into a new folder: whole, or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from audit.bundle.files import Bundle


class InTheWay(Exception):
    """Something is where the bundle should go, or it cannot be written there."""


def must_be_free(folder: Path) -> None:
    """Raises InTheWay; to be asked before anything is recorded."""
    if folder.exists() or folder.is_symlink():
        raise InTheWay(f"{folder} is there already: name a new folder, a bundle is never written over another")
    if not folder.parent.is_dir():
        raise InTheWay(f"{folder.parent} is no folder: make it first, or name another place")


def write(bundle: Bundle, folder: Path, told: Callable[[], None] = lambda: None) -> None:
    """Under a passing name beside it first. `told` is called after each file. Raises InTheWay, and what Bundle.files() raises."""
    must_be_free(folder)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        draft.mkdir(mode=0o700)  # openings are personal data: for whoever made the bundle alone
        for name, blocks in bundle.files():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.writelines(blocks)
            told()
        must_be_free(folder)
        draft.rename(folder)
    except OSError as error:
        raise InTheWay(f"{folder}: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
