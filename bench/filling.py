"""Clips in a house's queue, in bulk: `python -m bench.filling COUNT FLAC`, in a process that acts as each role in turn.

Every clip has rows, data keys and sealed bytes of its own, made by the house's own code; only the plain sound is the same in all. Left out,
because nobody in a reviewer's day reads it: originals, training copies, and the entries about how the clip came to be.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.house import VARIABLES
from config.env import ROOT, Env
from tests.journeys.house import House

if TYPE_CHECKING:
    from foundation.roles import DbRole
    from redaction.models import Copy, Identity, Project, Recording

CHUNK = 1_000
DURATION_S = 5.0
TEXT = "call [NAME_1] and set the kitchen timer for ten minutes"
HOLES_S = [[2.0, 2.4], [4.2, 4.8]]


def sound(path: Path) -> Path:
    """Five seconds of noise and tone, about as large as speech is, as the redactor would write it."""
    import numpy as np

    from redaction.audio.encode import flac
    from redaction.audio.sound import Sound

    at = np.arange(int(DURATION_S * 16_000))
    samples = 0.1 * np.sin(at / 10) * (1 + np.sin(at / 4_000)) + np.random.default_rng(1).normal(0, 0.01, len(at))
    path.write_bytes(flac(Sound(samples.astype(np.float32), 16_000)))
    return path


def fill(house: House, count: int, flac: Path) -> None:
    """Then the database looks at its tables, as it would by itself within minutes."""
    command = [sys.executable, "-m", "bench.filling", str(count), str(flac)]
    subprocess.run(command, cwd=ROOT, env={**house.variables, **VARIABLES}, check=True, timeout=600)
    from config.services import Postgres

    with Postgres(Env(data=house.folder)).connect("sotto") as connection:
        connection.execute("ANALYZE")


# -- in that process --------------------------------------------------------------------------------


def main() -> None:
    import django

    django.setup()
    from audit.access import console_actor
    from foundation.roles import DbRole
    from redaction import intake

    count, flac = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    become(DbRole.INTAKE)
    project = intake.open_project("bench", by=console_actor())
    for at in range(0, count, CHUNK):
        _fill_chunk(project, min(CHUNK, count - at), flac)


def become(role: DbRole) -> None:
    from django.conf import settings
    from django.db import connections

    settings.DB_ROLE = role
    for alias in ("default", "denials"):
        connections[alias].close()
        connections[alias].settings_dict |= {"USER": role.value, "PASSWORD": Env().password(role)}


def _fill_chunk(project: Project, count: int, flac: bytes) -> None:
    """Ready comes last: until then the house's own workers leave the recordings alone."""
    from foundation.clock import now
    from foundation.roles import DbRole
    from redaction.models import Copy, Identity, Recording

    become(DbRole.INTAKE)
    recordings = Recording.objects.bulk_create(_recording(project) for _ in range(count))
    with keys_in_bulk():
        owners = [_identity(recording) for recording in recordings]
    Identity.objects.bulk_create(owners)
    become(DbRole.REDACTOR)
    with keys_in_bulk():
        copies = [copy for recording in recordings for copy in _copies(recording, flac)]
    Copy.objects.bulk_create(copies)
    become(DbRole.WORKER)
    _open(recordings)
    become(DbRole.REDACTOR)
    values: dict[str, Any] = {"state": Recording.State.READY, "duration_ms": round(DURATION_S * 1000), "redaction_version": "1", "decided_at": now()}
    Recording.objects.filter(pk__in=[recording.pk for recording in recordings]).update(**values)


def _recording(project: Project) -> Recording:
    from foundation.ids import new_id
    from redaction.models import Recording

    day = date(2026, 3, 4)
    made = Recording(project=project, subject=new_id(), speaker_bucket=1, controller="bench", region="US", locale="en-US", captured_on=day)
    made.consent_given_on, made.consent_scope, made.consent_version = day, "review", "1"
    return made


def _identity(recording: Recording) -> Identity:
    """The redactor reads each answer against it."""
    from foundation import seal
    from foundation.keys import Ring
    from redaction import vault
    from redaction.models import Identity

    who = seal.new_key(Ring.IDENTITY, object_id=recording.pk, purpose=vault.IDENTITY)
    known = {"account_id": "7304918265", "first_name": "Zephyrine", "last_name": "Quillfeather", "device_serial": ""}
    return Identity(recording=recording, sealed=who.seal(json.dumps(known).encode(), field=vault._WHO))


@contextmanager
def keys_in_bulk() -> Iterator[None]:
    """seal.new_key() as it is, its rows kept back and inserted together."""
    from foundation.models import DataKey

    rows: list[DataKey] = []
    really = DataKey.save
    DataKey.save = lambda self, **_options: rows.append(self)  # type: ignore[method-assign]
    try:
        yield
    finally:
        DataKey.save = really  # type: ignore[method-assign]
    DataKey.objects.bulk_create(rows, batch_size=CHUNK)


def _copies(recording: Recording, flac: bytes) -> tuple[Copy, Copy]:
    from foundation import seal
    from foundation.ids import new_id
    from foundation.keys import Ring
    from redaction.models import Copy
    from redaction.redactor import ABOUT, AUDIO

    said = {"text": TEXT, "words": _words(), "holes_s": HOLES_S, "duration_s": DURATION_S}
    shape = {"peaks": b64encode(bytes(range(100)) * 5).decode(), "holes_s": HOLES_S, "duration_s": DURATION_S}
    hears = seal.new_key(Ring.LISTENING, object_id=recording.pk, purpose=Copy.Kind.LISTENING)
    reads = seal.new_key(Ring.TRANSCRIPTS, object_id=recording.pk, purpose=Copy.Kind.TRANSCRIPT)
    name = new_id()
    _put(name, hears.seal(flac, field=AUDIO))
    listening = Copy(recording=recording, kind=Copy.Kind.LISTENING, stored_as=name, sealed=hears.seal(json.dumps(shape).encode(), field=ABOUT))
    return listening, Copy(recording=recording, kind=Copy.Kind.TRANSCRIPT, sealed=reads.seal(json.dumps(said).encode(), field=ABOUT))


def _words() -> list[dict[str, Any]]:
    said = TEXT.split()
    return [{"text": word, "start_s": at * 0.5, "end_s": at * 0.5 + 0.4} for at, word in enumerate(said)]


def _put(name: str, sealed: bytes) -> None:
    """Where store.put() would; without waiting for the disk, file by file."""
    from django.core.files.storage import storages

    from redaction import store

    path = Path(storages[store.ALIAS].path(f"{name[:2]}/{name}"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(sealed)


def _open(recordings: list[Recording]) -> None:
    """As opening.open_clip() does, many at once."""
    from annotation import opening
    from annotation.models import Brief, Clip, Slot

    Brief.objects.get_or_create(project_id=recordings[0].project_id)
    same = {"project_id": recordings[0].project_id, "locale": recordings[0].locale}
    clips = [Clip(recording=one, captured_in=date(2026, 3, 2), duration_ms=round(DURATION_S * 1000), **same) for one in recordings]
    Clip.objects.bulk_create(clips)
    Slot.objects.bulk_create(Slot(clip=clip, number=1, rank=opening._rank(), **same) for clip in clips)


if __name__ == "__main__":
    main()
