"""Whether anybody is there: keys, clicks and the player are activity; what a page asks by itself (@quiet) is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from accounts.models import Session
from accounts.sessions import IDLE, store_of
from foundation.clock import now

SEEN_EVERY: Final = timedelta(seconds=30)
LATEST_WORD: Final = timedelta(seconds=90)  # so late may a page tell of a sign (static/js/away.js), and the row of it


def is_recent(request: HttpRequest) -> bool:
    """The session was used since a page that saw nobody for its whole patience began to wait."""
    row = store_of(request).row
    return row is not None and now() - row.last_seen_at < IDLE - LATEST_WORD


def see(request: HttpRequest) -> None:
    """Somebody is there: hold the lock off. One write in half a minute is enough to know of it."""
    row, at = store_of(request).row, now()
    if row is not None and at - row.last_seen_at > SEEN_EVERY:
        Session.objects.filter(pk=row.pk, locked_at__isnull=True).update(last_seen_at=at)
