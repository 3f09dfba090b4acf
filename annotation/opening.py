"""A recording is ready: open its clip and slots; or the clip comes back from the privacy desk. Run by the default worker, which can open nothing."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from annotation import leases
from annotation.models import Answer, Brief, Clip, Slot
from annotation.states import Move, State, move
from audit.access import process_actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from foundation.clock import now
from foundation.models import Job
from redaction import news
from redaction.models import Recording

ACTOR: Final = process_actor("worker")
SHUFFLE: Final = timedelta(hours=1)  # so far may the queue's order leave the order of arrival
OPENED_AT_ONCE: Final = 500
_SECRETS = secrets.SystemRandom()


@jobs.handler(news.READY, queue="default", hard_limit_s=60)
def open_clip(job: Job) -> None:
    """Idempotent. A turn waits until every recording of its session is decided, so that a session is dealt whole."""
    recording = Recording.objects.defer("subject", "found_by").filter(pk=job.subject, state=Recording.State.READY).first()
    if recording is None:
        return
    clip = Clip.objects.filter(recording=recording).first()
    if clip is not None:
        take_back(clip)
    elif not _waits(recording):
        rank = _rank()  # the same for all turns: they follow each other in the queue
        for turn in _ready_turns(recording):
            _open(turn, rank=rank)


def sweep() -> int:
    """Ready recordings without a clip: those whose session is now complete, and those from before anybody listened to the news."""
    undecided = Recording.objects.filter(session=OuterRef("session"), state=Recording.State.RECEIVED)
    ready = Recording.objects.defer("subject", "found_by").filter(~Exists(Clip.objects.filter(recording=OuterRef("pk"))), state=Recording.State.READY)
    due = ready.filter(Q(session__isnull=True) | ~Exists(undecided)).order_by("decided_at")[:OPENED_AT_ONCE]
    ranks: dict[str, int] = {}
    for recording in due:
        _open(recording, rank=ranks.setdefault(recording.session_id or recording.pk, _rank()))
    return len(due)


def _waits(recording: Recording) -> bool:
    return recording.session_id is not None and Recording.objects.filter(session=recording.session_id, state=Recording.State.RECEIVED).exists()


def _ready_turns(recording: Recording) -> list[Recording]:
    if recording.session_id is None:
        return [recording]
    turns = Recording.objects.defer("subject", "found_by").filter(session=recording.session_id, state=Recording.State.READY).order_by("turn")
    return [turn for turn in turns if not Clip.objects.filter(recording=turn).exists()]


def _rank() -> int:
    """Of arrival, moved by up to an hour: the queue's order tells nothing of the order of recordings."""
    return int(now().timestamp() * 1000) + _SECRETS.randrange(int(SHUFFLE.total_seconds() * 1000))


@transaction.atomic
def _open(recording: Recording, *, rank: int) -> None:
    brief, _is_new = Brief.objects.get_or_create(project_id=recording.project_id)
    made = Clip(
        recording=recording,
        project_id=recording.project_id,
        locale=recording.locale,
        topic=recording.intent,
        captured_in=recording.captured_on - timedelta(days=recording.captured_on.weekday()),
        duration_ms=recording.duration_ms or 0,
    )
    (clip,) = Clip.objects.bulk_create([made], ignore_conflicts=True)
    if not Clip.objects.filter(pk=clip.pk).exists():
        return  # another worker was faster
    _open_slots(clip, recording, brief.answers, rank)
    details: dict[str, int | str] = {"slots": brief.answers, "locale": clip.locale}
    record(Event.CLIP_OPENED, by=ACTOR, subject=clip.pk, object=recording.pk, details=details)


def _open_slots(clip: Clip, recording: Recording, answers: int, rank: int) -> None:
    """The first answers wanted stand in the queue's order; further ones of the same clip come later in it, so that they are not dealt in a row."""
    session, turn = recording.session_id, recording.turn or 0
    hour = int(SHUFFLE.total_seconds() * 1000)
    Slot.objects.bulk_create(
        Slot(clip=clip, number=at + 1, project_id=clip.project_id, locale=clip.locale, session_id=session, turn=turn, rank=rank + at * hour)
        for at in range(answers)
    )


@transaction.atomic
def take_back(clip: Clip) -> None:
    """From the privacy desk: what was answered was answered to a copy that is gone, so every slot is open again."""
    if Clip.objects.select_for_update(no_key=True).get(pk=clip.pk).state != State.AT_DESK:
        return
    move(clip, Move.RELEASE)
    Answer.objects.filter(clip=clip).exclude(state=Answer.State.STRUCK).update(state=Answer.State.STRUCK)
    leases.refill(clip, answered_too=True)
    record(Event.CLIP_BACK, by=ACTOR, subject=clip.pk)
