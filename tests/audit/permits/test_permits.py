"""A large export leaves by two officers: one asks, another decides, and what was approved is taken away once, by whoever asked."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from audit import officers, permits, verify
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
from tests.audit.conftest import AsRole, Entries

pytestmark = pytest.mark.usefixtures("house")
REASON = "the regulator asked for all of it"


@pytest.fixture(autouse=True)
def gone(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Who is no officer any more; accounts would say so."""
    left = set[str]()
    monkeypatch.setattr(officers.SOURCES, "holds", lambda person, role: role is Role.COMPLIANCE and person not in left)
    return left


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
        ("log.exported", cora.id, "granted"),
        ("log.export_permit_used", cora.id, "denied"),
    ]
    exported = [entry["details"] for entry in entries() if entry["event"] == "log.exported"]
    assert [(each["format"], each["entries"]) for each in exported] == [("jsonl", 3)]
    assert REASON not in str(entries())
    assert REASON not in client.get(f"/log/export/requests/{permit.pk}/").content.decode()
    opened = [entry["actor"] for entry in entries() if entry["event"] == "log.entry_opened"]
    assert set(opened) == {carl.id}, "the asker opens no entry of his own"
    digests = {entry["details"]["digest"] for entry in entries() if entry.get("object") == permit.pk and entry["event"] != "log.exported"}
    assert len(digests) == 1, "each step speaks of the same question"


def test_nobody_gives_himself_leave(client: Client, cora: Actor, olga: Actor, entries: Entries) -> None:
    permit = asked(olga, cora)
    with pytest.raises(OwnPermit):
        permits.decide(permit.pk, Move.APPROVE, by=cora, note="for me")
    assert client.post(f"/log/export/requests/{permit.pk}/decide/", {"decision": "approve", "note": "for me"}).status_code == 403
    assert permits.one(permit.pk).is_open
    assert (entries()[-1]["event"], entries()[-1]["outcome"]) == ("access.denied", "denied")
    with pytest.raises(IntegrityError, match="decided_by_somebody_else"), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(state=State.APPROVED, decided_by=cora.id, decided_at=now())


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
    assert len({entry["details"]["digest"] for entry in entries() if entry.get("object") == good.pk}) == 1
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


def test_every_filter_of_the_timeline_can_be_asked_for(cora: Actor, olga: Actor, entries: Entries) -> None:
    narrowed = {"purpose": "task", "kind": "person", "factor": "totp", "outcome": "granted"}
    permits.ask(Question(Search(actor=olga.id, **narrowed), Format.CSV), by=cora, reason=REASON, alone=0)
    details = entries()[-1]["details"]
    assert isinstance(details, dict)
    assert {name: details[name] for name in narrowed} == narrowed


