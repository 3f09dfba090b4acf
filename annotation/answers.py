"""Submitting: transcript, state, entries and the redactor's job in one transaction, once."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from annotation import drafts, leases, schema
from annotation.drafts import Work
from annotation.models import Answer, Brief, Lease, Slot
from annotation.states import Move, move
from audit.access import Actor
from audit.events import Event
from audit.log import record
from foundation import jobs, seal
from foundation.clock import now
from foundation.keys import Ring

PURPOSE: Final = "answer"
CHECK: Final = "answer.check"
SAYS_WHY_EMPTY: Final = frozenset({"unintelligible", "noise", "foreign"})


@transaction.atomic
def submit(slot_id: str, work: Work, *, by: Actor) -> None:
    """A second submit of the same slot by the same person changes nothing and is no error. Raises NotYours, LeaseOver, UnfitLabels, TooLong."""
    lease = leases.of(slot_id, by=by)
    if lease.ended_as == Lease.End.ANSWERED:
        return
    leases.keep(lease)
    answer = _keep(lease, _checked(work, lease))
    leases.end(lease, Lease.End.ANSWERED, by=by, heard_s=work.heard_s)
    Slot.objects.filter(pk=slot_id, state=Slot.State.DEALT).update(state=Slot.State.ANSWERED)
    drafts.drop(lease)
    if not Slot.objects.filter(clip=lease.clip_id).exclude(state=Slot.State.ANSWERED).exists():
        move(lease.clip, Move.COMPLETE)
    record(Event.CLIP_SUBMITTED, by=by, subject=lease.clip_id, object=slot_id, details={"answer": answer.pk})
    jobs.enqueue(CHECK, subject=answer.pk)


def _checked(work: Work, lease: Lease) -> Work:
    """Labels and tags as the project's schema wants them."""
    asked = Brief.objects.get(pk=lease.clip.project_id).labels
    try:
        labels = schema.check(asked, work.labels)
    except schema.UnfitLabels as error:
        error.schema = schema.written(asked)  # it may have changed since the clip was dealt
        raise
    checked = Work(work.transcript.strip(), dict(labels), schema.check_tags(work.tags), work.heard_s)
    if not checked.transcript and not SAYS_WHY_EMPTY.intersection(checked.tags):
        raise schema.UnfitLabels({"transcript": "There is no text. Write it, tag it as unintelligible or noise, or skip the clip."})
    return checked


def _keep(lease: Lease, work: Work) -> Answer:
    answer = Answer(lease=lease, clip=lease.clip)
    answer.sealed = seal.new_key(Ring.TRANSCRIPTS, object_id=answer.pk, purpose=PURPOSE).seal(work.dump(), field=PURPOSE)
    answer.save(force_insert=True)
    return answer


def open_answer(answer: Answer) -> Work:
    """For the redactor's check and the exporter. Raises Erased, NoRight."""
    key = seal.open_key(Ring.TRANSCRIPTS, object_id=answer.pk, purpose=PURPOSE)
    return Work.load(key.open(answer.sealed or b"", field=PURPOSE))


def done_today(by: Actor) -> int:
    """Answers since midnight, UTC."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return Lease.objects.filter(person=by.id, ended_as=Lease.End.ANSWERED, ended_at__gte=midnight).count()
