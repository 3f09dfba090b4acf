"""Sessions as the log saw them: whose, where, when. An entry bears its session, the session bears its site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from audit.models import SessionSeen
from audit.reading.lines import READER

SHOWN: Final = 20


def of_person(actor: str) -> list[SessionSeen]:
    """The latest ones."""
    return list(SessionSeen.objects.using(READER).filter(actor=actor).order_by("-last_at")[:SHOWN])


def sites_of(sessions: Iterable[str]) -> dict[str, str]:
    """Session -> id of its site, for those that have one."""
    found = SessionSeen.objects.using(READER).filter(session__in=set(sessions)).exclude(site="")
    return dict(found.values_list("session", "site"))
