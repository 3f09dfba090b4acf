"""Dealing, against the real database: who gets what, never twice, never two at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from annotation import answers, leases, queue
from annotation.drafts import Work
from annotation.models import Clip, Lease, Slot
from annotation.queue import NotOnTheRoster
from annotation.states import State
from audit.access import Role
from audit.events import Event
from foundation.clock import now, shifted
from foundation.ids import new_id
from foundation.roles import DbRole
from tests.annotation.clips import Make
from tests.cast import Cast, person

MOST_STATEMENTS = 6


def test_a_reviewer_is_dealt_a_clip_and_the_log_says_so(rosa: Cast, make_clip: Make, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    dealt = queue.deal(by=rosa.actor)
    assert dealt is not None
    assert (dealt.lease.clip_id, dealt.is_new) == (clip.pk, True)
    dealt.receipt.must_be(Event.CLIP_DEALT, clip.pk)
    assert Slot.objects.get(pk=dealt.lease.slot_id).state == Slot.State.DEALT
    query = "SELECT actor, subject FROM audit_entry WHERE action = 'clip.dealt'"
    assert superuser.execute(query).fetchall() == [(rosa.person.pk, clip.pk)]


def test_nothing_is_dealt_from_an_empty_queue(rosa: Cast) -> None:
    assert queue.deal(by=rosa.actor) is None


def test_dealing_takes_six_statements_at_most(rosa: Cast, make_clip: Make) -> None:
    make_clip()
    make_clip()
    other = person("remy", Role.REVIEWER)
    assert queue.deal(by=other.actor), "the first entry of a day also makes its keys"
    by = rosa.actor
    with CaptureQueriesContext(connection) as asked:
        assert queue.deal(by=by)
    statements = [query["sql"][:60] for query in asked.captured_queries if query["sql"].split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
    assert len(statements) + 1 <= MOST_STATEMENTS, statements  # the entry goes past Django's cursor


def test_asking_again_shows_the_clip_in_hand_and_no_other(rosa: Cast, make_clip: Make) -> None:
    make_clip()
    make_clip()
    first, again = queue.deal(by=rosa.actor), queue.deal(by=rosa.actor)
    assert first
    assert again
    assert (again.lease.slot_id, again.is_new) == (first.lease.slot_id, False)
    assert again.receipt.event is Event.CLIP_DEALT_AGAIN


def test_one_clip_is_dealt_ahead_and_no_third(rosa: Cast, make_clip: Make) -> None:
    for _ in range(3):
        make_clip()
    first = queue.deal(by=rosa.actor)
    assert first
    ahead = queue.deal(by=rosa.actor, have=[first.lease.slot_id])
    assert ahead
    assert ahead.lease.slot_id != first.lease.slot_id
    assert queue.deal(by=rosa.actor, have=[first.lease.slot_id, ahead.lease.slot_id]) is None


def test_nobody_gets_a_clip_twice_however_many_answers_it_wants(rosa: Cast, make_clip: Make) -> None:
    make_clip(answers=3)
    dealt = queue.deal(by=rosa.actor)
    assert dealt
    answers.submit(dealt.lease.slot_id, Work("call [NAME_1] at seven"), by=rosa.actor)
    assert queue.deal(by=rosa.actor) is None


def test_a_reviewer_gets_clips_of_the_own_languages_only(make_clip: Make) -> None:
    make_clip(locale="en-IN")
    british = person("bea", Role.REVIEWER, locales=("en-GB",))
    indian = person("indu", Role.REVIEWER, locales=("en-GB", "en-IN"))
    assert queue.deal(by=british.actor) is None
    assert queue.deal(by=indian.actor)


def test_a_role_for_one_project_gets_no_clip_of_another(make_clip: Make) -> None:
    from accounts import people
    from audit.access import console_actor

    clip = make_clip()
    elsewhere, here = person("eli"), person("hana")
    people.give_role(elsewhere.person, Role.REVIEWER, by=console_actor(), project=new_id())
    people.give_role(here.person, Role.REVIEWER, by=console_actor(), project=clip.project_id)
    assert queue.deal(by=elsewhere.actor) is None
    assert queue.deal(by=here.actor)


@pytest.mark.parametrize("missing", ["training_at", "confidentiality_at"])
def test_without_training_or_confidentiality_nothing_is_dealt(rosa: Cast, make_clip: Make, missing: str) -> None:
    make_clip()
    Person.objects.filter(pk=rosa.person.pk).update(**{missing: None})
    with pytest.raises(NotOnTheRoster):
        queue.deal(by=rosa.actor)


def test_a_lease_that_is_over_gives_the_slot_to_others(rosa: Cast, make_clip: Make, acting_as: Callable[[DbRole], None]) -> None:
    clip = make_clip()
    dealt = queue.deal(by=rosa.actor)
    assert dealt
    other = person("remy", Role.REVIEWER)
    with shifted(seconds=leases.length_of(clip.duration_ms).total_seconds() + 1):
        acting_as(DbRole.WORKER)
        assert leases.expire() == 1
        assert leases.expire() == 0
        acting_as(DbRole.APP)
        redealt = queue.deal(by=other.actor)
    assert redealt
    assert redealt.lease.slot_id == dealt.lease.slot_id
    with pytest.raises(leases.LeaseOver):
        answers.submit(dealt.lease.slot_id, Work("too late"), by=rosa.actor)


def test_a_lease_that_is_over_is_taken_back_while_nobody_has_it(rosa: Cast, make_clip: Make, acting_as: Callable[[DbRole], None]) -> None:
    clip = make_clip()
    dealt = queue.deal(by=rosa.actor)
    assert dealt
    with shifted(hours=1):
        acting_as(DbRole.WORKER)
        leases.expire()
        acting_as(DbRole.APP)
        answers.submit(dealt.lease.slot_id, Work("just in time"), by=rosa.actor)
    assert Clip.objects.get(pk=clip.pk).state == State.CHECKING


def test_the_turns_of_a_session_go_to_one_reviewer_in_order(rosa: Cast, make_clip: Make) -> None:
    session = new_id()
    turns = [make_clip(session_id=session, turn=turn) for turn in (2, 1, 3)]
    other = person("remy", Role.REVIEWER)
    first = queue.deal(by=rosa.actor)
    assert first
    assert first.lease.clip_id == turns[1].pk
    assert queue.deal(by=other.actor) is None, "the session is Rosa's"
    ahead = queue.deal(by=rosa.actor, have=[first.lease.slot_id])
    assert ahead
    assert ahead.lease.clip_id == turns[0].pk


def test_fifty_threads_on_fifty_clips_take_each_once(make_clip: Make) -> None:
    for _ in range(50):
        make_clip()
    reviewers = [person(f"r{number}", Role.REVIEWER).actor for number in range(50)]
    together = Barrier(50)

    def take(at: int) -> str:
        together.wait()
        try:
            dealt = queue.deal(by=reviewers[at])
            return dealt.lease.slot_id if dealt else ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as pool:
        taken = Counter(pool.map(take, range(50)))
    assert max(taken.values()) == 1
    assert "" not in taken
    assert Lease.objects.filter(ended_at__isnull=True).count() == 50


def test_two_requests_of_one_person_do_not_deal_past_the_limit(rosa: Cast, make_clip: Make) -> None:
    for _ in range(12):
        make_clip()
    together = Barrier(8)

    def take(_at: int) -> None:
        together.wait()
        try:
            queue.deal(by=rosa.actor, have=list(Lease.objects.values_list("slot_id", flat=True)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(8)))
    assert Lease.objects.filter(person=rosa.person, ended_at__isnull=True).count() <= leases.MOST_IN_HAND


def test_the_order_of_the_queue_is_not_the_order_of_arrival(make_clip: Make) -> None:
    made = [make_clip().pk for _ in range(12)]
    assert [slot.clip_id for slot in Slot.objects.order_by("rank")] != made
    assert all(abs(slot.rank / 1000 - now().timestamp()) < 2 * 3600 for slot in Slot.objects.all())
