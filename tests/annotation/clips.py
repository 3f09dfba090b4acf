"""Clips in the queue without the pipeline: real rows, real seals, sound of our own; each step as the role that does it in the house."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from annotation import opening
from annotation.models import Brief, Clip
from audit.access import console_actor
from foundation import jobs, seal
from foundation.clock import now
from foundation.ids import new_id
from foundation.keys import Ring
from foundation.models import Job
from foundation.roles import DbRole
from redaction import intake, news, store
from redaction.audio.encode import flac
from redaction.audio.sound import Sound
from redaction.models import Copy, Project, Recording, TurnSession
from redaction.redactor import ABOUT, AUDIO

Make = Callable[..., Clip]
TEXT = "call [NAME_1] at seven"
DURATION_S = 2.0
HOLES_S = [[0.4, 0.9]]


def sound() -> bytes:
    """Two seconds of a quiet tone, silent in the hole, FLAC."""
    samples = (0.1 * np.sin(np.arange(32_000) / 10)).astype(np.float32)
    samples[int(0.4 * 16_000) : int(0.9 * 16_000)] = 0
    return flac(Sound(samples, 16_000))


def words() -> list[dict[str, Any]]:
    times = [("call", 0.1, 0.35), ("[NAME_1]", 0.4, 0.9), ("at", 1.0, 1.2), ("seven", 1.3, 1.8)]
    return [{"text": text, "start_s": start_s, "end_s": end_s} for text, start_s, end_s in times]


@pytest.fixture
def make_clip(db: str, acting_as: Callable[[DbRole], None]) -> Make:
    """make_clip(answers=1, scope="review+training", locale="en-US", session=..., turn=..., text=...): afterwards this process is the web again."""

    def made(
        *, answers: int = 1, scope: str = "review+training", locale: str = "en-US", text: str = TEXT, project: str = "demo", **columns: Any
    ) -> Clip:
        acting_as(DbRole.INTAKE)
        recording = _recording(intake.open_project(project, by=console_actor()), locale=locale, scope=scope, **columns)
        acting_as(DbRole.WORKER)
        Brief.objects.get_or_create(project_id=recording.project_id, defaults={"answers": answers})
        acting_as(DbRole.REDACTOR)
        _copies(recording, text, with_training=scope == "review+training")
        Recording.objects.filter(pk=recording.pk).update(state="ready", duration_ms=round(DURATION_S * 1000), redaction_version="1", decided_at=now())
        acting_as(DbRole.WORKER)
        opening.open_clip(Job(kind=news.READY, subject=recording.pk))
        acting_as(DbRole.APP)
        return Clip.objects.get(recording=recording.pk)

    return made


def _recording(project: Project, *, locale: str, scope: str, **columns: Any) -> Recording:
    session = columns.get("session_id")
    if session:
        TurnSession.objects.bulk_create([TurnSession(id=session)], ignore_conflicts=True)
    recording = Recording(project=project, subject=new_id(), speaker_bucket=1, controller="acme", region="US", locale=locale)
    recording.captured_on = recording.consent_given_on = date(2026, 3, 4)
    recording.consent_scope, recording.consent_version = scope, "1"
    for name, value in columns.items():
        setattr(recording, name, value)
    recording.save(force_insert=True)
    return recording


def _copies(recording: Recording, text: str, *, with_training: bool) -> None:
    said = {"text": text, "words": words() if text == TEXT else [], "holes_s": HOLES_S, "duration_s": DURATION_S}
    shape = {"peaks": b64encode(bytes(range(100))).decode(), "holes_s": HOLES_S, "duration_s": DURATION_S}
    _copy(recording, Copy.Kind.LISTENING, Ring.LISTENING, sound(), shape)
    _copy(recording, Copy.Kind.TRANSCRIPT, Ring.TRANSCRIPTS, None, said)
    if with_training:
        _copy(recording, Copy.Kind.TRAINING, Ring.TRAINING, sound(), {})


def _copy(recording: Recording, kind: Copy.Kind, ring: Ring, audio: bytes | None, about: dict[str, Any]) -> None:
    key = seal.new_key(ring, object_id=recording.pk, purpose=str(kind))
    stored_as = store.put(key.seal(audio, field=AUDIO)) if audio is not None else ""
    Copy(recording=recording, kind=kind, stored_as=stored_as, sealed=key.seal(json.dumps(about).encode(), field=ABOUT)).save(force_insert=True)


def run_jobs(kind: str) -> int:
    """Do what waits of one kind, as the worker of its queue would. Returns how many were done."""
    return sum(jobs.run(job.pk) for job in Job.objects.filter(kind=kind, state="queued"))
