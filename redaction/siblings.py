"""What an analyst had to silence by hand in one recording may be said in others of the same person: those go to the desk too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.events import Event
from foundation import seal
from redaction import news, store, vault
from redaction.identity import fold
from redaction.masks import RECOGNIZER as DRAWN
from redaction.models import Identity, Original, Recording
from redaction.redactor import opening
from redaction.words import tokens

if TYPE_CHECKING:
    from redaction.pipeline import Safe

MOST: Final = 50  # of one person, the latest first
_GONE = (Original.DoesNotExist, Identity.DoesNotExist, seal.Erased, store.MissingObject)


def recall(recording: Recording, text: str, safe: Safe) -> int:
    """Tell the rooms above of every finished recording of this person that says what was missed. Returns of how many."""
    missed = [words for one in safe.findings if one.recognizer == DRAWN if (words := _words(text[one.start : one.end]))]
    if not missed:
        return 0
    others = Recording.objects.filter(subject=recording.subject, state=Recording.State.READY).exclude(pk=recording.pk)
    found = [one for one in others.order_by("-received_at")[:MOST] if _says(one, missed)]
    for one in found:
        news.tell(news.SUSPECT, one.pk)
    return len(found)


def _says(recording: Recording, missed: list[list[str]]) -> bool:
    try:
        sent, _identity = vault.open_original(recording, opening(Event.ORIGINAL_OPENED, recording.pk))
    except _GONE:
        return False
    said = _words(sent.hypothesis)
    return any(words == said[at : at + len(words)] for words in missed for at in range(len(said)))


def _words(text: str) -> list[str]:
    return [fold(token.text).strip(".,;:!?\"'") for token in tokens(text)]
