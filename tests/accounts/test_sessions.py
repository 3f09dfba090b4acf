"""What ends, locks and opens a session; each with the clock, the network or the account changed in the middle."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client, override_settings

from accounts import mfa, organisations, people, sessions, sites
from accounts.models import Organisation, Session, Site
from audit.access import Role, console_actor, process_actor
from audit.events import Event
from foundation import clock
from foundation.clock import now, shifted
from tests.accounts.book import entries, last_entry
from tests.cast import Browser, Cast, person, sign_in_by_pages, signed_in

PAGE, LOCKED, SIGN_IN = "/work/", "/accounts/locked/", "/accounts/sign-in/"


def goes_to(client: Client, **headers: str) -> str:
    """Where a person who opens the work page ends."""
    answer = client.get(PAGE, **headers)  # type: ignore[arg-type]
    return PAGE if answer.status_code == 200 else answer["Location"].split("?")[0]


@pytest.mark.asvs("7.3.1")
def test_a_quiet_session_locks_and_a_code_opens_it_again(client: Client, rosa: Cast) -> None:
    row = signed_in(client, rosa)
    with shifted(minutes=14):
        assert goes_to(client) == PAGE
    with shifted(minutes=30):
        assert goes_to(client) == LOCKED
        assert last_entry(Event.SESSION_LOCKED)["details"] == {"reason": "idle", "session": row.pk}
        assert client.post(LOCKED, {"code": rosa.code(steps=-2)}).status_code == 200
        rosa.wait_for_a_code()
        assert client.post(LOCKED, {"code": rosa.code()}).status_code == 302
        assert goes_to(client) == PAGE
    assert last_entry(Event.SESSION_UNLOCKED)["factor"] == "password+totp"


def test_activity_holds_the_lock_off(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    for minutes in range(10, 70, 10):
        with shifted(minutes=minutes):
            assert goes_to(client) == PAGE


@pytest.mark.asvs("7.3.2")
def test_a_session_ends_after_twelve_hours_however_busy(client: Client, rosa: Cast) -> None:
    row = signed_in(client, rosa)
    for minutes in range(10, 12 * 60, 10):
        if minutes % 100:
            Session.objects.filter(pk=row.pk).update(last_seen_at=now() + timedelta(minutes=minutes))
            continue
        with shifted(minutes=minutes):
            assert goes_to(client) == PAGE
    with shifted(hours=12, seconds=1):
        assert goes_to(client) == SIGN_IN
    assert last_entry(Event.SESSION_ENDED)["details"] == {"reason": "absolute", "session": row.pk}


def test_a_new_code_does_not_stretch_the_twelve_hours(client: Client, rosa: Cast) -> None:
    sign_in_by_pages(client, rosa)
    with shifted(hours=11):
        client.get(PAGE)
        client.post(LOCKED, {"code": rosa.code()})
        assert goes_to(client) == PAGE
    with shifted(hours=12, minutes=1):
        assert goes_to(client) == SIGN_IN


@pytest.mark.asvs("7.1.2")
def test_a_reviewers_second_sign_in_ends_the_first(rosa: Cast) -> None:
    first, second = Browser(), Browser()
    sign_in_by_pages(first, rosa)
    rosa.wait_for_a_code()
    sign_in_by_pages(second, rosa)
    assert (goes_to(first), goes_to(second)) == (SIGN_IN, PAGE)
    assert last_entry(Event.SESSION_ENDED)["details"]["reason"] == "newer sign-in"


def test_others_may_sit_at_two_screens(cora: Cast) -> None:
    first, second = Browser(), Browser()
    sign_in_by_pages(first, cora)
    cora.wait_for_a_code()
    sign_in_by_pages(second, cora)
    assert first.get("/log/").status_code == second.get("/log/").status_code == 200


@pytest.mark.asvs("7.4.2")
def test_suspending_a_person_acts_at_the_next_request(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    people.suspend(rosa.person, by=console_actor(), reason="left")
    assert goes_to(client) == SIGN_IN
    assert not Session.objects.filter(person=rosa.person).exists()


def test_an_account_that_is_closed_past_the_verb_opens_nothing_either(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    type(rosa.person).objects.filter(pk=rosa.person.pk).update(suspended_at=now())
    assert goes_to(client) == SIGN_IN
    assert last_entry(Event.SESSION_ENDED)["details"]["reason"] == "suspended"


def agency(**contract: date) -> Organisation:
    return organisations.add("Northern Ears", by=console_actor(), country="RO", **contract)


def test_suspending_an_organisation_suspends_all_its_people_at_once(rosa: Cast) -> None:
    northern = agency()
    browsers = []
    for name in ("mara", "ion"):
        worker, browser = person(name, Role.REVIEWER, organisation=northern), Browser()
        signed_in(browser, worker)
        browsers.append(browser)
    organisations.suspend(northern, by=console_actor())
    assert [goes_to(browser) for browser in browsers] == [SIGN_IN, SIGN_IN]
    outsider = Browser()
    signed_in(outsider, rosa)
    assert goes_to(outsider) == PAGE
    assert last_entry(Event.ORGANISATION_SUSPENDED)["details"]["people"] == 2


def test_a_contract_that_ends_closes_the_door(client: Client, db: str) -> None:
    northern = agency(contract_until=now().date())
    mara = person("mara", Role.REVIEWER, organisation=northern)
    signed_in(client, mara)
    assert goes_to(client) == PAGE
    northern.contract_until = now().date() - timedelta(days=1)
    northern.save()
    assert goes_to(client) == SIGN_IN


@pytest.mark.asvs("8.3.2")
def test_a_role_ends_with_its_last_day_and_when_somebody_ends_it(client: Client, db: str) -> None:
    mara = person("mara", Role.REVIEWER, until=now().date())
    row = signed_in(client, mara)
    assert client.get(PAGE).status_code == 200
    with shifted(days=1):
        Session.objects.filter(pk=row.pk).update(last_seen_at=clock.now(), ends_at=clock.now() + timedelta(hours=1))
        assert client.get(PAGE).status_code == 403
    Session.objects.filter(pk=row.pk).update(last_seen_at=now())
    assert client.get(PAGE).status_code == 200
    people.end_role(mara.person.assignments.get(), by=console_actor())
    assert client.get(PAGE).status_code == 403


def hall(**kwargs: object) -> Site:
    return sites.add("Hall 1", by=console_actor(), cidrs=["192.0.2.0/24", "2001:db8::/48"], **kwargs)  # type: ignore[arg-type]


@pytest.mark.asvs("8.2.4")
def test_a_session_locks_outside_its_site_and_stays_open_inside(client: Client, db: str) -> None:
    site = hall()
    mara = person("mara", Role.REVIEWER, site=site)
    signed_in(client, mara, site=site, address="192.0.2.7")
    assert goes_to(client, REMOTE_ADDR="192.0.2.200") == PAGE
    assert goes_to(client, REMOTE_ADDR="2001:db8:0:1::5") == PAGE
    assert goes_to(client, REMOTE_ADDR="198.51.100.7") == LOCKED
    assert last_entry(Event.SESSION_LOCKED)["details"]["reason"] == "network"
    answer = client.post(LOCKED, {"code": mara.code()}, REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 403
    assert "not at your site" in answer.content.decode()
    mara.wait_for_a_code()
    client.post(LOCKED, {"code": mara.code()}, REMOTE_ADDR="192.0.2.9")
    assert goes_to(client, REMOTE_ADDR="192.0.2.9") == PAGE


@pytest.mark.asvs("4.1.3", "8.2.4")
def test_a_forwarded_address_is_believed_from_our_own_proxy_only(client: Client, db: str) -> None:
    site = hall()
    mara = person("mara", Role.REVIEWER, site=site)
    signed_in(client, mara, site=site, address="192.0.2.7")
    spoofed = {"REMOTE_ADDR": "198.51.100.7", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    with override_settings(TRUSTED_PROXIES=("198.51.100.7/32",)):
        assert goes_to(client, **spoofed) == PAGE
    assert goes_to(client, **spoofed) == LOCKED


def test_nobody_signs_in_from_outside_the_site(client: Client, db: str) -> None:
    mara = person("mara", Role.REVIEWER, site=hall())
    client.post(SIGN_IN, {"email": mara.email, "password": mara.password}, REMOTE_ADDR="198.51.100.7")
    answer = client.post("/accounts/code/", {"code": mara.code()}, REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 403
    assert last_entry()["event"] == Event.SITE_REFUSED.value
    assert goes_to(client, REMOTE_ADDR="198.51.100.7") == SIGN_IN


def test_the_shift_opens_and_closes_the_session(client: Client, db: str) -> None:
    at = now()
    begin, end = (at - timedelta(hours=1)).time(), (at + timedelta(hours=1)).time()
    site = hall(opens_at=begin, closes_at=end)
    mara = person("mara", Role.REVIEWER, site=site)
    row = signed_in(client, mara, site=site, address="192.0.2.7")
    assert goes_to(client, REMOTE_ADDR="192.0.2.7") == PAGE
    with shifted(hours=2):
        Session.objects.filter(pk=row.pk).update(last_seen_at=clock.now())
        assert goes_to(client, REMOTE_ADDR="192.0.2.7") == LOCKED
    assert last_entry(Event.SESSION_LOCKED)["details"]["reason"] == "shift"


@pytest.mark.parametrize(
    ("opens", "closes", "at", "is_open"),
    [
        (time(8), time(16), "2026-03-02T07:59", False),
        (time(8), time(16), "2026-03-02T08:00", True),
        (time(8), time(16), "2026-03-02T16:00", False),
        (time(22), time(6), "2026-03-02T23:30", True),
        (time(22), time(6), "2026-03-02T05:59", True),
        (time(22), time(6), "2026-03-02T12:00", False),
    ],
)
def test_a_shift_may_run_over_midnight(opens: time, closes: time, at: str, is_open: bool) -> None:
    site = Site(name="x", zone="Europe/Bucharest", opens_at=opens, closes_at=closes)
    from datetime import datetime
    from zoneinfo import ZoneInfo

    assert site.is_open(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Bucharest"))) is is_open


def test_another_browser_with_the_same_key_finds_it_locked(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    assert goes_to(client, HTTP_USER_AGENT="somebody else's") == LOCKED
    assert goes_to(client) == LOCKED
    assert last_entry(Event.SESSION_LOCKED)["details"]["reason"] == "agent"


def test_without_a_site_a_changed_network_locks(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa, address="203.0.113.5")
    assert goes_to(client, REMOTE_ADDR="203.0.113.80") == PAGE
    assert goes_to(client, REMOTE_ADDR="198.51.100.7") == LOCKED


@pytest.mark.asvs("6.5.6")
def test_removing_the_factor_ends_the_sessions(client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    mfa.remove(rosa.person, by=console_actor())
    assert goes_to(client) == SIGN_IN
    assert last_entry()["details"]["reason"] == "factor"


def test_a_key_that_nobody_gave_opens_nothing(client: Client, rosa: Cast) -> None:
    client.cookies["__Host-sotto"] = "k" * 43
    assert goes_to(client) == SIGN_IN


def test_what_a_page_fetches_is_refused_and_not_led_to_a_form(client: Client, rosa: Cast) -> None:
    assert client.get(PAGE, HTTP_SEC_FETCH_DEST="audio").status_code == 403
    answer = client.get(PAGE, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, f"{SIGN_IN}?next={PAGE}")


def test_the_sweep_ends_forgotten_sessions_with_an_entry_for_full_ones(client: Client, rosa: Cast) -> None:
    client.get(SIGN_IN)
    signed_in(Browser(), rosa)
    with shifted(hours=13):
        assert sessions.sweep() == 2
        assert sessions.sweep() == 0
    ended = entries(Event.SESSION_ENDED)
    assert [(entry["actor"], entry["object"]) for entry in ended] == [("session-clock", rosa.person.pk)]


def test_the_default_worker_may_run_the_sweep(rosa: Cast, as_role: object) -> None:
    from foundation.roles import DbRole

    signed_in(Browser(), rosa)
    with as_role(DbRole.WORKER).cursor() as cursor:  # type: ignore[operator]
        assert cursor.execute("DELETE FROM accounts_session WHERE person_id = %s", [rosa.person.pk]).rowcount == 1


def test_an_end_that_cannot_be_recorded_does_not_happen(rosa: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from audit.log import NothingRecorded

    row = signed_in(Browser(), rosa)

    def fail(*args: object, **kwargs: object) -> None:
        raise NothingRecorded

    monkeypatch.setattr(sessions, "record", fail)
    with pytest.raises(NothingRecorded):
        sessions.end(row, by=process_actor("test"), reason="x")
    assert Session.objects.filter(pk=row.pk).exists()


def test_the_mark_on_the_screen_is_steady_and_no_part_of_the_key(client: Client, rosa: Cast) -> None:
    row = signed_in(client, rosa)
    page = client.get(PAGE).content.decode()
    from accounts.middleware import mark_of

    assert mark_of(row) in page
    assert "Rosa" in page
    assert mark_of(row) not in client.cookies["__Host-sotto"].value
