"""What a page costs: each role's home, the log and the health check over HTTP, and how many SQL statements each takes."""

from __future__ import annotations

from statistics import quantiles

from bench import statements
from bench.house import data_folder
from bench.rows import Row
from bench.visitors import Visitor, crowd, sign_in
from tests.journeys.house import House

ROUNDS = 3
TIMES = {1: 60, 8: 25}  # requests a client and round
WARM = 20
PEOPLE = ("rosa", "sam", "ana", "cora", "olga", "nils")


def run() -> list[Row]:
    with data_folder() as folder:
        house = House(folder=folder)
        try:
            house.start()
            return measured(house)
        finally:
            house.stop()


def measured(house: House) -> list[Row]:
    pages = homes({name: sign_in(house, name) for name in PEOPLE})
    pages["/healthz"] = (Visitor(house.port), "/healthz", 200)
    pages["/accounts/sign-in/"] = (Visitor(house.port), "/accounts/sign-in/", 200)
    rows = []
    for clients, times in TIMES.items():
        rows += answers(pages, clients, times)
    for what, (visitor, path, _) in pages.items():
        rows.append(Row(f"GET {what}, SQL", (float(statements.of_page(house, visitor, path)),), "statements"))
    return rows


def homes(people: dict[str, Visitor]) -> dict[str, tuple[Visitor, str, int]]:
    """Where `/` sends each: Nils, who may do nothing, is told so there and then."""
    found = {}
    for name, visitor in people.items():
        status, path, _ = visitor.get("/")
        path = path if status == 302 else "/"
        found[f"{path} ({name})"] = (visitor, path, 200 if status == 302 else 403)
    return found


def answers(pages: dict[str, tuple[Visitor, str, int]], clients: int, times: int) -> list[Row]:
    """Every page in each round, so that a slow minute of the machine hits them all."""
    halves: dict[str, list[float]] = {what: [] for what in pages}
    tails: dict[str, list[float]] = {what: [] for what in pages}
    speeds: dict[str, list[float]] = {what: [] for what in pages}
    for turn in range(ROUNDS):
        for what, (visitor, path, status) in pages.items():
            windows = [visitor, *(visitor.another() for _ in range(clients - 1))]
            if turn == 0:
                crowd(windows, path, WARM, status=status)
            waited, speed = crowd(windows, path, times, status=status)
            cuts = quantiles(waited, n=20)
            halves[what].append(cuts[9])
            tails[what].append(cuts[18])
            speeds[what].append(speed)
            for window in windows[1:]:
                window.connection.close()
    at = f"{clients} client{'s' if clients > 1 else ''}"
    rows = [Row(f"GET {what}, {at}, {cut}", tuple(found[what]), "ms") for what in pages for cut, found in (("p50", halves), ("p95", tails))]
    if clients > 1:
        rows += [Row(f"GET {what}, {at}", tuple(speeds[what]), "answers/s") for what in pages]
    return rows
