"""A finished recording that somebody flagged: its copies are gone at once, and the privacy desk has it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction

from audit.access import process_actor
from audit.events import Event
from foundation import jobs, seal
from foundation.keys import Ring
from foundation.models import Job, JobState
from foundation.roles import DbRole
from foundation.seal import Erased
from redaction import flags, store
from redaction.flags import FlagKind
from redaction.holds import Hold
from redaction.marks import UnfitMarks
from redaction.models import Copy, Flag, Recording
from redaction.redactor import RING_OF
from redaction.store import MissingObject
from tests.redaction.recorded import copies, events, opened, redact, take_demo, work

Act = Callable[[DbRole], None]
BY = process_actor("tests")


def flag(recording_id: str, kind: FlagKind = FlagKind.LEAKING, **how: Any) -> Flag:
    with transaction.atomic():
        return flags.raise_flag(recording_id, kind, by=BY, **how)


@pytest.fixture
def ready(take: Callable[..., str], acting_as: Act) -> str:
    """A finished recording with all three copies, seen by the web process."""
    recording_id = take_demo(take, 3)
    assert redact(recording_id).state == "ready"
    acting_as(DbRole.APP)
    return recording_id


def held(recording_id: str) -> list[str]:
    recording = Recording.objects.defer("subject").get(pk=recording_id)
    assert recording.state == "held"
    return recording.held_for


def test_what_was_flagged_cannot_be_opened_any_more(ready: str, acting_as: Act, superuser: psycopg.Connection) -> None:
    before = copies(ready)
    assert before.keys() == {"listening", "transcript", "training"}
    audio = seal.open_key(Ring.LISTENING, object_id=ready, purpose="listening")
    raised = flag(ready, marks=[(0.5, 1.25)])
    assert raised.marks == [[500, 1250]]
    acting_as(DbRole.REDACTOR)
    work(flags.JOB, raised.pk)
    assert held(ready) == [Hold.FLAGGED_LEAKING]
    assert copies(ready).keys() == {"desk"}
    for role, ring in ((DbRole.APP, Ring.LISTENING), (DbRole.APP, Ring.TRANSCRIPTS), (DbRole.EXPORTER, Ring.TRAINING)):
        acting_as(role)
        purpose = next(kind for kind, one in RING_OF.items() if one is ring)
        with pytest.raises(Erased):
            seal.open_key(ring, object_id=ready, purpose=purpose)
    for copy in before.values():
        if copy.stored_as:
            with pytest.raises(MissingObject):  # not even for somebody who kept the key
                audio.open(store.get(copy.stored_as), field="audio")
    assert events(superuser, ready)[-3:] == [Event.CLIP_FLAGGED, Event.ORIGINAL_OPENED, Event.RECORDING_HELD]


def test_the_desk_copy_is_what_the_reviewer_heard(ready: str, acting_as: Act) -> None:
    heard = opened(copies(ready)["listening"], Ring.LISTENING)
    raised = flag(ready, FlagKind.HIDDEN)
    acting_as(DbRole.REDACTOR)
    work(flags.JOB, raised.pk)
    acting_as(DbRole.DESK)
    about, audio = opened(copies(ready)["desk"], Ring.DESK)
    assert (about["holes_s"], audio) == (heard[0]["holes_s"], heard[1])


def test_answers_under_the_same_ring_stay(ready: str, acting_as: Act) -> None:
    """Annotation keeps answers in ring transcripts under ids of its own, and perhaps under the recording's for another purpose."""
    seal.new_key(Ring.TRANSCRIPTS, object_id=ready, purpose="answer")
    seal.new_key(Ring.TRANSCRIPTS, object_id="0" * 32, purpose="transcript")
    raised = flag(ready)
    acting_as(DbRole.REDACTOR)
    work(flags.JOB, raised.pk)
    assert seal.open_key(Ring.TRANSCRIPTS, object_id=ready, purpose="answer")
    assert seal.open_key(Ring.TRANSCRIPTS, object_id="0" * 32, purpose="transcript")


def test_a_held_recording_gets_one_more_reason(ready: str, acting_as: Act) -> None:
    raised = [flag(ready), flag(ready, FlagKind.BY_SUPERVISOR), flag(ready, FlagKind.TYPED)]
    acting_as(DbRole.REDACTOR)
    for one in raised:
        work(flags.JOB, one.pk)
    assert held(ready) == [Hold.FLAGGED_LEAKING, Hold.FLAGGED_BY_SUPERVISOR, Hold.FLAGGED_TYPED]
    assert copies(ready).keys() == {"desk"}


