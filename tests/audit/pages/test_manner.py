"""Searches by what only a body says: purpose, kind of actor, factor. The same before the counts know of an entry and after."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from itertools import chain
from pathlib import Path

import psycopg
import pytest
from django.test import Client

import audit.migrations
from audit.access import Actor, Role, console_actor, process_actor
from audit.events import Event, Outcome, Purpose
from audit.exporting.choosing import choose
from audit.log import record
from audit.reading import paging
from audit.reading.cells import cells, factors
from audit.reading.search import Search
from foundation.clock import now, shifted
from tests.audit.acting import acting, person

pytestmark = pytest.mark.usefixtures("house")
Count = Callable[[], int]
DAYS_AGO = {"days": -20}


def found(client: Client, **query: str) -> list[str]:
    """Events, newest first, but those of this reading."""
    with acting(person(Role.COMPLIANCE)):
        lines = client.get("/log/", query).context["page"].lines
    return [line.event for line in lines if not line.event.startswith("log.")]


def written() -> Actor:
    """Twenty days ago: by a person of two purposes, by the console, by a program, by somebody with a password alone."""
    rosa = person(Role.REVIEWER)
    with shifted(**DAYS_AGO):
        record(Event.CLIP_FETCHED, by=rosa, subject="a" * 32)
        record(Event.CLIP_FETCHED, by=rosa, subject="b" * 32, purpose=Purpose.ESCALATION)
        record(Event.CASE_OPENED, by=rosa, subject="b" * 32)
        record(Event.PERSON_ADDED, by=console_actor())
        record(Event.RECORDING_READY, by=process_actor("redactor"), subject="c" * 32)
        record(Event.CODE_FAILED, by=dataclasses.replace(rosa, factor="password"), outcome=Outcome.DENIED)
    return rosa


def test_each_filter_finds_its_own_before_and_after_they_are_counted(client: Client, counted: Count) -> None:
    rosa = written()
    for _ in range(2):
        assert found(client, purpose="escalation") == ["case.opened", "clip.fetched"]
        assert found(client, purpose="escalation", group="plays") == ["clip.fetched"]
        assert found(client, kind="console") == ["person.added"]
        assert found(client, kind="process", purpose="task", span="30d") == ["recording.ready"]
        assert found(client, kind="person", outcome="denied") == ["session.code_failed"]
        assert found(client, actor=rosa.id, purpose="task") == ["session.code_failed", "clip.fetched"]
        assert found(client, subject="b" * 32, purpose="task") == []
        assert found(client, session=rosa.session, purpose="escalation") == ["case.opened", "clip.fetched"]
        assert found(client, purpose="subject_request") == []
        counted()
    assert factors() == ["password", "totp"]
    assert found(client, factor="password") == ["session.code_failed"]


def test_a_house_that_is_there_already_is_counted_again_by_purpose(db: str, counted: Count, superuser: psycopg.Connection) -> None:
    written()
    counted()
    tables = {"audit_hour": "hour, site, action, outcome", "audit_day": "actor, day, action, outcome"}
    counts = {table: superuser.execute(f"SELECT * FROM {table} ORDER BY {table}::text").fetchall() for table in tables}
    for table, key in tables.items():
        superuser.execute(f"CREATE TABLE older AS SELECT {key}, sum(entries)::bigint AS entries FROM {table} GROUP BY {key}")
        superuser.execute(f"TRUNCATE {table}; ALTER TABLE {table} DROP COLUMN purpose, DROP COLUMN actor_kind, DROP COLUMN factor")
        superuser.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY ({key}); INSERT INTO {table} SELECT * FROM older; DROP TABLE older"
        )
    superuser.execute((Path(audit.migrations.__file__).parent / "sql" / "0012_manner.sql").read_bytes())
    columns = {table: f"{key}, purpose, actor_kind, factor, entries" for table, key in tables.items()}
    again = {table: superuser.execute(f"SELECT {columns[table]} FROM {table}").fetchall() for table in tables}
    assert {table: sorted(map(str, rows)) for table, rows in again.items()} == {
        table: sorted(str((*row[:4], *row[5:], row[4])) for row in rows) for table, rows in counts.items()
    }


def test_pages_by_purpose_follow_each_other_both_ways(client: Client, counted: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 4)
    olga, ids = person(Role.OPERATOR), []
    for hour in range(-60, 0, 5):
        with shifted(hours=hour):
            ids.append(record(Event.CLIP_FLAGGED, by=olga, subject="a" * 32).entry_id)
            record(Event.CLIP_FLAGGED, by=olga, subject="a" * 32, purpose=Purpose.TASK)
    counted()
    with acting(person(Role.COMPLIANCE)):
        down, address = list[list[str]](), "/log/?purpose=incident"
        while address:
            context = client.get(address).context
            down.append([line.id for line in context["page"].lines])
            last, address = context["newer"], context["older"]
        assert list(chain.from_iterable(down)) == ids[::-1]
        assert [line.id for line in client.get(last).context["page"].lines] == down[-2]


def test_only_so_many_hours_are_walked_as_a_page_needs(client: Client, counted: Count) -> None:
    olga = person(Role.OPERATOR)
    for hour in (-50, -40, -30):
        with shifted(hours=hour):
            record(Event.CLIP_FLAGGED, by=olga, subject="a" * 32)
            record(Event.CASE_OPENED, by=olga, subject="a" * 32)
    counted()
    days = {(now() + timedelta(hours=hour)).date() for hour in (-50, -40, -30)}
    [one] = cells(Search(purpose="incident"), limit=1)
    assert (one.action, one.begins <= now()) == ("recording.flagged", True)
    assert len(cells(Search(purpose="incident"), limit=3)) == 3
    assert len(cells(Search(purpose="incident", actor=olga.id), limit=3)) == len(days), "a cell is a day of the person"
    assert cells(Search(purpose="quality"), limit=3) == []


def test_an_export_does_not_look_for_what_left_with_its_period(counted: Count, superuser: psycopg.Connection) -> None:
    """The counts stay when a period is dropped: here those of a day of which the database has no entry any more."""
    rosa = written()
    counted()
    superuser.execute(
        "INSERT INTO audit_hour (hour, site, action, outcome, purpose, actor_kind, factor, entries)"
        " SELECT hour - make_interval(days => 40 + n), site, action, outcome, purpose, actor_kind, factor, 5000"
        " FROM audit_hour, generate_series(1, 3) n WHERE action = 'clip.fetched'"
    )
    assert len(choose(Search(purpose="escalation", group="plays"))) == 1
    assert len(choose(Search(actor=rosa.id, purpose="escalation"))) == 2


def test_a_purpose_is_kept_in_saved_searches_links_and_the_entry_about_it(client: Client, entries: Callable[[], list[dict[str, object]]]) -> None:
    asked = {"outcome": "denied", "purpose": "legal", "kind": "person"}
    with acting(person(Role.COMPLIANCE)):
        address = client.post("/log/saved/", asked).headers["Location"]
        page = client.get(address)
        assert page.context["search"].pairs == list(asked.items())
        assert "denied · purpose legal · by people" in page.content.decode()
        typed = client.post("/log/find/", {"purpose": "quality", "kind": "console"}).headers["Location"]
        assert typed == "/log/?purpose=quality&kind=console"
        assert "Mend these first" in client.get("/log/?factor=rosa").content.decode(), "no word that somebody typed stands in the log"
    searched = [entry["details"] for entry in entries() if entry["event"] == "log.searched"]
    assert searched == [asked]
