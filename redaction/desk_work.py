"""What an analyst does to a held recording: masks drawn and lifted, taken back, and its release asked for. The redactor carries it out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from audit.access import Actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from foundation.clock import now
from foundation.models import Job, JobState
from redaction.holds import PASSING, SOFT, Hold
from redaction.models import Copy, Mask, Recording, Release

COPY_JOB, RELEASE_JOB = "recording.desk", "recording.release"
SHORTEST_MS = 20
MOST_MASKS = 100
_EVENT_OF = {Mask.Kind.DRAWN: Event.MASK_DRAWN, Mask.Kind.LIFTED: Event.MASK_LIFTED}


class UnfitMask(ValueError):
    """Seconds that cannot be masked in this recording."""


class NotReleasable(ValueError):
    """A doubt that nobody may overrule, or nothing to release."""


@transaction.atomic
def mask(recording_id: str, kind: Mask.Kind | str, *, start_s: float, end_s: float, by: Actor) -> Mask:
    """Draw or lift. The redactor makes the desk copy anew. Raises UnfitMask, LostRace when the recording is not held."""
    recording = _held(recording_id)
    start_ms, end_ms = _in_ms(recording, start_s, end_s)
    if recording.masks.filter(undone_at__isnull=True).count() >= MOST_MASKS:
        raise UnfitMask(f"a recording has at most {MOST_MASKS} masks: undo some, or draw a longer one")
    made = Mask(recording_id=recording_id, kind=Mask.Kind(kind), start_ms=start_ms, end_ms=end_ms, by=by.id)
    made.save(force_insert=True)
    details: dict[str, int | str] = {"start_ms": start_ms, "end_ms": end_ms}
    record(_EVENT_OF[Mask.Kind(kind)], by=by, subject=recording_id, object=made.pk, details=details)
    jobs.enqueue(COPY_JOB, subject=recording_id)
    return made


@transaction.atomic
def undo(recording_id: str, mask_id: str, *, by: Actor) -> None:
    """Take a mask back; it stays in the table. Raises LostRace when it was taken back already, or the recording is not held."""
    _held(recording_id)
    live = Mask.objects.filter(pk=mask_id, recording_id=recording_id, undone_at__isnull=True)
    kind = live.values_list("kind", flat=True).first()
    if kind is None or not live.update(undone_at=now()):
        raise jobs.LostRace(f"mask {mask_id} was taken back meanwhile")
    record(Event.MASK_UNDONE, by=by, subject=recording_id, object=mask_id, details={"kind": kind})
    jobs.enqueue(COPY_JOB, subject=recording_id)


@transaction.atomic
def ask_release(recording_id: str, *, heard: str, overruled: Iterable[str], by: Actor, opened_at: datetime | None = None) -> Release:
    """The redactor runs all again with the masks; when no other doubt is left the recording is ready.

    heard: id of the desk copy that the analyst judged. overruled: codes of the doubts that he saw. opened_at: when he first opened the case.
    Raises NotReleasable, LostRace.
    """
    recording = _held(recording_id)
    accepted = _soft(overruled)
    if barred := hard_holds(recording):
        raise NotReleasable(f"recording {recording_id} is held for what nobody may overrule: {' '.join(barred)}")
    if is_at_work(recording_id) or not Copy.objects.filter(pk=heard, recording_id=recording_id, kind=Copy.Kind.DESK).exists():
        raise jobs.LostRace(f"recording {recording_id} has another desk copy, or soon will: listen to it first")
    masks = live_masks(recording_id)
    asked = Release(recording_id=recording_id, accepted=[str(hold) for hold in accepted], masks=masks, by=by.id, opened_at=opened_at)
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        raise jobs.LostRace(f"the release of recording {recording_id} was asked for already") from error
    record(Event.RELEASE_ASKED, by=by, subject=recording_id, object=asked.pk, details={"overruled": " ".join(accepted)})
    jobs.enqueue(RELEASE_JOB, subject=asked.pk)
    return asked


def live_masks(recording_id: str) -> list[str]:
    return sorted(Mask.objects.filter(recording=recording_id, undone_at__isnull=True).values_list("pk", flat=True))


def hard_holds(recording: Recording) -> list[Hold]:
    """Reasons that no analyst may overrule."""
    return [hold for hold in map(Hold.of, recording.held_for) if hold not in SOFT and hold not in PASSING]


def is_at_work(recording_id: str) -> bool:
    """Whether the redactor still has something to do for this recording."""
    asked = Release.objects.filter(recording_id=recording_id, answered_at__isnull=True).values("pk")
    mine = Q(kind=COPY_JOB, subject=recording_id) | Q(kind=RELEASE_JOB, subject__in=asked)
    return Job.objects.filter(mine, state__in=(JobState.QUEUED, JobState.RUNNING)).exists()


def _held(recording_id: str) -> Recording:
    recording = Recording.objects.only("state", "held_for", "duration_ms").get(pk=recording_id)
    if recording.state != Recording.State.HELD:
        raise jobs.LostRace(f"recording {recording_id} is {recording.state} and not at the desk")
    return recording


def _soft(codes: Iterable[str]) -> list[Hold]:
    try:
        accepted = [Hold.of(code) for code in dict.fromkeys(codes)]
    except KeyError as error:
        raise NotReleasable("a doubt that is not on the list") from error
    if not SOFT.issuperset(accepted):
        raise NotReleasable("a doubt that nobody may overrule")
    return accepted


def _in_ms(recording: Recording, start_s: float, end_s: float) -> tuple[int, int]:
    if recording.duration_ms is None:
        raise UnfitMask("the sound could not be read: there are no seconds to mask")
    if not (math.isfinite(start_s) and math.isfinite(end_s)) or not 0 <= start_s < recording.duration_ms / 1000:
        raise UnfitMask(f"the recording lasts {recording.duration_ms / 1000:.2f} s: begin inside it")
    start_ms, end_ms = round(start_s * 1000), min(round(end_s * 1000), recording.duration_ms)
    if end_ms - start_ms < SHORTEST_MS:
        raise UnfitMask(f"a mask ends {SHORTEST_MS} ms or more after it begins")
    return start_ms, end_ms
