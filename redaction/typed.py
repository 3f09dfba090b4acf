"""The check of what a reviewer typed: in the redactor, never in front of the reviewer."""

from __future__ import annotations

import re

from audit.access import Actor
from audit.events import Event, Outcome
from audit.log import record_apart
from redaction import pipeline, vault
from redaction.findings import Finding
from redaction.identity import Identity
from redaction.models import Recording
from redaction.text import echo
from redaction.text.placeholders import KINDS, OTHER

# Ours only: between brackets of another kind, or behind a long number, anything could be typed.
_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(sorted({OTHER, *KINDS.values()}))})_\d{{1,2}}\]")
_BRACKETS = str.maketrans("[]", "  ")
_OWN = {"own_account": "own_number", "own_serial": "own_number", "own_name": "own_name"}


def look(recording_id: str, text: str, *, by: Actor) -> tuple[str, ...]:
    """Codes of what is personal in a typed text, outside its placeholders; empty when nothing is.

    The recording's identifiers are opened under an entry of their own. Raises Erased when they are gone, NotSealed, Recording.DoesNotExist.
    """
    recording = Recording.objects.get(pk=recording_id)
    receipt = record_apart(Event.IDENTITY_OPENED, by=by, subject=recording_id, outcome=Outcome.GRANTED)
    return personal_in(text, vault.open_identity(recording, receipt), recording.locale)


def personal_in(text: str, identity: Identity, locale: str) -> tuple[str, ...]:
    """Pure. By the second look (own_number, own_name, near_own_name, long_number) and by the recognizers (own_..., entity:KIND)."""
    said = _PLACEHOLDER.sub(" | ", text).translate(_BRACKETS)
    found = pipeline.engine().find(said, locale=locale, identity=identity)
    return tuple(dict.fromkeys([*map(str, echo.look(said, identity)), *map(_code, found)]))


def _code(finding: Finding) -> str:
    return _OWN.get(finding.recognizer, f"entity:{finding.entity}")
