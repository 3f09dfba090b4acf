"""SQL statements of one request, counted in a process of its own through the same WSGI application and with the same session."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from bench.house import VARIABLES
from bench.visitors import AGENT, Visitor
from config.env import ROOT
from tests.journeys.house import House

PLAYER = {"Sec-Fetch-Dest": "audio", "Sec-Fetch-Site": "same-origin"}
WARM = 2  # the first requests of a process also open connections and make the day's keys


def of_page(house: House, visitor: Visitor, path: str) -> int:
    return int(_asked(house, visitor, ["page", path])["page"])


def of_day(house: House, visitor: Visitor, token: str, work: dict[str, str]) -> dict[str, int]:
    """What each request of a reviewer's cycle takes."""
    return _asked(house, visitor, ["day", token, work])


def _asked(house: House, visitor: Visitor, what: list[Any]) -> dict[str, int]:
    asked = json.dumps([visitor.cookies, house.port, what])
    variables = {**house.variables, **VARIABLES}
    done = subprocess.run([sys.executable, "-m", "bench.statements", asked], cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


# -- in that process --------------------------------------------------------------------------------


@dataclass
class Asker:
    """Asks the application and counts what the driver executes on all its connections; BEGIN and COMMIT come on top."""

    cookies: dict[str, str]
    port: int
    counted: int = 0

    def __post_init__(self) -> None:
        import psycopg

        from config.wsgi import application

        self.application = application
        execute = psycopg.Cursor.execute

        def counting(*args: object, **kwargs: object) -> object:
            self.counted += 1
            return execute(*args, **kwargs)  # type: ignore[arg-type]

        psycopg.Cursor.execute = counting  # type: ignore[assignment, method-assign]
        self._count_the_books_own()

    def _count_the_books_own(self) -> None:
        """The log writes its rows past the driver's cursor."""
        from audit.prepared import Door

        run = Door.run

        def counting(*args: object) -> int:
            self.counted += 1
            return run(*args)  # type: ignore[arg-type]

        Door.run = counting  # type: ignore[assignment, method-assign]

    def ask(self, path: str, values: dict[str, str] | None = None, **headers: str) -> bytes:
        """GET, or POST when there are values; `counted` is of this request alone."""
        self.counted = 0
        status: list[str] = []
        response = self.application(self._environ(path, values, headers), lambda line, _headers: status.append(line))
        text = b"".join(response)
        response.close()
        assert status[0][:3] in ("200", "302", "403"), f"{path}: {status[0]}"
        return text

    def _environ(self, path: str, values: dict[str, str] | None, headers: dict[str, str]) -> dict[str, Any]:
        body = urlencode(values or {}).encode()
        made: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if values is None else "POST",
            "PATH_INFO": path,
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": f"localhost:{self.port}",
            "HTTP_USER_AGENT": AGENT,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }
        setup_testing_defaults(made)
        return made

    def page(self, path: str) -> dict[str, int]:
        for _ in range(WARM + 1):
            self.ask(path)
        return {"page": self.counted}

    def day(self, token: str, work: dict[str, str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for _ in range(WARM + 1):
            found = self._cycle({"X-CSRFToken": token}, work)
        return found

    def _cycle(self, token: dict[str, str], work: dict[str, str]) -> dict[str, int]:
        dealt = json.loads(self.ask("/work/next/", {}, **token))
        found = {"POST next": self.counted}
        self.ask(dealt["audio"], **PLAYER)
        found["GET audio"] = self.counted
        slot = dealt["slot"]
        for name, path, values in (
            ("POST pulse", "/work/pulse/", {"slot": slot, "heard": f"{slot}:1.0", "active": "1"}),
            ("POST draft, the first", f"/work/{slot}/draft/", work),
            ("POST draft, a further one", f"/work/{slot}/draft/", work),
            ("POST submit", f"/work/{slot}/submit/", work),
        ):
            self.ask(path, values, **token)
            found[name] = self.counted
        return found


def main() -> None:
    cookies, port, (what, *more) = json.loads(sys.argv[1])
    asker = Asker(cookies, port)
    print(json.dumps(asker.page(*more) if what == "page" else asker.day(*more)))


if __name__ == "__main__":
    main()
