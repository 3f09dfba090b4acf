"""A clip that may hold what was missed in another one of the same person goes to the privacy desk, finished or not. Run by the redactor."""

from __future__ import annotations

from typing import Final

from annotation.models import Clip
from annotation.settling import IN_THE_WORK, to_desk
from annotation.states import State
from audit.access import process_actor
from foundation import jobs
from foundation.models import Job
from redaction import flags, news
from redaction.flags import FlagKind
from redaction.models import Recording

ACTOR: Final = process_actor("redactor")
_COMES_BACK: Final = (State.ESCALATED, State.NOT_MEANT, State.UNREADABLE)  # when it does, settle() sends it to the desk


@jobs.handler(news.SUSPECT, queue="redaction", hard_limit_s=60)
def recall(job: Job) -> None:
    """One that a supervisor has stays there, for somebody may be in danger; it goes to the desk when it comes back."""
    clip = Clip.objects.select_for_update(no_key=True).filter(recording=job.subject).first()
    if clip is None or clip.state == State.AT_DESK:
        if Recording.objects.filter(pk=job.subject).exclude(state=Recording.State.RECEIVED).exists():
            flags.raise_flag(job.subject, FlagKind.SIBLING, by=ACTOR)  # at the desk: one more reason
    elif clip.state in IN_THE_WORK:
        to_desk(clip, FlagKind.SIBLING, by=ACTOR)
    elif clip.state in _COMES_BACK:
        flags.note(job.subject, FlagKind.SIBLING, by=ACTOR)
