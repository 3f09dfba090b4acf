"""A cosignature counts when it verifies under a key that the house believes, over the very text that the log signed."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from audit.proof.cosignatures import check_cosignature, cosign, cosigned_at
from audit.proof.notes import COSIGNATURE, Checkpoint, Note, Signer
from audit.publishing import witnesses
from audit.sealing import cosignatures
from audit.witness.protocol import Request
from foundation.roles import DbRole
from tests.audit.conftest import AsRole, Entries
from tests.audit.publishing.conftest import EVERY_S, Press, Running, published, serving

ROWS = "SELECT size, witness, extract(epoch FROM at)::bigint, line FROM audit_cosignature WHERE period = 1 AND witness = %s ORDER BY at, size"
OURS = Signer("witness.test/fake", b"7" * 32, COSIGNATURE)


def rows(as_role: AsRole, name: str) -> list[tuple[int, str, int, str]]:
    return as_role(DbRole.READER).execute(ROWS, [name]).fetchall()


def refusals(entries: Entries) -> list[tuple[int, int]]:
    said = [entry["details"] for entry in entries() if entry["event"] == "log.witness_refused"]
    return [(one["status"], one["seen"]) for one in said]


def test_the_witness_cosigns_and_its_line_goes_into_table_and_checkpoint(press: Press, witness: Running, as_role: AsRole) -> None:
    assert press.publish(3) == EVERY_S
    _, told, note = published()
    ((size, name, at, line),) = rows(as_role, witness.verifier.name)
    assert (size, name) == (told.size, witness.verifier.name) == (4, note.signatures[-1].name)
    assert at == check_cosignature(note.text, line, witness.verifier) == cosigned_at(note, witness.verifier)


def test_a_log_that_stands_still_is_cosigned_again(press: Press, witness: Running, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    press.publish(1)
    later = int(time.time()) + 5
    monkeypatch.setattr("audit.witness.server.time.time", lambda: later)
    press.round()
    assert [row[0] for row in rows(as_role, witness.verifier.name)] == [2, 2]


def test_growth_is_proved_from_what_the_witness_has_seen(press: Press, witness: Running, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publisher that starts again asks from the newest row; one whose witness saw less, or more than it thinks, is told and asks again."""
    press.publish(3)
    press.restart()
    asked: list[int] = []
    really = witnesses._ask
    monkeypatch.setattr(witnesses, "_ask", lambda url, body: asked.append(Request.of(body).old) or really(url, body))  # type: ignore[func-returns-value]
    press.publish(300)
    press.publisher.known = {(1, witness.url): 2}
    press.publish(5)
    assert asked == [4, 2, 304]
    assert [row[0] for row in rows(as_role, witness.verifier.name)] == [4, 304, 309]


def test_a_witness_that_is_down_is_missed_once_and_taken_up_again(
    press: Press, tmp_path: Path, as_role: AsRole, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path / "witness") as running:
        monkeypatch.setattr(cosignatures, "believed", lambda: {running.verifier.name: [running.verifier]})
        press.witness_urls.append(running.url)
        port = running.server.server_address[1]
        press.publish(1)
    press.restart()
    press.round()
    assert cosigned_at(published()[2], running.verifier), "what it said of this checkpoint stays under it"
    for _ in range(3):
        assert press.publish(1) < EVERY_S
    assert published()[1].size >= 4, "the archive does not wait for the witness"
    assert refusals(entries) == [(0, -1)]
    with serving(tmp_path / "witness", int(port)):
        assert press.publish(1) == EVERY_S
    assert rows(as_role, running.verifier.name)[-1][0] == published()[1].size


def test_a_witness_that_comes_up_with_the_house_is_not_missed(press: Press, entries: Entries) -> None:
    press.witness_urls.append("http://127.0.0.1:9")
    press.publisher.began = press.now_s + EVERY_S
    assert press.publish(1) < 1
    assert refusals(entries) == []


Answer = Callable[[bytes], tuple[int, bytes]]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server that says what a bad witness, or somebody in its place, might say."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def text_of(request: bytes) -> str:
    return Request.of(request).note.text


