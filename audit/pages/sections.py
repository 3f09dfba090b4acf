"""The second line of the top: the officer's pages of the log, and how much waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from audit import findings, permits
from audit.access import Role, actor_of


@dataclass(frozen=True)
class Tab:
    """page: its name with its namespace. parts: other pages that count as a part of it."""

    page: str
    label: str | Promise
    parts: frozenset[str] = frozenset()


def _tab(page: str, label: str | Promise, parts: str = "") -> Tab:
    return Tab(f"audit:{page}", label, frozenset(f"audit:{part}" for part in parts.split()))


# Rooms above add theirs when they are ready.
TABS: Final = [
    _tab("timeline", _("Timeline"), "entry proof proof-file person unmask clip subject archive find saved"),
    _tab("inbox", _("Inbox"), "finding permit permit-decide permit-revoke"),
    _tab("charts", _("Charts")),
    _tab("breach", _("Breach")),
    _tab("export", _("Export"), "export-download permit-ask permit-take"),
    _tab("integrity", _("Integrity")),
]


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
    if actor is None or Role.COMPLIANCE not in actor.roles or match is None or not _is_of_the_log(match):
        return []
    waiting = sum(findings.waiting().values()) + permits.waiting_for(actor.id)
    return [
        Section(reverse(tab.page), str(tab.label), match.view_name in {tab.page, *tab.parts}, waiting if tab.page == "audit:inbox" else 0)
        for tab in TABS
    ]


def _is_of_the_log(match: ResolverMatch) -> bool:
    return match.app_name == "audit" or any(match.view_name in {tab.page, *tab.parts} for tab in TABS)
