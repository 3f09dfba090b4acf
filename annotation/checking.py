"""A submitted text is read by the redactor, never in front of the reviewer: what is still personal in it sends the clip to the privacy desk."""

from __future__ import annotations

from typing import Final

from annotation import answers, leases
from annotation.models import Answer, Clip
from annotation.states import Move, State, move
from audit.access import process_actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from foundation.clock import now
from foundation.models import Job
from redaction import flags
from redaction.flags import FlagKind

ACTOR: Final = process_actor("redactor")
NOT_READ: Final = "check_failed"


@jobs.handler(answers.CHECK, queue="redaction", hard_limit_s=60)
def check(job: Job) -> None:
    """Once an answer; an answer that was struck meanwhile is left alone."""
    from redaction import typed  # recognizers and models: the redactor alone loads them

    answer = _waiting(job.subject)
    if answer is None:
        return
    work = answers.open_answer(answer)
    texts = [work.transcript, *(value for value in work.labels.values() if isinstance(value, str))]
    found = typed.look(answer.clip.recording_id, "\n".join(texts), by=ACTOR)
    decide(answer, found)


def _waiting(answer_id: str) -> Answer | None:
    Clip.objects.select_for_update(no_key=True, of=("self",)).filter(answers=answer_id).first()
    return Answer.objects.select_related("clip", "lease").filter(pk=answer_id, state=Answer.State.SUBMITTED).first()


def decide(answer: Answer, found: tuple[str, ...]) -> None:
    """Clean, or to the desk. Every answer clean and none wanted any more: the clip is done."""
    state = Answer.State.FOUND if found else Answer.State.CLEAN
    Answer.objects.filter(pk=answer.pk, state=Answer.State.SUBMITTED).update(state=state, found=list(found), checked_at=now())
    details: dict[str, int | str] = {"result": state.value, "found": " ".join(found)[:200], "person": answer.lease.person_id}
    record(Event.ANSWER_CHECKED, by=ACTOR, subject=answer.clip_id, object=answer.pk, details=details)
    clip = answer.clip
    if found:
        _to_desk(clip)
    elif clip.state == State.CHECKING and not Answer.objects.filter(clip=clip, state=Answer.State.SUBMITTED).exists():
        move(clip, Move.CLEAR)
        record(Event.CLIP_DONE, by=ACTOR, subject=clip.pk)


def _to_desk(clip: Clip) -> None:
    """Unless it has left the work already, by another answer or another hand."""
    if clip.state not in (State.QUEUED, State.CHECKING, State.ESCALATED):
        return
    leases.empty(clip)
    move(clip, Move.FLAG)
    flags.raise_flag(clip.recording_id, FlagKind.TYPED, marks=(), by=ACTOR)
    record(Event.CLIP_SENT_TO_DESK, by=ACTOR, subject=clip.pk, details={"kind": FlagKind.TYPED, "marks": 0})


@jobs.on_quarantine(answers.CHECK)
def hold_what_was_not_read(job: Job) -> None:
    """What could not be read may hold anything."""
    answer = _waiting(job.subject)
    if answer is not None:
        decide(answer, (NOT_READ,))
