"""What distresses, leaks or hides too much: it leaves the reviewer at once, reaches whom it should, and its end is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from annotation.models import Clip, Draft, Escalation, Lease, PlayGrant, Slot
from audit.access import Role
from foundation.clock import shifted
from foundation.models import Job
from redaction.models import Flag
from tests.annotation.clips import TEXT, Make
from tests.annotation.test_day import PLAYER, actions, deal, work
from tests.cast import Cast, person

AsPerson = Callable[[Cast], Client]


@pytest.fixture
def reviewer(rosa: Cast, as_person: AsPerson) -> Client:
    return as_person(rosa)


@pytest.fixture
def supervisor(sam: Cast, as_person: AsPerson) -> Client:
    return as_person(sam)


def escalated(reviewer: Client, **body: Any) -> str:
    """Deal, escalate, and the escalation's id."""
    answer = reviewer.post(f"/work/{deal(reviewer)['slot']}/escalate/", {"heard_s": "2", **body})
    assert answer.status_code == 200
    return str(answer.json()["escalation"])


def close(supervisor: Client, case: str, outcome: str, guidance: str = "") -> int:
    return supervisor.post(f"/work/inbox/{case}/close/", {"outcome": outcome, "guidance": guidance}).status_code


def test_one_request_and_no_reason_takes_a_clip_to_the_supervisors(make_clip: Make, reviewer: Client, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    dealt = deal(reviewer)
    reviewer.post(f"/work/{dealt['slot']}/draft/", work())
    case = reviewer.post(f"/work/{dealt['slot']}/escalate/").json()["escalation"]
    assert Clip.objects.get().state == "escalated"
    assert (Lease.objects.get().ended_as, Slot.objects.get().state) == ("escalated", "parked")
    assert reviewer.get(dealt["audio"], headers=PLAYER).status_code == 404
    assert not Draft.objects.exists()
    assert reviewer.post(f"/work/{dealt['slot']}/escalate/").json()["escalation"] == case, "pressing twice is no second escalation"
    assert actions(superuser, clip.pk)[-2:] == ["clip.heard", "clip.escalated"]


def test_a_category_may_follow_and_only_from_who_escalated(make_clip: Make, reviewer: Client, as_person: AsPerson) -> None:
    make_clip()
    case = escalated(reviewer)
    assert as_person(person("remy", Role.REVIEWER)).post(f"/work/escalation/{case}/category/", {"category": "child"}).status_code == 404
    assert reviewer.post(f"/work/escalation/{case}/category/", {"category": "funny"}).status_code == 404
    assert reviewer.post(f"/work/escalation/{case}/category/", {"category": "child"}).status_code == 200
    assert Escalation.objects.get().category == "child"


def test_the_inbox_has_the_longest_waiting_first_and_its_poll_leaves_no_entry(
    make_clip: Make, reviewer: Client, supervisor: Client, superuser: psycopg.Connection
) -> None:
    make_clip()
    make_clip()
    first = escalated(reviewer)
    with shifted(minutes=6):
        second = escalated(reviewer)
        page = supervisor.get("/work/inbox/").content.decode()
        before = superuser.execute("SELECT count(*) FROM audit_entry").fetchone()
        rows = supervisor.post("/work/inbox/rows/").content.decode()
        after = superuser.execute("SELECT count(*) FROM audit_entry").fetchone()
    for text in (page, rows):
        assert 0 < text.index(first) < text.index(second)
        assert "badge-bad" in text, "six minutes are too long"
    assert before == after


def test_a_supervisor_hears_by_an_own_grant_and_each_step_is_an_entry(
    make_clip: Make, reviewer: Client, supervisor: Client, superuser: psycopg.Connection, sam: Cast
) -> None:
    clip = make_clip()
    case = escalated(reviewer, marks="[[0.5, 1.5]]")
    page = supervisor.get(f"/work/inbox/{case}/").content.decode()
    assert "[NAME_1]" in page
    assert "0.5–1.5" in page
    audio = supervisor.post(f"/work/inbox/{case}/grant/").json()["audio"]
    assert supervisor.get(audio, headers=PLAYER).status_code == 200
    assert reviewer.get(audio, headers=PLAYER).status_code == 404
    query = "SELECT action FROM audit_entry WHERE subject = %s AND actor = %s ORDER BY seq"
    assert superuser.execute(query, [clip.pk, sam.person.pk]).fetchall() == [("case.opened",), ("clip.fetched",)]


OUTCOMES = {"returned": ("queued", "open"), "withdrawn": ("withdrawn", "parked"), "to_desk": ("at_desk", "parked")}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_outcome_moves_the_clip_and_is_told_to_the_reviewer(
    make_clip: Make, reviewer: Client, supervisor: Client, outcome: str, superuser: psycopg.Connection
) -> None:
    clip = make_clip()
    case = escalated(reviewer)
    supervisor.post(f"/work/inbox/{case}/grant/")
    assert close(supervisor, case, outcome, "Thank you, you did right.") == 302
    assert (Clip.objects.get().state, Slot.objects.get().state) == OUTCOMES[outcome]
    assert not PlayGrant.objects.filter(closed_at__isnull=True).exists()
    assert reviewer.post("/work/pulse/").json()["notices"] == 1
    told = reviewer.get("/work/notices/").content.decode()
    assert "Thank you, you did right." in told
    assert reviewer.post("/work/pulse/").json()["notices"] == 0
    assert reviewer.post("/work/next/").status_code == 204, "who escalated it is not dealt it again"
    assert "case.closed" in actions(superuser, clip.pk)


def test_guidance_can_come_before_the_end(make_clip: Make, reviewer: Client, supervisor: Client, superuser: psycopg.Connection) -> None:
    make_clip()
    case = escalated(reviewer)
    assert supervisor.post(f"/work/inbox/{case}/answer/", {"guidance": "Take a break, I am on it."}).status_code == 302
    assert "Take a break, I am on it." in reviewer.get("/work/notices/").content.decode()
    assert close(supervisor, case, "withdrawn") == 302
    assert "taken out of the work" in reviewer.get("/work/notices/").content.decode()
    sealed = superuser.execute("SELECT guidance FROM annotation_escalation").fetchone()
    assert sealed
    assert b"break" not in bytes(sealed[0])


def test_a_closed_case_takes_no_second_outcome(make_clip: Make, reviewer: Client, supervisor: Client) -> None:
    make_clip()
    case = escalated(reviewer)
    close(supervisor, case, "withdrawn")
    assert close(supervisor, case, "returned") == 409
    assert supervisor.post(f"/work/inbox/{case}/grant/").status_code == 409
    assert Clip.objects.get().state == "withdrawn"
    closed_page = supervisor.get(f"/work/inbox/{case}/").content.decode()
    assert TEXT not in closed_page


def test_a_supervisor_of_another_place_sees_nothing_of_it(make_clip: Make, reviewer: Client, as_person: AsPerson, olga: Cast) -> None:
    from accounts import organisations
    from audit.access import console_actor

    make_clip()
    case = escalated(reviewer)
    agency = organisations.add("Elsewhere", by=console_actor())
    other = as_person(person("sue", Role.SUPERVISOR, organisation=agency))
    assert case not in other.get("/work/inbox/").content.decode()
    for way in ("", "grant/", "take/", "answer/", "close/"):
        ask = other.get if way == "" else other.post
        assert ask(f"/work/inbox/{case}/{way}", {"outcome": "returned", "guidance": "x"}).status_code == 404


def test_somebody_in_danger_can_be_said_while_not_meant_can_be_undone(make_clip: Make, reviewer: Client) -> None:
    make_clip()
    slot = deal(reviewer)["slot"]
    reviewer.post(f"/work/{slot}/not-meant/")
    assert reviewer.post(f"/work/{slot}/escalate/").status_code == 200
    assert Clip.objects.get().state == "escalated"
    assert reviewer.post(f"/work/{slot}/undo/").status_code == 409


@pytest.mark.parametrize(("verb", "kind"), [("leaking", "leaking"), ("hidden", "hidden")])
def test_a_flag_takes_the_clip_to_the_privacy_desk(
    make_clip: Make, reviewer: Client, as_person: AsPerson, verb: str, kind: str, superuser: psycopg.Connection
) -> None:
    clip = make_clip(answers=2)
    dealt = deal(reviewer)
    remy = person("remy", Role.REVIEWER)
    other = as_person(remy)
    theirs = deal(other)
    other.post("/work/pulse/", {"slot": theirs["slot"], "heard": f"{theirs['slot']}:1.5"})
    assert reviewer.post(f"/work/{dealt['slot']}/{verb}/", {"marks": "[[0.1, 0.3]]", "heard_s": "1"}).status_code == 200
    assert Clip.objects.get().state == "at_desk"
    flag = Flag.objects.get()
    assert (flag.recording_id, flag.kind, flag.marks) == (clip.recording_id, kind, [[100, 300]])
    assert Job.objects.filter(kind="recording.flagged", subject=flag.pk).exists()
    assert other.get(theirs["audio"], headers=PLAYER).status_code == 404
    assert other.post(f"/work/{theirs['slot']}/submit/", work()).status_code == 409
    assert "clip.sent_to_desk" in actions(superuser, clip.pk)
    heard = superuser.execute("SELECT body FROM audit_entry WHERE action = 'clip.heard' AND actor = 'lease-clock'").fetchone()
    assert heard
    assert json.loads(heard[0])["details"] == {"heard_ms": 1500, "person": remy.person.pk}


@pytest.mark.parametrize("verb", ["escalate", "leaking", "not-meant"])
def test_nothing_of_it_happens_without_its_entry(make_clip: Make, reviewer: Client, verb: str, superuser: psycopg.Connection) -> None:
    """The log refuses at the last moment: the clip, the lease and the answer are as they were."""
    make_clip()
    slot = deal(reviewer)["slot"]
    superuser.execute("REVOKE INSERT ON audit_entry FROM sotto_app")
    assert reviewer.post(f"/work/{slot}/{verb}/", {"heard_s": "1"}).status_code == 503
    assert Clip.objects.get().state == "queued"
    assert Lease.objects.get().ended_at is None
    assert not Escalation.objects.exists()
    assert not Flag.objects.exists()


def test_a_submitted_answer_without_its_entry_is_none(make_clip: Make, reviewer: Client, superuser: psycopg.Connection) -> None:
    make_clip()
    slot = deal(reviewer)["slot"]
    superuser.execute("REVOKE INSERT ON audit_entry FROM sotto_app")
    assert reviewer.post(f"/work/{slot}/submit/", work()).status_code == 503
    assert superuser.execute("SELECT count(*) FROM annotation_answer").fetchone() == (0,)
    assert superuser.execute("SELECT count(*) FROM foundation_job WHERE kind = 'answer.check'").fetchone() == (0,)
    assert Slot.objects.get().state == "dealt"
