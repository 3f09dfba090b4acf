"""A file of the archive is the old one or the new one, whole."""

from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage, storages
from pytest_django import Settings

from audit import storage


def test_a_name_holds_what_was_put_last(log_folder: Path) -> None:
    for text in (b"old", b"new"):
        storage.put("0001/checkpoint", text)
    assert storage.get("0001/checkpoint") == b"new"
    assert [path.name for path in log_folder.rglob("*") if path.is_file()] == ["checkpoint"]


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.put("a/b", b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("audit.durable.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        storage.put("a/b", b"new")
    assert storage.get("a/b") == b"old"
    assert [path.name for path in log_folder.rglob("*") if path.is_file()] == ["b"]


def test_file_and_new_folders_are_on_the_disk_before_the_name_counts(log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr("audit.durable.os.fsync", lambda descriptor: synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name))
    storage.put("0001/tile/0", b"x")
    assert synced[0].startswith(".0.")
    assert set(synced[1:]) == {"tile", "0001", "log-archive", log_folder.parent.name}


def test_folders_and_files_are_private(log_folder: Path, settings: Settings) -> None:
    storage.put("x/y/z", b"1")
    for path in (log_folder, log_folder / "x", log_folder / "x/y", log_folder / "x/y/z"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_storage_that_keeps_both_is_refused(settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "log": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert isinstance(storages["log"], InMemoryStorage)
    storage.put("0001/checkpoint", b"1")
    with pytest.raises(storage.NotReplaced):
        storage.put("0001/checkpoint", b"2")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside"])
def test_no_name_leads_out_of_the_folder(log_folder: Path, name: str) -> None:
    with pytest.raises(Exception, match=r"outside|[Ss]uspicious|path"):
        storage.put(name, b"x")
    assert not (log_folder.parent / "outside").exists()


def test_what_is_missing_is_named() -> None:
    with pytest.raises(storage.MissingFile, match="tile/0/000"):
        storage.get("0001/tile/0/000")
    assert storage.listed("0001") == ([], [])
