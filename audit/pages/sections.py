"""The second line of the top: the officer's pages of the log, and how much waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from audit import findings, permits
from audit.access import Role, actor_of

# Name of the page, its label, and the other pages that count as a part of it.
SECTIONS: Final = (
    ("timeline", _("Timeline"), ("entry", "proof", "proof-file", "person", "unmask", "clip", "subject", "archive", "find", "saved")),
    ("inbox", _("Inbox"), ("finding", "permit", "permit-decide")),
    ("charts", _("Charts"), ()),
    ("breach", _("Breach"), ()),
    ("export", _("Export"), ("export-download", "permit-ask", "permit-take")),
    ("integrity", _("Integrity"), ()),
)


@dataclass(frozen=True)
class Section:
    address: str
    label: str
    is_here: bool
    waiting: int = 0


def sections(request: HttpRequest) -> dict[str, object]:
    """For every template; counted only where a page of the log draws it."""
    return {"log_sections": SimpleLazyObject(lambda: _sections(request))}


def _sections(request: HttpRequest) -> list[Section]:
    actor, match = actor_of(request), request.resolver_match
    if actor is None or Role.COMPLIANCE not in actor.roles or match is None or match.app_name != "audit":
        return []
    waiting = sum(findings.waiting().values()) + permits.waiting_for(actor.id)
    return [
        Section(reverse(f"audit:{name}"), str(label), match.url_name in (name, *parts), waiting if name == "inbox" else 0)
        for name, label, parts in SECTIONS
    ]
