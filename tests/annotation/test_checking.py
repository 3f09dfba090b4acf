"""What a reviewer typed is read by the redactor: clean answers finish a clip, others send it to the privacy desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from annotation import answers, checking, opening, queue
from annotation.drafts import Work
from annotation.models import Answer, Clip, Slot
from annotation.states import State
from audit.access import Role, console_actor
from foundation import jobs
from foundation.models import Job
from foundation.roles import DbRole
from redaction import intake, manifest
from redaction.demo import HERE, recordings
from redaction.models import Copy, Flag, Recording
from tests.annotation.clips import run_jobs
from tests.cast import Cast, person
from tests.redaction import lines

Act = Callable[[DbRole], None]
LINE = next(one for one in recordings() if "account" in one["hypothesis"] and not one.get("words"))


@pytest.fixture
def clip(db: str, acting_as: Act) -> Clip:
    """A demo recording that went the whole way in: sealed, redacted, opened."""
    acting_as(DbRole.INTAKE)
    line = manifest.read(json.dumps({**LINE, "session_id": None, "turn": None}))
    recording = intake.take(line, (HERE / LINE["audio"]).read_bytes(), project=intake.open_project("demo", by=console_actor()), by=console_actor())
    acting_as(DbRole.REDACTOR)
    assert run_jobs(intake.JOB) == 1
    acting_as(DbRole.WORKER)
    assert run_jobs("clip.open") == 1
    acting_as(DbRole.APP)
    return Clip.objects.get(recording=recording.pk)


def submit(who: Cast, text: str) -> str:
    dealt = queue.deal(by=who.actor)
    assert dealt
    answers.submit(dealt.lease.slot_id, Work(text), by=who.actor)
    return dealt.lease.clip_id


def checked(acting_as: Act) -> None:
    acting_as(DbRole.REDACTOR)
    assert run_jobs(answers.CHECK) == 1
    acting_as(DbRole.APP)


def test_a_clean_answer_finishes_its_clip(clip: Clip, rosa: Cast, acting_as: Act, superuser: psycopg.Connection) -> None:
    submit(rosa, "my account is [ACCOUNT_1] please")
    assert Clip.objects.get().state == State.CHECKING
    checked(acting_as)
    assert (Clip.objects.get().state, Answer.objects.get().state) == (State.DONE, "clean")
    query = "SELECT action FROM audit_entry WHERE subject = %s ORDER BY seq DESC LIMIT 2"
    assert superuser.execute(query, [clip.pk]).fetchall() == [("clip.done",), ("answer.checked",)]


TYPED: dict[str, tuple[str, str]] = {
    "the account": (f"it is {LINE['account_id']}", "own_number"),
    "the first name": (f"this is {LINE['first_name']} speaking", "own_name"),
    "a card": ("my card is 4539 1488 0343 6467", "long_number"),
}


@pytest.mark.parametrize("case", TYPED)
def test_what_is_personal_in_an_answer_sends_the_clip_to_the_desk(
    clip: Clip, rosa: Cast, acting_as: Act, case: str, superuser: psycopg.Connection
) -> None:
    text, code = TYPED[case]
    submit(rosa, text)
    checked(acting_as)
    answer = Answer.objects.get()
    assert answer.state == "found"
    assert code in answer.found
    assert Clip.objects.get().state == State.AT_DESK
    assert Flag.objects.get().kind == "typed"
    entries = superuser.execute("SELECT body FROM audit_entry").fetchall()
    assert not any(word in str(entries) for word in (LINE["account_id"], LINE["first_name"], "4539 1488"))


def test_an_answer_that_cannot_be_read_is_held(clip: Clip, rosa: Cast, acting_as: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    submit(rosa, "anything")
    job = Job.objects.get(kind=answers.CHECK)
    acting_as(DbRole.REDACTOR)
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MOST_ATTEMPTS)
    assert not jobs.run(job.pk)
    acting_as(DbRole.APP)
    assert Answer.objects.get().found == [checking.NOT_READ]
    assert Clip.objects.get().state == State.AT_DESK


def test_a_second_run_of_the_check_changes_nothing(clip: Clip, rosa: Cast, acting_as: Act, superuser: psycopg.Connection) -> None:
    submit(rosa, "my account is [ACCOUNT_1] please")
    checked(acting_as)
    superuser.execute("UPDATE foundation_job SET state = 'queued', lease_until = NULL WHERE kind = 'answer.check'")
    checked(acting_as)
    assert superuser.execute("SELECT count(*) FROM audit_entry WHERE action = 'answer.checked'").fetchone() == (1,)


def test_a_flagged_clip_comes_back_with_new_copies_and_its_old_answer_struck(
    clip: Clip, rosa: Cast, acting_as: Act, superuser: psycopg.Connection
) -> None:
    from redaction import desk_work

    submit(rosa, f"this is {LINE['first_name']} speaking")
    checked(acting_as)
    acting_as(DbRole.REDACTOR)
    assert run_jobs("recording.flagged") == 1
    acting_as(DbRole.DESK)
    recording = Recording.objects.only("state").get(pk=clip.recording_id)
    assert recording.state == "held"
    heard = Copy.objects.get(recording=clip.recording_id, kind="desk")
    desk_work.ask_release(clip.recording_id, heard=heard.pk, overruled=[], by=console_actor())
    acting_as(DbRole.REDACTOR)
    assert run_jobs(desk_work.RELEASE_JOB) == 1
    acting_as(DbRole.WORKER)
    assert run_jobs("clip.open") == 1
    acting_as(DbRole.APP)
    assert (Clip.objects.get().state, Slot.objects.get().state, Answer.objects.get().state) == (State.QUEUED, "open", "struck")
    assert queue.deal(by=rosa.actor) is None
    again = queue.deal(by=person("remy", Role.REVIEWER).actor)
    assert again
    assert again.lease.clip_id == clip.pk


def test_the_sweep_opens_what_no_news_told_of(db: str, acting_as: Act, superuser: psycopg.Connection) -> None:
    acting_as(DbRole.INTAKE)
    project = intake.open_project("demo", by=console_actor())
    for _ in range(2):
        intake.take(manifest.read(json.dumps(lines.line(recording_id=f"r{_}"))), lines.wav(), project=project, by=console_actor())
    superuser.execute("UPDATE redaction_recording SET state = 'ready', duration_ms = 1000, decided_at = now()")
    acting_as(DbRole.WORKER)
    assert opening.sweep() == 2
    assert opening.sweep() == 0
    assert Clip.objects.count() == Slot.objects.count() == 2


def test_a_session_is_opened_when_its_last_turn_is_decided(db: str, acting_as: Act, superuser: psycopg.Connection) -> None:
    acting_as(DbRole.INTAKE)
    project = intake.open_project("demo", by=console_actor())
    taken = [
        intake.take(
            manifest.read(json.dumps(lines.line(recording_id=f"r{turn}", session_id="s", turn=turn))),
            lines.wav(),
            project=project,
            by=console_actor(),
        ).pk
        for turn in (1, 2)
    ]
    superuser.execute("UPDATE redaction_recording SET state = 'ready', duration_ms = 1000, decided_at = now() WHERE id = %s", [taken[1]])
    acting_as(DbRole.WORKER)
    opening.open_clip(Job(kind="clip.open", subject=taken[1]))
    assert opening.sweep() == 0
    superuser.execute("UPDATE redaction_recording SET state = 'ready', duration_ms = 1000, decided_at = now() WHERE id = %s", [taken[0]])
    opening.open_clip(Job(kind="clip.open", subject=taken[0]))
    opening.open_clip(Job(kind="clip.open", subject=taken[1]))
    ranks: list[Any] = list(Slot.objects.order_by("turn").values_list("rank", "turn"))
    assert [turn for _rank, turn in ranks] == [1, 2]
    assert ranks[0][0] == ranks[1][0]
