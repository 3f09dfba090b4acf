"""The clip store: sealed bytes under random names, through Django's storages (a folder here, S3 elsewhere)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from audit.durable import sync
from foundation.ids import is_id, new_id

ALIAS = "clips"


class MissingObject(Exception):
    """The store has no object of this name."""


class DurableFolder(FileSystemStorage):
    """A folder whose files are on the disk before the row that names them is committed."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        saved = super().save(name, content, max_length)
        path = Path(self.path(saved))
        sync(path)
        sync(path.parent)
        return saved


_put: ContextVar[list[str] | None] = ContextVar("put", default=None)


@contextmanager
def undone_with_the_transaction() -> Iterator[None]:
    """Around a transaction: what was put inside is removed when the block raises, as the rows that name it are."""
    names: list[str] = []
    token = _put.set(names)
    try:
        yield
    except BaseException:
        for name in names:
            remove(name)
        raise
    finally:
        _put.reset(token)


def put(sealed: bytes) -> str:
    """Keep sealed bytes under a new random name."""
    name = new_id()
    names = _put.get()
    if names is not None:
        names.append(name)  # before it is there: half of it may be, when the disk is full
    storages[ALIAS].save(_path(name), ContentFile(sealed))
    return name


def get(name: str) -> bytes:
    """Raises MissingObject."""
    try:
        with storages[ALIAS].open(_path(name)) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise MissingObject(f"object {name} is not in the clip store: restore it from its backup, or hold its recording") from error


def remove(name: str) -> None:
    """No error when it is gone already."""
    storages[ALIAS].delete(_path(name))


def _path(name: str) -> str:
    """Two characters a folder, so that none grows without bound."""
    if not is_id(name):
        raise ValueError("an object of the clip store is named by an id")
    return f"{name[:2]}/{name}"
