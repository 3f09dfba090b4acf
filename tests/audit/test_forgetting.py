"""Counts of opened keys and decided findings go after their time; what is young, open or not yet reconciled stays, whoever asks."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from pydantic import ValidationError
from pytest_django import Settings

from audit import forgetting
from audit.access import console_actor
from config.env import Env
from foundation.clock import now
from foundation.ids import new_id
from foundation.roles import WORKING, DbRole
from tests.audit.conftest import AsRole, Entries

ActingAs = Callable[[DbRole], None]
COUNT = "INSERT INTO foundation_unwraps (day, ring, purpose, role, process, count, counted_at) VALUES (%s, 'desk', '', 'sotto_desk', 'p', 1, now())"
MARK = "INSERT INTO audit_rulemark VALUES ('vault_count', 1, 1, now() - make_interval(days => %s), now(), 1, '')"
FINDING = """
    INSERT INTO audit_finding (id, rule, key, at, raised_at, person, subject, details, entries, disposition, disposed_at, disposed_by)
    VALUES (%s, 'r', %s, now(), now(), '', '', '{}', '[]', %s, %s, %s)
"""
ALERT = "INSERT INTO audit_alert (id, road, kind, about, due_at, attempts, sent_at, error) VALUES (%s, 'mail', 'finding', %s, now(), 1, %s, '')"


def ages(superuser: psycopg.Connection) -> list[int]:
    """Of the counts, in days."""
    return sorted((now().date() - day).days for (day,) in superuser.execute("SELECT day FROM foundation_unwraps"))


@pytest.fixture
def counts(superuser: psycopg.Connection, acting_as: ActingAs) -> None:
    for days in (0, 6, 40, 100, 200):
        superuser.execute(COUNT, [now().date() - timedelta(days=days)])
    acting_as(DbRole.RETENTION)


def finding(superuser: psycopg.Connection, *, decided_days_ago: int | None) -> str:
    finding_id, at = new_id(), None if decided_days_ago is None else now() - timedelta(days=decided_days_ago)
    superuser.execute(FINDING, [finding_id, finding_id, "explained" if at else "", at, "cora" if at else ""])
    return finding_id


def test_old_counts_go_with_an_entry_and_those_that_are_still_needed_stay(counts: None, superuser: psycopg.Connection, entries: Entries) -> None:
    superuser.execute(MARK, [0])
    assert [(one.what, one.gone) for one in forgetting.forget_due()] == [("vault_counts", 2)]
    assert ages(superuser) == [0, 6, 40]
    until = (now().date() - timedelta(days=settings.AUDIT_KEPT_DAYS["vault_counts"] + 1)).isoformat()
    [told] = entries()
    assert (told["event"], told["actor"], told["details"]) == ("rules.counts_expired", "retention", {"count": 2, "until": until})
    assert forgetting.forget_due() == []
    assert len(entries()) == 1


def test_what_the_reconciliation_has_not_looked_at_yet_stays(counts: None, superuser: psycopg.Connection) -> None:
    assert forgetting.forget_due() == []
    superuser.execute(MARK, [150])
    [one] = forgetting.forget_due(by=console_actor())
    assert (one.gone, ages(superuser)) == (1, [0, 6, 40, 100])


def test_nothing_young_goes_whatever_is_asked_for(counts: None, superuser: psycopg.Connection, settings: Settings) -> None:
    superuser.execute(MARK, [0])
    finding(superuser, decided_days_ago=29)
    settings.AUDIT_KEPT_DAYS = {"vault_counts": 0, "findings": 0}
    assert [one.gone for one in forgetting.forget_due()] == [3]
    assert ages(superuser) == [0, 6]


def test_decided_findings_go_once_their_alerts_have_left(db: str, superuser: psycopg.Connection, acting_as: ActingAs, entries: Entries) -> None:
    old, waiting = finding(superuser, decided_days_ago=800), finding(superuser, decided_days_ago=800)
    young, still_open = finding(superuser, decided_days_ago=700), finding(superuser, decided_days_ago=None)
    for about, sent_at in ((old, now()), (waiting, None), (young, now())):
        superuser.execute(ALERT, [new_id(), about, sent_at])
    acting_as(DbRole.RETENTION)
    assert [(one.what, one.gone) for one in forgetting.forget_due()] == [("findings", 1)]
    assert {left for (left,) in superuser.execute("SELECT id FROM audit_finding")} == {waiting, young, still_open}
    assert {about for (about,) in superuser.execute("SELECT about FROM audit_alert")} == {waiting, young}
    assert [(entry["event"], entry["details"]["count"]) for entry in entries()] == [("finding.expired", 1)]


def test_only_retention_may_and_only_in_these_ways(db: str, as_role: AsRole) -> None:
    functions = ("SELECT audit_forget_counts('2020-01-01')", "SELECT audit_forget_findings('2020-01-01')")
    for role in WORKING:
        refused = ("DELETE FROM foundation_unwraps", "DELETE FROM audit_finding", *(functions if role is not DbRole.RETENTION else ()))
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute(statement)


def test_a_clock_shorter_than_what_is_needed_is_refused() -> None:
    assert Env(audit_kept_days={"findings": 365}).audit_kept_days == {"vault_counts": 90, "findings": 365}
    for wrong in ({"vault_counts": 3}, {"findings": 1}, {"entries": 100}):
        with pytest.raises(ValidationError, match="at least"):
            Env(audit_kept_days=wrong)
