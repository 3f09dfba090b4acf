"""Reviewers at work over HTTP: one client for every product, so that only the products differ."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from bench.filling import TEXT
from bench.visitors import IDLE_S, Visitor

STEPS = ("next", "audio", "submit")
TYPED = f"{TEXT} please"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ask:
    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Reviewer(Visitor):
    """A signed-in person; `token` goes with what changes something."""

    token: str = ""

    def timed(self, ask: Ask) -> tuple[bytes, float]:
        """The answer, and milliseconds from asking to its last byte."""
        began = time.perf_counter()
        if time.monotonic() - self.asked_at > IDLE_S:
            self.connection.close()
        self.asked_at = time.monotonic()
        self.connection.request(ask.method, ask.path, ask.body, {**self.headers, "X-CSRFToken": self.token, **ask.headers})
        response = self.connection.getresponse()
        text = response.read()
        took_ms = (time.perf_counter() - began) * 1000
        assert response.status in (200, 201, 204), f"{ask.method} {ask.path}: {response.status} {text[:300]!r}"
        return text, took_ms


class Product(Protocol):
    """What its own page asks in a reviewer's cycle; `task` is the JSON that `next` answered."""

    def next(self) -> Ask: ...

    def audio(self, task: Any) -> Ask: ...

    def submit(self, task: Any) -> Ask: ...

    def clip(self, task: Any) -> str:
        """One answer is wanted of each: who is dealt one that somebody else has works in vain."""
        ...


@dataclass(frozen=True)
class Sotto:
    def next(self) -> Ask:
        return Ask("POST", "/work/next/", b"", {"Content-Type": FORM})

    def audio(self, task: Any) -> Ask:
        return Ask("GET", task["audio"], headers={"Sec-Fetch-Dest": "audio", "Sec-Fetch-Site": "same-origin"})

    def submit(self, task: Any) -> Ask:
        return Ask("POST", f"/work/{task['slot']}/submit/", urlencode(work()).encode(), {"Content-Type": FORM})

    def clip(self, task: Any) -> str:
        return str(task["slot"])


def work() -> dict[str, str]:
    """A transcript that was corrected, labels, how much was heard."""
    return {"transcript": TYPED, "labels": json.dumps({"clarity": "clear", "understood": True}), "heard_s": "5.0"}


def cycle(reviewer: Reviewer, product: Product, flac: bytes, dealt: list[str]) -> dict[str, float]:
    """Milliseconds of each step: a clip is dealt, its sound fetched, its answer submitted."""
    took: dict[str, float] = {}
    text, took["next"] = reviewer.timed(product.next())
    task = json.loads(text)
    dealt.append(product.clip(task))
    sound, took["audio"] = reviewer.timed(product.audio(task))
    assert sound == flac, "another sound than the one that was put in"
    _, took["submit"] = reviewer.timed(product.submit(task))
    return took


def work_together(reviewers: list[Reviewer], product: Product, flac: bytes, cycles: int, dealt: list[str]) -> dict[str, float]:
    """Each does so many cycles, all at once: p50 and p95 of each step in ms, and cycles a second of all. `dealt` grows by each clip."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(reviewers)) as pool:
        tasks = [pool.submit(lambda who: [cycle(who, product, flac, dealt) for _ in range(cycles)], reviewer) for reviewer in reviewers]
        took = [one for task in tasks for one in task.result()]
    found = {"cycles": len(took) / (time.perf_counter() - began)}
    for step in STEPS:
        cuts = quantiles((one[step] for one in took), n=20)
        found |= {f"{step}, p50": cuts[9], f"{step}, p95": cuts[18]}
    return found


def code_now(totp_uri: str) -> str:
    """What an authenticator app shows for the address that `person add --totp` printed."""
    from base64 import b32decode

    from accounts.otp import code_of, step_at
    from foundation.clock import now

    secret = parse_qs(urlsplit(totp_uri).query)["secret"][0]
    return code_of(b32decode(secret + "=" * (-len(secret) % 8)), step_at(now()))
