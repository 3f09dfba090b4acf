"""People of a house at its door: what they carry about, and how they type it."""

from __future__ import annotations

import base64
import json
import time
from functools import cache

from playwright.sync_api import Page

from accounts import otp
from tests.journeys.house import House

LEFT_S = 2  # a code with less time left is over before it is typed
SEEDS = """
import json
from accounts import demo
print(json.dumps({name: demo.device_for(name).open_seed().hex() for name in demo.CAST}))
"""


class Factor:
    """An authenticator in somebody's hand. Each code works once: after one was taken from it the next is waited for."""

    def __init__(self, seed: bytes) -> None:
        self.seed, self.taken = seed, -1

    @classmethod
    def of(cls, secret: str) -> Factor:
        """From the letters of an otpauth address."""
        return cls(base64.b32decode(secret + "=" * (-len(secret) % 8)))

    def code(self) -> str:
        while int(time.time()) // otp.STEP_S <= self.taken or otp.STEP_S - time.time() % otp.STEP_S < LEFT_S:
            time.sleep(0.1)
        self.taken = int(time.time()) // otp.STEP_S
        return otp.code_of(self.seed, self.taken)


@cache
def _factors(house: House) -> dict[str, Factor]:
    """Of the cast; asked for once, since `make code` takes a process of its own for every code."""
    seeds = json.loads(house.manage("shell", "--no-imports", "--command", SEEDS))
    return {name: Factor(bytes.fromhex(seed)) for name, seed in seeds.items()}


def factor_of(house: House, name: str) -> Factor:
    return _factors(house)[name]


def sign_in(page: Page, house: House, name: str) -> None:
    who = house.person(name)
    page.goto(f"{house.origin}/accounts/sign-in/")
    give_password(page, who["email"], who["password"])
    give_code(page, factor_of(house, name), "Sign in")


def give_password(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Continue").click()


def give_code(page: Page, factor: Factor, button: str = "") -> None:
    """By keyboard alone when no button is named. Whose 30 seconds ended on the way gives the next code, as people do."""
    for _ in range(3):
        code = factor.code()
        with page.expect_response(lambda answer: answer.request.is_navigation_request() and answer.request.method == "POST") as answer:
            if button:
                page.get_by_label("Six-digit code").fill(code)
                page.get_by_role("button", name=button).click()
            else:
                page.keyboard.type(code)
                page.keyboard.press("Enter")
        if answer.value.status == 302:
            return
        assert int(time.time()) // otp.STEP_S > factor.taken, "a code was refused in its own 30 seconds"
    raise AssertionError("none of three codes was taken")
