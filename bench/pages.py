"""What a page costs: each role's home, the log and the health check over HTTP, and how many SQL statements each takes."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import quantiles

from bench.house import VARIABLES, data_folder
from bench.rows import Row
from bench.visitors import AGENT, Visitor, crowd, sign_in
from config.env import ROOT
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
        rows.append(Row(f"GET {what}, SQL", (float(statements(house, visitor, path)),), "statements"))
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


# -- counted in a process of its own, through the same WSGI application and with the same session ------


def statements(house: House, visitor: Visitor, path: str) -> int:
    variables = {**house.variables, **VARIABLES}
    asked = json.dumps([path, visitor.cookies, house.port])
    done = subprocess.run([sys.executable, "-m", "bench.pages", asked], cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.strip().splitlines()[-1])


def count_statements(path: str, cookies: dict[str, str], port: int) -> int:
    """Executed by the driver during the third request of a process, on all its connections; BEGIN and COMMIT come on top."""
    import psycopg

    from config.wsgi import application

    counted = 0
    execute = psycopg.Cursor.execute

    def counting(*args: object, **kwargs: object) -> object:
        nonlocal counted
        counted += 1
        return execute(*args, **kwargs)  # type: ignore[arg-type]

    psycopg.Cursor.execute = counting  # type: ignore[assignment, method-assign]
    for _ in range(3):
        counted = 0
        response = application(environ(path, cookies, port), lambda status, headers: None)
        b"".join(response)
        response.close()
    return counted


def environ(path: str, cookies: dict[str, str], port: int) -> dict[str, object]:
    from wsgiref.util import setup_testing_defaults

    made: dict[str, object] = {
        "PATH_INFO": path,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": f"localhost:{port}",
        "HTTP_USER_AGENT": AGENT,
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    setup_testing_defaults(made)
    return made


if __name__ == "__main__":
    print(count_statements(*json.loads(sys.argv[1])))
