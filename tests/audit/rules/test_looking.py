"""The watcher's looks: everything once, nothing missed, whoever else looks and whatever fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from django.conf import settings

from audit import findings, watching
from audit.access import Actor, Role
from audit.events import Event
from audit.log import record
from audit.models import Alert, Finding, RuleMark
from audit.rules import looking
from audit.rules.catalogue import RULES
from audit.rules.registry import Found, Limits, Window
from audit.watching import Watcher
from config.env import ROOT
from foundation.clock import now
from foundation.ids import new_id
from foundation.roles import DbRole
from tests import raw
from tests.audit.acting import person
from tests.audit.conftest import AsRole, Entries
from tests.sealing import InProcess
from tests.waiting import wait_for

Become = Callable[[DbRole], None]
QUIET = frozenset({"seal_gap", "witness_gap", "outside_lease"})  # tests have neither minutes of sealing nor a witness nor leases


@pytest.fixture(autouse=True)
def a_step_begins() -> None:
    """The clock as it is: a rule holds it against the database's."""


@pytest.fixture
def pass_by(db: str, acting_as: Become, sealing: InProcess) -> Callable[[], list[Finding]]:
    """Settle what was written, let the watcher look as its own role, and give all findings so far."""

    def look() -> list[Finding]:
        settle(sealing)
        acting_as(DbRole.AUDITOR)
        watching.look()
        found = list(Finding.objects.exclude(rule__in=QUIET).order_by("raised_at"))
        acting_as(DbRole.APP)
        return found

    return look


def settle(sealing: InProcess) -> None:
    for _ in range(3):
        running = sealing.running()
        running._settle_at = running._beat_at = 0.0
        sealing.seal_once()


def play(by: Actor, clip: str, times: int) -> list[str]:
    return [record(Event.CLIP_FETCHED, by=by, subject=clip).entry_id for _ in range(times)]


def test_what_a_rule_finds_is_raised_once_with_its_entry_and_its_alert(pass_by: Callable[[], list[Finding]], entries: Entries) -> None:
    rosa, clip = person(Role.REVIEWER), new_id()
    written = play(rosa, clip, 7)
    (found,) = pass_by()
    assert (found.rule, found.person, found.subject, found.details["plays"]) == ("played_often", rosa.id, clip, 7)
    assert set(found.entries) == set(written)
    raised = [entry for entry in entries() if entry["event"] == "finding.raised" and entry["object"] == found.pk]
    assert [(entry["actor"], entry["details"]) for entry in raised] == [("watcher", {"rule": "played_often", "entries": 7, "person": rosa.id})]
    assert Alert.objects.using("reader").filter(about=found.pk).count() == len(settings.OFFICERS and [1])
    shown = findings.one(found.pk)
    assert "7 times" in shown.sentence
    assert rosa.id in shown.sentence
    before = now()
    assert pass_by() == [found]
    marks = RuleMark.objects.using("reader").all()
    assert {mark.rule for mark in marks} == {*RULES, "tally"}
    assert all(mark.ran_at is not None and mark.ran_at >= before and not mark.error for mark in marks)


def test_an_open_finding_grows_and_a_decided_one_is_left(pass_by: Callable[[], list[Finding]]) -> None:
    rosa, clip = person(Role.REVIEWER), new_id()
    play(rosa, clip, 7)
    pass_by()
    play(rosa, clip, 1)
    (grown,) = pass_by()
    assert grown.details["plays"] == 8
    findings.dispose(grown.pk, by=person(Role.COMPLIANCE), disposition="explained", note="a hard clip")
    play(rosa, clip, 1)
    (left,) = pass_by()
    assert (left.details["plays"], left.disposition) == (8, "explained")


def test_a_rule_that_fails_holds_up_no_other_and_misses_nothing(
    pass_by: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch, as_role: AsRole
) -> None:
    rule = RULES["played_often"]

    def broken(window: Window, limits: Limits) -> Iterator[Found]:
        yield from window.rows("SELECT nothing FROM nowhere")

    monkeypatch.setitem(RULES, "played_often", replace(rule, find=broken))
    rosa, olga = person(Role.REVIEWER), person(Role.OPERATOR)
    play(rosa, new_id(), 7)
    record(Event.ROLE_GIVEN, by=olga, object=olga.id, details={"role": "compliance"})
    assert [one.rule for one in pass_by()] == ["role_to_oneself"]
    assert RuleMark.objects.using("reader").get(pk="played_often").error == "ProgrammingError"
    monkeypatch.setitem(RULES, "played_often", rule)
    assert [one.rule for one in pass_by()] == ["role_to_oneself", "played_often"]


