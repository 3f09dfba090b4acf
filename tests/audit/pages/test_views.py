"""What one person, clip, data subject or breach had to do with: by id, each look an entry before it is a page, no name but for a reason."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from audit.access import Actor, ActorKind, Role
from audit.charts import roll_up
from audit.charts.buckets import BOUNDS_MS
from audit.events import Event, Outcome, PrivateClass
from audit.log import NotSealed, Receipt, record, record_apart
from audit.models import Counted, Hour
from audit.names import SOURCES
from audit.reading import paging
from foundation.clock import now, shifted
from foundation.roles import DbRole
from tests.audit.acting import acting, person
from tests.audit.conftest import Entries
from tests.audit.pages.conftest import Count

pytestmark = pytest.mark.usefixtures("house")

CLIP, RECORDING, SUBJECT, SITE = "c" * 32, "d" * 32, "5" * 32, "e" * 32
NAME = "Rosa Quiet-Harbour"
PAGES = (
    (f"/log/person/{'a' * 32}/", "log.person_shown", "a" * 32),
    (f"/log/clip/{CLIP}/", "log.clip_shown", CLIP),
    (f"/log/subject/{SUBJECT}/", "log.subject_shown", SUBJECT),
    (f"/log/subject/{SUBJECT}/report/", "log.subject_shown", SUBJECT),
    ("/log/charts/", "log.charts_shown", ""),
    ("/log/breach/", "breach.opened", ""),
    (f"/log/breach/list/?actor={'a' * 32}", "breach.opened", ""),
)


@pytest.fixture
def cora() -> Iterator[Actor]:
    actor = person(Role.COMPLIANCE)
    with acting(actor):
        yield actor


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's name, one data subject, one site."""
    monkeypatch.setattr(SOURCES, "name_of", lambda person: NAME)
    monkeypatch.setattr(SOURCES, "sites", lambda: {SITE: "Brno"})
    monkeypatch.setattr(SOURCES, "recordings_of", lambda subject: [RECORDING] if subject == SUBJECT else [])
    monkeypatch.setattr(SOURCES, "subjects_of", lambda recordings: {each: SUBJECT for each in recordings if each == RECORDING})


@pytest.fixture
def rosa(known: None) -> Actor:
    """Came in at Brno, played the clip twice and heard five seconds of it, was refused once."""
    rosa = person(Role.REVIEWER)
    record(Event.CLIP_OPENED, by=Actor("worker", ActorKind.PROCESS), subject=CLIP, object=RECORDING)
    record(Event.SIGNED_IN, by=rosa, object=rosa.id, details={"site": SITE})
    record(Event.CLIP_DEALT, by=rosa, subject=CLIP, object="f" * 32)
    for _ in range(2):
        record(Event.CLIP_FETCHED, by=rosa, subject=CLIP)
    record(Event.CLIP_HEARD, by=rosa, subject=CLIP, details={"heard_ms": 5_000})
    record_apart(Event.ACCESS_DENIED, by=rosa, details={"reason": "role"})
    return rosa


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue().decode()


@pytest.mark.parametrize(("address", "event", "subject"), PAGES, ids=[page[0].split("/")[2] + str(n) for n, page in enumerate(PAGES)])
def test_each_page_writes_its_own_entry_before_it_reads(
    client: Client, cora: Actor, entries: Entries, monkeypatch: pytest.MonkeyPatch, address: str, event: str, subject: str
) -> None:
    class Broken(Exception):
        pass

    def no_reader(*args: object, **kwargs: object) -> None:
        raise Broken

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", no_reader)
    monkeypatch.setattr("audit.reading.finding._fetch", no_reader)
    client.raise_request_exception = False
    client.get(address)
    assert (entries()[0]["event"], entries()[0].get("subject", ""), entries()[0]["actor"]) == (event, subject, cora.id)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COMPLIANCE, Role.MACHINE)])
def test_other_roles_are_refused(client: Client, role: Role) -> None:
    with acting(person(role)):
        for address, _, _ in PAGES:
            assert client.get(address).status_code == 403, address
        for address in ("/log/find/", "/log/saved/", f"/log/person/{'a' * 32}/name/"):
            assert client.post(address).status_code == 403, address


