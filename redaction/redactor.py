"""The redactor's job: open one original, make its copies, decide ready or held; all in the transaction of the job."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from audit.access import process_actor
from audit.events import Event, Outcome
from audit.log import Receipt, record, record_apart
from foundation import jobs, seal
from foundation.clock import now
from foundation.keys import Ring
from foundation.models import Job
from redaction import news, store, vault
from redaction.consent import Scope
from redaction.holds import Hold
from redaction.intake import JOB
from redaction.masks import Masks
from redaction.models import Copy, Mask, Project, Recording, TurnSession
from redaction.policy import Policy
from redaction.version import VERSION

if TYPE_CHECKING:
    from redaction.pipeline import Safe
    from redaction.text.placeholders import Numbering

HARD_LIMIT_S = 60
ACTOR = process_actor("redactor")
RING_OF = {
    Copy.Kind.LISTENING: Ring.LISTENING,
    Copy.Kind.TRANSCRIPT: Ring.TRANSCRIPTS,
    Copy.Kind.TRAINING: Ring.TRAINING,
    Copy.Kind.DESK: Ring.DESK,
}
AUDIO, ABOUT = "audio", "about"


@jobs.handler(JOB, queue="redaction", hard_limit_s=HARD_LIMIT_S)
def redact(job: Job) -> None:
    """From a received recording to a ready or a held one. One that was decided already is left as it is."""
    from redaction import pipeline  # recognizers and models: the redactor alone loads them

    recording = _received(job.subject)
    if recording is None:
        return
    sent, identity = vault.open_original(recording, opening(Event.ORIGINAL_OPENED, recording.pk))
    numbers = SessionNumbers(recording)
    safe = pipeline.make(sent, identity, recording.locale, policy=policy_of(recording), numbering=numbers.open)
    numbers.keep()
    with store.undone_with_the_transaction():
        decide(recording, safe)


def opening(event: Event, subject: str) -> Receipt:
    """On the second connection: what was opened for a job that fails was opened all the same."""
    return record_apart(event, by=ACTOR, subject=subject, outcome=Outcome.GRANTED)


def _received(recording_id: str) -> Recording | None:
    waiting = Recording.objects.select_for_update(of=("self",)).select_related("project")
    return waiting.filter(pk=recording_id, state=Recording.State.RECEIVED).first()


def policy_of(recording: Recording) -> Policy:
    project = recording.project
    return Policy(
        is_strict=project.is_strict,
        is_disguised=project.is_disguised,
        silences_unaligned_speech=project.unaligned_speech == Project.UnalignedSpeech.SILENCED,
        hears_residue=project.hears_residue,
        also_masked=frozenset(project.also_masked),
        makes_training=Scope(recording.consent_scope).allows_training,
    )


def masks_of(recording: Recording) -> Masks:
    spans: dict[str, list[tuple[float, float]]] = {Mask.Kind.DRAWN: [], Mask.Kind.LIFTED: []}
    for kind, start_ms, end_ms in recording.masks.filter(undone_at__isnull=True).values_list("kind", "start_ms", "end_ms"):
        spans[kind].append((start_ms / 1000, end_ms / 1000))
    return Masks(tuple(sorted(spans[Mask.Kind.DRAWN])), tuple(sorted(spans[Mask.Kind.LIFTED])))


class SessionNumbers:
    """Placeholder numbers that go on from turn to turn; the session's row is locked from `open` until the job commits."""

    def __init__(self, recording: Recording) -> None:
        self.session_id = recording.session_id
        self.session: TurnSession | None = None
        self.numbering: Numbering | None = None

    def open(self) -> Numbering:
        from redaction.text.placeholders import Numbering

        self.numbering = Numbering()
        if self.session_id is not None:
            receipt = opening(Event.NUMBERING_OPENED, self.session_id)
            self.session = TurnSession.objects.select_for_update().get(pk=self.session_id)
            self.numbering = Numbering.load(vault.open_numbering(self.session, receipt))
        return self.numbering

    def keep(self) -> None:
        if self.session is not None and self.numbering is not None:
            vault.keep_numbering(self.session, self.numbering.dump())


