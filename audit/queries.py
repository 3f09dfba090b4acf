"""Searches that an officer keeps. Their titles are made of their filters, so nothing that somebody typed is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.access import Actor, ActorKind
from audit.entries import is_plain
from audit.events import Event
from audit.log import record
from audit.models import Query
from audit.reading import Search
from audit.reading.groups import GROUPS
from audit.reading.lines import sentence
from foundation.clock import now
from foundation.ids import new_id

MOST: Final = 30  # an officer's saved searches
KINDS: Final = {
    ActorKind.PERSON.value: _("by people"),
    ActorKind.CONSOLE.value: _("by the console"),
    ActorKind.MACHINE.value: _("by machines"),
    ActorKind.PROCESS.value: _("by our own programs"),
}


class TooMany(Exception):
    """The officer keeps as many searches as fit on the page."""


@dataclass(frozen=True)
class Saved:
    id: str
    title: str
    pairs: list[tuple[str, str]]

    @property
    def address(self) -> str:
        return f"?{urlencode(self.pairs)}"


@transaction.atomic
def save(search: Search, *, by: Actor) -> Query:
    """Keep it; a search that is kept already stays as it is. Raises TooMany."""
    asked = json.dumps(search.pairs, separators=(",", ":"))
    if not is_plain(asked.replace(" ", "")[:200]):
        raise ValueError("a search holds ids and codes only")
    kept = Query.objects.filter(officer=by.id)
    if (same := kept.filter(asked=asked).first()) is not None:
        return same
    if kept.count() >= MOST:
        raise TooMany
    saved = Query.objects.create(id=new_id(), officer=by.id, saved_at=now(), asked=asked)
    record(Event.QUERY_SAVED, by=by, subject=search.about, object=saved.id, details=search.details)
    return saved


@transaction.atomic
def remove(query_id: str, *, by: Actor) -> None:
    """Raises Query.DoesNotExist for one that is not the officer's."""
    Query.objects.get(pk=query_id, officer=by.id).delete()
    record(Event.QUERY_REMOVED, by=by, object=query_id)


def kept_by(officer: str) -> list[Saved]:
    return [_saved(query) for query in Query.objects.filter(officer=officer).order_by("saved_at", "pk")]


def one_of(officer: str, query_id: str) -> Saved:
    """Raises Query.DoesNotExist."""
    return _saved(Query.objects.get(pk=query_id, officer=officer))


def _saved(query: Query) -> Saved:
    pairs = [(str(name), str(value)) for name, value in json.loads(query.asked)]
    return Saved(query.id, title(pairs), pairs)


def title(pairs: Iterable[tuple[str, str]]) -> str:
    """The filters in words; ids by their first letters."""
    asked = list(pairs)
    narrowed = any(name not in ("since", "until") for name, _ in asked)
    said = [words for name, value in asked if (words := _words(name, value))]
    return " · ".join(said if narrowed else [gettext("Everything"), *said])


def _words(name: str, value: str) -> str:
    if name == "event":
        return sentence(value)
    if name == "group":
        return str(GROUPS[value].label) if value in GROUPS else value
    labels = {
        "actor": gettext("person %s"),
        "subject": gettext("about %s"),
        "id": gettext("id %s"),
        "session": gettext("session %s"),
        "outcome": "%s",
        "purpose": gettext("purpose %s"),
        "kind": "%s",
        "factor": gettext("signed in with %s"),
        "span": gettext("last %s"),
        "since": gettext("from %s"),
        "until": gettext("to %s"),
    }
    value = str(KINDS.get(value, value)) if name == "kind" else value
    shown = value[:8] if len(value) == 32 else value.replace("T", " ")
    return labels[name] % shown if name in labels else ""
