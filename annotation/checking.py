"""A submitted text is read by the redactor, never in front of the reviewer: what is still personal in it sends the clip to the privacy desk."""

from __future__ import annotations

from typing import Final

from annotation import answers
from annotation.models import Answer, Clip
from annotation.settling import settle
from audit.access import process_actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from foundation.clock import now
from foundation.models import Job

ACTOR: Final = process_actor("redactor")
NOT_READ: Final = "check_failed"


@jobs.handler(answers.CHECK, queue="redaction", hard_limit_s=60)
def check(job: Job) -> None:
    """Once an answer; an answer that was struck meanwhile is left alone. Reads without any lock, which would keep people waiting."""
    from redaction import typed  # recognizers and models: the redactor alone loads them

    answer = Answer.objects.select_related("clip").filter(pk=job.subject, state=Answer.State.SUBMITTED).first()
    if answer is None:
        return
    work = answers.open_answer(answer)
    texts = [work.transcript, *(value for value in work.labels.values() if isinstance(value, str))]
    decide(answer.pk, typed.look(answer.clip.recording_id, "\n".join(texts), by=ACTOR))


def decide(answer_id: str, found: tuple[str, ...]) -> None:
    """Keep what was found, once, and let the clip go its way."""
    clip = Clip.objects.select_for_update(no_key=True, of=("self",)).get(answers=answer_id)
    values = {"state": Answer.State.FOUND if found else Answer.State.CLEAN, "found": list(found), "checked_at": now()}
    if not Answer.objects.filter(pk=answer_id, state=Answer.State.SUBMITTED).update(**values):
        return
    person = Answer.objects.values_list("lease__person", flat=True).get(pk=answer_id)
    details: dict[str, int | str] = {"result": str(values["state"]), "found": " ".join(found)[:200], "person": person}
    record(Event.ANSWER_CHECKED, by=ACTOR, subject=clip.pk, object=answer_id, details=details)
    settle(clip, by=ACTOR)


@jobs.on_quarantine(answers.CHECK)
def hold_what_was_not_read(job: Job) -> None:
    """What could not be read may hold anything."""
    if Answer.objects.filter(pk=job.subject).exists():
        decide(job.subject, (NOT_READ,))
