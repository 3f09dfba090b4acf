"""A clip that may hold what was missed in another one of the same person goes to the privacy desk, finished or not. Run by the redactor."""

from __future__ import annotations

from typing import Final

from annotation.models import Clip
from annotation.settling import to_desk
from annotation.states import State
from audit.access import process_actor
from foundation import jobs
from foundation.models import Job
from redaction import flags, news
from redaction.flags import FlagKind
from redaction.models import Recording

ACTOR: Final = process_actor("redactor")
_IN_THE_WORK: Final = (State.QUEUED, State.CHECKING, State.DONE)  # whoever else has it decides for himself, or nobody hears it


@jobs.handler(news.SUSPECT, queue="redaction", hard_limit_s=60)
def recall(job: Job) -> None:
    """Idempotent: what is at the desk already stays there."""
    clip = Clip.objects.select_for_update(no_key=True).filter(recording=job.subject).first()
    if clip is not None and clip.state in _IN_THE_WORK:
        to_desk(clip, FlagKind.SIBLING, by=ACTOR)
    elif clip is None and Recording.objects.filter(pk=job.subject, state=Recording.State.READY).exists():
        flags.raise_flag(job.subject, FlagKind.SIBLING, by=ACTOR)
