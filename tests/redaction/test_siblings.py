"""What was missed in one recording is looked for in the others of the same person."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from django.db import transaction

from annotation import recalling
from annotation.models import Clip
from annotation.states import State
from audit.events import Event
from foundation.models import Job
from foundation.roles import DbRole
from redaction import flags, news
from redaction.models import Flag, Mask
from tests.annotation.clips import Make
from tests.redaction.held import Act, about, mask, release, state_of, take_held
from tests.redaction.recorded import events, redact, take_demo, work

ACCOUNT = "88201734"


def test_words_masked_by_hand_are_found_in_another_recording_of_the_same_person(
    take: Callable[..., str], acting_as: Act, superuser: psycopg.Connection
) -> None:
    same, other_words, stranger = (
        take_demo(take, number, recording_id=name, account_id=account)
        for number, name, account in ((12, "second", ACCOUNT), (32, "third", ACCOUNT), (12, "fourth", "77120034"))
    )
    for recording_id in (same, other_words, stranger):
        assert redact(recording_id).state == "ready"
    first = take_held(take, acting_as, 12, recording_id="first", account_id=ACCOUNT)
    before, _ = about(first, acting_as)
    word = next(word for word in before["words"] if word["text"] == "weekend")
    mask(first, acting_as, Mask.Kind.DRAWN, (word["start_s"], word["end_s"]))
    release(first, acting_as)
    assert list(Job.objects.filter(kind=news.SUSPECT).values_list("subject", flat=True)) == [same]
    work(news.SUSPECT, same)
    (flag,) = Flag.objects.filter(kind=Flag.Kind.SIBLING)
    work(flags.JOB, flag.pk)
    assert state_of(same) == ("held", ["flagged_sibling"])
    assert [state_of(one)[0] for one in (other_words, stranger)] == ["ready", "ready"]
    assert Event.ORIGINAL_OPENED not in events(superuser, stranger)[2:], "another person's recording is not opened for it"


def test_a_clip_in_the_work_or_done_leaves_it_and_one_at_the_desk_stays(make_clip: Make, acting_as: Callable[[DbRole], None]) -> None:
    clips = {state: make_clip(answers=1) for state in (State.QUEUED, State.DONE, State.AT_DESK, State.NOT_MEANT)}
    acting_as(DbRole.REDACTOR)
    for state, clip in clips.items():
        Clip.objects.filter(pk=clip.pk).update(state=state)
        with transaction.atomic():
            recalling.recall(Job(kind=news.SUSPECT, subject=clip.recording_id))
    assert {state: Clip.objects.get(pk=clip.pk).state for state, clip in clips.items()} == {
        State.QUEUED: State.AT_DESK,
        State.DONE: State.AT_DESK,
        State.AT_DESK: State.AT_DESK,
        State.NOT_MEANT: State.NOT_MEANT,
    }
    flagged = set(Flag.objects.values_list("recording", flat=True))
    assert flagged == {clips[State.QUEUED].recording_id, clips[State.DONE].recording_id}
