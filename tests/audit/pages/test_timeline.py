"""The compliance officer reads who opened what, and that reading is an entry."""

import dataclasses
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import psycopg
import pytest
from django.test import Client

from audit import reading
from audit.access import Actor, Role
from audit.events import Event, PrivateClass
from audit.log import WrongReceipt, record, record_apart
from audit.reading import paging
from audit.reading.groups import GROUPS
from foundation.clock import now, shifted
from foundation.roles import DbRole
from tests.audit.acting import acting, person
from tests.audit.conftest import Entries

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def cora() -> Iterator[Actor]:
    actor = person(Role.COMPLIANCE)
    with acting(actor):
        yield actor


def text(client: Client, address: str = "/log/", **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_log_says_who_did_what(client: Client, cora: Actor) -> None:
    olga = person(Role.OPERATOR)
    record(Event.PERSON_SUSPENDED, by=olga, object="b" * 32)
    page = text(client)
    assert Event.PERSON_SUSPENDED.sentence in page
    assert olga.id in page
    assert Event.LOG_READ.sentence in page


def test_reading_the_log_is_an_entry_and_searching_it_says_for_what(client: Client, cora: Actor, entries: Entries) -> None:
    text(client, subject="b" * 32, outcome="denied", since="2020-01-01")
    read, searched = entries()
    assert (read["event"], read["purpose"], read["actor"]) == ("log.read", "legal", cora.id)
    assert (searched["event"], searched["subject"], searched["details"]) == (
        "log.searched",
        "b" * 32,
        {"outcome": "denied", "since": "2020-01-01T00:00"},
    )


def test_each_filter_leaves_what_fits(client: Client, cora: Actor) -> None:
    olga, rosa = person(Role.OPERATOR), person(Role.REVIEWER)
    record(Event.PERSON_SUSPENDED, by=olga, object="b" * 32)
    record(Event.PERSON_SHOWN, by=olga, subject="c" * 32)
    record_apart(Event.ACCESS_DENIED, by=rosa, details={"reason": "role"})
    with shifted(days=-9):
        record(Event.SITE_ADDED, by=olga)
    last_week = {"since": f"{now():%Y-%m-%d}"}
    for query, fits in (
        ({"event": "person.shown"}, {"person.shown"}),
        ({"actor": rosa.id}, {"access.denied"}),
        ({"subject": "b" * 32}, {"person.suspended"}),
        ({"subject": "c" * 32}, {"person.shown"}),
        ({"outcome": "denied"}, {"access.denied"}),
        ({"actor": olga.id, **last_week}, {"person.suspended", "person.shown"}),
        ({"actor": olga.id, "until": f"{now():%Y-%m-%d}"}, {"person.suspended", "person.shown", "site.added"}),
        ({"actor": "9" * 32}, set()),
    ):
        response = client.get("/log/", query)
        found = {line.event for line in response.context["page"].lines if not line.event.startswith("log.")}
        assert found == fits, query


def walk(client: Client, address: str, direction: str) -> list[list[str]]:
    """The ids of each page, in the order in which a person sees them."""
    pages = []
    while address:
        context = client.get(address).context
        pages.append([line.id for line in context["page"].lines])
        address = context[direction]
    return pages


def test_pages_follow_each_other_without_gap_or_repeat(client: Client, cora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 4)
    olga = person(Role.OPERATOR)
    written = [record(Event.SITE_ADDED, by=olga).entry_id for _ in range(10)]
    seen = walk(client, f"/log/?actor={olga.id}", "older")
    assert list(chain.from_iterable(seen)) == written[::-1]


def test_the_way_up_shows_what_the_way_down_did_and_what_came_meanwhile(client: Client, cora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 4)
    olga = person(Role.OPERATOR)
    written = [record(Event.SITE_ADDED, by=olga).entry_id for _ in range(12)]
    first = client.get(f"/log/?actor={olga.id}").context
    late = [record(Event.SITE_ADDED, by=olga).entry_id for _ in range(3)]
    second = client.get(first["older"]).context
    third = client.get(second["older"]).context
    assert [line.id for line in second["page"].lines] == written[7:3:-1]
    up = walk(client, third["newer"], "newer")
    assert [each for page in reversed(up) for each in page] == [*reversed(late), *written[:3:-1]]


def test_entries_of_one_moment_are_told_apart_by_their_number(client: Client, cora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    olga = person(Role.OPERATOR)
    at = now()
    monkeypatch.setattr("audit.entries.now", lambda: at)
    written = [record(Event.SITE_ADDED, by=olga).entry_id for _ in range(5)]
    assert list(chain.from_iterable(walk(client, f"/log/?actor={olga.id}", "older"))) == written[::-1]


@pytest.mark.parametrize(
    ("typed", "event"),
    [
        ("exported", "export.made"),
        ("locked out", "session.locked_out"),
        ("Exports", "log.exported"),
        ("was locked out after failed", "session.locked_out"),
    ],
)
def test_words_become_events_in_the_address(client: Client, cora: Actor, typed: str, event: str) -> None:
    address = client.post("/log/find/", {"words": typed}).headers["Location"]
    assert f"event={event}" in address
    assert "words" not in address
    assert client.get(address).context["search"].events


def test_an_id_among_the_words_is_found_wherever_it_stands(client: Client, cora: Actor) -> None:
    olga = person(Role.OPERATOR)
    wanted = {
        record(Event.PERSON_SHOWN, by=olga, subject="d" * 32).entry_id,
        record(Event.PERSON_SUSPENDED, by=olga, object="d" * 32).entry_id,
    }
    address = client.post("/log/find/", {"words": f" {'d' * 32}"}).headers["Location"]
    assert {line.id for line in client.get(address).context["page"].lines} >= wanted
    by_actor = client.get(client.post("/log/find/", {"words": f"suspended {olga.id}"}).headers["Location"]).context["page"].lines
    assert [line.event for line in by_actor] == ["person.suspended"]


@pytest.mark.asvs("14.2.1")
def test_words_that_no_sentence_says_go_into_no_address_and_no_entry(client: Client, cora: Actor, entries: Entries) -> None:
    answer = client.post("/log/find/", {"words": "Rosa Luxemburg"})
    assert "No sentence of the log says this" in answer.content.decode()
    assert "Luxemburg" not in str(entries())


def test_a_group_of_events_finds_each_of_its_members(client: Client, cora: Actor) -> None:
    rosa = person(Role.REVIEWER)
    for event in (Event.CLIP_FETCHED, Event.CLIP_HEARD, Event.CLIP_SUBMITTED, Event.CLIP_FETCHED):
        record(event, by=rosa, subject="a" * 32)
    found = client.get("/log/", {"group": "plays"}).context["page"].lines
    assert [line.event for line in found] == ["clip.fetched", "clip.heard", "clip.fetched"]


def test_a_session_is_found_before_and_after_it_was_counted(client: Client, cora: Actor, counted: Callable[[], int]) -> None:
    rosa = person(Role.REVIEWER)
    other = dataclasses.replace(rosa, session="e" * 32)
    written = record(Event.CLIP_DEALT, by=rosa, subject="a" * 32).entry_id
    record(Event.CLIP_DEALT, by=other, subject="a" * 32)
    for _ in range(2):
        assert [line.id for line in client.get("/log/", {"session": rosa.session}).context["page"].lines] == [written]
        counted()


def test_hours_bound_a_search(client: Client, cora: Actor) -> None:
    olga = person(Role.OPERATOR)
    with shifted(hours=-3):
        record(Event.SITE_ADDED, by=olga)
    for query, count in (
        ({"span": "1h"}, 0),
        ({"span": "24h"}, 1),
        ({"until": f"{now():%Y-%m-%dT%H:%M}"}, 1),
        ({"since": f"{now():%Y-%m-%dT%H:00}"}, 0),
    ):
        assert len(client.get("/log/", {"actor": olga.id, **query}).context["page"].lines) == count, query


def test_every_event_has_a_group_and_the_groups_no_other() -> None:
    assert {event for group in GROUPS.values() for event in group.events} == set(Event)


def test_a_search_is_saved_for_its_officer_alone(client: Client, cora: Actor, entries: Entries) -> None:
    asked = {"group": "exports", "outcome": "granted"}
    address = client.post("/log/saved/", asked).headers["Location"]
    assert client.post("/log/saved/", asked).headers["Location"] == address
    assert "Exports and downloads · granted" in text(client)
    assert client.get(address).context["search"].pairs == list(asked.items())
    with acting(person(Role.COMPLIANCE)):
        assert client.get(address).status_code == 404
        assert client.post(f"{address}remove/").status_code == 404
        assert "Exports and downloads · granted" not in text(client)
    client.post(f"{address}remove/")
    assert client.get(address).status_code == 404
    acts = [entry["event"] for entry in entries() if "query" in entry["event"]]
    assert acts == ["log.query_saved", "log.query_removed"]


@pytest.mark.parametrize(
    "query",
    [
        {"actor": "a\nb"},
        {"event": "no.such"},
        {"since": "yesterday"},
        {"since": "2026-02-02", "until": "2026-01-01"},
        {"older": "-1"},
        {"newer": "9" * 30},
        {"group": "no-such"},
        {"span": "100y"},
    ],
    ids=["line break", "event", "day", "days", "place", "long place", "group", "span"],
)
def test_a_search_that_cannot_be_read_finds_nothing_and_says_why(client: Client, cora: Actor, query: dict[str, str]) -> None:
    response = client.get("/log/", query)
    assert response.status_code == 200
    assert response.context["page"].lines == []
    assert "Mend these first" in response.content.decode()


def test_an_entry_opens_with_what_is_sealed_beside_it(client: Client, cora: Actor, entries: Entries) -> None:
    receipt = record(Event.PERSON_SUSPENDED, by=person(Role.OPERATOR, address="198.51.100.9"), private={PrivateClass.NOTE: "<left>"})
    page = text(client, f"/log/{receipt.entry_id}/")
    assert "198.51.100.9" in page
    assert "&lt;left&gt;" in page
    assert (entries()[-1]["event"], entries()[-1]["subject"]) == ("log.entry_opened", receipt.entry_id)


@pytest.mark.asvs("14.2.6")
def test_the_list_shows_nothing_that_is_sealed(client: Client, cora: Actor) -> None:
    record(Event.PERSON_SUSPENDED, by=person(Role.OPERATOR, address="198.51.100.9"), private={PrivateClass.NOTE: "left"})
    page = text(client)
    assert "198.51.100.9" not in page
    assert "left" not in page


def test_an_opening_whose_key_is_gone_is_said_to_be_erased(client: Client, cora: Actor, superuser: psycopg.Connection) -> None:
    receipt = record(Event.PERSON_SUSPENDED, by=person(Role.OPERATOR, address="198.51.100.9"))
    superuser.execute("DELETE FROM foundation_datakey WHERE ring = 'openings'")
    page = text(client, f"/log/{receipt.entry_id}/")
    assert "198.51.100.9" not in page
    assert "expired or erased" in page


def test_an_entry_that_is_none_is_a_404_and_an_entry(client: Client, cora: Actor, entries: Entries) -> None:
    assert client.get(f"/log/{'0' * 32}/").status_code == 404
    assert [entry["outcome"] for entry in entries()] == ["granted", "failed"]


def test_opening_an_entry_takes_its_very_receipt(cora: Actor) -> None:
    receipt = record(Event.ENTRY_OPENED, by=cora, subject="a" * 32)
    with pytest.raises(WrongReceipt):
        reading.open_entry("b" * 32, receipt=receipt)


@pytest.mark.parametrize("body", ["not json", "{}", '{"id":"x","actor":"y","event":"log.read","outcome":"granted"}'])
def test_no_writer_can_put_a_row_that_its_body_contradicts(as_role: Callable[[DbRole], psycopg.Connection[Any]], body: str) -> None:
    statement = """INSERT INTO audit_entry (id, recorded_at, actor, action, object, subject, outcome, body)
                   VALUES ('f', '2020-01-01Z', 'a', 'log.read', '', '', 'granted', %s)"""
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.InvalidTextRepresentation)):
        as_role(DbRole.INTAKE).execute(statement, [body])