def test_a_second_run_changes_nothing(ready: str, acting_as: Act, superuser: psycopg.Connection) -> None:
    raised = flag(ready)
    acting_as(DbRole.REDACTOR)
    work(flags.JOB, raised.pk)
    before = events(superuser, ready), copies(ready)["desk"].pk, held(ready)
    superuser.execute("UPDATE foundation_job SET state = 'queued', lease_until = NULL")
    work(flags.JOB, raised.pk)
    assert (events(superuser, ready), copies(ready)["desk"].pk, held(ready)) == before


def test_a_failed_job_leaves_everything_as_it_was_and_is_done_later(ready: str, acting_as: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    from redaction import pipeline

    raised = flag(ready)
    acting_as(DbRole.REDACTOR)
    (job,) = Job.objects.filter(kind=flags.JOB)
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "_with_sound", lambda *_any: pytest.fail("broken"))
        broken.setattr(pipeline, "make", lambda *_any, **_how: 1 / 0)
        assert not jobs.run(job.pk)
    assert copies(ready).keys() == {"listening", "transcript", "training"}
    for copy in copies(ready).values():
        assert not copy.stored_as or store.get(copy.stored_as)
    Job.objects.filter(pk=job.pk).update(due_at=job.created_at)
    work(flags.JOB, raised.pk)
    assert held(ready) == [Hold.FLAGGED_LEAKING]


def test_what_fails_again_and_again_is_heard_by_nobody_all_the_same(ready: str, acting_as: Act, superuser: psycopg.Connection) -> None:
    flag(ready)
    superuser.execute("UPDATE foundation_job SET attempts = %s WHERE kind = %s", [jobs.MOST_ATTEMPTS, flags.JOB])
    acting_as(DbRole.REDACTOR)
    (job,) = Job.objects.filter(kind=flags.JOB)
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUARANTINED
    assert held(ready) == [Hold.FLAGGED_LEAKING, Hold.FAILED]
    assert copies(ready) == {}
    acting_as(DbRole.APP)
    with pytest.raises(Erased):
        seal.open_key(Ring.LISTENING, object_id=ready, purpose="listening")


@pytest.mark.parametrize("lost", ["the key", "the file"])
def test_without_its_original_it_is_held_without_a_copy(ready: str, acting_as: Act, lost: str) -> None:
    raised = flag(ready)
    if lost == "the key":
        acting_as(DbRole.RETENTION)
        seal.destroy(ring=Ring.ORIGINALS, object_id=ready)
    else:
        for path in (settings.DATA / "clips").rglob("*"):
            path.unlink() if path.is_file() else None
    acting_as(DbRole.REDACTOR)
    work(flags.JOB, raised.pk)
    assert held(ready) == [Hold.FLAGGED_LEAKING, Hold.ORIGINAL_GONE]
    assert copies(ready) == {}


UNFIT: dict[str, Any] = {
    "after the end": [(0.0, 600.0)],
    "backwards": [(1.0, 0.5)],
    "of no length": [(1.0, 1.0)],
    "before the beginning": [(-0.1, 0.5)],
    "no number": [(0.0, math.nan)],
    "without end": [(0.0, math.inf)],
    "a word": [("0", "1")],
    "yes and no": [(False, True)],
    "three numbers": [(0.0, 0.1, 0.2)],
    "no pair": [0.5],
    "no list": {"0": 1},
    "too many": [(0.0, 0.1)] * 21,
}


def test_marks_that_are_no_seconds_of_the_recording_are_refused(ready: str, superuser: psycopg.Connection) -> None:
    for name, marks in UNFIT.items():
        with pytest.raises(UnfitMarks):
            flag(ready, marks=marks)
        assert not Flag.objects.exists(), name
    assert Event.CLIP_FLAGGED not in events(superuser, ready)


def test_what_is_not_finished_cannot_be_flagged(take: Callable[..., str]) -> None:
    recording_id = take()
    with pytest.raises(jobs.LostRace):
        flag(recording_id)
    with pytest.raises(Recording.DoesNotExist):
        flag("0" * 32)


def test_the_web_process_takes_no_copy_away_itself(ready: str) -> None:
    with pytest.raises(Exception, match="permission denied"):
        Copy.objects.filter(recording=ready).delete()
