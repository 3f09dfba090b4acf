"""An officer decides what becomes of a finding; nobody judges himself."""

import threading

import pytest
from django.db import connections

from audit import findings
from audit.access import Actor, Role
from audit.events import Event, PrivateClass
from audit.findings import AlreadyDisposed, OwnFinding
from audit.log import record
from audit.models import Finding
from foundation.clock import now
from foundation.ids import new_id
from foundation.roles import DbRole
from tests.audit.acting import person
from tests.audit.conftest import AsRole, Entries

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def raised(as_role: AsRole):
    """Put a finding there, as the watcher would."""
    watcher = as_role(DbRole.AUDITOR)

    def put(key: str = "k", **columns: object) -> str:
        values = {"id": new_id(), "rule": "played_often", "key": key, "person": "a" * 32, "subject": "c" * 32, "details": "{}", "entries": "[]"}
        values |= {"at": now(), "raised_at": now(), "disposition": "", "disposed_by": ""} | columns
        names = ", ".join(values)
        places = ", ".join(f"%({name})s" for name in values)
        watcher.execute(f"INSERT INTO audit_finding ({names}) VALUES ({places})", values)
        return str(values["id"])

    return put


def test_a_decision_stands_in_the_log_with_its_note_sealed(raised, entries: Entries) -> None:
    cora, finding = person(Role.COMPLIANCE), raised()
    findings.dispose(finding, by=cora, disposition="explained", note="a training session")
    shown = findings.one(finding)
    assert (shown.is_open, shown.disposition, shown.disposed_by) == (False, "explained", cora.id)
    (entry,) = entries()
    assert (entry["event"], entry["object"], entry["details"]) == ("finding.disposed", finding, {"disposition": "explained", "rule": "played_often"})
    assert PrivateClass.NOTE in entry["private"]
    assert "training" not in str(entry)


def test_nobody_judges_a_finding_about_himself(raised) -> None:
    cora = person(Role.COMPLIANCE)
    for column in ("person", "subject"):
        finding = raised(key=column, **{column: cora.id})
        with pytest.raises(OwnFinding):
            findings.dispose(finding, by=cora, disposition="explained", note="it was me")
        assert findings.one(finding).is_open


def test_nobody_judges_a_finding_that_came_from_his_own_reading(raised) -> None:
    cora, other = person(Role.COMPLIANCE), person(Role.COMPLIANCE)
    receipt = record(Event.LOG_PERSON_SHOWN, by=cora, subject="a" * 32)
    finding = raised(entries=f'["{receipt.entry_id}"]')
    with pytest.raises(OwnFinding):
        findings.dispose(finding, by=cora, disposition="false_alarm", note="nothing")
    findings.dispose(finding, by=other, disposition="incident", note="looked at a friend")


def test_a_decision_needs_a_known_word_and_a_reason(raised) -> None:
    finding = raised()
    for disposition, note in (("", "why"), ("solved", "why"), ("explained", "  ")):
        with pytest.raises(ValueError, match="say explained"):
            findings.dispose(finding, by=person(Role.COMPLIANCE), disposition=disposition, note=note)
    assert findings.one(finding).is_open


def test_of_two_officers_at_once_one_decides(raised, entries: Entries) -> None:
    finding, outcomes, start = raised(), [], threading.Barrier(2)

    def decide(by: Actor, disposition: str) -> None:
        start.wait()
        try:
            findings.dispose(finding, by=by, disposition=disposition, note="why")
            outcomes.append(disposition)
        except AlreadyDisposed:
            outcomes.append("late")
        finally:
            connections.close_all()

    both = [threading.Thread(target=decide, args=[person(Role.COMPLIANCE), word]) for word in ("explained", "incident")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    (entry,) = entries()
    assert sorted(outcomes) == sorted(["late", entry["details"]["disposition"]])
    assert findings.one(finding).disposition == entry["details"]["disposition"]


def test_pages_go_from_new_to_old_and_miss_none(raised, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "PAGE", 2)
    at = now()
    made = {raised(key=str(n), raised_at=at) for n in range(5)}
    first = findings.page()
    second = findings.page(before=first.older)
    third = findings.page(before=second.older)
    assert third.older == ""
    assert {each.id for part in (first, second, third) for each in part.findings} == made
    assert findings.waiting() == {"played_often": 5}


def test_the_inbox_filters_by_state_rule_and_person(raised) -> None:
    mine, other = raised(key="1"), raised(key="2", rule="volume", person="b" * 32)
    findings.dispose(mine, by=person(Role.COMPLIANCE), disposition="explained", note="why")
    assert [each.id for each in findings.page().findings] == [other]
    assert [each.id for each in findings.page(state="disposed").findings] == [mine]
    assert [each.id for each in findings.page(state="", person="b" * 32).findings] == [other]
    assert findings.page(state="", rule="played_often").findings[0].decided == "explained"


def test_the_web_raises_no_finding_and_changes_none_and_none_is_there_twice(as_role: AsRole, raised) -> None:
    finding = raised(key="same")
    with pytest.raises(Exception, match="a_finding_is_raised_once"):
        raised(key="same")
    web = as_role(DbRole.APP)
    for statement in ("INSERT INTO audit_finding (id) VALUES ('x')", "DELETE FROM audit_finding", "UPDATE audit_finding SET person = ''"):
        with pytest.raises(Exception, match="permission denied"):
            web.execute(statement)
    assert Finding.objects.get(pk=finding).person == "a" * 32
