"""One house and one browser for all journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.browser import PATIENCE_MS, launch
from tests.journeys.house import House

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    """Ended with the last journey: a dozen idle processes would take time from all the tests that follow."""
    house = House()
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ended with the last journey: as long as Playwright runs Django takes the thread for an asynchronous one and refuses the database."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def no_network() -> None:
    """Other processes do the asking here; the browser is started with its background networking off."""