def test_a_person_s_page_counts_sessions_clips_and_refusals(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    counted()
    seen = client.get(f"/log/person/{rosa.id}/").context["seen"]
    assert (seen.session_count, seen.clip_count, seen.refused, seen.active_days) == (1, 1, 1, 1)
    assert [(session.entries, session.refused, session.site) for session in seen.sessions] == [(6, 1, SITE)]
    assert [(touch.touched, touch.fetched, touch.heard_ms) for touch in seen.clips] == [(CLIP, 2, 5_000)]
    assert [line.event for line in seen.lines][:2] == ["access.denied", "clip.heard"]


def test_a_clip_s_page_tells_dealt_fetched_and_heard_apart(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    sam = person(Role.SUPERVISOR)
    record(Event.CASE_OPENED, by=sam, subject=CLIP)
    record(Event.CLIP_HEARD, by=Actor("lease-clock", ActorKind.PROCESS), subject=CLIP, details={"heard_ms": 1_500, "person": rosa.id})
    counted()
    page = client.get(f"/log/clip/{CLIP}/").context
    parties = {party.actor: (party.dealt, party.fetched, party.heard_s, sites) for party, sites in page["parties"]}
    assert parties == {rosa.id: (1, 2, 6.5, ["Brno"]), sam.id: (1, 0, 0.0, [])}
    assert page["subject"] == SUBJECT


def test_a_subject_is_told_when_where_and_why_but_not_who(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    counted()
    told = json.loads(text(client, f"/log/subject/{SUBJECT}/report/"))
    assert [(each["role"], each["site"], each["purpose"]) for each in told["accesses"]] == [("reviewer", "Brno", "task")] * 4
    assert (told["heard_s"], told["recordings"]) == (5.0, [RECORDING])
    for page in (json.dumps(told), text(client, f"/log/subject/{SUBJECT}/")):
        assert rosa.id not in page
        assert rosa.session not in page
        assert NAME not in page


@pytest.mark.parametrize("by", ["actor", "session", "site", "time"])
def test_a_breach_is_bounded_by_person_session_site_or_time(client: Client, cora: Actor, rosa: Actor, counted: Count, by: str) -> None:
    with shifted(hours=-30):
        other = person(Role.REVIEWER)
        record(Event.CLIP_FETCHED, by=other, subject="9" * 32)
    counted()
    bounds = {"actor": rosa.id, "session": rosa.session, "site": SITE}
    query = {by: bounds[by]} if by in bounds else {"since": f"{now() - timedelta(hours=2):%Y-%m-%dT%H:%M}"}
    extent = client.get("/log/breach/", query).context["extent"]
    assert (extent.clips, extent.subjects, extent.people, extent.fetched, extent.heard_s) == (1, 1, 1, 2, 5.0)
    lines = list(csv.reader(client.get("/log/breach/list/", query).getvalue().decode().splitlines()))
    assert [line[:5] for line in lines[1:]] == [[CLIP, RECORDING, SUBJECT, rosa.id, rosa.session]]


def test_what_a_breach_was_bounded_by_is_in_the_log(client: Client, cora: Actor, known: None, entries: Entries) -> None:
    text(client, f"/log/breach/?actor={'a' * 32}&since=2026-01-01")
    assert entries()[-1]["details"] == {"actor": "a" * 32, "since": "2026-01-01T00:00Z"}


def test_the_clock_of_a_breach_runs_from_when_we_knew(client: Client, cora: Actor) -> None:
    with shifted(seconds=30 - now().second):  # in the middle of a minute
        for back, says in ((70, "1 h 59 min left"), (74, "2 h 0 min late")):
            assert says in text(client, f"/log/breach/?aware_at={now() - timedelta(hours=back):%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize("query", ["actor=rosa", "site=nowhere", "since=soon", "aware_at=never", "since=2026-02-02&until=2026-02-01"])
def test_bounds_that_cannot_be_read_count_nothing_and_say_why(client: Client, cora: Actor, query: str) -> None:
    response = client.get(f"/log/breach/?{query}")
    assert "extent" not in response.context
    assert "errorlist" in response.content.decode()
    assert client.get(f"/log/breach/list/?{query}").status_code == 404


def test_a_name_takes_a_reason_and_is_shown_once(client: Client, cora: Actor, rosa: Actor, entries: Entries) -> None:
    address = f"/log/person/{rosa.id}/name/"
    for typed in ({}, {"reason": "legal"}, {"reason": "legal", "note": "short"}, {"reason": "curious", "note": "long enough a note"}):
        assert NAME not in client.post(address, typed).content.decode()
    assert "log.name_unmasked" not in {entry["event"] for entry in entries()}
    assert NAME in client.post(address, {"reason": "legal", "note": "A claim was filed"}).content.decode()
    unmasked = entries()[-1]
    assert (unmasked["event"], unmasked["subject"], unmasked["details"]) == ("log.name_unmasked", rosa.id, {"reason": "legal"})
    assert PrivateClass.NOTE in unmasked["private"]
    assert "claim" not in json.dumps(unmasked)
    assert client.get(address).status_code == 405


def test_no_page_shows_a_name(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    counted()
    pages = (f"/log/?actor={rosa.id}", f"/log/person/{rosa.id}/", f"/log/clip/{CLIP}/", f"/log/breach/?actor={rosa.id}", "/log/charts/", "/log/")
    for address in pages:
        assert NAME not in text(client, address), address


def test_without_a_leaf_no_name_is_shown(client: Client, cora: Actor, rosa: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_leaf(receipt: Receipt, timeout_s: float = 2.0) -> Receipt:
        raise NotSealed("no leaf")

    monkeypatch.setattr(Receipt, "sealed", no_leaf)
    answer = client.post(f"/log/person/{rosa.id}/name/", {"reason": "legal", "note": "A claim was filed"})
    assert answer.status_code == 503
    assert NAME not in answer.content.decode()


def test_charts_lead_to_their_entries(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    counted()
    page = client.get("/log/charts/").context
    opened, denied, plays, leaves = page["charts"]
    sites, tried = page["kinds"]
    assert [bar.value for bar in opened.bars][-1] == 3
    assert [(bar.label, bar.value) for bar in sites.bars] == [("Brno", 3)]
    assert (denied.total, plays.bars[1].value, leaves.total) == (1, 1, 8)
    found = client.get(opened.bars[-1].address).context["page"].lines
    assert {line.event for line in found} == {"clip.dealt", "clip.fetched"}
    assert [line.event for line in client.get(tried.bars[0].address).context["page"].lines] == ["access.denied"]
    assert len(leaves.bars) == len(BOUNDS_MS) + 1


def test_counting_goes_on_where_it_stopped_and_counts_nothing_twice(cora: Actor, rosa: Actor, counted: Count) -> None:
    first = counted()
    assert first == 8
    assert counted() == 0
    record(Event.CLIP_FETCHED, by=rosa, subject=CLIP)
    assert counted() == 1
    assert sum(Hour.objects.using("reader").filter(action="clip.fetched").values_list("entries", flat=True)) == 3


def test_a_clip_s_number_of_plays_moves_on(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    for plays in ({2: 1}, {3: 1}):
        counted()
        bars = client.get("/log/charts/").context["charts"][2].bars
        assert {int(bar.label): bar.value for bar in bars if bar.value} == plays
        record(Event.CLIP_FETCHED, by=rosa, subject=CLIP)


def test_what_was_done_since_the_last_count_is_found_too(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    counted()
    late = record(Event.CLIP_SKIPPED, by=rosa, subject=CLIP).entry_id
    for query in ({"event": "clip.skipped"}, {"event": "clip.skipped", "span": "1h"}, {"group": "clips"}):
        assert client.get("/log/", {"actor": rosa.id, **query}).context["page"].lines[0].id == late
    refused = record_apart(Event.CODE_FAILED, by=rosa, outcome=Outcome.FAILED).entry_id
    assert client.get("/log/", {"event": "session.code_failed", "outcome": "failed"}).context["page"].lines[0].id == refused


def test_two_filters_meet_where_the_counts_say(client: Client, cora: Actor, rosa: Actor, counted: Count) -> None:
    with shifted(days=-3):
        before = record(Event.CLIP_SKIPPED, by=rosa, subject=CLIP).entry_id
    counted()
    with shifted(hours=1):  # nothing is young any more
        for query in ({"event": "clip.skipped"}, {"event": "clip.skipped", "until": f"{now() - timedelta(days=2):%Y-%m-%d}"}):
            assert [line.id for line in client.get("/log/", {"actor": rosa.id, **query}).context["page"].lines] == [before]
        assert client.get("/log/", {"actor": rosa.id, "event": "clip.skipped", "span": "24h"}).context["page"].lines == []


def test_pages_of_two_filters_leave_out_no_day(client: Client, cora: Actor, rosa: Actor, counted: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 3)
    written = []
    for back in (9, 9, 7, 4, 4, 4, 4, 2, 2, 1):
        with shifted(days=-back):
            written.append(record(Event.CLIP_SKIPPED, by=rosa, subject=CLIP).entry_id)
    counted()
    with shifted(hours=1):
        first = f"/log/?actor={rosa.id}&event=clip.skipped"
        down, address = [], first
        while address:
            page = client.get(address).context
            down += [line.id for line in page["page"].lines]
            last, address = page, page["older"]
        up, address = [line.id for line in last["page"].lines][::-1], last["newer"]
        while address:
            page = client.get(address).context
            up += [line.id for line in page["page"].lines][::-1]
            address = page["newer"]
    assert down == written[::-1]
    assert up == written


def test_a_count_that_fails_counts_nothing(rosa: Actor, counted: Count, acting_as: Callable[[DbRole], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.charts.rolling._ADD", "SELECT 1/0, %(period)s, %(after)s")
    with pytest.raises(Exception, match="zero"):
        counted()
    assert Counted.objects.using("reader").get().position == -1


def test_the_web_process_counts_nothing(rosa: Actor) -> None:
    with pytest.raises(Exception, match="permission denied"):
        roll_up()
