"""The compliance officer reads who opened what, and that reading is an entry."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.test import Client

from audit import reading
from audit.access import Actor, Role
from audit.events import Event, PrivateClass
from audit.log import WrongReceipt, record, record_apart
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
    assert (searched["event"], searched["subject"], searched["details"]) == ("log.searched", "b" * 32, {"outcome": "denied", "since": "2020-01-01"})


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


def test_pages_follow_each_other_without_gap_or_repeat(client: Client, cora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 4)
    olga = person(Role.OPERATOR)
    written = [record(Event.SITE_ADDED, by=olga).entry_id for _ in range(10)]
    seen, address = [], f"/log/?actor={olga.id}"
    while address:
        context = client.get(address).context
        seen += [line.id for line in context["page"].lines]
        address = f"/log/{context['older']}" if context["older"] else ""
    assert seen == written[::-1]


def test_a_part_of_the_page_has_no_frame(client: Client, cora: Actor) -> None:
    part = client.get("/log/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="entries"' in part


@pytest.mark.parametrize(
    "query",
    [
        {"actor": "a\nb"},
        {"event": "no.such"},
        {"since": "yesterday"},
        {"since": "2026-02-02", "until": "2026-01-01"},
        {"before": "-1"},
        {"before": "9" * 30},
    ],
    ids=["line break", "event", "day", "days", "place", "far place"],
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
