"""The way out: answered and checked clips of a project, under the consent they came with. Run by the exporter, which alone opens training copies."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from annotation import answers
from annotation.agreement import agreement, nearest, wer
from annotation.drafts import Work
from annotation.models import Answer, Clip, Export, ExportedClip
from annotation.states import State
from audit.access import Actor
from audit.events import Event
from audit.log import Receipt, record
from foundation import seal
from foundation.ids import new_id
from foundation.jobs import LostRace
from foundation.keys import Ring
from redaction import store
from redaction.consent import Scope
from redaction.models import Copy, Project
from redaction.redactor import ABOUT, AUDIO

FORMATS: Final = ("jsonl",)
LATER: Final = ("nemo", "huggingface", "textgrid", "label-studio")
DATA: Final = "data.jsonl"
CHUNK: Final = 200
LONGEST_S: Final = 6 * 3600.0  # one entry tells of all the clips of an export


class UnfitFolder(ValueError):
    """The folder cannot be written as asked; the message says what to do."""


class LeftMeanwhile(LostRace):
    """While the export was written, clips of it were flagged, withdrawn or erased: it is not made."""


@dataclass(frozen=True)
class Wanted:
    """Which clips. since: those that were done at or after it."""

    project: Project
    batch: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Done:
    """What an export came to. left_out: reason -> count."""

    export: Export
    left_out: dict[str, int]


def export(wanted: Wanted, out: Path, *, format: str, by: Actor) -> Done:
    """Write a folder whole or not at all: under another name first, moved when it is complete and in the log. Raises UnfitFolder, LeftMeanwhile."""
    if out.exists():
        raise UnfitFolder(f"{out} exists already: name a folder that does not exist yet, so that nothing is overwritten")
    if not out.parent.is_dir():
        raise UnfitFolder(f"{out.parent} is no folder: make it first")
    chosen, left_out = _choose(wanted)
    receipt = record(Event.TRAINING_COPY_OPENED, by=by, subject=wanted.project.pk, details={"clips": len(chosen)}).sealed()
    draft = out.with_name(f".{out.name}.{new_id()[:8]}")
    try:
        draft.mkdir(mode=0o700)  # nobody else on the machine reads along
        draft.joinpath("audio").mkdir()
        digest = _write(chosen, draft, receipt)
        done = _register(wanted, format, chosen, left_out, digest, by)
        draft.rename(out)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Done(done, dict(left_out))


def _choose(wanted: Wanted) -> tuple[list[str], Counter[str]]:
    """Ids of the clips that may leave, and why the others may not."""
    found = Clip.objects.filter(project=wanted.project)
    found = found.filter(recording__batch=wanted.batch) if wanted.batch else found
    found = found.filter(state_at__gte=wanted.since) if wanted.since else found
    chosen, left_out = [], Counter[str]()
    personal = Exists(Answer.objects.filter(clip=OuterRef("pk"), state=Answer.State.FOUND))
    rows = found.annotate(is_personal=personal).order_by("pk").values_list("pk", "state", "recording__consent_scope", "is_personal")
    for clip_id, state, scope, is_personal in rows:
        if state != State.DONE:
            left_out["not_done"] += 1
        elif is_personal:  # no such clip is done; if one ever is, it stays here
            left_out["something_personal_was_typed"] += 1
        elif not Scope(scope).allows_training:
            left_out["consent_is_for_review_only"] += 1
        else:
            chosen.append(clip_id)
    return chosen, left_out


def _write(chosen: list[str], folder: Path, receipt: Receipt) -> str:
    """The data file and a FLAC a clip; the data file's SHA-256."""
    hashed = sha256()
    with (folder / DATA).open("wb") as data:
        for clip in _in_chunks(chosen):
            name = f"audio/{clip.pk}.flac"
            (folder / name).write_bytes(_training_sound(clip, receipt))
            line = json.dumps(_line(clip, name, receipt), ensure_ascii=False).encode() + b"\n"
            hashed.update(line)
            data.write(line)
    return hashed.hexdigest()