def other_text(request: bytes) -> str:
    told = Checkpoint.of(text_of(request))
    return Checkpoint(told.origin, told.size + 1, told.root).text()


STRANGER = Signer(OURS.name, b"8" * 32, COSIGNATURE)
BAD: dict[str, tuple[Answer, tuple[int, int]]] = {
    "a stranger's key": (lambda asked: (200, cosign(text_of(asked), 1, STRANGER).encode() + b"\n"), (200, -1)),
    "our name, another key": (lambda asked: (200, (cosign(text_of(asked), 1, OURS)[:-8] + "AAAAAAA=\n").encode()), (200, -1)),
    "a line for another text": (lambda asked: (200, cosign(other_text(asked), 1, OURS).encode() + b"\n"), (200, -1)),
    "a clock that is ahead": (lambda asked: (200, cosign(text_of(asked), int(time.time()) + 3600, OURS).encode() + b"\n"), (200, -1)),
    "no line": (lambda asked: (200, b""), (200, -1)),
    "no text": (lambda asked: (200, b"\xff\xfe\n"), (200, -1)),
    "too much": (lambda asked: (200, b"x" * 100_000), (0, -1)),
    "elsewhere": (lambda asked: (302, b""), (302, -1)),
    "a fork": (lambda asked: (422, b"the proof leads to other roots\n"), (422, -1)),
    "a larger tree": (lambda asked: (409, b"99999\n"), (409, 99999)),
    "no size": (lambda asked: (409, b"soon\n"), (409, -1)),
    "another size each time": (lambda asked: (409, f"{(Request.of(asked).old + 1) % 3}\n".encode()), (409, 0)),
}


def test_a_false_line_on_a_larger_tree_does_not_keep_the_publisher_from_asking(press: Press, witness: Running, as_role: AsRole) -> None:
    as_role(DbRole.AUDITOR).execute("INSERT INTO audit_cosignature VALUES (1, 1000000, %s, now(), 'junk')", [witness.verifier.name])
    press.restart()
    assert press.publish(3) == EVERY_S
    assert [size for size, _, _, line in rows(as_role, witness.verifier.name) if line != "junk"] == [4]


def test_a_bad_answer_gives_no_cosignature(press: Press, as_role: AsRole, entries: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind after the other; the archive grows all the same."""
    monkeypatch.setattr(cosignatures, "believed", lambda: {OURS.verifier.name: [OURS.verifier]})
    for number, (what, (answer, said)) in enumerate(BAD.items()):
        with answering(answer) as url:
            press.witness_urls[:] = [url]
            press.restart()
            assert press.publish(2) < EVERY_S, what
        assert [signature.name for signature in published()[2].signatures] == [published()[1].origin], what
        assert refusals(entries)[number:] == [said], what
    assert rows(as_role, OURS.name) == []
    with answering(lambda asked: (200, cosign(text_of(asked), 1, OURS).encode() + b"\n")) as url:
        press.witness_urls[:] = [url]
        assert press.publish(2) == EVERY_S, "and a good one does"


def test_a_silent_witness_holds_nothing_up(press: Press, entries: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()
    monkeypatch.setattr(witnesses, "TIMEOUT_S", 0.1)
    with answering(lambda asked: (200 + 0 * free.wait(5), b"")) as url:
        press.witness_urls.append(url)
        press.publish(1)
        free.set()
    assert published()[1].size == 2
    assert refusals(entries) == [(0, -1)]


def test_the_witnesses_that_are_believed_stand_in_the_key_folder(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    assert cosignatures.believed() == {}
    (tmp_path / "witnesses.txt").write_text(f"# ours\n{OURS.vkey}\n\n")
    assert cosignatures.believed() == {OURS.verifier.name: [OURS.verifier]}
    line = cosign(Checkpoint("log.test/1", 1, b"r" * 32).text(), 5, OURS)
    note = Note.signed(Checkpoint("log.test/1", 1, b"r" * 32).text(), line)
    assert [one.at for one in cosignatures.verified(note.text, [line, "no line"])] == [5]
