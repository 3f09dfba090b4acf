"""Counts of opened keys and decided findings go after their time; what is young, open or not yet reconciled stays, whoever asks."""

import io
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
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
    VALUES (%s, 'r', %s, now(), %s, '', '', '{}', '[]', %s, %s, %s)
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
    superuser.execute(FINDING, [finding_id, finding_id, at or now(), "explained" if at else "", at, "cora" if at else ""])
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
    settings.AUDIT_KEPT_DAYS = dict.fromkeys(settings.AUDIT_KEPT_DAYS, 0)
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


def test_a_finding_goes_by_no_date_that_its_officer_chooses(db: str, superuser: psycopg.Connection, as_role: AsRole, settings: Settings) -> None:
    settings.AUDIT_KEPT_DAYS = dict.fromkeys(settings.AUDIT_KEPT_DAYS, 0)
    raised_long_ago, forget = finding(superuser, decided_days_ago=40), "SELECT gone FROM audit_forget_findings(current_date)"
    superuser.execute("UPDATE audit_finding SET disposition = '', disposed_by = ''")
    app = as_role(DbRole.APP)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("UPDATE audit_finding SET disposition = 'explained', disposed_by = 'x', disposed_at = '2001-01-01'")
    app.execute("UPDATE audit_finding SET disposition = 'explained', disposed_by = 'x'")
    superuser.execute("UPDATE audit_finding SET disposed_at = '2001-01-01'")  # even a right that it has not would not help
    assert superuser.execute("SELECT id, disposed_at > now() - interval '1 hour' FROM audit_finding").fetchall() == [(raised_long_ago, True)]
    superuser.execute("ALTER TABLE audit_finding DISABLE TRIGGER audit_date_decision")
    superuser.execute("UPDATE audit_finding SET disposed_at = '2001-01-01', raised_at = now() - interval '29 days'")
    assert as_role(DbRole.RETENTION).execute(forget).fetchone() == (0,)
    superuser.execute("UPDATE audit_finding SET raised_at = now() - interval '32 days'")
    assert as_role(DbRole.RETENTION).execute(forget).fetchone() == (1,)


def test_counts_by_day_go_unless_a_rule_that_reads_them_stands_still(db: str, superuser: psycopg.Connection, acting_as: ActingAs) -> None:
    for days in (0, 119, 121, 150, 400):
        superuser.execute("INSERT INTO audit_tally VALUES (%s, '', 'clip.heard', 1)", [now().date() - timedelta(days=days)])
    acting_as(DbRole.RETENTION)
    assert forgetting.forget_due() == [], "no rule has looked yet"
    for rule, days in {"tally": 0, "volume": 0, "vault_count": 0, "fetched_not_heard": 100}.items():
        superuser.execute("INSERT INTO audit_rulemark VALUES (%s, 1, 1, now() - make_interval(days => %s), now(), 1, '')", [rule, days])
    assert [(one.what, one.gone) for one in forgetting.forget_due()] == [("tallies", 1)]
    superuser.execute("UPDATE audit_rulemark SET looked_until = now()")
    assert [(one.what, one.gone) for one in forgetting.forget_due()] == [("tallies", 2)]


def test_the_console_says_what_is_due_and_destroys_nothing_then(counts: None, superuser: psycopg.Connection, entries: Entries) -> None:
    superuser.execute(MARK, [0])
    finding(superuser, decided_days_ago=800)
    kept = settings.AUDIT_KEPT_DAYS
    days = {name: (now().date() - timedelta(days=kept[name] + 1)).isoformat() for name in ("findings", "vault_counts")}
    lines = {look: io.StringIO() for look in (True, False)}
    for look, out in lines.items():
        call_command("log", "expire", *(["--look"] if look else []), stdout=out)
        if look:
            assert (ages(superuser), entries()) == ([0, 6, 40, 100, 200], [])
    assert lines[True].getvalue().splitlines() == [f"findings {days['findings']} due 1", f"vault_counts {days['vault_counts']} due 2"]
    assert lines[False].getvalue() == lines[True].getvalue().replace("due", "destroyed")


def test_only_retention_may_and_only_in_these_ways(db: str, as_role: AsRole) -> None:
    functions = tuple(f"SELECT audit_forget_{what}('2020-01-01')" for what in ("counts", "tallies", "findings"))
    for role in WORKING:
        deletions = [f"DELETE FROM {table}" for table in ("foundation_unwraps", "audit_finding", "audit_tally")]
        refused = (*deletions, *(functions if role is not DbRole.RETENTION else ()))
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute(statement)


def test_a_clock_shorter_than_what_is_needed_is_refused() -> None:
    assert Env(audit_kept_days={"findings": 365}).audit_kept_days == {"vault_counts": 90, "tallies": 120, "findings": 365}
    for wrong in ({"vault_counts": 3}, {"findings": 1}, {"tallies": 59}, {"entries": 100}):
        with pytest.raises(ValidationError, match="at least"):
            Env(audit_kept_days=wrong)
