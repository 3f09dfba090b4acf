"""The ground in a real browser: activation, QR code, sign-in, a home per role, and the officer who reads that it happened."""

import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import OUTPUT, look, window
from tests.journeys.house import House
from tests.journeys.signing_in import Factor, factor_of, give_code, give_password, sign_in
from tests.waiting import wait_for

pytestmark = pytest.mark.slow
PASSWORD = "seven quiet herons"


def factor_in(page: Page) -> Factor:
    """What an authenticator app reads from the screen."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    picture = OUTPUT / "qr.png"
    page.locator(".qr").screenshot(path=picture)
    read = zxingcpp.read_barcodes(Image.open(picture))
    picture.unlink()
    assert len(read) == 1
    assert read[0].text.startswith("otpauth://totp/")
    match = re.search(r"secret=([A-Z2-7]+)", read[0].text)
    assert match
    return Factor.of(match[1])


@pytest.mark.asvs("3.4.3", "14.3.3")
def test_a_new_person_is_invited_activates_signs_in_and_the_officer_reads_it(house: House, browser: Browser) -> None:
    with window(browser) as operator:
        sign_in(operator, house, "olga")
        expect(operator.get_by_role("heading", name="People")).to_be_visible()
        look(operator, "people")
        operator.get_by_label("E-mail address").fill("ines@sotto.example")
        operator.get_by_label("Name on the screen").fill("Ines")
        operator.get_by_role("button", name="Invite").click()
        code = operator.locator("#activation-code").inner_text()
        operator.get_by_role("link", name="To the person's page").click()
        shown_id = operator.locator("dd.code").inner_text()
        look(operator, "person")

    with window(browser) as newcomer:
        newcomer.goto(f"{house.origin}/accounts/activate/")
        look(newcomer, "activate")
        newcomer.get_by_label("E-mail address").fill("ines@sotto.example")
        newcomer.get_by_label("Activation code").fill(code)
        newcomer.get_by_role("button", name="Continue").click()
        newcomer.get_by_label("New password").fill(PASSWORD)
        newcomer.get_by_label("The same once more").fill(PASSWORD)
        look(newcomer, "activate-password")
        newcomer.get_by_role("button", name="Continue").click()
        factor = factor_in(newcomer)
        look(newcomer, "activate-factor")
        give_code(newcomer, factor, "Finish")
        look(newcomer, "sign-in")
        give_password(newcomer, "ines@sotto.example", PASSWORD)
        look(newcomer, "code")
        give_code(newcomer, factor, "Sign in")
        expect(newcomer.get_by_text("Ines", exact=True)).to_be_visible()

    with window(browser) as officer:
        sign_in(officer, house, "cora")
        expect(officer.get_by_role("heading", name="Access log")).to_be_visible()
        look(officer, "timeline")
        officer.goto(f"{house.origin}/log/?actor={shown_id}")
        table = officer.locator("table")
        for sentence in ("Activated the account", "A second factor was enrolled", "Signed in"):
            expect(table.get_by_text(sentence).first).to_be_visible()
        expect(table.get_by_text("Read the access log")).to_have_count(0)
        look(officer, "timeline-of-a-person")
        expect(officer.get_by_text("ines@sotto.example")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "heading"),
    [("rosa", "Your work"), ("sam", "Inbox"), ("ana", "Privacy desk"), ("nils", "You are signed in, but have no role yet")],
)
def test_each_role_has_a_home(house: House, browser: Browser, name: str, heading: str) -> None:
    with window(browser) as page:
        sign_in(page, house, name)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        look(page, f"home-{name}")
        if name == "rosa":
            page.goto(f"{house.origin}/log/")
            expect(page.get_by_role("heading", name="This is not open to your role")).to_be_visible()
            look(page, "error-403")
            page.goto(f"{house.origin}/nothing/")
            look(page, "error-404")
            page.goto(f"{house.origin}/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{house.origin}/work/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name=heading)).to_have_count(0)


def test_the_whole_way_in_goes_by_keyboard(house: House, browser: Browser) -> None:
    who = house.person("remy")
    with window(browser) as page:
        page.goto(f"{house.origin}/accounts/sign-in/")
        assert page.evaluate("document.activeElement.type") == "email", "the first field has the focus"
        page.keyboard.type(who["email"])
        page.keyboard.press("Tab")
        page.keyboard.type(who["password"])
        page.keyboard.press("Enter")
        expect(page.get_by_label("Six-digit code")).to_be_focused()
        give_code(page, factor_of(house, "remy"))
        expect(page.get_by_role("heading", name="Your work")).to_be_visible()


@pytest.mark.asvs("3.4.6")
def test_no_other_site_frames_a_page(house: House, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.set_content(f'<iframe src="{house.origin}/accounts/sign-in/"></iframe>')
    is_refused = lambda: any("frame-ancestors" in line or "X-Frame-Options" in line for line in refused)  # noqa: E731
    wait_for(is_refused, 30, rest=lambda seconds: page.wait_for_timeout(1000 * seconds))
    context.close()
