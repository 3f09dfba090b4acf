"""The way in: a manifest line and its audio become a sealed recording and a job for the redactor, or are refused with a reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from audit.access import Actor
from audit.events import Event
from audit.log import record
from foundation import jobs
from foundation.ids import new_id
from foundation.keys import blind_index
from redaction import store, vault
from redaction.audio.containers import container_of
from redaction.audio.files import LARGEST_BYTES
from redaction.manifest import Line
from redaction.models import SAMPLING_WHOLE, Link, Project, Recording, TurnSession
from redaction.profiles import UnknownLocale, released
from redaction.sent import Sent

JOB = "recording.redact"
SPEAKER_BUCKETS = 1_024


class Refused(Exception):
    """The recording is not taken; `code` counts, the message tells the sender what to do. Holds no value of the line."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class AlreadyTaken(Exception):
    """A recording of this id is here: nothing was changed."""


def open_project(name: str, *, by: Actor) -> Project:
    """The project of this name; a missing one is made, and takes every recording."""
    with transaction.atomic():
        project, is_new = Project.objects.get_or_create(name=name, defaults={"sampling_ppm": SAMPLING_WHOLE})
        if is_new:
            record(Event.PROJECT_ADDED, by=by, object=project.pk, details={"sampling_ppm": project.sampling_ppm})
    return project


def take(line: Line, audio: bytes, *, project: Project, by: Actor) -> Recording:
    """Seal one recording and write the redactor's job, in one transaction. Raises Refused, AlreadyTaken."""
    index = _index(Link.Kind.RECORDING, line.controller, line.recording_id)
    if Link.objects.filter(kind=Link.Kind.RECORDING, index=index).exists():
        raise AlreadyTaken
    _must_be_fit(line, audio, project, index)
    try:
        with store.undone_with_the_transaction(), transaction.atomic():
            return _take(line, audio, index, project, by)
    except IntegrityError as error:
        if Link.objects.filter(kind=Link.Kind.RECORDING, index=index).exists():
            raise AlreadyTaken from error  # another ingest was faster
        raise Refused("turn", "session_id and turn are those of another recording: number the turns of a session") from error


def _must_be_fit(line: Line, audio: bytes, project: Project, index: str) -> None:
    """What can be known without opening the audio. Raises Refused."""
    try:
        released(line.locale)
    except UnknownLocale as error:
        raise Refused("locale", str(error)) from error
    if project.locales and line.locale not in project.locales:
        raise Refused("locale", f"the project takes {', '.join(project.locales)}: send the recording to another one")
    if not audio:
        raise Refused("audio", "the audio file is empty: send the recording again")
    if container_of(audio) is None:
        raise Refused("audio", "the audio file is of no kind that is taken: send WAV, FLAC, Ogg (Opus, Vorbis), MP3, M4A or WebM")
    if len(audio) > LARGEST_BYTES:
        raise Refused("audio", f"audio is larger than {LARGEST_BYTES // 2**20} MiB: send the clip alone")
    if int(index[:12], 16) % SAMPLING_WHOLE >= project.sampling_ppm:
        raise Refused("sampling", "not drawn by the project's sampling")


def _take(line: Line, audio: bytes, index: str, project: Project, by: Actor) -> Recording:
    subject = _target(Link.Kind.ACCOUNT, _index(Link.Kind.ACCOUNT, line.controller, line.account_id))
    recording = _recording(line, project, subject)
    Link(kind=Link.Kind.RECORDING, index=index, target=recording.pk).save(force_insert=True)
    recording.save(force_insert=True)
    more = {
        "recording_id": line.recording_id,
        "session_id": line.session_id,
        "captured_at": line.captured_at.isoformat(),
        "consent_given_at": line.agreed.given_at.isoformat(),
    }
    vault.lock_away(recording, Sent(audio, line.hypothesis, line.timed_words), line.identity, more=more)
    details = {"locale": recording.locale, "consent": recording.consent_scope}
    record(Event.RECORDING_RECEIVED, by=by, subject=recording.pk, object=project.pk, details=details)
    jobs.enqueue(JOB, subject=recording.pk)
    return recording


def _recording(line: Line, project: Project, subject: str) -> Recording:
    agreed = line.agreed
    same = ("controller", "region", "locale", "batch", "turn", "wake_word", "intent", "device_model", "firmware", "asr_version", "asr_confidence")
    return Recording(
        project=project,
        subject=subject,
        speaker_bucket=int(subject[:8], 16) % SPEAKER_BUCKETS,
        session_id=_session(line) if line.session_id else None,
        captured_on=line.captured_at.date(),
        consent_scope=agreed.scope.value,
        consent_version=agreed.version,
        consent_given_on=agreed.given_at.date(),
        **{name: getattr(line, name) for name in same},
    )


def _session(line: Line) -> str:
    """Our id of the sender's session, made with its first turn."""
    session = _target(Link.Kind.SESSION, _index(Link.Kind.SESSION, line.controller, line.session_id))
    TurnSession.objects.bulk_create([TurnSession(id=session)], ignore_conflicts=True)
    return session


def _target(kind: Link.Kind, index: str) -> str:
    """The random id behind a name of the sender's; the first one to ask makes it."""
    Link.objects.bulk_create([Link(kind=kind, index=index, target=new_id())], ignore_conflicts=True)
    return Link.objects.values_list("target", flat=True).get(kind=kind, index=index)


def _index(kind: Link.Kind, controller: str, value: str) -> str:
    """Length first, so that no two lists of parts give the same text; equal names of two controllers are two."""
    return blind_index("intake", f"{kind}:{len(controller)}:{controller}:{value}")
