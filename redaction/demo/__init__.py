"""The demo corpus: sixty clips that we made ourselves, of invented people. See README.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
MANIFEST: Final = HERE / "manifest.jsonl"  # CONTRACT's `ingest` form
TRUTH: Final = HERE / "truth.jsonl"  # what is said in each, and when: README.md tells the fields


def recordings() -> list[dict[str, Any]]:
    """The lines of the manifest, in order."""
    return _lines(MANIFEST)


def truths() -> dict[str, dict[str, Any]]:
    """recording_id -> what is true of it."""
    return {line["recording_id"]: line for line in _lines(TRUTH)}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
