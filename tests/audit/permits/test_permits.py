"""A large export leaves by two officers: one asks, another decides, and what was approved is taken away once, by whoever asked."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from audit import permits, verify
from audit.access import Actor, Role
from audit.events import Event, Outcome
from audit.log import NotSealed, record
from audit.models import Permit
from audit.permits import Format, Move, OwnPermit, Question, Refused, State
from audit.permits.states import MOVES, move
from audit.reading import Search
from audit.reading.finding import count, rows
from foundation.clock import now, shifted
from foundation.jobs import LostRace
from foundation.roles import DbRole
from tests.audit.acting import acting, person
from tests.audit.conftest import Entries

pytestmark = pytest.mark.usefixtures("house")
REASON = "the regulator asked for all of it"


@pytest.fixture
def cora() -> Iterator[Actor]:
    actor = person(Role.COMPLIANCE)
    with acting(actor):
        yield actor


@pytest.fixture
def carl() -> Actor:
    return person(Role.COMPLIANCE)


@pytest.fixture
def olga() -> Actor:
    """Who did what is to be exported, some minutes ago: a question ends at the last full minute."""
    actor = person(Role.OPERATOR)
    with shifted(minutes=-5):
        for _ in range(3):
            record(Event.SITE_ADDED, by=actor)
    return actor


def asked(olga: Actor, by: Actor, format: Format = Format.JSONL) -> Permit:
    return permits.ask(Question(Search(actor=olga.id), format), by=by, reason=REASON, alone=2)


def approved(olga: Actor, by: Actor, other: Actor) -> Permit:
    permit = asked(olga, by)
    permits.decide(permit.pk, Move.APPROVE, by=other, note="needed")
    return permit


def told(entries: Entries, permit: str) -> list[tuple[str, str, str]]:
    return [(entry["event"], entry["actor"], entry["outcome"]) for entry in entries() if entry.get("object") == permit]


def test_one_asks_another_approves_and_the_first_takes_it_away_once(
    client: Client, cora: Actor, carl: Actor, olga: Actor, settings: Settings, entries: Entries
) -> None:
    settings.AUDIT_EXPORT_MOST = 2
    refused = client.post("/log/export/download/", {"format": "jsonl", "actor": olga.id})
    assert (refused.status_code, b"needs a second officer" in refused.content) == (400, True)
    answer = client.post("/log/export/ask/", {"format": "jsonl", "actor": olga.id, "reason": REASON})
    assert answer.status_code == 302
    permit = Permit.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "Nobody gives himself leave" in page
    assert "/decide/" not in page
    with acting(carl):
        assert f"/log/export/requests/{permit.pk}/" in client.get("/log/inbox/").content.decode()
        page = client.get(f"/log/export/requests/{permit.pk}/").content.decode()
        assert REASON in page
        assert "3 entries as JSON lines" in page
        assert client.post(f"/log/export/requests/{permit.pk}/decide/", {"decision": "approve", "note": "needed"}).status_code == 302
        assert client.post(f"/log/export/requests/{permit.pk}/take/").status_code == 404
    taken = client.post(f"/log/export/requests/{permit.pk}/take/")
    assert taken.status_code == 200
    assert b"".join(taken.streaming_content).count(olga.id.encode()) == 3
    again = client.post(f"/log/export/requests/{permit.pk}/take/")
    assert (again.status_code, b"used already" in again.content) == (409, True)
    assert told(entries, permit.pk) == [
        ("log.export_asked", cora.id, "granted"),
        ("log.export_approved", carl.id, "granted"),
        ("log.export_permit_used", cora.id, "granted"),
        ("log.export_permit_used", cora.id, "denied"),
    ]
    exported = [entry["details"] for entry in entries() if entry["event"] == "log.exported"]
    assert [(each["format"], each["entries"]) for each in exported] == [("jsonl", 3)]
    assert REASON not in str(entries())
    digests = {entry["details"]["digest"] for entry in entries() if entry.get("object") == permit.pk}
    assert len(digests) == 1, "each step speaks of the same question"


def test_nobody_gives_himself_leave(client: Client, cora: Actor, olga: Actor, entries: Entries) -> None:
    permit = asked(olga, cora)
    with pytest.raises(OwnPermit):
        permits.decide(permit.pk, Move.APPROVE, by=cora, note="for me")
    assert client.post(f"/log/export/requests/{permit.pk}/decide/", {"decision": "approve", "note": "for me"}).status_code == 403
    assert permits.one(permit.pk).is_open
    assert (entries()[-1]["event"], entries()[-1]["outcome"]) == ("access.denied", "denied")
    with pytest.raises(IntegrityError, match="decided_by_somebody_else"), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(decided_by=cora.id)


def test_what_was_refused_opens_nothing_and_the_first_decision_counts(client: Client, cora: Actor, carl: Actor, olga: Actor) -> None:
    permit = asked(olga, cora)
    permits.decide(permit.pk, Move.REFUSE, by=carl, note="not needed")
    with acting(person(Role.COMPLIANCE)):
        late = client.post(f"/log/export/requests/{permit.pk}/decide/", {"decision": "approve", "note": "let them"})
    assert (late.status_code, b"Nothing of yours was kept" in late.content) == (409, True)
    with pytest.raises(Refused) as refusal:
        permits.use(permit.pk, by=cora)
    assert refusal.value.reason == "refused"


def test_neither_a_question_nor_an_approval_outlives_its_time(
    cora: Actor, carl: Actor, olga: Actor, settings: Settings, entries: Entries, acting_as: Callable[[DbRole], None]
) -> None:
    settings.AUDIT_PERMIT_HOURS = 2
    waiting, good = asked(olga, cora), approved(olga, cora, carl)
    with shifted(hours=3):
        with pytest.raises(LostRace):
            permits.decide(waiting.pk, Move.APPROVE, by=carl, note="late")
        with pytest.raises(Refused) as refusal:
            permits.use(good.pk, by=cora)
        assert refusal.value.reason == "expired"
        assert told(entries, good.pk)[-1] == ("log.export_permit_used", cora.id, "denied")
        assert [permits.one(each.pk).state for each in (waiting, good)] == [State.EXPIRED] * 2
        acting_as(DbRole.AUDITOR)
        assert (permits.expire(), permits.expire()) == (2, 0)
        acting_as(DbRole.APP)
    assert [told(entries, each.pk)[-1][:2] for each in (waiting, good)] == [("log.export_permit_expired", "watcher")] * 2
    assert set(Permit.objects.values_list("state", flat=True)) == {State.EXPIRED}


def test_an_approval_is_for_what_was_counted_and_is_kept_when_that_changed(cora: Actor, carl: Actor, olga: Actor) -> None:
    permit = approved(olga, cora, carl)
    with shifted(minutes=-4):
        record(Event.SITE_ADDED, by=olga)
    with pytest.raises(Refused) as refusal:
        permits.use(permit.pk, by=cora)
    assert refusal.value.reason == "changed"
    assert permits.one(permit.pk).is_good


def test_what_happens_after_the_question_is_no_part_of_it(cora: Actor, carl: Actor, olga: Actor) -> None:
    permit = approved(olga, cora, carl)
    record(Event.SITE_ADDED, by=olga)
    question, size = permits.use(permit.pk, by=cora)
    assert (size, question.search.actor, question.format) == (3, olga.id, Format.JSONL)


def test_the_web_cannot_change_what_was_asked_for(cora: Actor, olga: Actor) -> None:
    permit = asked(olga, cora)
    for column, value in (("asked", "[]"), ("size", 9), ("format", "csv"), ("asked_by", "a" * 32), ("entry", "b" * 32)):
        with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE audit_permit SET {column} = %s WHERE id = %s", [value, permit.pk])
    with pytest.raises(Exception, match="permission denied"):
        permit.delete()


def test_what_one_may_take_alone_is_not_asked_for(client: Client, cora: Actor, olga: Actor, entries: Entries) -> None:
    ask = {"format": "csv", "actor": olga.id, "reason": REASON}
    for changed, words in (
        ({}, b"No second officer is needed"),
        ({"reason": "so"}, b"Say a little more"),
        ({"actor": "d" * 32}, b"No entry fits"),
        ({"format": "bundle"}, b"chosen by days"),
        ({"actor": "Rosa"}, b"could not be read"),
    ):
        answer = client.post("/log/export/ask/", ask | changed)
        assert answer.status_code == 400, changed
        assert words in answer.content, changed
    assert not Permit.objects.exists()
    assert "log.export_asked" not in {entry["event"] for entry in entries()}


def test_a_large_bundle_leaves_by_two_officers_and_convinces_a_stranger(
    client: Client, cora: Actor, carl: Actor, settings: Settings, tmp_path: Path, superuser: psycopg.Connection[Any]
) -> None:
    settings.AUDIT_EXPORT_HASHES_MOST = 0
    with shifted(days=-2):
        record(Event.CLIP_FETCHED, by=person(Role.REVIEWER), subject="c" * 32)
    answer = client.post("/log/export/ask/", {"format": "bundle", "subject": "c" * 32, "reason": REASON})
    permit = Permit.objects.get()
    assert (answer.status_code, permit.size) == (302, 1)
    permits.decide(permit.pk, Move.APPROVE, by=carl, note="needed")
    taken = client.post(f"/log/export/requests/{permit.pk}/take/")
    zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))).extractall(tmp_path / "bundle")
    (key,) = superuser.execute("SELECT vkey FROM audit_period").fetchone() or ("",)
    assert verify.main([str(tmp_path / "bundle"), "--log", key]) == 0


@pytest.mark.usefixtures("sealer_stopped")
def test_without_a_sealer_no_approval_is_spent(cora: Actor, carl: Actor, olga: Actor) -> None:
    permit = approved(olga, cora, carl)
    with pytest.raises(NotSealed):
        permits.use(permit.pk, by=cora)
    assert permits.one(permit.pk).is_good


def test_a_permit_moves_along_the_drawn_edges_only(cora: Actor, carl: Actor, olga: Actor) -> None:
    permit = asked(olga, cora)
    decided = {"decided_by": carl.id, "decided_at": now()}
    for how, rule in MOVES.items():
        shift = {"hours": 200} if how is Move.EXPIRE else {}
        for state in State:
            Permit.objects.filter(pk=permit.pk).update(state=state, **decided)
            with shifted(**shift):
                if state in rule.sources:
                    move(permit, how)
                else:
                    with pytest.raises(LostRace):
                        move(permit, how)
            assert Permit.objects.get().state == (rule.target if state in rule.sources else state)


def test_a_bundle_is_asked_for_by_whole_days() -> None:
    wanted = Search(since=datetime(2026, 1, 5, 14, 30, tzinfo=UTC), until=datetime(2026, 1, 7, 9, tzinfo=UTC))
    settled = Question(wanted, Format.BUNDLE).settled().search
    assert (settled.since, settled.until) == (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 8, tzinfo=UTC))


def test_entries_are_counted_as_they_are_found(cora: Actor, olga: Actor) -> None:
    record(Event.CLIP_FETCHED, by=olga, subject="c" * 32)
    record(Event.ROLE_GIVEN, by=olga, object="c" * 32)
    record(Event.CLIP_FETCHED, by=olga, subject="d" * 32, outcome=Outcome.DENIED)
    for search in (
        Search(),
        Search(events=("site.added",)),
        Search(events=("site.added", "clip.fetched")),
        Search(group="people"),
        Search(outcome="denied"),
        Search(subject="c" * 32),
        Search(id="c" * 32),
        Search(events=("clip.fetched",), outcome="granted"),
        Search(actor=olga.id, session=olga.session, span="24h"),
    ):
        assert count(search) == len(rows(search, limit=100)) > 0, search
        assert Search.of_pairs(search.pairs) == search
