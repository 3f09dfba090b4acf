"""Where the published log lies: whole files by name, through Django's storages (a folder here, S3 with object lock elsewhere)."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from audit.durable import sync, write_durably

ALIAS: Final = "log"
AT_ONCE: Final = 8  # a disk and an object store both take small files faster side by side


class MissingFile(Exception):
    """The archive has no file of this name."""


class NotReplaced(Exception):
    """The storage chose another name: it is set up to keep both, and the archive's names would lie."""


class DurableFolder(FileSystemStorage):
    """A folder where a name is the old file or the new one, never half of one, also after a loss of power."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # the newest checkpoint takes the place of the one before

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        made = _make_folders(path.parent, self.directory_permissions_mode or 0o700)
        write_durably(path, content.read(), mode=self.file_permissions_mode or 0o600)
        for folder in made:
            sync(folder)
        return name


def _make_folders(folder: Path, mode: int) -> list[Path]:
    """Make what is missing of the path; returns the folders that got a new one inside."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=mode, exist_ok=True)
    return [path.parent for path in missing]


def put(name: str, raw: bytes) -> None:
    """On the disk (or with the object store) when it returns. Raises NotReplaced, and what the storage raises."""
    saved = storages[ALIAS].save(name, ContentFile(raw))
    if saved != name:
        raise NotReplaced(f"{name} was kept as {saved}: let this storage overwrite (for S3: file_overwrite)")


def put_all(files: Iterable[tuple[str, bytes]]) -> int:
    """Several at a time, in no order; how many. All of them are there when it returns. Few are held in memory."""
    waiting, done = iter(files), 0
    with ThreadPoolExecutor(AT_ONCE) as threads:
        while batch := list(islice(waiting, 8 * AT_ONCE)):
            done += sum(1 for _ in threads.map(lambda file: put(*file), batch))
    return done


def get(name: str) -> bytes:
    """Raises MissingFile."""
    try:
        with storages[ALIAS].open(name) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise MissingFile(f"the log's archive has no {name}: bring it back from a copy of the archive") from error


def has(name: str) -> bool:
    return bool(storages[ALIAS].exists(name))


def listed(folder: str) -> tuple[list[str], list[str]]:
    """Names of the folders and of the files in it; two empty lists when there is none."""
    try:
        folders, files = storages[ALIAS].listdir(folder)
    except FileNotFoundError:
        return [], []
    return sorted(folders), sorted(name for name in files if not name.startswith("."))


def remove(name: str) -> None:
    """No error when it is gone already."""
    storages[ALIAS].delete(name)