def test_while_another_watcher_is_at_a_rule_it_is_left_to_it(pass_by: Callable[[], list[Finding]], superuser: psycopg.Connection) -> None:
    pass_by()
    play(person(Role.REVIEWER), new_id(), 7)
    with superuser.transaction():
        superuser.execute("SELECT 1 FROM audit_rulemark WHERE rule = 'played_often' FOR UPDATE")
        assert pass_by() == []
    assert len(pass_by()) == 1


def test_what_is_not_settled_yet_is_looked_at_later_not_never(db: str, acting_as: Become, sealing: InProcess, as_role: AsRole) -> None:
    settle(sealing)
    writer = as_role(DbRole.APP)
    writer.execute("BEGIN")
    raw.insert(writer, "late", actor="o", event="role.given", object="o")
    record(Event.LOG_READ, by=person())
    settle(sealing)
    acting_as(DbRole.AUDITOR)
    watching.look()
    writer.execute("COMMIT")
    settle(sealing)
    watching.look()
    assert Finding.objects.get(rule="role_to_oneself").entries == ["late"]


def test_a_long_silence_is_caught_up_in_steps(pass_by: Callable[[], list[Finding]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "STEP", 4)
    rosa, clips = person(Role.REVIEWER), [new_id() for _ in range(3)]
    for clip in clips:
        play(rosa, clip, 7)
    assert {one.subject for one in pass_by() if one.rule == "played_often"} == set(clips)


def test_the_end_of_a_period_hides_nothing(pass_by: Callable[[], list[Finding]], sealing: InProcess, as_role: AsRole, acting_as: Become) -> None:
    rosa, clip = person(Role.REVIEWER), new_id()
    pass_by()
    play(rosa, clip, 4)
    as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
    reader = as_role(DbRole.READER)

    def is_closed() -> bool:
        settle(sealing)
        return reader.execute("SELECT max(n) FROM audit_period WHERE closed_at IS NULL").fetchone() == (2,)

    wait_for(is_closed, 60)
    play(rosa, clip, 4)
    pass_by()
    (found,) = pass_by()
    assert (found.rule, found.details["plays"]) == ("played_often", 8)


def test_an_officer_asks_and_the_rules_look_at_once(db: str, acting_as: Become, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    monkeypatch.setattr(watching, "JOBS", {"rules": (3600.0, lambda: looks.append("rules")), "other": (3600.0, lambda: looks.append("other"))})
    watcher = Watcher(threading.Event())
    acting_as(DbRole.AUDITOR)
    watcher.tick()
    watcher.tick()
    assert looks == ["rules", "other"]
    acting_as(DbRole.APP)
    findings.ask(by=person(Role.COMPLIANCE))
    acting_as(DbRole.AUDITOR)
    watcher.tick()
    watcher.tick()
    assert looks == ["rules", "other", "rules"]


def test_a_job_that_fails_ends_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Watcher, "_is_asked", lambda watcher: False)
    done: list[str] = []

    def fails() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(watching, "JOBS", {"fails": (60.0, fails), "works": (60.0, lambda: done.append("works"))})
    Watcher(threading.Event()).tick()
    assert done == ["works"]


@pytest.mark.slow
@pytest.mark.usefixtures("sealer_stopped")
def test_the_watcher_process_finds_goes_on_without_its_connection_and_stops_when_told(
    db: str, sealing: InProcess, superuser: psycopg.Connection
) -> None:
    olga = person(Role.OPERATOR)
    record(Event.ROLE_GIVEN, by=olga, object=olga.id, details={"role": "compliance"})
    settle(sealing)
    command = [sys.executable, str(ROOT / "manage.py"), "log", "watch"]
    process = subprocess.Popen(command, env={**os.environ, "SOTTO_ROLE": DbRole.AUDITOR.value, "SOTTO_DATABASE_NAME": db})
    try:
        wait_for(lambda: Finding.objects.using("reader").filter(rule="role_to_oneself").exists(), 120)
        superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sotto_auditor'")
        nils = person()
        record(Event.ROLE_GIVEN, by=nils, object=nils.id, details={"role": "operator"})
        settle(sealing)
        findings.ask(by=person(Role.COMPLIANCE))
        wait_for(lambda: Finding.objects.using("reader").filter(rule="role_to_oneself").count() == 2, 120)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
