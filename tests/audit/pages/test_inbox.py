"""What the rules found reaches an officer, who decides; never about himself, and never twice."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from audit import findings
from audit.access import Actor, Role
from audit.events import Event
from audit.log import record
from foundation.clock import now
from foundation.ids import new_id
from foundation.roles import DbRole
from tests.audit.acting import acting, person
from tests.audit.conftest import AsRole, Entries

pytestmark = pytest.mark.usefixtures("house")
Raise = Callable[..., str]


@pytest.fixture
def cora() -> Iterator[Actor]:
    actor = person(Role.COMPLIANCE)
    with acting(actor):
        yield actor


@pytest.fixture
def raised(as_role: AsRole) -> Raise:
    """Put a finding there, as the watcher would."""
    watcher = as_role(DbRole.AUDITOR)

    def put(**columns: object) -> str:
        values = {"id": new_id(), "rule": "played_often", "key": new_id(), "person": "a" * 32, "subject": "c" * 32, "details": "{}", "entries": "[]"}
        values |= {"at": now(), "raised_at": now(), "disposition": "", "disposed_by": ""} | columns
        names, places = ", ".join(values), ", ".join(f"%({name})s" for name in values)
        watcher.execute(f"INSERT INTO audit_finding ({names}) VALUES ({places})", values)
        return str(values["id"])

    return put


def dispose(client: Client, finding: str, disposition: str = "explained", note: str = "a training session") -> "tuple[int, str]":
    response = client.post(f"/log/inbox/{finding}/dispose/", {"disposition": disposition, "note": note})
    return response.status_code, response.content.decode()


def shown(client: Client, **query: str) -> set[str]:
    response = client.get("/log/inbox/", query)
    assert response.status_code == 200
    return {one.id for one in response.context["page"].findings}


def test_open_findings_come_first_and_each_can_be_looked_for(client: Client, cora: Actor, raised: Raise) -> None:
    one, other = raised(), raised(person="d" * 32, rule="denied_often")
    assert shown(client) == {one, other}
    assert shown(client, rule="denied_often") <= {other}
    assert shown(client, person="d" * 32) == {other}
    dispose(client, one)
    assert shown(client) == {other}
    assert shown(client, state="disposed") == {one}
    assert shown(client, state="all") == {one, other}
    assert shown(client, person="Rosa Luxemburg") == set()


def test_a_finding_shows_its_sentence_and_links_its_entries(client: Client, cora: Actor, raised: Raise, entries: Entries) -> None:
    receipt = record(Event.CLIP_FETCHED, by=person(Role.REVIEWER), subject="c" * 32)
    finding = raised(entries=f'["{receipt.entry_id}"]')
    page = client.get(f"/log/inbox/{finding}/").content.decode()
    assert f"/log/{receipt.entry_id}/" in page
    assert Event.CLIP_FETCHED.sentence.replace("'", "&#x27;") in page
    assert (entries()[-1]["event"], entries()[-1]["subject"]) == ("finding.shown", finding)


def test_a_decision_is_an_entry_whose_note_is_sealed(client: Client, cora: Actor, raised: Raise, entries: Entries) -> None:
    finding = raised()
    assert dispose(client, finding, "incident", "called the site")[0] == 302
    entry = entries()[-1]
    assert (entry["event"], entry["object"], entry["details"]["disposition"]) == ("finding.disposed", finding, "incident")
    assert "called" not in str(entry)


def test_without_a_decision_and_a_reason_it_stays_open(client: Client, cora: Actor, raised: Raise, entries: Entries) -> None:
    finding = raised()
    for disposition, note in (("", "why"), ("forgiven", "why"), ("explained", ""), ("explained", "   ")):
        assert dispose(client, finding, disposition, note)[0] == 400, (disposition, note)
        assert (entries()[-1]["event"], entries()[-1]["subject"]) == ("finding.shown", finding)  # that page shows it once more
    assert findings.one(finding).is_open


def test_a_finding_about_oneself_shows_no_form_and_takes_no_decision(client: Client, cora: Actor, raised: Raise, entries: Entries) -> None:
    finding = raised(person=cora.id)
    page = client.get(f"/log/inbox/{finding}/").content.decode()
    assert "about you" in page
    assert "/dispose/" not in page
    status, page = dispose(client, finding)
    assert (status, "about you" in page) == (403, True)
    assert findings.one(finding).is_open
    assert (entries()[-1]["event"], entries()[-1]["outcome"]) == ("access.denied", "denied")


def test_a_finding_raised_by_ones_own_reading_is_anothers_to_decide(client: Client, cora: Actor, raised: Raise) -> None:
    receipt = record(Event.LOG_SUBJECT_SHOWN, by=cora, subject="c" * 32)
    finding = raised(rule="log_read_by_the_one_it_is_about", entries=f'["{receipt.entry_id}"]')
    status, page = dispose(client, finding)
    assert (status, "did yourself" in page) == (403, True)
    with acting(person(Role.COMPLIANCE)):
        assert dispose(client, finding)[0] == 302


def test_the_second_of_two_officers_learns_that_he_came_late(client: Client, cora: Actor, raised: Raise) -> None:
    finding = raised()
    assert dispose(client, finding, "explained")[0] == 302
    with acting(person(Role.COMPLIANCE)):
        status, page = dispose(client, finding, "incident")
    assert (status, "Another officer decided" in page) == (409, True)
    assert findings.one(finding).disposed_by == cora.id


def test_the_rules_can_be_asked_to_run(client: Client, cora: Actor, entries: Entries) -> None:
    assert client.post("/log/inbox/run/").status_code == 302
    assert (entries()[-1]["event"], entries()[-1]["actor"]) == ("rules.asked", cora.id)


def test_the_pages_of_the_log_say_how_many_are_open(client: Client, cora: Actor, raised: Raise) -> None:
    raised()
    raised()
    page = client.get("/log/inbox/").content.decode()
    assert '<span class="count">2' in page


def test_nobody_else_sees_or_decides_a_finding(client: Client, raised: Raise) -> None:
    finding = raised()
    with acting(person(*(role for role in Role if role is not Role.COMPLIANCE))):
        assert client.get("/log/inbox/").status_code == 403
        assert client.get(f"/log/inbox/{finding}/").status_code == 403
        assert dispose(client, finding)[0] == 403