def _in_chunks(chosen: list[str]) -> Iterator[Clip]:
    wanted = Clip.objects.select_related("recording").defer("recording__subject", "recording__found_by").order_by("pk")
    for at in range(0, len(chosen), CHUNK):
        yield from wanted.filter(pk__in=chosen[at : at + CHUNK])


def _training_sound(clip: Clip, receipt: Receipt) -> bytes:
    receipt.must_be(Event.TRAINING_COPY_OPENED, clip.project_id, within_s=LONGEST_S)
    copy = Copy.objects.get(recording=clip.recording_id, kind=Copy.Kind.TRAINING)
    return seal.open_key(Ring.TRAINING, object_id=copy.recording_id, purpose=copy.kind).open(store.get(copy.stored_as), field=AUDIO)


def _line(clip: Clip, audio: str, receipt: Receipt) -> dict[str, Any]:
    """As CONTRACT promises it. transcript: the answer that the others are nearest to. wer: of the device's hypothesis against it."""
    said = _said(clip, receipt)
    given = [answers.open_answer(one) for one in Answer.objects.filter(clip=clip, state=Answer.State.CLEAN).order_by("submitted_at")]
    chosen = given[nearest([work.transcript for work in given])]
    error_rate = wer(chosen.transcript, said["text"])
    agreed = agreement([work.transcript for work in given])
    optional = {"intent": clip.recording.intent, "batch": clip.recording.batch, "words": said["words"]}
    return {
        "clip": clip.pk,
        "locale": clip.locale,
        **{name: value for name, value in optional.items() if value},
        "audio": audio,
        "duration_s": said["duration_s"],
        "hypothesis": said["text"],
        "transcript": chosen.transcript,
        "holes_s": said["holes_s"],
        "labels": chosen.labels,
        "tags": chosen.tags,
        "answers": [_answer(work) for work in given],
        "agreement": None if agreed is None else round(agreed, 4),
        "wer": None if error_rate is None else round(error_rate, 4),
        "consent": {"scope": clip.recording.consent_scope, "expires_at": None},
        "redaction": {"version": clip.recording.redaction_version},
    }


def _answer(work: Work) -> dict[str, Any]:
    return {"transcript": work.transcript, "labels": work.labels, "tags": work.tags}


def _said(clip: Clip, receipt: Receipt) -> dict[str, Any]:
    receipt.must_be(Event.TRAINING_COPY_OPENED, clip.project_id, within_s=LONGEST_S)
    copy = Copy.objects.get(recording=clip.recording_id, kind=Copy.Kind.TRANSCRIPT)
    said: dict[str, Any] = json.loads(seal.open_key(Ring.TRANSCRIPTS, object_id=copy.recording_id, purpose=copy.kind).open(copy.sealed, field=ABOUT))
    return said


def _must_still_be_fit(wanted: Wanted, chosen: list[str]) -> None:
    """A clip that somebody flagged while others were written must not leave the house. Raises LeftMeanwhile."""
    gone = set(chosen) - set(_choose(wanted)[0])
    if gone:
        raise LeftMeanwhile(f"{len(gone)} clips left the work while the export was written, {min(gone)} among them; export again")


@transaction.atomic
def _register(wanted: Wanted, format: str, chosen: list[str], left_out: Counter[str], digest: str, by: Actor) -> Export:
    _must_still_be_fit(wanted, chosen)
    made = Export(project=wanted.project, format=format, batch=wanted.batch, since=wanted.since, made_by=by.id, clips=len(chosen))
    made.left_out, made.digest = dict(left_out), digest
    made.save(force_insert=True)
    ExportedClip.objects.bulk_create((ExportedClip(export=made, clip_id=clip_id) for clip_id in chosen), batch_size=1_000)
    details: dict[str, int | str] = {"format": format, "clips": len(chosen), "left_out": left_out.total(), "digest": digest}
    record(Event.EXPORT_MADE, by=by, subject=wanted.project.pk, object=made.pk, details=details)
    return made
