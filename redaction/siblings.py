"""What an analyst had to silence by hand in one recording may be said in others of the same person: those go to the desk too."""

from __future__ import annotations

from typing import Final

from audit.events import Event
from audit.log import record
from foundation import jobs
from foundation.models import Job
from redaction import news, vault
from redaction.identity import fold
from redaction.masks import RECOGNIZER as DRAWN
from redaction.models import Recording
from redaction.redactor import ACTOR, HARD_LIMIT_S, masks_of, opening, policy_of
from redaction.text.recognizers.ordinary_words import ORDINARY
from redaction.words import tokens

JOB: Final = "recording.siblings"
MOST: Final = 50  # of one person, the latest first


@jobs.handler(JOB, queue="redaction", hard_limit_s=HARD_LIMIT_S)
def recall(job: Job) -> None:
    """Tell the rooms above of every finished recording of this person that says what was missed in the one that was released."""
    recording = Recording.objects.select_related("project").filter(pk=job.subject, state=Recording.State.READY).first()
    if recording is None:
        return
    missed = _missed(recording)
    others = Recording.objects.filter(subject=recording.subject, state=Recording.State.READY).exclude(pk=recording.pk)
    found = [one for one in others.order_by("-received_at")[:MOST] if missed and not missed.isdisjoint(_said(one))]
    for one in found:
        news.tell(news.SUSPECT, one.pk)
    record(Event.SIBLINGS_LOOKED_AT, by=ACTOR, subject=recording.pk, details={"words": len(missed), "recalled": len(found)})


def _missed(recording: Recording) -> frozenset[str]:
    """Words that were masked by hand alone, but for those that everybody says."""
    from redaction import pipeline  # recognizers and models: the redactor alone loads them

    try:
        sent, identity = vault.open_original(recording, opening(Event.ORIGINAL_OPENED, recording.pk))
    except vault.GONE:  # shredded between the release and this job
        return frozenset()
    safe = pipeline.make(sent, identity, recording.locale, policy=policy_of(recording), masks=masks_of(recording))
    drawn = [sent.hypothesis[one.start : one.end] for one in safe.findings if one.recognizer == DRAWN]
    return frozenset(word for text in drawn for word in _words(text) if word not in ORDINARY)


def _said(recording: Recording) -> list[str]:
    try:
        return _words(vault.open_hypothesis(recording, opening(Event.ORIGINAL_OPENED, recording.pk)))
    except vault.GONE:
        return []


def _words(text: str) -> list[str]:
    return [fold(token.text).strip(".,;:!?\"'") for token in tokens(text)]
