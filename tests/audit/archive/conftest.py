"""An archive in a folder of the test's own, filled without any database."""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from audit.archive import indexing
from audit.archive.files import Archive
from audit.entries import at_text
from audit.proof.tree import Frontier, leaf_hash
from audit.publishing import writing
from audit.publishing.signed import Signed

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def log_folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Without waiting for the disk: no power is lost in a test."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    folder = tmp_path / "log-archive"
    ours = settings.STORAGES["log"]
    settings.STORAGES = {**settings.STORAGES, "log": {**ours, "OPTIONS": {**ours["OPTIONS"], "location": folder}}}
    return folder


def body(position: int, **fields: str) -> bytes:
    """A minute apart, so that position and time can be told from one another."""
    usual = {"at": at_text(BEGAN + timedelta(minutes=position)), "actor": f"{position % 7:032x}", "event": "clip.heard", "outcome": "granted"}
    return json.dumps({**usual, **fields}, sort_keys=True).encode()


def fill(bodies: Sequence[bytes], *, period: int = 1, before: Archive | None = None, is_final: bool = True) -> Archive:
    """Publish these bodies as the period's entries, from where `before` ends."""

    def source(_period: int, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
        yield from ((leaf_hash(raw), raw) for raw in bodies[start:end])

    frontier = Frontier()
    frontier.extend(leaf_hash(raw) for raw in bodies)
    archive = writing.step(before or Archive(period, 0), Signed(period, len(bodies), frontier.root(), ""), source=source)
    indexing.bring_up_to_date(archive, is_final=is_final)
    return archive
