"""The way up and down of a whole house, and what it holds in memory once it stands."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from bench.house import data_folder
from bench.rows import Row
from tests.journeys.house import House

RUNS = 3
SETTLED_S = 5.0
PARTS = {
    "postgres:": "postgres",
    "config.supervisor": "launcher",
    "supervisord": "supervisord",
    "manage.py seal": "sealer",
    "gunicorn": "web",
    "redactor@": "redactor",
    "worker@": "worker",
    "celery -A config.celery beat": "beat",
    "redis-server": "redis",
    "valkey-server": "redis",
    "postgres": "postgres",
}


def run() -> list[Row]:
    seconds: dict[str, list[float]] = {"first start": [], "second start": [], "Ctrl-C until all ended": []}
    held: list[dict[str, tuple[int, float]]] = []
    for _ in range(RUNS):
        with data_folder() as folder:
            for which in ("first start", "second start"):
                house = House(folder=folder)
                try:
                    seconds[which].append(house.start())
                    if which == "second start":
                        time.sleep(SETTLED_S)
                        held.append(memory(house))
                    seconds["Ctrl-C until all ended"].append(ended(house))
                finally:
                    if house.process is not None and house.process.poll() is None:
                        house.interrupt()
    return [*(Row(what, tuple(values), "s") for what, values in seconds.items()), *memory_rows(held)]


def ended(house: House) -> float:
    """Ctrl-C, then nothing of this house is left in the list of processes."""
    began = time.monotonic()
    house.interrupt()
    while left := house.processes():
        assert time.monotonic() - began < 60, f"still there: {left}"
        time.sleep(0.05)
    return time.monotonic() - began


def memory(house: House) -> dict[str, tuple[int, float]]:
    """Part of the house -> processes, PSS in MB."""
    found: dict[str, tuple[int, float]] = {}
    for pid, words in whole(house).items():
        part = next((name for mark, name in PARTS.items() if mark in words), words[:40])
        count, megabytes = found.get(part, (0, 0.0))
        found[part] = (count + 1, megabytes + pss_mb(pid))
    return found


def whole(house: House) -> dict[int, str]:
    """With their children: PostgreSQL's write their title over the words and variables that name the folder."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    found = house.processes()
    for _ in range(3):  # the house is not deeper
        found |= {int(pid): words for pid, parent, words in rows if int(parent) in found}
    return found


def pss_mb(pid: int) -> float:
    """Proportional set size: what processes share is divided among them, so the parts add up to the house. Needs root: redactors are closed."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):  # ended since it was listed
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def memory_rows(held: list[dict[str, tuple[int, float]]]) -> list[Row]:
    rows = []
    for part in dict.fromkeys(part for one in held for part in one):
        there = [one[part] for one in held if part in one]
        count = max(number for number, _ in there)
        rows.append(Row(f"memory, {part} ({count} process{'es' if count > 1 else ''})", tuple(mb for _, mb in there), "MB PSS"))
    return [*rows, Row("memory, the whole house", tuple(sum(mb for _, mb in one.values()) for one in held), "MB PSS")]
