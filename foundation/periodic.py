"""Sweeps that run again and again: idempotent, and never twice at once on any number of machines."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

Sweep = Callable[[], object]
TASK = "foundation.periodic"


@dataclass(frozen=True)
class Periodic:
    every_s: int
    queue: str
    sweep: Sweep


SWEEPS: dict[str, Periodic] = {}


def periodic(name: str, *, every_s: int, queue: str = "default") -> Callable[[Sweep], Sweep]:
    """Register a sweep; rooms do so in AppConfig.ready, before beat reads the list."""

    def register(sweep: Sweep) -> Sweep:
        if name in SWEEPS:
            raise ValueError(f"{name}: there is a sweep of this name already")
        SWEEPS[name] = Periodic(every_s, queue, sweep)
        return sweep

    return register


def schedule() -> dict[str, dict[str, Any]]:
    """Celery beat's table. A message expires before the next one, so that a pause does not end in a pile."""
    return {
        name: {"task": TASK, "args": [name], "schedule": sweep.every_s, "options": {"queue": sweep.queue, "expires": sweep.every_s}}
        for name, sweep in SWEEPS.items()
    }


def run(name: str) -> bool:
    """Run a sweep unless another worker is at it. True when it ran here."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_of(name)])
        if cursor.fetchone() != (True,):
            return False
        SWEEPS[name].sweep()
    return True


def _lock_of(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
