"""Desk copies: opened against an entry in the log, on the one connection whose role holds their ring."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from audit.events import Event
from audit.receipts import Receipt
from foundation import seal
from foundation.keys import Ring
from redaction import store
from redaction.audio.sound import Span
from redaction.models import Copy
from redaction.redactor import ABOUT, AUDIO
from redaction.words import Word, read_words

ALIAS = "desk"


@dataclass(frozen=True)
class DeskCopy:
    """peaks: base64. stays: holes that were to be lifted and hide the speaker's own identifiers."""

    id: str
    text: str = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    holes_s: tuple[Span, ...]
    stays_s: tuple[Span, ...]
    duration_s: float
    peaks: str = field(repr=False)


def is_here() -> bool:
    """Whether this process serves the desk."""
    return ALIAS in settings.DATABASES


def read(recording_id: str, receipt: Receipt) -> DeskCopy:
    """Text, words and holes. The receipt's entry must be sealed in the log first.

    Raises WrongReceipt, NotSealed, Copy.DoesNotExist, Erased, NoRight.
    """
    receipt.must_be(Event.DESK_COPY_OPENED, recording_id)
    receipt.sealed()
    copy = Copy.objects.get(recording_id=recording_id, kind=Copy.Kind.DESK)
    about = json.loads(_key(recording_id).open(copy.sealed, field=ABOUT))
    return DeskCopy(
        copy.pk,
        about["text"],
        read_words(about["words"]),
        _spans(about["holes_s"]),
        _spans(about.get("stays_s", [])),
        about["duration_s"],
        about["peaks"],
    )


def audio(recording_id: str, receipt: Receipt) -> bytes:
    """The FLAC file. Raises as read does, and MissingObject."""
    receipt.must_be(Event.DESK_COPY_FETCHED, recording_id)
    receipt.sealed()
    copy = Copy.objects.get(recording_id=recording_id, kind=Copy.Kind.DESK)
    return _key(recording_id).open(store.get(copy.stored_as), field=AUDIO)


def _key(recording_id: str) -> seal.OpenKey:
    return seal.open_key(Ring.DESK, object_id=recording_id, purpose=Copy.Kind.DESK, using=ALIAS)


def _spans(raw: Any) -> tuple[Span, ...]:
    return tuple((float(start_s), float(end_s)) for start_s, end_s in raw)
