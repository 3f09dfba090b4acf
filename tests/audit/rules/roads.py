"""A mail server and a receiver of webhooks on this machine, which can refuse, stall and go away."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Inbox:
    """What a server got. `answers` are taken one by one, the last for good; `sleep_s` before each."""

    port: int = 0
    got: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    sleep_s: float = 0.0

    def answer(self) -> Any:
        time.sleep(self.sleep_s)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def smtp(inbox: Inbox) -> Iterator[Inbox]:
    """As much of RFC 5321 as a client needs. An answer other than 250 is given to the end of the message."""

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 here")
            to: list[str] = []
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.take(to)
                elif verb == b"QUIT":
                    return self.say("221 bye")
                else:
                    to += [line.split(b"<")[1].split(b">")[0].decode()] if verb == b"RCPT" else []
                    self.say("250 ok")
            return None

        def take(self, to: list[str]) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b"..") else line)
            answer = inbox.answer()
            if answer == 250:
                inbox.got.append((list(to), b"".join(lines).decode()))
            self.say(f"{answer} so be it")

    inbox.answers = inbox.answers or [250]
    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session), inbox):
        yield inbox


@contextmanager
def receiver(inbox: Inbox) -> Iterator[Inbox]:
    """Keeps each POST's path, headers and body. An answer is a status, or bytes that are no HTTP."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = inbox.answer()
            inbox.got.append((self.path, dict(self.headers), body, answer))
            if isinstance(answer, bytes):
                self.wfile.write(answer)
                return
            self.send_response(answer)
            if 300 <= answer < 400:
                self.send_header("Location", f"http://127.0.0.1:{inbox.port}/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    inbox.answers = inbox.answers or [204]
    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Receiver), inbox):
        yield inbox


@contextmanager
def _serving(server: socketserver.TCPServer, inbox: Inbox) -> Iterator[None]:
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
