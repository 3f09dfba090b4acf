"""Which recordings are one data subject's: for the log's readers alone, whose role of the database may tie them together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from redaction.models import Recording

READER: Final = "reader"


def recordings_of(subject: str) -> list[str]:
    return list(Recording.objects.using(READER).filter(subject=subject).order_by("pk").values_list("pk", flat=True))


def subjects_of(recordings: Iterable[str]) -> dict[str, str]:
    """Recording -> data subject."""
    return dict(Recording.objects.using(READER).filter(pk__in=list(recordings)).values_list("pk", "subject"))
