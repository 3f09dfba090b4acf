"""Events by what an officer asks about, and events by the words of their sentences."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.events import Event


@dataclass(frozen=True)
class Group:
    label: str | Promise
    events: tuple[Event, ...]


def _of(*prefixes: str) -> tuple[Event, ...]:
    """The events whose code begins with one of the words."""
    return tuple(event for event in Event if event.value.split(".")[0] in prefixes)


_FAILURES: Final = (Event.SIGN_IN_FAILED, Event.SIGN_IN_LOCKED_OUT, Event.CODE_FAILED, Event.ACTIVATION_FAILED, Event.SITE_REFUSED)
_OPENED: Final = (Event.CLIP_DEALT, Event.CLIP_FETCHED, Event.CASE_OPENED, Event.DESK_COPY_OPENED, Event.DESK_COPY_FETCHED)
_PERMITS: Final = (
    Event.EXPORT_ASKED,
    Event.EXPORT_APPROVED,
    Event.EXPORT_REFUSED,
    Event.EXPORT_REVOKED,
    Event.EXPORT_PERMIT_USED,
    Event.EXPORT_PERMIT_EXPIRED,
)
_NAMED: Final = {
    "accesses": Group(_("Opening clips and cases"), _OPENED),
    "plays": Group(_("Playing sound"), (Event.CLIP_FETCHED, Event.CLIP_HEARD, Event.DESK_COPY_FETCHED)),
    "exports": Group(
        _("Exports and downloads"),
        (Event.EXPORT_MADE, Event.TRAINING_COPY_OPENED, Event.LOG_EXPORTED, Event.LOG_BUNDLED, Event.PROOF_GIVEN, *_PERMITS),
    ),
    "refusals": Group(_("Refusals and failed sign-ins"), (Event.ACCESS_DENIED, *_of("access"), *_FAILURES)),
    "openings": Group(
        _("Opening what is sealed"), (Event.ORIGINAL_OPENED, Event.IDENTITY_OPENED, Event.NUMBERING_OPENED, Event.TRAINING_COPY_OPENED)
    ),
    "signing-in": Group(_("Signing in, sessions, factors"), _of("session", "activation", "factor", "password", "console")),
    "clips": Group(_("Work on clips"), _of("clip", "answer", "notices", "guidelines")),
    "escalations": Group(_("Escalations"), (*_of("case"), Event.CLIP_ESCALATED, Event.CLIP_NOT_MEANT)),
    "desk": Group(_("Privacy desk"), (*_of("desk", "identity"), Event.CLIP_FLAGGED, Event.RECORDING_RELEASED)),
    "recordings": Group(_("Recordings coming in"), _of("recording", "manifest", "original", "numbering", "redaction")),
    "people": Group(_("People, roles, sites"), _of("person", "role", "organisation", "site", "people", "sessions", "home")),
    "projects": Group(_("Projects"), _of("project", "projects", "export")),
    "log": Group(_("Reading the log"), _of("log", "breach")),
    "governance": Group(_("Record of processing, impact assessment"), _of("governance")),
    "findings": Group(_("Rules, findings, alerts"), _of("rules", "finding", "alert", "checkpoint")),
}
_GROUPED: Final = {event for group in _NAMED.values() for event in group.events}
GROUPS: Final = _NAMED | {"machines": Group(_("Keys and machines"), tuple(event for event in Event if event not in _GROUPED))}

_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_ENDINGS: Final = ("ings", "ing", "ed", "es", "s", "e")
_SMALL: Final = frozenset({"a", "an", "the", "of", "was", "were", "is", "to", "for", "and", "or", "in", "with"})


class NotInGroup(ValueError):
    """Events were asked for by name and as a group, and the group has none of them."""


def chosen(events: Collection[str], group: str) -> list[str]:
    """The events asked for by name, or as a group, or both: then those of the group that were named. Empty means every one. Raises NotInGroup."""
    if not group:
        return list(events)
    members = [event.value for event in GROUPS[group].events]
    found = [code for code in members if code in events] if events else members
    if not found:
        raise NotInGroup(f"the group {group} has no event {' or '.join(events)}")
    return found


def events_saying(text: str) -> list[Event]:
    """Events whose sentence, in the reader's language, has a word beginning like each word typed. Every event has none of no words."""
    asked = [_stem(word) for word in _WORD.findall(text.casefold()) if word not in _SMALL]
    return [event for event in Event if asked and _says(event, asked)]


def _says(event: Event, asked: list[str]) -> bool:
    said = _WORD.findall(event.sentence.casefold())
    return all(any(word.startswith(each) for word in said) for each in asked)


def _stem(word: str) -> str:
    """export, exports, exported and exporting look for the same."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
