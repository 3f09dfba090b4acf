"""A reviewer's cycle over HTTP: a clip is dealt, its sound fetched, its answer submitted; with Label Studio beside us on request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench import filling, label_studio, statements
from bench.house import data_folder
from bench.reviewers import STEPS, Product, Reviewer, Sotto, code_now, work, work_together
from bench.rows import Row, paired
from config.env import ROOT, Env
from tests.journeys.house import House

ROUNDS = 5
CYCLES = {1: 40, 8: 12}  # reviewers -> cycles of each in a round
WARM = 5
SIZES = (2_000, 20_000)  # clips in the queue
SECRET = "seven-lamps-in-a-harbour"  # of people who live for the length of a bench
SETTLED_S = 180


class Empty(House):
    """Without demo people and recordings: the redactor has nothing to do but what reviewers submit."""

    @property
    def variables(self) -> dict[str, str]:
        return {**super().variables, "DEMO": "0"}


@dataclass
class Side:
    """A product with its people, and what was measured of it: figure -> one value a round. dealt: every clip, as often as it was."""

    name: str
    product: Product
    people: list[Reviewer]
    found: dict[str, list[float]] = field(default_factory=dict)
    dealt: list[str] = field(default_factory=list)

    def work(self, reviewers: int, cycles: int, flac: bytes) -> None:
        for name, value in work_together(self.people[:reviewers], self.product, flac, cycles, self.dealt).items():
            self.found.setdefault(name, []).append(value)


def run() -> list[Row]:
    with ExitStack() as stack:
        folder = stack.enter_context(data_folder())
        house = Empty(folder=folder)
        stack.callback(house.stop)
        house.start()
        flac = filling.sound(folder / "clip.flac")
        sides = [Side("Sotto", Sotto(), people(house))]
        other = _beside(stack, flac.read_bytes())
        if other is not None:
            sides.append(Side("Label Studio", other, other.reviewers()))
        return measured(house, sides, flac)


def _beside(stack: ExitStack, flac: bytes) -> label_studio.LabelStudio | None:
    installed = label_studio.asked_for()
    return stack.enter_context(label_studio.running(installed, stack.enter_context(data_folder()), flac, max(CYCLES))) if installed else None


def measured(house: House, sides: list[Side], flac: Path) -> list[Row]:
    rows: list[Row] = []
    there = 0
    for size in SIZES:
        fill(house, sides, size - there, flac)
        there = size
        for reviewers, cycles in CYCLES.items():
            rows += together(house, sides, reviewers, cycles, flac.read_bytes(), f"{size:,} clips, {reviewers} reviewer{'s' * (reviewers > 1)}")
        asked = statements.of_day(house, sides[0].people[0], sides[0].people[0].token, work())
        rows += [Row(f"{size:,} clips: {what}, SQL", (float(count),), "statements") for what, count in asked.items()]
    return rows


def fill(house: House, sides: list[Side], count: int, flac: Path) -> None:
    filling.fill(house, count, flac)
    for side in sides:
        if isinstance(side.product, label_studio.LabelStudio):
            side.product.fill(count, filling.TEXT)


def together(house: House, sides: list[Side], reviewers: int, cycles: int, flac: bytes, at: str) -> list[Row]:
    """Round by round, every other one backwards; the next begins when the redactor has read what was submitted."""
    for side in sides:
        side.work(reviewers, WARM, flac)
        side.found.clear()
        side.dealt.clear()
    for number in range(ROUNDS):
        for side in sides if number % 2 == 0 else sides[::-1]:
            settle(house)
            side.work(reviewers, cycles, flac)
    return rows_of(sides, at)


def rows_of(sides: list[Side], at: str) -> list[Row]:
    ours, beside = sides[0].found, sides[1:]
    rows = []
    for name in ["cycles", *(f"{step}, {cut}" for step in STEPS for cut in ("p50", "p95"))]:
        unit = "cycles/s" if name == "cycles" else "ms"
        ratio = paired(ours[name], beside[0].found[name]) if beside else None
        rows.append(Row(f"{at}: {name}", tuple(ours[name]), unit, beside[0].name if beside else "", ratio))
        rows += [Row(f"{at}: {name}, {side.name}", tuple(side.found[name]), unit) for side in beside]
    rows += [
        Row(f"{at}: clips dealt twice, {side.name}", (float(len(side.dealt) - len(set(side.dealt))),), f"of {len(set(side.dealt))}") for side in sides
    ]
    return rows


def settle(house: House) -> None:
    from config.services import Postgres

    until = time.monotonic() + SETTLED_S
    with Postgres(Env(data=house.folder)).connect("sotto") as connection:
        while time.monotonic() < until:
            (waiting,) = connection.execute("SELECT count(*) FROM foundation_job WHERE state IN ('queued', 'running')").fetchone() or (0,)
            if not waiting:
                return
            time.sleep(0.2)
    raise AssertionError(f"the redactor still has {waiting} jobs after {SETTLED_S} s")


# -- people -----------------------------------------------------------------------------------------


def people(house: House) -> list[Reviewer]:
    return [_sign_in(house, f"r{number}@sotto.example") for number in range(max(CYCLES))]


def _sign_in(house: House, email: str) -> Reviewer:
    """Added from the console, then let in as CONTRACT.md says."""
    command = [sys.executable, "manage.py", "person", "add", email, "--role", "reviewer", "--password-stdin", "--totp"]
    variables = {**os.environ, **house.variables}
    done = subprocess.run(command, cwd=ROOT, env=variables, input=f"{SECRET}\n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    reviewer = Reviewer(house.port)
    reviewer.post("/accounts/sign-in/", {"email": email, "password": SECRET})
    status, _, _ = reviewer.post("/accounts/code/", {"code": code_now(json.loads(done.stdout)["totp_uri"])})
    assert status in (302, 303), f"{email} was not let in: {status}"
    reviewer.token = reviewer.token_of("/work/")
    return reviewer
