"""The redactor's jobs after the first: take a flagged recording back, make a desk copy with masks drawn by hand, release what is decided.

Each locks the recording's row first and reads masks and flags after that, so that two of them never work from half of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from audit.events import Event
from audit.log import record
from foundation import jobs, seal
from foundation.clock import now
from foundation.models import Job
from redaction import desk_work, flags, news, siblings, store, vault
from redaction.holds import Hold
from redaction.masks import RECOGNIZER as DRAWN
from redaction.models import Copy, Flag, Mistake, Recording, Release
from redaction.redactor import (
    ACTOR,
    HARD_LIMIT_S,
    RING_OF,
    SessionNumbers,
    duration_ms_of,
    keep_copies,
    masks_of,
    opening,
    policy_of,
    recognizers_of,
    shape_of,
)
from redaction.version import VERSION

if TYPE_CHECKING:
    from redaction.pipeline import Safe

FINISHED = (Copy.Kind.LISTENING, Copy.Kind.TRANSCRIPT, Copy.Kind.TRAINING)


# -- a flag -----------------------------------------------------------------------------------------


@jobs.handler(flags.JOB, queue="redaction", hard_limit_s=HARD_LIMIT_S)
def take_back(job: Job) -> None:
    """From ready to held. What is held already only gets one more reason; a flag that was closed meanwhile changes nothing."""
    flag, recording = _flagged(job)
    if flag is None or recording is None:
        return
    if recording.state == Recording.State.HELD:
        _add_reasons(recording, [flags.hold_of(flag.kind)])
        return
    safe = _make(recording, standing=_flag_holds(recording))
    drop(recording, FINISHED)
    reasons = list(safe.held) if safe is not None else [*_flag_holds(recording), Hold.ORIGINAL_GONE]
    _hold(recording, safe, reasons, event=Event.RECORDING_HELD, was=Recording.State.READY)


@jobs.on_quarantine(flags.JOB)
def take_back_anyway(job: Job) -> None:
    """No desk copy could be made, but what was flagged is heard by nobody any more."""
    flag, recording = _flagged(job)
    if flag is None or recording is None:
        return
    reasons = [flags.hold_of(flag.kind), Hold.FAILED]
    if recording.state == Recording.State.HELD:
        _add_reasons(recording, reasons)
        return
    drop(recording, FINISHED)
    _hold(recording, None, reasons, event=Event.RECORDING_HELD, was=Recording.State.READY)


def _flagged(job: Job) -> tuple[Flag | None, Recording | None]:
    flag = Flag.objects.filter(pk=job.subject, closed_at__isnull=True).first()
    recording = _locked(flag.recording_id) if flag is not None else None
    return flag, recording if recording is not None and recording.state != Recording.State.RECEIVED else None


# -- masks ------------------------------------------------------------------------------------------


@jobs.handler(desk_work.COPY_JOB, queue="redaction", hard_limit_s=HARD_LIMIT_S)
def make_desk_copy(job: Job) -> None:
    """Anew, with the masks as they are now. Never releases: that is for an analyst to say."""
    recording = _locked(job.subject)
    if recording is not None and recording.state == Recording.State.HELD:
        _stay_held(recording, event=Event.DESK_COPY_MADE)


def _stay_held(recording: Recording, *, event: Event) -> None:
    standing = _flag_holds(recording) or (Hold.NOT_RELEASED,)
    safe = _make(recording, standing=standing)
    if safe is None:  # the desk copy that is there is the last there will be
        _add_reasons(recording, [Hold.ORIGINAL_GONE])
        return
    doubts: list[Hold] = [hold for hold in safe.held if hold is not Hold.NOT_RELEASED]
    _hold(recording, safe, doubts or list(standing), event=event, was=Recording.State.HELD)


@jobs.on_quarantine(desk_work.COPY_JOB)
def note_failure(job: Job) -> None:
    recording = _locked(job.subject)
    if recording is not None and recording.state == Recording.State.HELD:
        _add_reasons(recording, [Hold.FAILED])


# -- release ----------------------------------------------------------------------------------------


@jobs.handler(desk_work.RELEASE_JOB, queue="redaction", hard_limit_s=HARD_LIMIT_S)
def release(job: Job) -> None:
    """All again, with masks; without the doubts that the analyst overruled, or not at all."""
    asked, recording = _asked(job)
    if asked is None or recording is None:
        return
    safe = None if _is_changed_since(asked) else _make(recording, accepted=frozenset(map(Hold.of, asked.accepted)))
    if safe is None or safe.held:
        _stay_held(recording, event=Event.RECORDING_HELD)
    else:
        _let_go(recording, safe, asked)
    _answer(asked)


def _let_go(recording: Recording, safe: Safe, asked: Release) -> None:
    drop(recording, (*FINISHED, Copy.Kind.DESK))
    with store.undone_with_the_transaction():
        kinds = keep_copies(recording, safe)
    _move(recording, Recording.State.HELD, state=Recording.State.READY, held_for=[], **_facts(safe), decided_at=now())
    Flag.objects.filter(recording=recording, closed_at__isnull=True).update(closed_at=now())
    _note_mistakes(recording, safe)
    details: dict[str, int | str] = {"version": VERSION, "copies": " ".join(kinds), "overruled": " ".join(safe.overruled)}
    record(Event.RECORDING_RELEASED, by=ACTOR, subject=recording.pk, object=asked.pk, details=details | shape_of(safe))
    news.tell(news.READY, recording.pk)


def _note_mistakes(recording: Recording, safe: Safe) -> None:
    """What the analyst corrected, once a recording, for the page that counts it; words that were missed are looked for elsewhere."""
    wrong = {(Mistake.Kind.NEEDLESS, one.recognizer, one.entity) for one in safe.lifted}
    if any(one.recognizer == DRAWN for one in safe.findings):
        wrong.add((Mistake.Kind.MISSED, "", ""))
        jobs.enqueue(siblings.JOB, subject=recording.pk)
    made = [Mistake(recording=recording, kind=kind, recognizer=recognizer, entity=entity) for kind, recognizer, entity in sorted(wrong)]
    Mistake.objects.bulk_create(made, ignore_conflicts=True)  # released before: counted once


def _is_changed_since(asked: Release) -> bool:
    """A flag or a mask that the analyst cannot have heard. Masks by their ids: one may have been drawn before and committed after."""
    flagged = Flag.objects.filter(recording=asked.recording_id, closed_at__isnull=True, raised_at__gt=asked.asked_at)
    return flagged.exists() or desk_work.live_masks(asked.recording_id) != sorted(asked.masks)


@jobs.on_quarantine(desk_work.RELEASE_JOB)
def answer_anyway(job: Job) -> None:
    asked, recording = _asked(job)
    if asked is not None:
        _answer(asked)
    if recording is not None:
        _add_reasons(recording, [Hold.FAILED])


def _asked(job: Job) -> tuple[Release | None, Recording | None]:
    asked = Release.objects.filter(pk=job.subject, answered_at__isnull=True).first()
    recording = _locked(asked.recording_id) if asked is not None else None
    return asked, recording if recording is not None and recording.state == Recording.State.HELD else None


def _answer(asked: Release) -> None:
    if not Release.objects.filter(pk=asked.pk, answered_at__isnull=True).update(answered_at=now()):
        raise jobs.LostRace(f"release {asked.pk} was answered meanwhile")


# -- what they share --------------------------------------------------------------------------------


def _locked(recording_id: str) -> Recording | None:
    # no_key: a flag that comes meanwhile refers to this row, and need not wait
    return Recording.objects.select_for_update(of=("self",), no_key=True).select_related("project").filter(pk=recording_id).first()


def _make(recording: Recording, *, standing: tuple[Hold, ...] = (), accepted: frozenset[Hold] = frozenset()) -> Safe | None:
    """The pipeline over the original; None when that is gone."""
    from redaction import pipeline  # recognizers and models: the redactor alone loads them

    try:
        sent, identity = vault.open_original(recording, opening(Event.ORIGINAL_OPENED, recording.pk))
    except vault.GONE:
        return None
    numbers = SessionNumbers(recording)
    how: dict[str, Any] = {"policy": policy_of(recording), "masks": masks_of(recording), "accepted": accepted, "standing": standing}
    safe = pipeline.make(sent, identity, recording.locale, numbering=numbers.open, **how)
    numbers.keep()
    return safe


def _flag_holds(recording: Recording) -> tuple[Hold, ...]:
    kinds = recording.flags.filter(closed_at__isnull=True).order_by("raised_at").values_list("kind", flat=True)
    return tuple(dict.fromkeys(map(flags.hold_of, kinds)))


def drop(recording: Recording, kinds: Iterable[Copy.Kind]) -> None:
    """Copies, with their data keys; what lies in the store goes when that is committed, and opens for nobody if it should stay."""
    kinds = list(kinds)
    copies = Copy.objects.filter(recording=recording, kind__in=kinds)
    for name in copies.exclude(stored_as="").values_list("stored_as", flat=True):
        transaction.on_commit(partial(store.remove, name), robust=True)
    for kind in kinds:
        seal.destroy(ring=RING_OF[kind], object_id=recording.pk, purpose=str(kind))
    copies.delete()


def _hold(recording: Recording, safe: Safe | None, reasons: list[Hold], *, event: Event, was: Recording.State) -> None:
    """With a new desk copy, where there is one to be had."""
    facts: dict[str, Any] = {"state": Recording.State.HELD, "held_for": [str(hold) for hold in dict.fromkeys(reasons)]}
    details: dict[str, int | str] = {"reason": " ".join(facts["held_for"])}
    if safe is not None:
        drop(recording, [Copy.Kind.DESK])
        with store.undone_with_the_transaction():
            keep_copies(recording, safe)
        facts |= _facts(safe)
        details["version"] = facts["redaction_version"]
    if was is not Recording.State.HELD:
        facts["decided_at"] = now()
    _move(recording, was, **facts)
    record(event, by=ACTOR, subject=recording.pk, details=details)


def _facts(safe: Safe) -> dict[str, Any]:
    return {"duration_ms": duration_ms_of(safe), "redaction_version": VERSION, "found_by": recognizers_of(safe)}


def _add_reasons(recording: Recording, reasons: list[Hold]) -> None:
    """To a held one, in whatever order its flags and masks come."""
    held_for = [code for code in recording.held_for if code != Hold.NOT_RELEASED]
    _move(recording, Recording.State.HELD, held_for=list(dict.fromkeys([*held_for, *map(str, reasons)])))


def _move(recording: Recording, was: Recording.State, **values: Any) -> None:
    if not Recording.objects.filter(pk=recording.pk, state=was).update(**values):
        raise jobs.LostRace(f"recording {recording.pk} was decided meanwhile")
