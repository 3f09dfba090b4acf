"""What is typed and not submitted yet: sealed, saved while typing, gone when it is no longer needed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.db import transaction

from annotation import leases
from annotation.models import Draft, Lease
from audit.access import Actor
from audit.events import Event
from audit.log import Receipt
from foundation import seal
from foundation.clock import now
from foundation.keys import Ring
from foundation.seal import Erased

PURPOSE: Final = "draft"
LONGEST_TRANSCRIPT: Final = 10_000


class TooLong(ValueError):
    """A transcript of this length belongs to no clip."""


@dataclass(frozen=True)
class Work:
    """What a reviewer made of a clip so far. heard_s: as the player reports it."""

    transcript: str = field(repr=False, default="")
    labels: dict[str, Any] = field(repr=False, default_factory=dict)
    tags: list[str] = field(default_factory=list)
    heard_s: float = 0.0

    def dump(self) -> bytes:
        """Raises TooLong."""
        if len(self.transcript) > LONGEST_TRANSCRIPT:
            raise TooLong(f"a transcript has at most {LONGEST_TRANSCRIPT} characters")
        # a lone surrogate is no text that UTF-8 knows; it is kept as JSON writes it
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def load(cls, raw: bytes) -> Work:
        return cls(**json.loads(raw))


@transaction.atomic
def save(slot_id: str, work: Work, *, by: Actor) -> Lease:
    """Keep what is typed; the lease goes on. No entry in the log: nothing was shown. Raises NotYours, LeaseOver, TooLong."""
    lease = leases.in_hand(slot_id, by=by)
    sealed = _key(lease).seal(work.dump(), field=PURPOSE)
    row = Draft(lease=lease, sealed=sealed, saved_at=now())
    Draft.objects.bulk_create([row], update_conflicts=True, unique_fields=["lease"], update_fields=["sealed", "saved_at"])
    leases.pulse([slot_id], {slot_id: work.heard_s}, by=by, is_active=True)
    return lease


def _key(lease: Lease) -> seal.OpenKey:
    """The draft's data key, made with its first save."""
    try:
        return seal.open_key(Ring.LISTENING, object_id=lease.pk, purpose=PURPOSE)
    except Erased:
        return seal.new_key(Ring.LISTENING, object_id=lease.pk, purpose=PURPOSE)


def read(lease: Lease, receipt: Receipt) -> Work | None:
    """The draft of a lease whose clip is shown again. Raises WrongReceipt."""
    receipt.must_be(Event.CLIP_DEALT_AGAIN, lease.clip_id)
    draft = Draft.objects.filter(pk=lease.pk).first()
    if draft is None:
        return None
    try:
        key = seal.open_key(Ring.LISTENING, object_id=lease.pk, purpose=PURPOSE)
    except Erased:  # shredded between the two reads
        return None
    return Work.load(key.open(draft.sealed, field=PURPOSE))


def drop(lease: Lease) -> None:
    """The row goes at once; its data key goes with the next shredding."""
    Draft.objects.filter(pk=lease.pk).delete()
