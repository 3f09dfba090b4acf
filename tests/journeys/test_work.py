"""A day at work in real browsers: a reviewer by keyboard alone, a supervisor who answers, an analyst at the desk, an officer who reads it all."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from config.services import Postgres
from tests.journeys.browser import look, window
from tests.journeys.house import House
from tests.journeys.signing_in import factor_of, give_code, sign_in
from tests.journeys.test_recordings import env_of
from tests.waiting import wait_for

pytestmark = pytest.mark.slow
WORDS = ("please", "thanks", "again", "slowly", "there", "maybe", "today", "kindly", "really", "indeed")  # none of them could be a number or a name
CLIPS = len(WORDS)
NEXT_MS = 250  # half of them, whatever else the machine does; `python -m bench reviewers` measures the 100 ms that are promised
WAIT_S = 120
LISTENED_S = 0.4  # longer than a key may bounce, static/js/workbench.js
EDITOR = "[data-part=area]"
SESSIONS: dict[str, Any] = {}  # of the people who are signed in: each code is taken once, so each of them signs in once


@pytest.fixture(scope="module")
def admin(house: House, browser: Browser) -> Iterator[psycopg.Connection]:
    """The database, when enough clips have come through the redactor. Remy signs in meanwhile: later he needs another code."""
    with window(browser) as page:
        sign_in(page, house, "remy")
        page.wait_for_url("**/work/")
        SESSIONS["remy"] = page.context.storage_state()
    with Postgres(env_of(house)).connect("sotto") as connection:
        wait_for(lambda: one(connection, "SELECT count(*) FROM annotation_slot WHERE state = 'open'") >= CLIPS + 15, 600)
        yield connection


def one(admin: psycopg.Connection, query: str, *values: object) -> int:
    row = admin.execute(query.encode(), values).fetchone()
    return int(row[0]) if row else 0


def text(admin: psycopg.Connection, query: str, *values: object) -> str:
    row = admin.execute(query.encode(), values).fetchone()
    return str(row[0]) if row else ""


@contextmanager
def at_work(browser: Browser, house: House, name: str, *, idle_s: int = 900, anew: bool = False) -> Iterator[Page]:
    """In a fresh browser at the workbench, a clip on the screen. anew: signed in again, which ends the session before."""
    with window(browser, storage_state=None if anew else SESSIONS.get(name)) as page:
        if anew or name not in SESSIONS:
            sign_in(page, house, name)
            page.wait_for_url("**/work/")
            SESSIONS[name] = page.context.storage_state()
        if idle_s != 900:
            page.route(f"{house.origin}/work/", lambda route: sooner(route, idle_s))
        page.goto(f"{house.origin}/work/")
        wait_for(lambda: has_clip(page), WAIT_S)
        yield page


def sooner(route: Route, idle_s: int) -> None:
    """The page as it is, but for its patience."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('data-idle-s="900"', f'data-idle-s="{idle_s}"'))


def has_clip(page: Page) -> bool:
    """Our policy forbids what Playwright's own waiting for a function needs."""
    return bool(page.evaluate("document.querySelector('[data-part=area]')?.value.length > 0"))


def clip_in_hand(admin: psycopg.Connection) -> str:
    """The clip on the screen: the oldest live lease of whoever was at work last."""
    query = """
        SELECT clip_id FROM annotation_lease WHERE ended_at IS NULL AND person_id =
        (SELECT actor FROM audit_entry WHERE action IN ('clip.dealt', 'clip.dealt_again') ORDER BY seq DESC LIMIT 1) ORDER BY dealt_at LIMIT 1
    """
    return text(admin, query)


