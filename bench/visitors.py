"""People who ask for pages over HTTP: signed in as CONTRACT.md says, one connection each, kept open as browsers do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode, urlsplit

from tests.journeys.house import House

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IDLE_S = 2.0  # the house closes a connection that was silent for 5 s (config/gunicorn.py)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection = field(init=False)
    asked_at: float = 0.0

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("localhost", self.port, timeout=30)

    def another(self) -> Visitor:
        """The same session in a second window."""
        return Visitor(self.port, dict(self.cookies))

    @property
    def headers(self) -> dict[str, str]:
        kept = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        return {"User-Agent": AGENT, **kept}

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, where to go next, text."""
        return self._ask("GET", path, None, self.headers)

    def post(self, path: str, values: dict[str, str]) -> tuple[int, str, str]:
        token = self.token_of(path)
        sent = {**self.headers, "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        return self._ask("POST", path, urlencode(values), sent)

    def token_of(self, path: str) -> str:
        """Of a page with a form."""
        token = _TOKEN.search(self.get(path)[2])
        assert token, f"{path} has no form"
        return token[1]

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str, str]:
        if time.monotonic() - self.asked_at > IDLE_S:
            self.connection.close()  # the next request opens it again
        self.asked_at = time.monotonic()
        self.connection.request(method, path, body, headers)
        return self._read(self.connection.getresponse())

    def _read(self, response: HTTPResponse) -> tuple[int, str, str]:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, urlsplit(response.headers.get("Location", "")).path, response.read().decode()


def sign_in(house: House, name: str) -> Visitor:
    """Password, then the code that `make code` shows."""
    visitor, who = Visitor(house.port), house.person(name)
    visitor.post("/accounts/sign-in/", who)
    status, _, _ = visitor.post("/accounts/code/", {"code": house.code(name)})
    assert status in (302, 303), f"{name} was not let in: {status}"
    return visitor


def timed(visitor: Visitor, path: str, times: int, *, status: int) -> list[float]:
    """Milliseconds of each answer, first byte asked to last byte read."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        got, _, _ = visitor.get(path)
        found.append((time.perf_counter() - began) * 1000)
        assert got == status, f"{path}: {got}"
    return found


def crowd(visitors: list[Visitor], path: str, times: int, *, status: int) -> tuple[list[float], float]:
    """All at once: every answer's milliseconds, and answers a second."""
    ask: Callable[[Visitor], list[float]] = lambda visitor: timed(visitor, path, times, status=status)  # noqa: E731
    began = time.perf_counter()
    with ThreadPoolExecutor(len(visitors)) as pool:
        found = [one for each in pool.map(ask, visitors) for one in each]
    return found, len(found) / (time.perf_counter() - began)
