"""An officer at the log: who played a clip, the proof of it checked by a program that knows nothing of us, an alert decided, all of it in the log."""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from config.env import ROOT
from config.services import Postgres
from tests.journeys.browser import OUTPUT, look, window
from tests.journeys.house import House
from tests.journeys.signing_in import Factor, give_code, give_password
from tests.journeys.test_recordings import env_of
from tests.waiting import wait_for

pytestmark = pytest.mark.slow
PASSWORD = "seven quiet herons"
DENIALS = 12


@dataclass(frozen=True)
class Newcomer:
    """Of this journey alone."""

    email: str
    factor: Factor
    id: str

    def sign_in(self, page: Page, house: House) -> None:
        page.goto(f"{house.origin}/accounts/sign-in/")
        give_password(page, self.email, PASSWORD)
        give_code(page, self.factor, "Sign in")


@pytest.fixture(scope="module")
def admin(house: House) -> Iterator[psycopg.Connection]:
    with Postgres(env_of(house)).connect("sotto") as connection:
        yield connection


def added(house: House, admin: psycopg.Connection, name: str, role: str) -> Newcomer:
    email = f"{name}@sotto.example"
    printed = house.manage("person", "add", email, "--role", role, "--password-stdin", "--totp", typed=f"{PASSWORD}\n")
    secret = re.search(r"secret=([A-Z2-7]+)", json.loads(printed)["totp_uri"])
    row = admin.execute("SELECT object FROM audit_entry WHERE action = 'person.added' ORDER BY seq DESC LIMIT 1").fetchone()
    assert secret
    assert row
    return Newcomer(email, Factor.of(secret[1]), row[0])


def test_an_officer_proves_who_played_a_clip_and_decides_about_an_alert(
    house: House, browser: Browser, admin: psycopg.Connection, tmp_path: Path
) -> None:
    rita, lena = added(house, admin, "rita", "reviewer"), added(house, admin, "lena", "compliance")
    clip = played(house, browser, admin, rita)
    with window(browser) as page:
        lena.sign_in(page, house)
        find(page, clip)
        proof = take_proof(page, rita, tmp_path)
        key = look_at_integrity(page)
        assert verified(proof, key) == 0
        spoil(proof)
        assert verified(proof, key) == 1
        decide(page, rita)
    for action in ("log.searched", "log.entry_opened", "log.proof_given", "log.integrity_shown", "rules.asked", "finding.disposed"):
        row = admin.execute(
            "SELECT count(*) FROM audit_entry e JOIN audit_leaf l ON l.entry = e.id WHERE actor = %s AND action = %s", [lena.id, action]
        )
        assert row.fetchone() != (0,), action


def played(house: House, browser: Browser, admin: psycopg.Connection, rita: Newcomer) -> str:
    """The clip whose sound the reviewer's page fetched. She also tries doors that are not hers."""
    fetched = "SELECT subject FROM audit_entry WHERE action = 'clip.fetched' AND actor = %s ORDER BY seq LIMIT 1"
    with window(browser) as page:
        rita.sign_in(page, house)
        page.wait_for_url("**/work/")
        for _ in range(DENIALS):
            assert page.request.get(f"{house.origin}/log/").status == 403
        wait_for(lambda: admin.execute(fetched, [rita.id]).fetchone() is not None, 180, rest=lambda seconds: page.wait_for_timeout(1000 * seconds))
    return str((admin.execute(fetched, [rita.id]).fetchone() or ("",))[0])


def find(page: Page, clip: str) -> None:
    expect(page.get_by_role("heading", name="Access log")).to_be_visible()
    page.get_by_label("Words or an id").fill(clip)
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#entries").get_by_text("Fetched a clip's sound").first).to_be_visible()


def take_proof(page: Page, rita: Newcomer, folder: Path) -> Path:
    row = page.locator("#entries tr", has_text="Fetched a clip's sound").filter(has=page.locator(f'[title="{rita.id}"], [href*="{rita.id}"]')).first
    row.locator("a", has=page.locator("time")).first.click()
    page.get_by_role("link", name="Proof").click()
    expect(page.get_by_role("heading", name="Proof of an entry")).to_be_visible()
    look(page, "log-proof")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the proof").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".tlog-proof"
    return path


def look_at_integrity(page: Page) -> str:
    """The key line of the log, as a printed page would bring it to the verifier; its code is the checkpoint."""
    page.get_by_role("link", name="Integrity").click()
    look(page, "log-integrity")
    picture = OUTPUT / "checkpoint.png"
    page.locator(".qr").screenshot(path=picture)
    read = zxingcpp.read_barcodes(Image.open(picture))
    assert [one.text for one in read] == [page.locator("pre.note").inner_text()]
    return page.locator("dd.code", has_text=re.compile(r"/0001\+[0-9a-f]{8}\+")).inner_text()


def verified(proof: Path, key: str) -> int:
    """By another process that gets the file and a public key, nothing else."""
    command = [sys.executable, "-m", "audit.verify", str(proof), "--log", key]
    return subprocess.run(command, cwd=ROOT, env={"PATH": ""}, capture_output=True, check=False).returncode


def spoil(proof: Path) -> None:
    """Another event in its entry."""
    title, entry, rest = proof.read_text().split("\n", 2)
    told = base64.b64decode(entry.removeprefix("extra ")).replace(b'"clip.fetched"', b'"clip.dealt"')
    proof.write_text("\n".join([title, f"extra {base64.b64encode(told).decode()}", rest]))


def decide(page: Page, rita: Newcomer) -> None:
    page.get_by_role("link", name="Inbox").click()
    with page.expect_navigation():  # a reload in its midst would find no page
        page.get_by_role("button", name="Run the rules now").click()
    found = page.locator("li", has_text=rita.id).filter(has_text="refused")

    def is_found() -> bool:
        page.reload()
        return found.count() > 0

    wait_for(is_found, 90)
    look(page, "log-inbox")
    found.get_by_role("link").first.click()
    look(page, "log-finding")
    page.get_by_label("Explained").check()
    page.get_by_label("Why").fill("A new colleague who looked for her page.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", name="What the rules found")).to_be_visible()
    assert found.count() == 0
    page.goto(page.url.replace("/inbox/", "/export/"))
    look(page, "log-export")
