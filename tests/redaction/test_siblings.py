"""What was missed in one recording is looked for in the others of the same person."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from django.db import transaction

from annotation import recalling
from annotation.models import Clip
from annotation.settling import settle
from annotation.states import Move, State, move
from audit.events import Event
from foundation.models import Job
from foundation.roles import DbRole
from redaction import flags, news, siblings
from redaction.models import Flag, Mask
from tests.annotation.clips import Make
from tests.redaction.held import BY, Act, about, mask, release, state_of, take_held
from tests.redaction.recorded import events, redact, take_demo, work

ACCOUNT = "88201734"


def test_words_masked_by_hand_are_found_in_another_recording_of_the_same_person(
    take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection
) -> None:
    same, other_words, stranger = (
        take_demo(take, number, recording_id=name, account_id=account)
        for number, name, account in ((34, "second", ACCOUNT), (32, "third", ACCOUNT), (34, "fourth", "77120034"))
    )
    for recording_id in (same, other_words, stranger):
        assert redact(recording_id).state == "ready"
    first = take_held(take, acting_as, 34, recording_id="first", account_id=ACCOUNT)
    before, _ = about(first, acting_as)
    word = next(word for word in before["words"] if word["text"] == "neighbours")
    mask(first, acting_as, Mask.Kind.DRAWN, (word["start_s"], word["end_s"]))
    release(first, acting_as)
    work(siblings.JOB, first)
    assert list(Job.objects.filter(kind=news.SUSPECT).values_list("subject", flat=True)) == [same]
    work(news.SUSPECT, same)
    (flag,) = Flag.objects.filter(kind=Flag.Kind.SIBLING)
    work(flags.JOB, flag.pk)
    assert state_of(same) == ("held", ["flagged_sibling"])
    assert [state_of(one)[0] for one in (other_words, stranger)] == ["ready", "ready"]
    assert Event.ORIGINAL_OPENED not in events(superuser, stranger)[2:], "another person's recording is not opened for it"


def test_a_clip_in_the_work_or_done_leaves_it_and_no_other(make_clip: Make, acting_as: Act) -> None:
    clips = {state: make_clip(answers=1) for state in (State.QUEUED, State.DONE, State.AT_DESK, State.WITHDRAWN)}
    acting_as(DbRole.REDACTOR)
    for state, clip in clips.items():
        Clip.objects.filter(pk=clip.pk).update(state=state)
        suspect(clip)
    assert {state: Clip.objects.get(pk=clip.pk).state for state, clip in clips.items()} == {
        State.QUEUED: State.AT_DESK,
        State.DONE: State.AT_DESK,
        State.AT_DESK: State.AT_DESK,
        State.WITHDRAWN: State.WITHDRAWN,
    }
    flagged = set(Flag.objects.values_list("recording", flat=True))
    assert flagged == {clips[state].recording_id for state in (State.QUEUED, State.DONE, State.AT_DESK)}


def test_a_clip_that_a_supervisor_has_goes_to_the_desk_when_it_comes_back(make_clip: Make, acting_as: Act) -> None:
    clip = make_clip(answers=1)
    acting_as(DbRole.REDACTOR)
    Clip.objects.filter(pk=clip.pk).update(state=State.ESCALATED)
    suspect(clip)
    assert Clip.objects.get(pk=clip.pk).state == State.ESCALATED
    acting_as(DbRole.APP)
    with transaction.atomic():
        back = Clip.objects.select_for_update().get(pk=clip.pk)
        move(back, Move.RETURN)
        settle(back, by=BY)
    assert Clip.objects.get(pk=clip.pk).state == State.AT_DESK
    assert Job.objects.filter(kind=flags.JOB).count() == 1


def suspect(clip: Clip) -> None:
    with transaction.atomic():
        recalling.recall(Job(kind=news.SUSPECT, subject=clip.recording_id))