def test_what_one_may_take_alone_is_not_asked_for(client: Client, cora: Actor, olga: Actor, entries: Entries) -> None:
    ask = {"format": "csv", "actor": olga.id, "reason": REASON}
    for changed, words in (
        ({}, b"No second officer is needed"),
        ({"reason": "so"}, b"Nothing was asked for yet"),
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


def test_a_permit_moves_along_the_drawn_edges_only(cora: Actor, carl: Actor, olga: Actor, superuser: psycopg.Connection[Any]) -> None:
    for how, rule in MOVES.items():
        for state in State:
            permit = standing(state, asked(olga, cora), carl)
            with shifted(hours=300 if how is Move.EXPIRE else 0):
                if state in rule.sources:
                    moved(permit, how, carl)
                else:
                    with pytest.raises(LostRace):
                        moved(permit, how, carl)
            assert Permit.objects.get().state == (rule.target if state in rule.sources else state)
            superuser.execute("DELETE FROM audit_permit")


def standing(state: State, permit: Permit, other: Actor) -> Permit:
    """Brought there along the edges."""
    for how in {State.ASKED: (), State.USED: (Move.APPROVE, Move.USE), State.REVOKED: (Move.APPROVE, Move.REVOKE)}.get(state) or [
        each for each in (Move.APPROVE, Move.REFUSE, Move.EXPIRE) if MOVES[each].target == state
    ]:
        with shifted(hours=300 if how is Move.EXPIRE else 0):
            moved(permit, how, other)
    return permit


def moved(permit: Permit, how: Move, other: Actor) -> None:
    decided = {"decided_by": other.id, "decided_at": now(), "expires_at": now() + timedelta(hours=24)}
    move(permit, how, **(decided if how in (Move.APPROVE, Move.REFUSE) else {}))


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


def test_an_approval_is_taken_back_by_any_officer_but_the_asker(client: Client, cora: Actor, carl: Actor, olga: Actor, entries: Entries) -> None:
    permit = approved(olga, cora, carl)
    address, said = f"/log/export/requests/{permit.pk}/revoke/", {"note": "asked in error"}
    assert client.post(address, said).status_code == 403
    with acting(person(Role.COMPLIANCE)):
        assert address in client.get(f"/log/export/requests/{permit.pk}/").content.decode()
        assert client.post(address, {"note": ""}).status_code == 400
        assert client.post(address, said).status_code == 302
        assert client.post(address, said).status_code == 409
    taken = client.post(f"/log/export/requests/{permit.pk}/take/")
    assert (taken.status_code, b"took the approval back" in taken.content) == (409, True)
    assert [event for event, _, _ in told(entries, permit.pk)][-2:] == ["log.export_revoked", "log.export_permit_used"]


def test_an_approval_of_somebody_who_is_no_officer_any_more_opens_nothing(cora: Actor, carl: Actor, olga: Actor, gone: set[str]) -> None:
    permit = approved(olga, cora, carl)
    gone.add(carl.id)
    with pytest.raises(Refused) as refusal:
        permits.use(permit.pk, by=cora)
    assert refusal.value.reason == "approver"
    gone.clear()
    assert permits.use(permit.pk, by=cora)[1] == 3


def test_asking_deciding_and_taking_need_a_fresh_code(client: Client, cora: Actor, carl: Actor, olga: Actor, settings: Settings) -> None:
    settings.AUDIT_EXPORT_MOST = 2
    waiting, good = asked(olga, cora), approved(olga, cora, carl)
    stale = now() - timedelta(minutes=6)
    steps: list[tuple[Actor, str, dict[str, str]]] = [
        (cora, "ask/", {"format": "jsonl", "actor": olga.id, "reason": REASON}),
        (carl, f"requests/{waiting.pk}/decide/", {"decision": "approve", "note": "needed"}),
        (cora, f"requests/{good.pk}/take/", {}),
    ]
    for actor, address, sent in steps:
        with acting(replace(actor, mfa_at=stale)):
            answer = client.post(f"/log/export/{address}", sent)
        assert (answer.status_code, answer["Location"]) == (303, "/accounts/again/"), address
    assert sorted(Permit.objects.values_list("state", flat=True)) == ["approved", "asked"]


def test_no_role_moves_a_permit_but_along_the_edges(
    cora: Actor, carl: Actor, olga: Actor, as_role: AsRole, superuser: psycopg.Connection[Any]
) -> None:
    waiting, good, refused = asked(olga, cora), approved(olga, cora, carl), asked(olga, cora)
    permits.decide(refused.pk, Move.REFUSE, by=carl, note="no")
    app, watcher = as_role(DbRole.APP), as_role(DbRole.AUDITOR)
    decided = f"decided_by = '{carl.id}', decided_at = now()"
    copied = (
        "INSERT INTO audit_permit (id, asked_by, asked_at, entry, format, asked, size, state, state_at, expires_at, decided_by, decided_at)"
        " SELECT repeat('f', 32), asked_by, {asked}, entry, format, asked, size, {state}, now(), now() + interval '{hours} hours',"
        " decided_by, decided_at"
        " FROM audit_permit WHERE id = '{of}'"
    )
    for link, statement, of in (
        (app, f"UPDATE audit_permit SET state = 'approved', {decided}", refused),
        (app, "UPDATE audit_permit SET state = 'approved'", refused),
        (app, "UPDATE audit_permit SET state = 'used'", waiting),
        (app, "UPDATE audit_permit SET state = 'asked'", good),
        (app, f"UPDATE audit_permit SET state = 'approved', {decided}, expires_at = now() + interval '169 hours'", waiting),
        (app, "UPDATE audit_permit SET expires_at = expires_at + interval '1 hour'", good),
        (app, f"UPDATE audit_permit SET decided_by = '{olga.id}'", good),
        (app, "UPDATE audit_permit SET state = 'expired', state_at = now()", good),
        (watcher, "UPDATE audit_permit SET state = 'used', state_at = now()", good),
        (watcher, "UPDATE audit_permit SET state = 'revoked', state_at = now()", good),
        (superuser, "UPDATE audit_permit SET size = size + 1", waiting),
        (superuser, "UPDATE audit_permit SET state = 'approved'", refused),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no such move"):
            link.execute(f"{statement} WHERE id = %s", [of.pk])
    for state, hours, at, of in (
        ("'approved'", 1, "now()", good),
        ("'asked'", 1, "now()", good),
        ("'asked'", 169, "now()", waiting),
        ("'asked'", 169, "now() + interval '9 hours'", waiting),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no such move"):
            app.execute(copied.format(state=state, hours=hours, asked=at, of=of.pk))
    app.execute(copied.format(state="'asked'", hours=167, asked="now()", of=waiting.pk))  # the statement itself is sound


def test_another_periods_entries_of_the_same_number_are_not_found(cora: Actor, superuser: psycopg.Connection[Any]) -> None:
    """Numbers begin anew in each period, and all have times between the first and the last one found."""
    olga = person(Role.OPERATOR)
    for event in (Event.SITE_ADDED, Event.CLIP_FETCHED, Event.ROLE_GIVEN, Event.SITE_ADDED):
        record(event, by=olga)
    superuser.execute("SET ROLE sotto_owner; SELECT audit_make_period(2), audit_join_periods(); RESET ROLE")
    swapped = (
        "CASE action WHEN 'clip.fetched' THEN 'site.added' WHEN 'role.given' THEN 'clip.fetched' WHEN 'site.added' THEN 'role.given' ELSE action END"
    )
    superuser.execute(
        "INSERT INTO audit_entry_0002 (seq, id, recorded_at, actor, action, object, subject, outcome, body) OVERRIDING SYSTEM VALUE"
        f" SELECT seq, id, at, actor, action, object, subject, outcome, {again('body')} FROM ("
        f"   SELECT seq, reverse(id) AS id, recorded_at + interval '1 microsecond' AS at, actor, {swapped} AS action, object, subject, outcome, body"
        "    FROM audit_entry_0001) e"
    )
    for events in (("site.added", "clip.fetched"), ("clip.fetched", "role.given")):
        search = Search(events=events)
        found = rows(search, limit=100)
        assert {json.loads(body)["event"] for _, _, body in found} == set(events)
        assert count(search) == len(found) > 0


def again(body: str) -> str:
    """The body of the same act at that time, as the checks of the table want it."""
    at = """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    return f"(({body})::jsonb || jsonb_build_object('id', id, 'event', action, 'at', {at}))::text"
