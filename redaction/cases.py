"""What an analyst sees of one held recording: the reasons, the flags, the masks, and the desk copy with its holes."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from audit.log import Receipt
from foundation.seal import Erased
from redaction import desk_copy
from redaction.audio.sound import Span
from redaction.desk_copy import DeskCopy
from redaction.holds import PASSING, SOFT, Hold
from redaction.marks import in_seconds
from redaction.masks import ENTITY, overlap_s
from redaction.models import Copy, Flag, Mask, Recording

_CHIP = re.compile(r"(\[[A-Z]+_\d+\])")


class NotAtDesk(LookupError):
    """No held recording has this id, or this process does not serve the desk."""


@dataclass(frozen=True)
class Reason:
    code: str
    sentence: str
    is_soft: bool
    is_hard: bool


@dataclass(frozen=True)
class Hole:
    """names: the placeholders in it. is_drawn: by hand alone. is_own: it was to be lifted, and stays."""

    start_s: float
    end_s: float
    names: tuple[str, ...]
    is_drawn: bool
    is_own: bool


@dataclass(frozen=True)
class Case:
    id: str
    locale: str
    captured_on: date
    held_at: datetime
    duration_s: float | None
    reasons: tuple[Reason, ...]
    flags: tuple[tuple[Flag, list[list[float]]], ...]
    masks: tuple[tuple[Mask, Span], ...]
    copy: DeskCopy | None = None
    holes: tuple[Hole, ...] = ()
    parts: tuple[tuple[str, bool], ...] = field(default=(), repr=False)  # of the text; True for a placeholder

    @property
    def subject_id(self) -> str:
        """For the gate: what the entry names."""
        return self.id

    @property
    def overruled(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.is_soft]

    @property
    def is_barred(self) -> bool:
        return any(reason.is_hard for reason in self.reasons)

    @property
    def holes_json(self) -> str:
        return json.dumps([[hole.start_s, hole.end_s] for hole in self.holes])

    @property
    def words_json(self) -> str:
        return json.dumps([asdict(word) for word in self.copy.words] if self.copy else [])


def of(recording_id: str) -> Case:
    """Nothing of what was said. Raises NotAtDesk."""
    fields = ("locale", "captured_on", "decided_at", "duration_ms", "held_for")
    recording = Recording.objects.only(*fields).filter(pk=recording_id, state=Recording.State.HELD).first()
    if recording is None or recording.decided_at is None or not desk_copy.is_here():
        raise NotAtDesk(f"recording {recording_id} is not at this desk")
    flags = recording.flags.filter(closed_at__isnull=True).order_by("raised_at")
    masks = recording.masks.filter(undone_at__isnull=True).order_by("start_ms", "made_at")
    return Case(
        recording.pk,
        recording.locale,
        recording.captured_on,
        recording.decided_at,
        recording.duration_ms / 1000 if recording.duration_ms is not None else None,
        tuple(_reason(Hold.of(code)) for code in recording.held_for),
        tuple((flag, in_seconds(flag.marks)) for flag in flags),
        tuple((mask, (mask.start_ms / 1000, mask.end_ms / 1000)) for mask in masks),
    )


def opened(case: Case, receipt: Receipt) -> Case:
    """With the desk copy, if there is one. Raises as desk_copy.read does."""
    try:
        copy = desk_copy.read(case.id, receipt)
    except (Copy.DoesNotExist, Erased):
        return case
    drawn = [span for mask, span in case.masks if mask.kind == Mask.Kind.DRAWN]
    holes = tuple(_hole(span, copy, drawn) for span in copy.holes_s)
    parts = tuple((part, _CHIP.fullmatch(part) is not None) for part in _CHIP.split(copy.text) if part)
    return Case(case.id, case.locale, case.captured_on, case.held_at, case.duration_s, case.reasons, case.flags, case.masks, copy, holes, parts)


def _reason(hold: Hold) -> Reason:
    return Reason(str(hold), hold.sentence, hold in SOFT, hold not in SOFT and hold not in PASSING)


def _hole(span: Span, copy: DeskCopy, drawn: list[Span]) -> Hole:
    inside = [word.text for word in copy.words if overlap_s((word.start_s, word.end_s), span)]
    names = tuple(dict.fromkeys(name for text in inside for name in _CHIP.findall(text)))
    by_hand = all(name.startswith(f"[{ENTITY}_") for name in names) and any(overlap_s(span, one) for one in drawn)
    return Hole(span[0], span[1], names, by_hand, span in copy.stays_s)
