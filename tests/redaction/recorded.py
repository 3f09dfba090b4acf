"""Recordings of the tests: taken in, redacted for real, and opened again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg

from foundation import jobs, seal
from foundation.keys import Ring
from foundation.models import Job
from redaction import intake, store
from redaction.demo import HERE, recordings
from redaction.models import Copy, Recording
from redaction.redactor import ABOUT, AUDIO


def spoken(*, training: bool = False) -> dict[str, Any]:
    """The first demo recording that says its own account number, with the words the manifest gives."""
    scope = "review+training" if training else "review"
    chosen = next(one for one in recordings() if "account" in one["hypothesis"] and one["consent"]["scope"] == scope and not one.get("words"))
    return {**chosen, "session_id": None, "turn": None}


def redact(recording_id: str) -> Recording:
    (job,) = Job.objects.filter(kind=intake.JOB, subject=recording_id)
    assert jobs.run(job.pk)
    return Recording.objects.get(pk=recording_id)


def take_spoken(take: Callable[..., str], **how: Any) -> tuple[str, dict[str, Any]]:
    line = spoken(**how)
    return take((HERE / line["audio"]).read_bytes(), **line), line


def copies(recording_id: str) -> dict[str, Copy]:
    return {copy.kind: copy for copy in Copy.objects.filter(recording=recording_id)}


def opened(copy: Copy, ring: Ring) -> tuple[dict[str, Any], bytes]:
    key = seal.open_key(ring, object_id=copy.recording_id, purpose=copy.kind)
    audio = key.open(store.get(copy.stored_as), field=AUDIO) if copy.stored_as else b""
    return json.loads(key.open(copy.sealed, field=ABOUT)), audio


def events(superuser: psycopg.Connection, subject: str) -> list[str]:
    rows = superuser.execute("SELECT action FROM audit_entry WHERE subject = %s ORDER BY seq", [subject]).fetchall()
    return [row[0] for row in rows]


def demo(number: int) -> dict[str, Any]:
    """A recording of the demo corpus, out of its session."""
    chosen = next(one for one in recordings() if one["audio"].endswith(f"/{number:03}.ogg"))
    return {**chosen, "session_id": None, "turn": None}


def take_demo(take: Callable[..., str], number: int, **changes: Any) -> str:
    line = {**demo(number), **changes}
    return take((HERE / line["audio"]).read_bytes(), **line)


def work(kind: str, subject: str) -> None:
    """The redactor does the one job of this kind that waits for the subject."""
    (job,) = Job.objects.filter(kind=kind, subject=subject, state="queued")
    assert jobs.run(job.pk), job.kind
