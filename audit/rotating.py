"""A new key for the log. A period keeps the key that it was opened with, so the new one begins with a new period."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from django.conf import settings
from django.db import transaction

from audit import periods, retiring
from audit.access import Actor
from audit.events import Event
from audit.log import record
from audit.models import Period
from audit.proof.notes import NOTE, Verifier
from foundation import keys

PAUSE_S: Final = 0.25


class NoNewKey(Exception):
    """The newest key that this machine knows is the one that the current period is signed with."""


class OldKey(Exception):
    """The sealer opened the next period with another key than the newest here: it was not given that one."""


class NotClosed(Exception):
    """The sealer has not closed the period in time."""


def next_line() -> str:
    """The key line that the next period will have. Where all keys lie, the key is made; elsewhere it must have been dealt. Raises NoNewKey."""
    current = Period.objects.order_by("n").last()
    assert current is not None  # migration 0002 opened one
    folder = settings.KEYS_DIR
    if not _is_new(folder, current) and _holds_all(folder):
        keys.add_log_version(folder)
    if not _is_new(folder, current):
        raise NoNewKey(
            f"the newest key of the log in {folder} already signs period {current.n}: make one where all keys lie, with "
            "`python -m config.deploy FOLDER --new-key log`, which deals it to every container"
        )
    return Verifier(periods.next_origin(current.origin, current.n + 1), NOTE, keys.log_publics(folder)[0]).vkey


def _is_new(folder: Path, current: Period) -> bool:
    return current.vkey == "" or keys.log_publics(folder)[:1] != [Verifier.of(current.vkey).public]


def _holds_all(folder: Path) -> bool:
    """The sealer's half lies here, and this process may put another beside it."""
    return any(folder.glob(f"{keys.LOG}.v*.key")) and os.access(folder, os.W_OK)


@transaction.atomic
def rotate(*, by: Actor, reason: str = "") -> str:
    """Say so in the log and ask the sealer for the end of the period; the key line of the next. Raises NoNewKey."""
    line = next_line()
    version = keys.newest_version(settings.KEYS_DIR, keys.LOG)
    record(Event.KEYS_ROTATED, by=by, object=keys.LOG, details={"ring": keys.LOG, "version": version, "rows": 0})
    retiring.ask_close(by=by, reason=reason)
    return line


def must_begin_with(line: str, *, wait_s: float) -> int:
    """The period that is signed with this key, once it is open. Raises NotClosed, OldKey."""
    name, end = Verifier.of(line).name, monotonic() + wait_s
    while (opened := Period.objects.filter(origin=name).first()) is None:
        if monotonic() >= end:
            raise NotClosed("asked for, but the sealer has not closed the period yet: see whether it runs; it goes on by itself")
        sleep(PAUSE_S)
    if opened.vkey != line:
        raise OldKey(f"period {opened.n} is signed with {opened.vkey}: the sealer was not given the new key; deal it, then rotate again")
    return opened.n
