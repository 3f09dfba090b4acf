"""The witness over HTTP: one POST, small, with a limit on everything."""

import contextlib
import logging
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, AF_INET6, SHUT_RDWR, socket
from typing import Any, Final

from audit.proof.notes import NOTE, BadNote, Verifier
from audit.witness.protocol import PLAIN, Answer, Known, add_checkpoint
from audit.witness.state import Folder

PATH: Final = "/add-checkpoint"
MAX_REQUEST_BYTES: Final = 64 * 1024
TIMEOUT_S: Final = 10
MAX_CONNECTIONS: Final = 64

log = logging.getLogger(__name__)


def log_keys(vkeys: list[str]) -> tuple[Verifier, ...]:
    """The logs' keys. Raises BadNote for one that is malformed or a witness's."""
    keys = tuple(Verifier.of(vkey) for vkey in vkeys)
    if any(key.kind != NOTE for key in keys):
        raise BadNote("a key of a witness is no key of a log")
    return keys


class LogKeys:
    """The keys given at start and those in a file, one a line, that is read again when it changes; it may come later."""

    def __init__(self, fixed: tuple[Verifier, ...], file: Path | None = None) -> None:
        """Raises BadNote if the file is there and malformed."""
        self._fixed, self._file = fixed, file
        self._stamp: tuple[int, int, int] | None = None
        self._listed: tuple[Verifier, ...] = ()
        self._read()

    def now(self) -> tuple[Verifier, ...]:
        """A file that has become unreadable changes nothing: the keys of before stay."""
        try:
            self._read()
        except (BadNote, OSError, UnicodeError) as bad:
            log.error("%s is not read, the keys of before stay: %s", self._file, bad)
        return self._fixed + self._listed

    def _read(self) -> None:
        if self._file is None or not self._file.exists():
            return
        stat = self._file.stat()
        stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if stamp != self._stamp:
            self._stamp = stamp
            lines = [line.strip() for line in self._file.read_text(encoding="utf-8").split("\n")]
            self._listed = log_keys([line for line in lines if line and not line.startswith("#")])


class Witness:
    """Its folder, its clock and whom it believes. Requests are taken one after the other."""

    def __init__(self, folder: Folder, keys: LogKeys, *, series: bool = False) -> None:
        self.folder, self._keys, self._series = folder, keys, series
        # One lock for all logs: check and write must be one step, all are in one file, and a house has one log at a time.
        self._one_at_a_time = threading.Lock()

    def add_checkpoint(self, request: bytes) -> Answer:
        """On the disk before it is answered. Raises OSError if it cannot be written."""
        with self._one_at_a_time:
            known = Known(self._keys.now(), self.folder.logs, self._series)
            answer = add_checkpoint(request, known, self.folder.signer, int(time.time()))
            if answer.known is not known:
                self.folder.save(answer.known.logs)
            if answer.fork:
                log.critical("%s signed two histories; both notes are in %s", answer.origin, self.folder.path)
                self.folder.keep_fork(answer.origin, answer.fork)
        return answer

    def close(self) -> None:
        """After the request at hand."""
        with self._one_at_a_time:
            self.folder.close()


class Server(ThreadingHTTPServer):
    """A thread a connection, at most 64: one more ends the oldest, so that nobody shuts the others out by being slow."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.address_family = AF_INET6 if ":" in address[0] else AF_INET
        self.witness = witness
        self._open: dict[socket, None] = {}
        self._opening = threading.Lock()
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._opening:
            self._open[request] = None
            oldest = next(iter(self._open)) if len(self._open) > MAX_CONNECTIONS else None
            if oldest is not None:
                del self._open[oldest]
                with contextlib.suppress(OSError):
                    oldest.shutdown(SHUT_RDWR)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._opening:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        error = sys.exception()
        if not isinstance(error, OSError):
            log.error("a request was not answered: %r", error)


class Handler(BaseHTTPRequestHandler):
    """POST /add-checkpoint, and nothing else."""

    protocol_version = "HTTP/1.1"
    server_version = "witness"
    sys_version = ""
    timeout = TIMEOUT_S
    server: Server

    def do_POST(self) -> None:
        length = self._length()
        if length is None:
            return
        body = self.rfile.read(length)
        if len(body) != length:
            self.close_connection = True
            return
        if self.path != PATH:
            self._answer(HTTPStatus.NOT_FOUND, "POST /add-checkpoint\n")
            return
        try:
            answer = self.server.witness.add_checkpoint(body)
        except OSError as error:
            log.error("not cosigned, the state cannot be written: %s", error)
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "the witness cannot write its state\n")
            return
        if answer.status == HTTPStatus.OK:
            log.info("cosigned %s at %d entries", answer.origin, answer.known.seen(answer.origin).size)
        else:
            log.warning("refused %s: %d %s", answer.origin or "a stranger", answer.status, answer.body.strip())
        self._answer(answer.status, answer.body, answer.content_type)

    def _length(self) -> int | None:
        """Of the body, in bytes, once and in decimal; else it is answered here and the connection ends."""
        given = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or not given:
            refusal = HTTPStatus.LENGTH_REQUIRED
        elif len(given) > 1 or not (given[0].isascii() and given[0].isdigit() and len(given[0]) < 10):
            refusal = HTTPStatus.BAD_REQUEST
        elif int(given[0]) > MAX_REQUEST_BYTES:
            refusal = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        else:
            return int(given[0])
        self.close_connection = True
        self._answer(refusal, f"{refusal.phrase}\n")
        return None

    def _answer(self, status: HTTPStatus, body: str, content_type: str = PLAIN) -> None:
        raw = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(raw)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *arguments: object) -> None:
        log.debug(format, *arguments)