def test_ten_clips_go_by_keyboard_alone(browser: Browser, house: House, admin: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    with at_work(browser, house, "rosa") as page:
        look(page, "workbench")
        for number, word in enumerate(WORDS):
            page.keyboard.press("Alt+k")  # listen
            wait_for(lambda: played_s(page) >= LISTENED_S, WAIT_S)
            page.keyboard.press("Alt+Enter")  # to the transcript
            page.keyboard.press("End")
            page.keyboard.type(f" {word}")
            page.keyboard.press("Alt+Shift+1")  # the first answer of the first question
            wait_for(lambda n=number: sounds(page) >= n + 2, WAIT_S)  # type: ignore[misc]  # the next one is here before it is asked for
            page.keyboard.press("Control+Enter")
            wait_for(lambda n=number: len(measures(page)) > n, WAIT_S)  # type: ignore[misc]
        took = sorted(measures(page))
        page.keyboard.press("Alt+/")
        look(page, "workbench-keys")
    with capsys.disabled():
        print(f"\n  submit to the next clip playable: median {took[len(took) // 2]:.0f} ms, slowest {took[-1]:.0f} ms of {len(took)}")
    assert took[len(took) // 2] <= NEXT_MS
    wait_for(lambda: one(admin, "SELECT count(*) FROM annotation_answer WHERE state = 'clean'") >= CLIPS, WAIT_S)
    assert one(admin, "SELECT count(*) FROM annotation_answer WHERE state = 'clean'") == CLIPS
    assert one(admin, "SELECT count(*) FROM annotation_clip WHERE state = 'done'") == CLIPS
    heard = "SELECT count(DISTINCT subject) FROM audit_entry WHERE action = 'clip.heard'"
    assert one(admin, heard) >= CLIPS


def played_s(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-part=wave] [role=slider]').ariaValueNow") or 0)


def sounds(page: Page) -> int:
    """How many the page has fetched."""
    return int(page.evaluate("performance.getEntriesByType('resource').filter(one => one.name.includes('/audio/')).length"))


def measures(page: Page) -> list[float]:
    found: list[float] = page.evaluate("performance.getEntriesByName('sotto:next').map(one => one.duration)")
    return found


def test_no_typed_word_is_lost_with_browser_or_server(browser: Browser, house: House, admin: psycopg.Connection) -> None:
    with at_work(browser, house, "rosa") as page:
        page.fill(EDITOR, "typed before the browser died")
        expect(page.locator("[data-part=saved]")).to_contain_text("aved")
        wait_for(lambda: one(admin, "SELECT count(*) FROM annotation_draft") >= 1, WAIT_S)
    with at_work(browser, house, "rosa", anew=True) as page:  # another browser: nothing was stored in the first
        assert page.input_value(EDITOR) == "typed before the browser died"
        kill_the_web(house)
        page.locator(EDITOR).focus()
        page.keyboard.press("End")
        page.keyboard.type(" and while the server was away")
        wait_for(lambda: "is-failed" in str(page.locator("[data-part=saved]").get_attribute("class")) or kill_the_web(house), WAIT_S)
        expect(page.locator("[data-part=saved]")).not_to_have_class(re.compile("is-failed"))
        page.reload()
        wait_for(lambda: has_clip(page), WAIT_S)
        assert page.input_value(EDITOR) == "typed before the browser died and while the server was away"


def kill_the_web(house: House) -> bool:
    """supervisord starts it anew, perhaps before the page has noticed."""
    for pid in [pid for pid, words in house.processes().items() if "gunicorn config.wsgi" in words]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return False


def test_an_idle_page_hides_itself_and_one_code_brings_the_draft_back(browser: Browser, house: House, admin: psycopg.Connection) -> None:
    with at_work(browser, house, "remy", idle_s=8) as page:
        page.fill(EDITOR, "typed before the coffee")
        expect(page.locator("[data-part=saved]")).to_contain_text("aved")
        wait_for(lambda: "/accounts/locked/" in page.url or quarter_of_an_hour_passes(admin, page), WAIT_S)
        page.go_back()
        page.wait_for_timeout(300)
        assert "coffee" not in page.content()
        page.goto(f"{house.origin}/work/")
        give_code(page, factor_of(house, "remy"), "Unlock")
        page.wait_for_url("**/work/")
        SESSIONS["remy"] = page.context.storage_state()  # a code gives the session another key
        wait_for(lambda: has_clip(page), WAIT_S)
        assert page.input_value(EDITOR) == "typed before the coffee"
    entry = "SELECT count(*) FROM audit_entry WHERE action = 'session.locked' AND body LIKE %s"
    assert one(admin, entry, '%"reason":"idle"%') >= 1


def quarter_of_an_hour_passes(admin: psycopg.Connection, page: Page) -> bool:
    """On the server, whatever the page tells of it meanwhile."""
    admin.execute(b"UPDATE accounts_session SET last_seen_at = now() - interval '14 minutes'")
    page.wait_for_timeout(200)
    return False


def test_an_escalation_reaches_the_supervisor_and_its_outcome_the_reviewer(browser: Browser, house: House, admin: psycopg.Connection) -> None:
    with window(browser) as supervisor:
        sign_in(supervisor, house, "sam")
        expect(supervisor.get_by_text("Nobody is waiting for you")).to_be_visible()
        with at_work(browser, house, "rosa") as reviewer:
            clip = clip_in_hand(admin)
            reviewer.locator(EDITOR).focus()
            reviewer.keyboard.press("Alt+e")
            assert supervisor.locator("#inbox").get_attribute("data-hx-trigger") == "every 1s"
            supervisor.get_by_role("link", name="Open").wait_for()
            assert clip_in_hand(admin) != clip
            reviewer.get_by_role("button", name="A child").click()
            expect(supervisor.get_by_text("A child")).to_be_visible()
            look(supervisor, "inbox")
            supervisor.get_by_role("link", name="Open").click()
            supervisor.get_by_role("button", name="I am on it").click()
            supervisor.get_by_role("button", name="Play").first.click()
            wait_for(lambda: one(admin, "SELECT count(*) FROM audit_entry WHERE action = 'clip.fetched' AND subject = %s", clip) >= 2, WAIT_S)
            look(supervisor, "case")
            supervisor.get_by_label("Guidance (may stay empty)").fill("You did right. Take a break if you like.")
            supervisor.get_by_role("button", name="Withdraw").click()
            expect(supervisor.get_by_text("Nobody is waiting for you")).to_be_visible()
            reviewer.locator("[data-part=notices-count]").wait_for()
            reviewer.keyboard.press("Alt+m")
            expect(reviewer.get_by_text("You did right. Take a break if you like.")).to_be_visible()
            look(reviewer, "workbench-notice")
    assert text(admin, "SELECT state FROM annotation_clip WHERE id = %s", clip) == "withdrawn"


def test_a_flagged_clip_comes_back_from_the_desk_with_the_mask_drawn(browser: Browser, house: House, admin: psycopg.Connection) -> None:
    with at_work(browser, house, "rosa") as reviewer:
        clip = clip_in_hand(admin)
        reviewer.keyboard.press("Alt+p")
        wait_for(lambda: text(admin, "SELECT state FROM annotation_clip WHERE id = %s", clip) == "at_desk", WAIT_S)
    recording = text(admin, "SELECT recording_id FROM annotation_clip WHERE id = %s", clip)
    wait_for(lambda: text(admin, "SELECT state FROM redaction_recording WHERE id = %s", recording) == "held", WAIT_S)
    length_s = one(admin, "SELECT duration_ms FROM redaction_recording WHERE id = %s", recording) / 1000
    with window(browser) as analyst:
        sign_in(analyst, house, "ana")
        analyst.goto(f"{house.origin}/desk/{recording}/")
        look(analyst, "desk-case")
        draw_a_mask(analyst, 0.2, 0.6)
        release = analyst.get_by_role("button", name=re.compile("release", re.IGNORECASE))
        expect(release).to_be_disabled()  # nobody has heard this copy yet
        analyst.get_by_role("button", name="Play").first.click()
        release.click()
        wait_for(lambda: text(admin, "SELECT state FROM annotation_clip WHERE id = %s", clip) == "queued", WAIT_S)
    # so that this clip is the next that Remy is dealt
    admin.execute(b"UPDATE annotation_lease SET ended_at = now(), ended_as = 'taken_away' WHERE ended_at IS NULL")
    admin.execute(b"UPDATE annotation_slot SET state = 'parked' WHERE state IN ('open', 'dealt') AND clip_id <> %s", [clip])
    try:
        with at_work(browser, house, "remy") as other:
            assert text(admin, "SELECT clip_id FROM annotation_lease WHERE ended_at IS NULL ORDER BY dealt_at DESC LIMIT 1") == clip
            first_hole = other.locator(".wave-hole").first.evaluate("one => [one.offsetLeft, one.offsetWidth, one.parentElement.clientWidth]")
            left, width, whole = first_hole
            assert left / whole * length_s <= 0.25
            assert (left + width) / whole * length_s >= 0.55
    finally:
        admin.execute(
            b"UPDATE annotation_slot s SET state = 'open' FROM annotation_clip c WHERE c.id = clip_id AND c.state = 'queued' AND s.state = 'parked'"
        )


def draw_a_mask(analyst: Page, start_s: float, end_s: float) -> None:
    analyst.get_by_label("From second").fill(str(start_s))
    analyst.get_by_label("To second").fill(str(end_s))
    analyst.get_by_role("button", name=re.compile("[Mm]ask these")).click()
    expect(analyst.get_by_role("button", name=re.compile("release", re.IGNORECASE))).to_be_visible()


def test_the_officer_finds_each_step_of_a_clip(browser: Browser, house: House, admin: psycopg.Connection) -> None:
    heard = "SELECT subject FROM audit_entry WHERE action = 'clip.heard'"
    clip = text(admin, f"SELECT subject FROM audit_entry WHERE action = 'clip.done' AND subject IN ({heard}) ORDER BY seq LIMIT 1")
    with window(browser) as officer:
        sign_in(officer, house, "cora")
        officer.get_by_label("About (id)").fill(clip)
        officer.get_by_role("button", name="Search").click()
        for step in (
            "A clip was opened for the queue",
            "Was dealt a clip",
            "Fetched a clip's sound",
            "Heard a clip",
            "Submitted an answer",
            "answered and checked",
        ):
            expect(officer.locator("#entries").get_by_text(re.compile(step)).first).to_be_visible()
        look(officer, "timeline-of-a-clip")


def test_an_operator_sees_projects_and_their_clips(browser: Browser, house: House, admin: psycopg.Connection) -> None:
    with window(browser) as operator:
        sign_in(operator, house, "olga")
        operator.get_by_role("link", name="Projects").click()
        look(operator, "projects")
        operator.get_by_role("link", name="demo").click()
        look(operator, "project")
