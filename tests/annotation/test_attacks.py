"""What an attacker found once, each by a test: races and odd orders in which a clip was shown, finished or lost that should not have been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from accounts import people
from accounts.models import Assignment
from annotation import answers, checking, drafts, escalations, leases, leaving, opening, projects, queue, shredding, working
from annotation.drafts import Work
from annotation.models import Answer, Clip, Draft, Escalation, Lease, PlayGrant, Slot
from annotation.states import State
from audit.access import Role, console_actor
from audit.events import Event
from audit.log import WrongReceipt, record
from foundation.clock import now, shifted
from foundation.ids import new_id
from foundation.jobs import LostRace
from foundation.roles import DbRole
from redaction import store
from redaction.models import Copy, Flag
from tests.annotation.clips import Make
from tests.annotation.test_day import PLAYER, deal, work
from tests.cast import Cast, person

Act = Callable[[DbRole], None]
AsPerson = Callable[[Cast], Client]


@pytest.fixture
def remy(db: str) -> Cast:
    return person("remy", Role.REVIEWER)


def dealt_to(who: Cast) -> str:
    dealt = queue.deal(by=who.actor)
    assert dealt
    return dealt.lease.slot_id


def read_answer(acting_as: Act, who: Cast, *found: str) -> None:
    """The redactor's word on what somebody submitted."""
    acting_as(DbRole.REDACTOR)
    with transaction.atomic():
        checking.decide(Answer.objects.get(lease__person=who.person.pk, state="submitted").pk, found)
    acting_as(DbRole.APP)


def test_a_personal_answer_is_not_forgotten_by_an_undo(make_clip: Make, rosa: Cast, remy: Cast, acting_as: Act) -> None:
    make_clip(answers=2)
    answers.submit(dealt_to(rosa), Work("call john smith"), by=rosa.actor)
    slot = dealt_to(remy)
    leaving.disown(slot, heard_s=1, by=remy.actor)
    read_answer(acting_as, rosa, "own_name")
    assert Clip.objects.get().state == State.NOT_MEANT
    leaving.undo(slot, by=remy.actor)
    assert (Clip.objects.get().state, Flag.objects.count()) == (State.AT_DESK, 1)
    with pytest.raises(leases.LeaseOver):
        answers.submit(slot, Work("call [NAME_1]"), by=remy.actor)


def test_a_personal_answer_is_not_forgotten_by_an_escalation(make_clip: Make, rosa: Cast, remy: Cast, sam: Cast, acting_as: Act) -> None:
    make_clip(answers=2)
    answers.submit(dealt_to(rosa), Work("call john smith"), by=rosa.actor)
    case = leaving.escalate(dealt_to(remy), [], heard_s=1, by=remy.actor)
    read_answer(acting_as, rosa, "own_name")
    assert Clip.objects.get().state == State.ESCALATED, "it stays with the supervisor, who decides first"
    escalations.close(case.pk, Escalation.Outcome.RETURNED, guidance="", by=sam.actor)
    assert (Clip.objects.get().state, Flag.objects.count()) == (State.AT_DESK, 1)


def test_a_clip_that_came_back_can_be_escalated_again(make_clip: Make, rosa: Cast, remy: Cast, sam: Cast, acting_as: Act) -> None:
    make_clip()
    case = leaving.escalate(dealt_to(rosa), [], heard_s=1, by=rosa.actor)
    escalations.close(case.pk, Escalation.Outcome.TO_DESK, guidance="", by=sam.actor)
    acting_as(DbRole.WORKER)
    opening.take_back(Clip.objects.get())
    acting_as(DbRole.APP)
    assert leaving.escalate(dealt_to(remy), [], heard_s=1, by=remy.actor).pk != case.pk


