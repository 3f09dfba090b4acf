"""Chromium as people use it, and what is looked at on each page: axe, policy violations, browser storage, a picture."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page, Playwright

from config.env import ROOT

OUTPUT = ROOT / "test-output" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run", "--disable-gpu",
    "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE_MS = 90_000  # two cores, and other tests beside
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


def launch(playwright: Playwright) -> Browser:
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    # As root Chromium refuses to start with its sandbox; it only ever loads our own loopback pages.
    return playwright.chromium.launch(executable_path=found, args=[*FLAGS, "--no-sandbox"])


@contextmanager
def window(browser: Browser, **options: Any) -> Iterator[Page]:
    """A fresh browser profile; fails when any page of it broke the policy, threw or left something in storage."""
    # Without motion: while colours fade over axe would measure a mixture.
    context = browser.new_context(viewport=SIZES["desk"], reduced_motion="reduce", **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    said: list[str] = []
    context.add_init_script("addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))")
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield page
        wrong = [line for line in said if "CSP" in line or "Refused" in line or "Error" in line]
        assert not wrong, wrong
        assert stored(page) == {"local": 0, "session": 0, "databases": 0}
    finally:
        context.close()


def stored(page: Page) -> dict[str, int]:
    """Asked again when the page turned by itself meanwhile and took the question away."""
    question = "async () => ({local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length})"
    try:
        found: dict[str, int] = page.evaluate(question)
    except Error:
        page.wait_for_load_state()
        found = page.evaluate(question)
    return found


def look(page: Page, name: str) -> None:
    """Axe at both sizes and in both themes, and a picture of each for people to look at."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.evaluate(AXE.read_text())
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.screenshot(path=OUTPUT / f"{name}-{size}-{theme}.png", full_page=size == "phone")
            assert violations(page) == [], f"{name} {size} {theme}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{name} is {width} px wide on a {size}"
    page.set_viewport_size(SIZES["desk"])  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")


def violations(page: Page) -> list[str]:
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
