"""How long an entry waited for its leaf, in classes."""

from __future__ import annotations

from typing import Final

BOUNDS_MS: Final = (10, 20, 50, 100, 250, 1_000)
"""Class n ends below BOUNDS_MS[n]; the last class has no end."""


def label(bucket: int) -> str:
    if bucket == len(BOUNDS_MS):
        return f"≥ {_text(BOUNDS_MS[-1])}"
    return f"< {_text(BOUNDS_MS[bucket])}"


def _text(ms: int) -> str:
    return f"{ms // 1000} s" if ms >= 1000 else f"{ms} ms"