def test_a_reload_shows_nothing_of_a_clip_that_another_has_flagged(make_clip: Make, rosa: Cast, remy: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag comes between reading what is in hand and showing it again."""
    make_clip(answers=2)
    mine, theirs = dealt_to(rosa), dealt_to(remy)
    look = queue._in_hand

    def then_it_is_flagged(*args: object) -> list[Lease]:
        found = look(*args)  # type: ignore[arg-type]
        leaving.flag(theirs, leaving.FlagKind.LEAKING, [], heard_s=1, by=remy.actor)
        return found

    monkeypatch.setattr(queue, "_in_hand", then_it_is_flagged)
    assert queue.deal(by=rosa.actor) is None
    assert Lease.objects.get(slot=mine).ended_as == Lease.End.TAKEN_AWAY
    assert not PlayGrant.objects.filter(closed_at__isnull=True).exists()


def test_a_grant_without_a_live_lease_plays_nothing(make_clip: Make, rosa: Cast, as_person: AsPerson, superuser: psycopg.Connection) -> None:
    make_clip()
    browser = as_person(rosa)
    audio = deal(browser)["audio"]
    superuser.execute("UPDATE annotation_lease SET ended_at = now(), ended_as = 'taken_away'")
    assert browser.get(audio, headers=PLAYER).status_code == 404


def test_a_missing_sound_sets_the_clip_aside_and_an_operator_can_bring_it_back(make_clip: Make, rosa: Cast, olga: Cast, as_person: AsPerson) -> None:
    clip = make_clip()
    browser = as_person(rosa)
    kept = Copy.objects.get(recording=clip.recording_id, kind="listening").stored_as
    sealed = store.get(kept)
    store.remove(kept)
    assert browser.get(deal(browser)["audio"], headers=PLAYER).status_code == 404
    assert Clip.objects.get().state == State.UNREADABLE
    assert browser.post("/work/next/").status_code == 204
    assert sealed
    assert as_person(olga).post(f"/projects/{clip.project_id}/mend/").status_code == 302
    assert (Clip.objects.get().state, Slot.objects.get().state) == (State.QUEUED, "open")


def test_waiting_for_clips_keeps_no_session_awake(rosa: Cast, as_person: AsPerson) -> None:
    browser = as_person(rosa)
    for minutes in range(5, 16, 5):
        with shifted(minutes=minutes):
            browser.post("/work/next/")
    with shifted(minutes=16):
        assert browser.post("/work/next/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 403


def test_no_more_than_one_clip_beside_the_two_comes_back_into_a_hand(make_clip: Make, rosa: Cast) -> None:
    for _ in range(6):
        make_clip()
    first = [dealt_to(rosa)]
    first += [queue.deal(by=rosa.actor, have=first).lease.slot_id]  # type: ignore[union-attr]
    with shifted(hours=1):
        for lease in Lease.objects.all():
            leases._expire(lease.pk)
        second = [dealt_to(rosa)]
        second += [queue.deal(by=rosa.actor, have=second).lease.slot_id]  # type: ignore[union-attr]
        drafts.save(first[0], Work("kept"), by=rosa.actor)
        with pytest.raises(leases.LeaseOver):
            drafts.save(first[1], Work("too many"), by=rosa.actor)


def test_a_role_for_a_project_that_ended_shows_no_clip_of_it_again(make_clip: Make, as_person: AsPerson, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    who = person("pia")
    for project in (clip.project_id, new_id()):
        people.give_role(who.person, Role.REVIEWER, by=console_actor(), project=project)
    browser = as_person(who)
    deal(browser)
    Assignment.objects.filter(project=clip.project_id).update(ended_at=now())
    assert browser.post("/work/next/").status_code == 204


def test_guidelines_of_a_project_one_has_no_clip_of_are_not_shown(make_clip: Make, rosa: Cast, as_person: AsPerson) -> None:
    clip = make_clip()
    browser = as_person(rosa)
    assert browser.get(f"/work/guidelines/{clip.project_id}/").status_code == 404
    deal(browser)
    assert browser.get(f"/work/guidelines/{clip.project_id}/").status_code == 200


def test_an_escalation_stays_where_it_was_raised(make_clip: Make, as_person: AsPerson, sam: Cast) -> None:
    from accounts import organisations

    clip = make_clip()
    home, elsewhere = organisations.add("Home", by=console_actor()), organisations.add("Elsewhere", by=console_actor())
    who = person("rio", Role.REVIEWER, organisation=home)
    case = leaving.escalate(dealt_to(who), [], heard_s=1, by=who.actor)
    people.end_role(Assignment.objects.get(person=who.person), by=console_actor())
    people.give_role(who.person, Role.REVIEWER, by=console_actor(), organisation=elsewhere)
    lead = person("lea")
    people.give_role(lead.person, Role.SUPERVISOR, by=console_actor(), project=clip.project_id)
    sees = {name: [one.pk for one in escalations.waiting(cast.actor)] for name, cast in {
        "home": person("hal", Role.SUPERVISOR, organisation=home),
        "elsewhere": person("eva", Role.SUPERVISOR, organisation=elsewhere),
        "everywhere": sam,
        "project": lead,
    }.items()}  # fmt: skip
    assert sees == {"home": [case.pk], "elsewhere": [], "everywhere": [case.pk], "project": [case.pk]}


def test_a_turn_that_everybody_skipped_does_not_hold_up_its_session(make_clip: Make, rosa: Cast, remy: Cast) -> None:
    session = new_id()
    for turn in (1, 2):
        make_clip(session_id=session, turn=turn)
    for who in (rosa, remy):
        leaving.skip(dealt_to(who), Lease.Reason.TOO_NOISY, heard_s=1, by=who.actor)
    assert queue.deal(by=rosa.actor)


def test_an_undo_gives_the_clip_back_to_the_other_reviewer_too(make_clip: Make, rosa: Cast, remy: Cast) -> None:
    make_clip(answers=2)
    mine, theirs = dealt_to(rosa), dealt_to(remy)
    drafts.save(theirs, Work("half a sentence"), by=remy.actor)
    leaving.disown(mine, heard_s=1, by=rosa.actor)
    leaving.undo(mine, by=rosa.actor)
    drafts.save(theirs, Work("half a sentence and the rest"), by=remy.actor)
    again = queue.deal(by=remy.actor)
    assert again
    kept = drafts.read(again.lease, again.receipt)
    assert kept
    assert kept.transcript == "half a sentence and the rest"


def test_a_case_that_was_closed_gives_no_grant(make_clip: Make, rosa: Cast, sam: Cast) -> None:
    make_clip()
    case = leaving.escalate(dealt_to(rosa), [], heard_s=1, by=rosa.actor)
    escalations.answer(case.pk, "first", by=sam.actor)
    escalations.answer(case.pk, "second", by=sam.actor)
    escalations.close(case.pk, Escalation.Outcome.WITHDRAWN, guidance="", by=sam.actor)
    with pytest.raises(LostRace):
        escalations.grant(case.pk, by=sam.actor)
    with pytest.raises(LostRace):
        escalations.answer(case.pk, "third", by=sam.actor)


def test_guidance_given_while_the_notices_are_read_is_told_the_next_time(
    make_clip: Make, rosa: Cast, sam: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_clip()
    case = leaving.escalate(dealt_to(rosa), [], heard_s=1, by=rosa.actor)
    escalations.answer(case.pk, "first", by=sam.actor)
    look = escalations._untold

    def then_more_is_said(by: object) -> object:
        found = list(look(rosa.actor))
        escalations._keep_guidance(Escalation.objects.get(), "second")
        return found

    monkeypatch.setattr(escalations, "_untold", then_more_is_said)
    assert [notice.guidance for notice in escalations.tell(record(Event.NOTICES_SHOWN, by=rosa.actor), by=rosa.actor)] == ["first"]
    monkeypatch.undo()
    assert [notice.guidance for notice in escalations.tell(record(Event.NOTICES_SHOWN, by=rosa.actor), by=rosa.actor)] == ["second"]


def test_two_sweeps_at_once_shred_a_clip_once(make_clip: Make, rosa: Cast, acting_as: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    make_clip()
    leaving.disown(dealt_to(rosa), heard_s=1, by=rosa.actor)
    acting_as(DbRole.RETENTION)
    with shifted(hours=25):
        due = Clip.objects.get()
        assert shredding._shred_once(due) == 1
        assert shredding._shred_once(due) == 0


def test_a_pulse_does_not_shorten_a_lease(make_clip: Make, rosa: Cast) -> None:
    make_clip()
    slot = dealt_to(rosa)
    stale = Lease.objects.select_related("clip").get()
    Lease.objects.update(until=now() + timedelta(minutes=30))
    leases._keep_alive(stale, 900, is_active=False)
    lease = Lease.objects.get(slot=slot)
    assert lease.until > now() + timedelta(minutes=29)
    assert lease.heard_ms == 900


def test_a_changed_schema_comes_with_the_refusal(make_clip: Make, rosa: Cast, as_person: AsPerson, superuser: psycopg.Connection) -> None:
    make_clip()
    browser = as_person(rosa)
    slot = deal(browser)["slot"]
    changed = '[{"name": "mood", "kind": "yesno", "title": "Calm?", "is_required": true}]'
    superuser.execute("UPDATE annotation_brief SET schema = %s::jsonb", [changed])
    answer = browser.post(f"/work/{slot}/submit/", work()).json()
    assert sorted(answer["errors"]) == ["clarity", "mood"]
    assert [label["name"] for label in answer["schema"]] == ["mood"]


def test_a_draft_does_not_outlive_an_escalation_out_of_not_meant(make_clip: Make, rosa: Cast) -> None:
    make_clip()
    slot = dealt_to(rosa)
    drafts.save(slot, Work("a child"), by=rosa.actor)
    leaving.disown(slot, heard_s=1, by=rosa.actor)
    leaving.escalate(slot, [], heard_s=1, by=rosa.actor)
    assert not Draft.objects.exists()


def test_a_mark_right_after_the_end_is_none(make_clip: Make, rosa: Cast, as_person: AsPerson) -> None:
    make_clip()
    browser = as_person(rosa)
    slot = deal(browser)["slot"]
    assert browser.post(f"/work/{slot}/leaking/", {"marks": "[[2.1, 2.3]]"}).status_code == 422
    assert Clip.objects.get().state == State.QUEUED


def test_a_lost_clip_with_an_open_case_waits_for_its_supervisor(make_clip: Make, rosa: Cast, sam: Cast, olga: Cast) -> None:
    """Brought back under an open case, it could not be escalated again; and what a supervisor withdrew, nobody brings back."""
    clip = make_clip()
    case = leaving.escalate(dealt_to(rosa), [], heard_s=1, by=rosa.actor)
    working.set_aside(clip.pk, store.MissingObject("gone"), by=sam.actor)
    assert projects.mend(clip.project_id, by=olga.actor) == 0
    escalations.close(case.pk, Escalation.Outcome.WITHDRAWN, guidance="", by=sam.actor)
    assert Clip.objects.get().state == State.WITHDRAWN
    assert projects.mend(clip.project_id, by=olga.actor) == 0


def test_sealed_words_open_only_against_their_own_entry(make_clip: Make, rosa: Cast, sam: Cast) -> None:
    make_clip()
    slot = dealt_to(rosa)
    drafts.save(slot, Work("half a"), by=rosa.actor)
    other = record(Event.HOME_OPENED, by=rosa.actor)
    with pytest.raises(WrongReceipt):
        drafts.read(Lease.objects.get(), other)
    case = leaving.escalate(slot, [], heard_s=1, by=rosa.actor)
    escalations.answer(case.pk, "a word", by=sam.actor)
    with pytest.raises(WrongReceipt):
        escalations.tell(other, by=rosa.actor)
    with pytest.raises(WrongReceipt):
        escalations.guidance_of(Escalation.objects.get(), other)
