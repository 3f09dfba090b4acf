"""Each rule raises on its pattern and is silent on what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from audit.events import Event, Outcome, Purpose
from audit.rules.catalogue import RULES
from audit.rules.checks import thresholds
from tests.audit.rules.conftest import Book

NO = Outcome.DENIED


def case(rule: str, name: str, found: int, write: Callable[[Book], Any], **look: Any) -> Any:
    return pytest.param(rule, found, write, look, id=f"{rule}: {name}")


def plays(
    b: Book, count: int, *, by: str = "rosa", step: float = 1, event: Event = Event.CLIP_FETCHED, subject: str = "clip", start: float = 0
) -> None:
    for number in range(count):
        b.write(event, by, start + step * number, subject=subject)


def many(b: Book, count: int, end: Event, *, by: str = "rosa", start: float = 0, **rest: Any) -> None:
    """So many clips, each fetched and then ended."""
    for number in range(count):
        clip = f"{by}-{end}-{number}"
        b.write(Event.CLIP_FETCHED, by, start + number, subject=clip)
        b.write(end, "lease-clock" if end is Event.LEASE_EXPIRED else by, start + number + 0.5, subject=clip, **rest)


def heard(b: Book, count: int, *, of: int) -> None:
    for number in range(of):
        b.write(Event.CLIP_FETCHED, "rosa", number, subject=f"clip{number}")
        if number >= count:
            b.write(Event.CLIP_HEARD, "lease-clock" if number % 2 else "rosa", number + 1, subject=f"clip{number}", heard_ms=5, person="@rosa")


def in_hand(b: Book, *rest: tuple[Event, str, float], fetch: float = 10, purpose: Purpose = Purpose.TASK) -> None:
    for event, by, minutes in rest:
        b.write(event, by, minutes, subject="clip", **({"person": "@rosa"} if event is Event.LEASE_EXPIRED else {}))
    b.write(Event.CLIP_FETCHED, "rosa", fetch, subject="clip", purpose=purpose)


def sign_ins(b: Book, *networks: str) -> None:
    for number, network in enumerate(networks):
        b.write(Event.SIGNED_IN, "rosa", number - 50, object="rosa", network=network)


def at_hour(b: Book, hour: int, *, offset: int | None = 0, weekday: int = 0, event: Event = Event.CLIP_FETCHED) -> None:
    start = (weekday * 24 + hour - 12) * 60 + 5
    b.noon -= timedelta(days=b.noon.weekday())
    b.write(Event.SIGNED_IN, "rosa", start - 4, object="rosa", **({} if offset is None else {"offset_min": offset}))
    b.write(event, "rosa", start, subject="clip")


def role(b: Book, *changes: tuple[Event, float, dict[str, str]], act: float = 10, roles: str = "reviewer") -> None:
    for event, minutes, details in changes:
        b.write(event, "olga", minutes, object="rosa", **{"role": "reviewer", "scope": "all", "scope_id": "", **details})
    b.write(Event.CLIP_DEALT, "rosa", act, subject="clip", roles=roles)


def days(b: Book, month: list[int], today: int) -> None:
    for number, count in enumerate([*month, today]):
        plays(b, count, step=0.01, start=(number - len(month)) * 24 * 60, subject="")


def reset(b: Book, by: str, *, access: float) -> None:
    b.write(Event.FACTOR_REMOVED, by, 0, object="rosa", factor="totp")
    b.write(Event.LOG_READ, "rosa", access)


def taken_out(
    b: Book, entries: int, of: str, at: float = 0, *, event: Event = Event.LOG_EXPORTED, permitted: int = 0, asker: str = "cora", state: str = "used"
) -> None:
    """A file of the log; `of` names the permit that its entry bears."""
    if permitted and not at:
        b.permit(of, asker, permitted, state)
    b.write(event, "cora", at, object=of, entries=entries)


def read_entry(b: Book, by: str, *, of: str) -> None:
    b.entry(b.write(Event.CLIP_FETCHED, of, 0, subject="clip"), Event.ENTRY_OPENED, by, 5)


ONE_PROJECT = {"scope": "project", "scope_id": "demo"}
GIVEN, ENDED = Event.ROLE_GIVEN, Event.ROLE_ENDED
DEALT, AGAIN, SUBMITTED, EXPIRED = Event.CLIP_DEALT, Event.CLIP_DEALT_AGAIN, Event.CLIP_SUBMITTED, Event.LEASE_EXPIRED
ESCALATED, TAKEN, CLOSED, ESCALATION = Event.CLIP_ESCALATED, Event.CASE_TAKEN, Event.CASE_CLOSED, Purpose.ESCALATION

CASES = [
    case("played_often", "seven times", 1, lambda b: plays(b, 7)),
    case("played_often", "six times", 0, lambda b: plays(b, 6)),
    case("played_often", "seven times in two days", 0, lambda b: plays(b, 7, step=300)),
    case("played_often", "four times each by two", 0, lambda b: (plays(b, 4), plays(b, 4, by="remy"))),
    case("played_often", "seven clips once", 0, lambda b: [plays(b, 1, subject=str(n)) for n in range(7)]),
    case("played_often", "a desk copy seven times", 0, lambda b: plays(b, 7, event=Event.DESK_COPY_FETCHED)),
    case("played_often", "a desk copy thirty-one times", 1, lambda b: plays(b, 31, event=Event.DESK_COPY_FETCHED)),
    case("played_without_answer", "eleven leases ran out", 1, lambda b: many(b, 11, EXPIRED, person="@rosa")),
    case("played_without_answer", "ten leases ran out", 0, lambda b: many(b, 10, EXPIRED, person="@rosa")),
    case("played_without_answer", "eleven were skipped", 1, lambda b: many(b, 11, Event.CLIP_SKIPPED)),
    case("played_without_answer", "eleven of sixty-six", 0, lambda b: (many(b, 55, SUBMITTED, start=-60), many(b, 11, Event.CLIP_SKIPPED))),
    case("played_without_answer", "leases of somebody else", 0, lambda b: many(b, 11, EXPIRED, person="@remy")),
    case("fetched_not_heard", "eleven of twenty silent", 1, lambda b: heard(b, 11, of=20), until=160, since=100),
    case("fetched_not_heard", "ten of twenty silent", 0, lambda b: heard(b, 10, of=20), until=160, since=100),
    case("fetched_not_heard", "too early to say", 0, lambda b: heard(b, 11, of=20), until=60),
    case("outside_lease", "never dealt", 1, lambda b: in_hand(b)),
    case("outside_lease", "dealt", 0, lambda b: in_hand(b, (DEALT, "rosa", 0))),
    case("outside_lease", "dealt to somebody else", 1, lambda b: in_hand(b, (DEALT, "remy", 0))),
    case("outside_lease", "submitted before", 1, lambda b: in_hand(b, (DEALT, "rosa", 0), (SUBMITTED, "rosa", 5))),
    case("outside_lease", "ran out before", 1, lambda b: in_hand(b, (DEALT, "rosa", 0), (EXPIRED, "lease-clock", 5))),
    case("outside_lease", "ran out and dealt again", 0, lambda b: in_hand(b, (DEALT, "rosa", 0), (EXPIRED, "lease-clock", 5), (AGAIN, "rosa", 6))),
    case("outside_lease", "submitted in the same second", 0, lambda b: in_hand(b, (DEALT, "rosa", 0), (SUBMITTED, "rosa", 9.95))),
    case("outside_lease", "for an escalation", 0, lambda b: in_hand(b, purpose=ESCALATION)),
    case("escalated_clip", "for ordinary work", 1, lambda b: in_hand(b, (ESCALATED, "remy", 0))),
    case("escalated_clip", "for the escalation", 0, lambda b: in_hand(b, (ESCALATED, "remy", 0), purpose=ESCALATION)),
    case("escalated_clip", "after it was closed", 0, lambda b: in_hand(b, (ESCALATED, "remy", 0), (CLOSED, "sam", 5))),
    case("case_of_another", "taken by another", 1, lambda b: in_hand(b, (ESCALATED, "remy", 0), (TAKEN, "sam", 5), purpose=ESCALATION)),
    case("case_of_another", "one's own", 0, lambda b: in_hand(b, (ESCALATED, "remy", 0), (TAKEN, "rosa", 5), purpose=ESCALATION)),
    case("case_of_another", "nobody's yet", 0, lambda b: in_hand(b, (ESCALATED, "remy", 0), purpose=ESCALATION)),
    case("sealed_clip", "at the desk", 1, lambda b: in_hand(b, (Event.CLIP_SENT_TO_DESK, "remy", 0))),
    case("sealed_clip", "destroyed", 1, lambda b: in_hand(b, (Event.CLIP_SHREDDED, "our-shredder", 0))),
    case("sealed_clip", "not meant for us", 1, lambda b: in_hand(b, (Event.CLIP_NOT_MEANT, "remy", 0))),
    case("sealed_clip", "taken back in time", 0, lambda b: in_hand(b, (Event.CLIP_NOT_MEANT, "rosa", 0), (Event.NOT_MEANT_UNDONE, "rosa", 0.1))),
    case("sealed_clip", "back from the desk", 0, lambda b: in_hand(b, (Event.CLIP_SENT_TO_DESK, "remy", 0), (Event.CLIP_BACK, "our-opener", 5))),
    case("off_hours", "at three in the night", 1, lambda b: at_hour(b, 3)),
    case("off_hours", "at noon", 0, lambda b: at_hour(b, 12)),
    case("off_hours", "at three, which is ten there", 0, lambda b: at_hour(b, 3, offset=420)),
    case("off_hours", "at noon, which is midnight there", 1, lambda b: at_hour(b, 12, offset=720)),
    case("off_hours", "at three, from no site", 0, lambda b: at_hour(b, 3, offset=None)),
    case("off_hours", "a home page at three", 0, lambda b: at_hour(b, 3, event=Event.HOME_OPENED)),
    case("off_hours", "on a Sunday, where that is work", 0, lambda b: at_hour(b, 12, weekday=6)),
    case("off_hours", "on a Sunday, where it is not", 1, lambda b: at_hour(b, 12, weekday=6), weekend=0),
    case("new_network", "after five others", 1, lambda b: sign_ins(b, *["a1b2"] * 5, "c3d4")),
    case("new_network", "a known one", 0, lambda b: sign_ins(b, *["a1b2"] * 6)),
    case("new_network", "of somebody new", 0, lambda b: sign_ins(b, *["a1b2"] * 4, "c3d4")),
    case("after_role_ended", "two minutes after", 1, lambda b: role(b, (GIVEN, 0, {}), (ENDED, 8, {}))),
    case("after_role_ended", "a request in flight", 0, lambda b: role(b, (GIVEN, 0, {}), (ENDED, 9.5, {}))),
    case("after_role_ended", "given again", 0, lambda b: role(b, (GIVEN, 0, {}), (ENDED, 5, {}), (GIVEN, 6, {}))),
    case(
        "after_role_ended",
        "of one of two projects",
        0,
        lambda b: role(b, (GIVEN, 0, {}), (GIVEN, 1, {"scope_id": "p"}), (ENDED, 5, {"scope_id": "p"})),
    ),
    case("after_role_ended", "its last day was yesterday", 1, lambda b: role(b, (GIVEN, -9999, {"until": str((b.noon - timedelta(days=1)).date())}))),
    case("after_role_ended", "its last day is today", 0, lambda b: role(b, (GIVEN, -9999, {"until": str(b.noon.date())}))),
    case("after_role_ended", "under another role", 0, lambda b: role(b, (GIVEN, 0, {}), (ENDED, 5, {}), roles="supervisor")),
    case("after_role_ended", "of which the log knows nothing", 0, lambda b: role(b)),
    case("after_suspension", "two minutes after", 1, lambda b: role(b, (Event.PERSON_SUSPENDED, 8, {}))),
    case("after_suspension", "a request in flight", 0, lambda b: role(b, (Event.PERSON_SUSPENDED, 9.5, {}))),
    case("after_suspension", "restored", 0, lambda b: role(b, (Event.PERSON_SUSPENDED, 5, {}), (Event.PERSON_RESTORED, 9.9, {}))),
    case("factor_reset", "an hour before", 1, lambda b: reset(b, "olga", access=60)),
    case("factor_reset", "two days before", 0, lambda b: reset(b, "olga", access=2880)),
    case("factor_reset", "by oneself", 0, lambda b: reset(b, "rosa", access=60)),
    case("role_to_oneself", "given", 1, lambda b: b.write(GIVEN, "olga", object="olga", role="compliance")),
    case("role_to_oneself", "to another", 0, lambda b: b.write(GIVEN, "olga", object="rosa", role="compliance")),
    case("volume", "four times the median", 1, lambda b: days(b, [20] * 5, 101)),
    case("volume", "three times the median", 0, lambda b: days(b, [34] * 5, 102)),
    case("volume", "much for the median, little as such", 0, lambda b: days(b, [2] * 5, 99)),
    case("volume", "of somebody new", 0, lambda b: days(b, [20] * 4, 101)),
    case("large_export", "of clips", 1, lambda b: b.write(Event.EXPORT_MADE, "our-exporter", clips=5001)),
    case("large_export", "small", 0, lambda b: b.write(Event.EXPORT_MADE, "our-exporter", clips=5000)),
    case("large_export", "of the log", 1, lambda b: b.write(Event.LOG_EXPORTED, "cora", entries=100_001, format="csv")),
    case("large_export", "of openings", 1, lambda b: b.write(Event.LOG_BUNDLED, "cora", entries=5, openings=10_001)),
    case("export_alone", "with a permit", 0, lambda b: taken_out(b, 50_001, "permit", permitted=50_001)),
    case("export_alone", "a bundle with a permit", 0, lambda b: taken_out(b, 50_001, "permit", event=Event.LOG_BUNDLED, permitted=50_001)),
    case("export_alone", "twice with one permit", 1, lambda b: [taken_out(b, 50_001, "permit", n, permitted=50_001) for n in (0, 1)]),
    case("export_alone", "more than the permit", 1, lambda b: taken_out(b, 50_002, "permit", permitted=50_001)),
    case("export_alone", "with somebody else's permit", 1, lambda b: taken_out(b, 50_001, "permit", permitted=50_001, asker="olga")),
    case("export_alone", "with a permit that was not used", 1, lambda b: taken_out(b, 50_001, "permit", permitted=50_001, state="approved")),
    case("export_alone", "without a permit", 1, lambda b: taken_out(b, 50_001, "")),
    case("export_alone", "with an id that is no permit's", 1, lambda b: taken_out(b, 50_001, "clip")),
    case("export_alone", "as much as one may", 0, lambda b: taken_out(b, 50_000, "")),
    case("original_in_vain", "nothing was made", 1, lambda b: b.write(Event.ORIGINAL_OPENED, "our-redactor", subject="rec"), until=140, since=110),
    case("original_in_vain", "too early to say", 0, lambda b: b.write(Event.ORIGINAL_OPENED, "our-redactor", subject="rec"), until=110),
    *(
        case(
            "original_in_vain",
            end.value,
            0,
            lambda b, end=end: (b.write(Event.ORIGINAL_OPENED, "our-redactor", subject="rec"), b.write(end, "our-redactor", 3, subject="rec")),
            until=140,
            since=110,
        )
        for end in (Event.RECORDING_READY, Event.RECORDING_HELD, Event.RECORDING_RELEASED, Event.DESK_COPY_MADE, Event.SIBLINGS_LOOKED_AT)
    ),
    case("export_in_vain", "no file", 1, lambda b: b.write(Event.TRAINING_COPY_OPENED, "cora", subject="project", clips=3), until=730, since=700),
    case("export_in_vain", "of nothing", 0, lambda b: b.write(Event.TRAINING_COPY_OPENED, "cora", subject="project", clips=0), until=730, since=700),
    case(
        "export_in_vain",
        "made",
        0,
        lambda b: (
            b.write(Event.TRAINING_COPY_OPENED, "cora", subject="project", clips=3),
            b.write(Event.EXPORT_MADE, "cora", 30, subject="project", clips=3),
        ),
        until=730,
        since=700,
    ),
    case("repeated_denials", "eleven", 1, lambda b: [b.write(Event.ACCESS_DENIED, "nils", n, outcome=NO) for n in range(11)]),
    case("repeated_denials", "ten", 0, lambda b: [b.write(Event.ACCESS_DENIED, "nils", n, outcome=NO) for n in range(10)]),
    case("repeated_denials", "eleven in an hour", 0, lambda b: [b.write(Event.ACCESS_DENIED, "nils", 5 * n, outcome=NO) for n in range(11)]),
    case("guessed_sign_in", "eleven", 1, lambda b: [b.write(Event.SIGN_IN_FAILED, "no-body", n, object="rosa", outcome=NO) for n in range(11)]),
    case("guessed_sign_in", "of two people", 0, lambda b: [b.write(Event.SIGN_IN_FAILED, "no-body", n, object=f"p{n % 2}") for n in range(12)]),
    case("strangers_refused", "many", 1, lambda b: b.write(Event.REFUSALS_COUNTED, "our-gate", count=121)),
    case("strangers_refused", "some", 0, lambda b: b.write(Event.REFUSALS_COUNTED, "our-gate", count=120)),
    case("read_about_oneself", "the own page", 1, lambda b: b.write(Event.LOG_PERSON_SHOWN, "cora", subject="cora")),
    case("read_about_oneself", "the page of another", 0, lambda b: b.write(Event.LOG_PERSON_SHOWN, "cora", subject="rosa")),
    case("read_about_oneself", "a search for oneself", 1, lambda b: b.write(Event.LOG_SEARCHED, "cora", actor="@cora")),
    case("read_about_oneself", "an own entry", 1, lambda b: read_entry(b, "cora", of="cora")),
    case("read_about_oneself", "an entry of another", 0, lambda b: read_entry(b, "cora", of="rosa")),
    case("clock_apart", "eleven minutes behind", 1, lambda b: (plays(b, 3, start=5), b.seal(apart_s=660))),
    case("clock_apart", "ten seconds ahead", 1, lambda b: (plays(b, 3, start=5), b.seal(apart_s=-10))),
    case("clock_apart", "sealed at once", 0, lambda b: (plays(b, 3, start=5), b.seal(apart_s=0.02))),
    case("log_disagrees", "the publisher stopped", 1, lambda b: b.write(Event.PUBLISHING_STOPPED, "our-publisher")),
    case("log_disagrees", "a verification failed", 1, lambda b: b.write(Event.LOG_VERIFIED, "cora", outcome=Outcome.FAILED)),
    case("log_disagrees", "a verification went well", 0, lambda b: b.write(Event.LOG_VERIFIED, "cora")),
    case("unsealed", "for two minutes", 1, lambda b: plays(b, 3), until=4),
    case("unsealed", "for half a minute", 0, lambda b: plays(b, 1), until=0.5),
]


@pytest.mark.parametrize(("rule", "found", "write", "look"), CASES)
def test_a_rule_raises_on_its_pattern_and_is_silent_on_a_near_miss(
    book: Book, rule: str, found: int, write: Callable[[Book], Any], look: dict[str, Any]
) -> None:
    if rule == "unsealed":  # it looks at the whole log: nothing of the other cases may wait
        book.owner.execute("UPDATE audit_heartbeat SET settled_seq = %s", [book.after])
    write(book)
    raised = book.look(rule, **look)
    assert len(raised) == found
    for one in raised:
        known = {"person": one.person, "subject": one.subject, **one.details}
        sentence = RULES[rule].sentence(known)
        assert sentence != RULES[rule].title, "the sentence wants a detail that the finding does not have"
        assert one.entries
        assert all(len(entry) == 32 for entry in one.entries)
        assert book.at(days=-7) < one.at < book.at(days=7)


def test_every_rule_has_a_case_and_says_what_it_cannot_see() -> None:
    elsewhere = {"seal_gap", "witness_gap", "vault_count"}
    assert {parameters.values[0] for parameters in CASES} | elsewhere == set(RULES)
    assert all(rule.blind and rule.title for rule in RULES.values())


def test_a_house_sets_its_own_thresholds() -> None:
    with override_settings(AUDIT_RULES={"played_often": {"plays": 2}}):
        assert RULES["played_often"].thresholds() == {"plays": 2, "desk_plays": 30, "hours": 24}


def test_the_same_finding_has_the_same_key_however_often_it_is_looked_for(book: Book) -> None:
    plays(book, 7)
    first = book.look("played_often")
    plays(book, 2, start=20)
    second = book.look("played_often")
    assert [one.key for one in first] == [one.key for one in second]
    assert second[0].details["plays"] == 9


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ({"played_often": {"plays": 8}}, ""),
        ({"played_oftn": {"plays": 8}}, "there is no rule played_oftn"),
        ({"played_often": {"ploys": 8}}, "the rule played_often has no threshold ploys"),
        ({"played_often": {"plays": -1}}, "played_often.plays is -1"),
    ],
)
def test_a_threshold_that_no_rule_reads_stops_the_start(rules: dict[str, dict[str, int]], complaint: str) -> None:
    with override_settings(AUDIT_RULES=rules):
        found = [message.msg.removeprefix("SOTTO_AUDIT_RULES: ") for message in thresholds()]
    assert found == ([complaint] if complaint else [])