def decide(recording: Recording, safe: Safe) -> None:
    """Keep the copies, set the state once, say so in the log and to the rooms above."""
    recording.state = Recording.State.HELD if safe.held else Recording.State.READY
    recording.held_for = [str(hold) for hold in safe.held]
    recording.distress = safe.distress.sign
    recording.duration_ms = duration_ms_of(safe)
    recording.redaction_version, recording.decided_at = VERSION, now()
    recording.found_by = recognizers_of(safe)
    _save_decision(recording)
    kinds = keep_copies(recording, safe)
    details: dict[str, int | str] = {"version": VERSION, "copies": " ".join(kinds)}
    if safe.held:
        record(Event.RECORDING_HELD, by=ACTOR, subject=recording.pk, details={**details, "reason": " ".join(safe.held)})
    else:
        record(Event.RECORDING_READY, by=ACTOR, subject=recording.pk, details=details | shape_of(safe))
        news.tell(news.READY, recording.pk)
    if safe.distress.is_strong:  # held or not: somebody may be in danger
        record(Event.DISTRESS_SEEN, by=ACTOR, subject=recording.pk, details={"sign": safe.distress.sign})
        news.tell(news.DISTRESS, recording.pk)


def recognizers_of(safe: Safe) -> list[str]:
    """Whose findings are masked: the measure against which the desk's corrections are read."""
    return sorted({finding.recognizer for finding in safe.findings})


def duration_ms_of(safe: Safe) -> int | None:
    return round(safe.duration_s * 1000) if safe.duration_s is not None else None


def shape_of(safe: Safe) -> dict[str, int | str]:
    """How much of it is silent, for the log."""
    hole_ms = round(sum(end - start for start, end in safe.holes) * 1000)
    return {"holes": len(safe.holes), "hole_ms": hole_ms, "duration_ms": duration_ms_of(safe) or 0}


def _save_decision(recording: Recording) -> None:
    decided = ["state", "held_for", "distress", "duration_ms", "redaction_version", "found_by", "decided_at"]
    values = {name: getattr(recording, name) for name in decided}
    if not Recording.objects.filter(pk=recording.pk, state=Recording.State.RECEIVED).update(**values):
        raise jobs.LostRace(f"recording {recording.pk} was decided meanwhile")


def keep_copies(recording: Recording, safe: Safe) -> list[str]:
    """A held recording has a desk copy, where its sound could be had; a ready one has all that people and exports work with."""
    about: dict[str, Any] = {"text": safe.text, "words": [asdict(word) for word in safe.words], "holes_s": safe.holes, "duration_s": safe.duration_s}
    shape: dict[str, Any] = {"peaks": b64encode(bytes(safe.peaks)).decode(), "holes_s": safe.holes, "duration_s": safe.duration_s}
    copies: list[tuple[Copy.Kind, bytes | None, dict[str, Any]]]
    if safe.held:
        copies = [(Copy.Kind.DESK, safe.desk, {**about, **shape, "stays_s": safe.stays})] if safe.desk is not None else []
    else:
        copies = [(Copy.Kind.LISTENING, safe.listening, shape), (Copy.Kind.TRANSCRIPT, None, about)]
        copies += [(Copy.Kind.TRAINING, safe.training, {})] if safe.training is not None else []
    for kind, audio, more in copies:
        _keep_copy(recording, kind, audio, more)
    return [str(kind) for kind, _audio, _more in copies]


def _keep_copy(recording: Recording, kind: Copy.Kind, audio: bytes | None, about: dict[str, Any]) -> None:
    key = seal.new_key(RING_OF[kind], object_id=recording.pk, purpose=str(kind))
    stored_as = store.put(key.seal(audio, field=AUDIO)) if audio is not None else ""
    sealed = key.seal(json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode(), field=ABOUT)
    Copy(recording=recording, kind=kind, stored_as=stored_as, sealed=sealed).save(force_insert=True)


@jobs.on_quarantine(JOB)
def hold_what_failed(job: Job) -> None:
    """In the transaction that sets the job aside: a recording is never left in between."""
    values = {"state": Recording.State.HELD, "held_for": [str(Hold.FAILED)], "decided_at": now()}
    if Recording.objects.filter(pk=job.subject, state=Recording.State.RECEIVED).update(**values):
        record(Event.RECORDING_HELD, by=ACTOR, subject=job.subject, details={"reason": str(Hold.FAILED)})
