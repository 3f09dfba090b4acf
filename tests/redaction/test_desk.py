"""The privacy desk: what an analyst opens, decides and lets go; and who cannot."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings
from django.db import transaction

from audit.events import Event
from foundation import jobs
from foundation.keys import Ring
from foundation.models import Job
from foundation.roles import DbRole
from redaction import desk_work, flags, news
from redaction.audio.encode import unflac
from redaction.audio.holes import is_silent
from redaction.desk_work import COPY_JOB, RELEASE_JOB, NotReleasable, UnfitMask
from redaction.flags import FlagKind
from redaction.holds import Hold
from redaction.models import Flag, Mask, Release
from tests.redaction.held import BY, WRONG, Act, about, ask, mask, release, state_of, take_held
from tests.redaction.recorded import copies, events, opened, work

# -- masks ------------------------------------------------------------------------------------------


def test_a_drawn_mask_makes_a_new_copy_that_is_silent_there(take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection) -> None:
    recording_id = take_held(take, acting_as, 12)
    before, _ = about(recording_id, acting_as)
    old = copies(recording_id)["desk"]
    word = next(word for word in before["words"] if word["text"] == "weekend")
    span = (word["start_s"], word["end_s"])
    drawn = mask(recording_id, acting_as, Mask.Kind.DRAWN, span)
    after, audio = about(recording_id, acting_as)
    assert after["text"] == before["text"].replace("weekend", "[PRIVATE_1]")
    assert is_silent(unflac(audio), [span])
    assert not (settings.DATA / "clips" / old.stored_as[:2] / old.stored_as).exists()
    acting_as(DbRole.APP)
    desk_work.undo(recording_id, drawn.pk, by=BY)
    with pytest.raises(jobs.LostRace):
        desk_work.undo(recording_id, drawn.pk, by=BY)
    acting_as(DbRole.REDACTOR)
    work(COPY_JOB, recording_id)
    assert about(recording_id, acting_as)[0]["text"] == before["text"]
    named = [event for event in events(superuser, recording_id) if event.startswith("desk.")]
    assert named == [Event.MASK_DRAWN, Event.DESK_COPY_MADE, Event.MASK_UNDONE, Event.DESK_COPY_MADE]


def test_a_needless_hole_is_lifted_and_an_own_identifier_stays(take: Callable[..., str], acting_as: Act) -> None:
    recording_id = take_held(take, acting_as, 3)
    before, _ = about(recording_id, acting_as)
    first, second = (tuple(hole) for hole in before["holes_s"])
    mask(recording_id, acting_as, Mask.Kind.LIFTED, first)
    stays, _ = about(recording_id, acting_as)
    assert (stays["text"], stays["holes_s"]) == (before["text"], before["holes_s"])
    assert stays["stays_s"] == [before["holes_s"][0]]
    mask(recording_id, acting_as, Mask.Kind.LIFTED, second)
    after, _ = about(recording_id, acting_as)
    assert after["holes_s"] == [before["holes_s"][0]]
    assert "[ACCOUNT_1]" not in after["text"]
    assert "[NAME_1]" in after["text"]


def test_what_the_redactor_no_longer_doubts_waits_for_an_analyst(take: Callable[..., str], acting_as: Act) -> None:
    recording_id = take_held(take, acting_as, 2, hypothesis="my account is")
    assert state_of(recording_id) == ("held", [Hold.UNALIGNED_SPEECH, Hold.DIGITS_BESIDE_HOLE])
    for hole in about(recording_id, acting_as)[0]["holes_s"]:
        mask(recording_id, acting_as, Mask.Kind.LIFTED, hole)
    assert state_of(recording_id) == ("held", [Hold.NOT_RELEASED])
    assert about(recording_id, acting_as)[0]["holes_s"] == []
    release(recording_id, acting_as)
    assert state_of(recording_id) == ("ready", [])


def test_a_flag_need_not_wait_for_the_redactor(take: Callable[..., str], acting_as: Act, as_role: Callable[[DbRole], psycopg.Connection]) -> None:
    from redaction import remaking

    recording_id = take_held(take, acting_as, 12)
    acting_as(DbRole.REDACTOR)
    with transaction.atomic():
        assert remaking._locked(recording_id)
        web = as_role(DbRole.APP)
        web.execute("SET lock_timeout = 300")
        web.execute(
            "INSERT INTO redaction_flag (id, recording_id, kind, marks, raised_at) VALUES (%s, %s, 'leaking', '[]', now())", ["f" * 32, recording_id]
        )


def test_seconds_outside_the_recording_are_no_mask(undecided: Callable[..., str]) -> None:
    recording_id = undecided(Hold.FAILED)
    for start_s, end_s in [(3.0, 2.0), (1.0, 1.01), (600.0, 601.0), (-1.0, 1.0), (float("nan"), 1.0), (0.0, float("inf"))]:
        with pytest.raises(UnfitMask):
            desk_work.mask(recording_id, Mask.Kind.DRAWN, start_s=start_s, end_s=end_s, by=BY)
    assert not Job.objects.filter(kind=COPY_JOB).exists()


# -- release ----------------------------------------------------------------------------------------


def test_a_release_makes_it_ready_and_tells_the_room_above(
    take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.HANDLERS, news.READY, jobs.Handler(news.READY, "default", 10, lambda job: None))
    recording_id = take_held(take, acting_as, 3)
    told = Job.objects.filter(kind=news.READY, subject=recording_id)
    assert told.count() == 1  # of its first being ready
    word = next(word for word in about(recording_id, acting_as)[0]["words"] if word["text"] == "call")
    mask(recording_id, acting_as, Mask.Kind.DRAWN, (word["start_s"], word["end_s"]))
    heard = about(recording_id, acting_as)
    release(recording_id, acting_as)
    assert state_of(recording_id) == ("ready", [])
    assert copies(recording_id).keys() == {"listening", "transcript", "training"}
    assert not Flag.objects.filter(closed_at__isnull=True).exists()
    assert told.count() == 2
    assert events(superuser, recording_id)[-3:] == [Event.RELEASE_ASKED, Event.ORIGINAL_OPENED, Event.RECORDING_RELEASED]
    acting_as(DbRole.APP)
    shape, audio = opened(copies(recording_id)["listening"], Ring.LISTENING)
    assert (shape["holes_s"], audio) == (heard[0]["holes_s"], heard[1])
    with pytest.raises(jobs.LostRace):  # it has left the desk
        desk_work.mask(recording_id, Mask.Kind.DRAWN, start_s=0, end_s=1, by=BY)


def test_soft_doubts_are_overruled_by_name(take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection) -> None:
    recording_id = take_held(take, acting_as, 2, hypothesis=WRONG)
    doubts = state_of(recording_id)[1]
    assert doubts
    release(recording_id, acting_as)
    assert state_of(recording_id) == ("held", doubts)  # nobody overruled them
    release(recording_id, acting_as, *doubts)
    assert state_of(recording_id) == ("ready", [])
    row = superuser.execute("SELECT body FROM audit_entry WHERE action = 'recording.released'").fetchone()
    assert row is not None
    assert " ".join(doubts) in row[0]


def test_a_hard_doubt_is_not_even_taken(undecided: Callable[..., str]) -> None:
    recording_id = undecided(Hold.FAILED)
    for code in ("own_number", "own_name", "hole_not_silent", "unaligned", "failed", "flagged_leaking", "nonsense", ""):
        with pytest.raises(NotReleasable):
            desk_work.ask_release(recording_id, heard="", overruled=[code], by=BY)


@pytest.mark.parametrize("hold", [Hold.UNALIGNED, Hold.OWN_NAME])
def test_what_is_held_for_a_hard_doubt_is_not_released(undecided: Callable[..., str], hold: Hold) -> None:
    recording_id = undecided(hold, Hold.FLAGGED_LEAKING)
    with pytest.raises(NotReleasable):
        desk_work.ask_release(recording_id, heard="", overruled=[], by=BY)


def test_a_hard_doubt_that_only_the_new_run_finds_keeps_it_held(
    take: Callable[..., str], acting_as: Act, monkeypatch: pytest.MonkeyPatch, superuser: psycopg.Connection
) -> None:
    from redaction.text import echo

    recording_id = take_held(take, acting_as, 12)
    monkeypatch.setattr(echo, "look", lambda _text, _identity: [Hold.OWN_NUMBER])
    release(recording_id, acting_as)
    assert state_of(recording_id) == ("held", [Hold.FLAGGED_LEAKING, Hold.OWN_NUMBER])
    assert copies(recording_id).keys() == {"desk"}
    assert events(superuser, recording_id)[-1] == Event.RECORDING_HELD
    assert not Release.objects.filter(answered_at__isnull=True).exists()


def test_what_was_flagged_after_the_release_was_asked_stays(take: Callable[..., str], acting_as: Act) -> None:
    recording_id = take_held(take, acting_as, 12)
    asked = ask(recording_id, acting_as)
    late = flags.raise_flag(recording_id, FlagKind.BY_SUPERVISOR, by=BY)
    acting_as(DbRole.REDACTOR)
    work(RELEASE_JOB, asked.pk)
    work(flags.JOB, late.pk)
    assert state_of(recording_id) == ("held", [Hold.FLAGGED_LEAKING, Hold.FLAGGED_BY_SUPERVISOR])


def test_a_release_is_of_the_copy_that_was_heard(take: Callable[..., str], acting_as: Act) -> None:
    recording_id = take_held(take, acting_as, 12)
    heard = copies(recording_id)["desk"].pk
    desk_work.mask(recording_id, Mask.Kind.DRAWN, start_s=0, end_s=0.5, by=BY)
    with pytest.raises(jobs.LostRace):  # the redactor is at work on it
        desk_work.ask_release(recording_id, heard=heard, overruled=[], by=BY)
    acting_as(DbRole.REDACTOR)
    work(COPY_JOB, recording_id)
    acting_as(DbRole.APP)
    with pytest.raises(jobs.LostRace):  # and now there is another
        desk_work.ask_release(recording_id, heard=heard, overruled=[], by=BY)
    assert not Release.objects.exists()


def test_a_second_run_of_each_job_changes_nothing(take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection) -> None:
    recording_id = take_held(take, acting_as, 12)
    release(recording_id, acting_as)
    before = events(superuser, recording_id), state_of(recording_id), sorted(copies(recording_id))
    superuser.execute("UPDATE foundation_job SET state = 'queued', lease_until = NULL")
    work(RELEASE_JOB, Release.objects.get().pk)
    work(flags.JOB, Flag.objects.get().pk)
    assert (events(superuser, recording_id), state_of(recording_id), sorted(copies(recording_id))) == before


@pytest.mark.parametrize("kind", [COPY_JOB, RELEASE_JOB])
def test_a_job_that_fails_again_and_again_leaves_it_held(kind: str, take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection) -> None:
    recording_id = take_held(take, acting_as, 12)
    if kind == COPY_JOB:
        desk_work.mask(recording_id, Mask.Kind.DRAWN, start_s=0, end_s=0.5, by=BY)
    else:
        ask(recording_id, acting_as)
    superuser.execute("UPDATE foundation_job SET attempts = %s WHERE kind = %s", [jobs.MOST_ATTEMPTS, kind])
    acting_as(DbRole.REDACTOR)
    (job,) = Job.objects.filter(kind=kind)
    assert not jobs.run(job.pk)
    assert state_of(recording_id) == ("held", [Hold.FLAGGED_LEAKING, Hold.FAILED])
    assert not desk_work.is_at_work(recording_id)
    release(recording_id, acting_as)  # a failure is nothing that is in the recording: the next run may do better
    assert state_of(recording_id)[0] == "ready"
