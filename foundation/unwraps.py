"""Counts each key that is unwrapped, below the log and apart from it: what was decrypted can then be held against what was written down.

The counts are a row each minute and process, which no role may change. They say nothing of which object, only how many of which purpose.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from datetime import date
from typing import Final, NamedTuple

import structlog
from django.db import connections

from foundation.clock import now
from foundation.ids import new_id

log = structlog.get_logger("sotto.keys")

EVERY_S: Final = 60.0
LONGEST_PURPOSE: Final = 40
_APART: Final = "denials"  # the second connection: a rollback of the caller must not take the count back
_ADD: Final = "INSERT INTO foundation_unwraps (day, ring, purpose, role, process, count, counted_at) VALUES (%s, %s, %s, %s, %s, %s, %s)"


class Kind(NamedTuple):
    day: date
    ring: str
    purpose: str
    role: str


_lock = threading.Lock()
_counts: Counter[Kind] = Counter()
_process = new_id()
_kept_at = time.monotonic()


def count(ring: str, *, role: str, info: bytes) -> None:
    """One key more. info: what the key is bound to (foundation/seal.py), whose second part is the purpose."""
    with _lock:
        _counts[Kind(now().date(), ring, purpose_of(info), role)] += 1


def purpose_of(info: bytes) -> str:
    """`openings` have the day behind their class; the class will do. Bytes of another shape have no purpose."""
    parts: list[bytes] = []
    rest = info
    while len(rest) >= 4 and len(parts) < 2:
        end = 4 + int.from_bytes(rest[:4], "big")
        parts, rest = [*parts, rest[4:end]], rest[end:]
    if len(parts) < 2:
        return ""
    return parts[1].decode(errors="replace").split(":")[0][:LONGEST_PURPOSE]


def keep_if_due(**_signal: object) -> None:
    """At the end of a request or a job: once a minute."""
    if _counts and time.monotonic() - _kept_at >= EVERY_S:
        keep()


def keep(**_signal: object) -> None:
    """Write down what was counted. What cannot be written is counted on: the work itself does not wait for it."""
    global _kept_at
    with _lock:
        taken, _kept_at = dict(_counts), time.monotonic()
        _counts.clear()
    if not taken:
        return
    try:
        with connections[_APART].cursor() as cursor:
            cursor.executemany(_ADD, [(*kind, _process, n, now()) for kind, n in taken.items()])
    except Exception as error:  # of the database or of a process that has none
        log.warning("unwraps_not_kept", error=type(error).__name__)
        with _lock:
            _counts.update(taken)


def _begin_anew() -> None:
    """In a forked child: its parent writes its own counts."""
    global _process, _lock
    _lock, _process = threading.Lock(), new_id()
    _counts.clear()


os.register_at_fork(after_in_child=_begin_anew)
