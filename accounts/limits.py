"""What a session may do at this very request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts import sites
from accounts.models import Assignment, Session
from accounts.presence import Presence
from accounts.sessions import IDLE
from audit.access import Role


class Stand(StrEnum):
    NAMELESS = "nameless"
    HALF = "half"  # the password was right, the code is missing
    LOCK = "lock"  # something changed: close it now
    LOCKED = "locked"
    END = "end"  # the account is closed
    FULL = "full"


@dataclass(frozen=True)
class Verdict:
    stand: Stand
    reason: str = ""


def judge(session: Session | None, presence: Presence, at: datetime) -> Verdict:
    """Pure: the session's row, with person, organisation and site, against where and when the request comes from."""
    if session is None or session.person is None:
        return Verdict(Stand.NAMELESS)
    if not session.person.may_enter(at):
        return Verdict(Stand.END, "suspended")
    if session.mfa_at is None:
        return Verdict(Stand.HALF)
    if session.locked_at is not None:
        return Verdict(Stand.LOCKED)
    reason = _why_lock(session, presence, at)
    return Verdict(Stand.LOCK, reason) if reason else Verdict(Stand.FULL)


def _why_lock(session: Session, presence: Presence, at: datetime) -> str:
    if at - session.last_seen_at > IDLE:
        return "idle"
    if session.agent_index != presence.agent_index:
        return "agent"
    if session.site is not None:
        return sites.refusal(session.site, presence.address, at)
    return "network" if session.network_index != presence.network_index else ""


def roles_at(assignments: list[Assignment], presence: Presence, at: datetime) -> frozenset[Role]:
    """The roles that hold there and then: one that is bound to a site holds at that site only."""
    return frozenset(Role(each.role) for each in assignments if each.site is None or not sites.refusal(each.site, presence.address, at))
