"""The witness as a process, over real HTTP on loopback: it forgets nothing that it answered, and never starts without what it knew."""

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from audit.proof.cosignatures import check_cosignature
from audit.proof.notes import COSIGNATURE, Signer, Verifier
from audit.witness import server, state
from audit.witness.server import LogKeys, Server, Witness
from audit.witness.state import CannotStart, Folder
from tests.audit.witness.logs import ORIGIN, Log, post

LOG = Log()
ROOT = Path(__file__).parents[3]


class Running:
    """One in this process, with its port."""

    def __init__(self, folder: Path, keys: LogKeys | None = None) -> None:
        self.witness = Witness(Folder.opened(folder), keys or LogKeys((LOG.signer.verifier,)))
        self.server = Server(("127.0.0.1", 0), self.witness)
        self.port = int(self.server.server_address[1])
        self.verifier = self.witness.folder.signer.verifier
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
        self.witness.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path / "witness")
    yield one
    one.stop()


def test_a_growing_log_is_cosigned(running: Running) -> None:
    for old, new in ((0, 2), (2, 7)):
        got = post(running.port, LOG.request(old, new))
        assert (got.status, got.content_type) == (200, "text/plain; charset=utf-8")
        assert check_cosignature(LOG.checkpoint(new).text(), got.body.rstrip("\n"), running.verifier) > 1_790_000_000


def test_each_refusal_is_told_in_the_right_words(running: Running) -> None:
    post(running.port, LOG.request(0, 5))
    rewritten = Log(history="false")
    for request, status, content_type in (
        (b"nonsense", 400, "text/plain; charset=utf-8"),
        (Log("unknown.example").request(0, 2), 404, "text/plain; charset=utf-8"),
        (Log(seed=b"m" * 32).request(5, 7), 403, "text/plain; charset=utf-8"),
        (LOG.request(3, 7), 409, "text/x.tlog.size"),
        (rewritten.request(5, 7), 422, "text/plain; charset=utf-8"),
        (rewritten.request(5, 5), 409, "text/plain; charset=utf-8"),
    ):
        got = post(running.port, request)
        assert (got.status, got.content_type) == (status, content_type)
    assert post(running.port, LOG.request(3, 7)).body == "5\n"
    assert post(running.port, LOG.request(5, 7)).status == 200


def test_a_fork_is_kept_with_both_its_notes_once(running: Running) -> None:
    post(running.port, LOG.request(0, 5))
    for history in ("false", "falser"):
        assert post(running.port, Log(history=history).request(5, 5)).status == 409
    [kept] = (running.witness.folder.path / "forks").iterdir()
    assert kept.read_text() == LOG.note(5).raw() + "\n" + Log(history="false").note(5).raw()


def test_of_many_at_once_each_step_is_cosigned_once(running: Running) -> None:
    """All from the same size: one wins, the others are told where it is now; nothing rolls back."""
    post(running.port, LOG.request(0, 2))
    sizes = [3, 4, 5, 6, 7, 8, 9, 10]
    with ThreadPoolExecutor(len(sizes)) as pool:
        answers = list(pool.map(lambda size: post(running.port, LOG.request(2, size)), sizes))
    won = [size for size, got in zip(sizes, answers, strict=True) if got.status == 200]
    assert len(won) == 1
    assert {got.body for got in answers if got.status != 200} == {f"{won[0]}\n"}
    assert running.witness.folder.logs[ORIGIN].size == won[0]


def test_a_smaller_checkpoint_held_up_between_check_and_write_does_not_roll_back(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The race that the specification warns of."""
    post(running.port, LOG.request(0, 2))
    checked, let_go, writes = threading.Event(), threading.Event(), []
    write = state._write_state

    def slow(path: Path, logs: dict[str, state.Seen]) -> None:
        writes.append(logs[ORIGIN].size)
        if len(writes) == 1:
            checked.set()
            assert let_go.wait(60)
        write(path, logs)

    monkeypatch.setattr(state, "_write_state", slow)
    with ThreadPoolExecutor(2) as pool:
        small = pool.submit(post, running.port, LOG.request(2, 3))
        assert checked.wait(60)
        large = pool.submit(post, running.port, LOG.request(2, 9))
        assert not wait([large], timeout=0.2).done
        let_go.set()
        assert (small.result().status, large.result().status, large.result().body) == (200, 409, "3\n")
    assert post(running.port, LOG.request(3, 9)).status == 200
    assert writes == [3, 9]


def test_what_was_cosigned_is_known_after_a_restart(tmp_path: Path) -> None:
    first = Running(tmp_path)
    assert post(first.port, LOG.request(0, 5)).status == 200
    first.stop()
    second = Running(tmp_path)
    try:
        assert second.verifier == first.verifier
        assert post(second.port, LOG.request(0, 7)).body == "5\n"
        assert post(second.port, Log(history="false").request(5, 7)).status == 422
        assert post(second.port, LOG.request(5, 7)).status == 200
    finally:
        second.stop()


def test_nothing_is_cosigned_that_is_not_on_the_disk(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    post(running.port, LOG.request(0, 5))
    on_disk = (running.witness.folder.path / "state.json").read_text()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("fsync", "open"):
        with monkeypatch.context() as patch:
            patch.setattr(state.os, broken, full)
            got = post(running.port, LOG.request(5, 7))
        assert (got.status, "\u2014" in got.body) == (503, False)
        assert (running.witness.folder.path / "state.json").read_text() == on_disk
    assert post(running.port, LOG.request(5, 9)).status == 200


def test_the_cosignature_is_made_after_the_state_is_renamed_and_synced(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(
        state.os, "fsync", lambda handle: (done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"), fsync(handle))
    )
    monkeypatch.setattr(Path, "replace", lambda self, target: (done.append("rename"), replace(self, target)))
    assert post(running.port, LOG.request(0, 5)).status == 200
    assert done == ["file", "rename", "folder"]


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /add-checkpoint HTTP/1.1\r\nHost: w\r\n\r\n", 501),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1e3\r\n\r\n", 400),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 65537\r\n\r\n", 413),
        (b"POST /elsewhere HTTP/1.1\r\nHost: w\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx", 404),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 400),
    ],
    ids=["GET", "no length", "chunked", "both", "negative", "1e3", "too long", "elsewhere", "empty"],
)
def test_what_is_no_request_is_refused_before_it_is_read(running: Running, request_head: bytes, status: int) -> None:
    assert raw(running.port, request_head).startswith(f"HTTP/1.1 {status} ".encode())


def test_a_length_given_twice_is_refused_though_the_body_is_right(running: Running) -> None:
    body = LOG.request(0, 2)
    lengths = b"Content-Length: %d\r\nContent-Length: 3\r\n" % len(body)
    assert raw(running.port, b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n" + lengths + b"\r\n" + body).startswith(b"HTTP/1.1 400 ")
    assert ORIGIN not in running.witness.folder.logs


def test_a_body_cut_short_gets_no_answer(running: Running) -> None:
    assert raw(running.port, b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 9000\r\n\r\n" + LOG.request(0, 2)) == b""
    assert ORIGIN not in running.witness.folder.logs


def test_one_connection_carries_many_requests(running: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    statuses = []
    for old, new in ((0, 2), (0, 3), (2, 3)):
        connection.request("POST", "/add-checkpoint", LOG.request(old, new))
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [200, 409, 200]


def test_who_only_holds_connections_open_shuts_nobody_out(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 3)
    with ExitStack() as idle:
        held = [idle.enter_context(socket.create_connection(("127.0.0.1", running.port), timeout=60)) for _ in range(6)]
        for one in held:
            with suppress(OSError):
                one.sendall(b"POST /add-")
        assert post(running.port, LOG.request(0, 2)).status == 200
        assert held[0].recv(1) == b""


def test_keys_in_a_file_are_taken_up_when_it_changes(tmp_path: Path) -> None:
    file, other = tmp_path / "logs.txt", Log("other.example/0001")
    one = Running(tmp_path / "witness", LogKeys((), file))
    try:
        assert post(one.port, LOG.request(0, 2)).status == 404
        file.write_text(f"# ours\n\n{LOG.signer.vkey}\n")
        assert post(one.port, LOG.request(0, 2)).status == 200
        file.write_text(f"{LOG.signer.vkey}\n{other.signer.vkey}\n")
        assert post(one.port, other.request(0, 2)).status == 200
        file.write_text("half a ke")
        assert post(one.port, other.request(2, 3)).status == 200
        file.write_text(f"{other.signer.vkey}\n")
        assert post(one.port, LOG.request(2, 3)).status == 404
    finally:
        one.stop()


def test_key_and_state_are_for_the_owner_only(tmp_path: Path) -> None:
    folder = Folder.opened(tmp_path / "new")
    folder.close()
    modes = {name: stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) for name in (".", "witness.key", "state.json")}
    assert modes == {".": 0o700, "witness.key": 0o600, "state.json": 0o600}
    vkey = Verifier.of((tmp_path / "new/witness.vkey").read_text().strip())
    assert (vkey.kind, vkey) == (COSIGNATURE, folder.signer.verifier)


def lose(*names: str) -> Callable[[Path], None]:
    return lambda folder: [(folder / name).unlink() for name in names] and None


def damage(name: str, text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text(text) and None


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text((folder / name).read_text().replace(old, new)) and None


DAMAGES = {
    "state lost": (lose("state.json"), "state.json is gone"),
    "key lost": (lose("witness.key"), "witness.key is gone"),
    "all but the name lost": (lose("witness.key", "state.json"), "witness.key is gone"),
    "name lost": (lose("witness.vkey"), "witness.vkey is gone"),
    "state emptied": (damage("state.json", "\n"), "cannot be read"),
    "state of another kind": (damage("state.json", "[1]"), "cannot be read"),
    "state of a later format": (damage("state.json", '{"format": 2, "logs": {}}'), "cannot be read"),
    "size edited": (edit("state.json", '"size": 5', '"size": 4'), "not those of the note"),
    "origin edited": (edit("state.json", f'"{ORIGIN}"', '"log.example/4fd1/0002"'), "not those of the note"),
    "key damaged": (damage("witness.key", "AAAA\n"), "cannot be used"),
    "another key": (damage("witness.key", "A" * 43 + "=\n"), "does not belong"),
    "name damaged": (damage("witness.vkey", "witness\n"), "cannot be used"),
    "key open to others": (lambda folder: (folder / "witness.key").chmod(0o640), "others may read"),
}


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """The folder of a witness that has cosigned and stopped."""
    one = Running(tmp_path / "used")
    assert post(one.port, LOG.request(0, 5)).status == 200
    one.stop()
    return tmp_path / "used"


@pytest.mark.parametrize("what", DAMAGES)
def test_a_witness_that_lost_something_does_not_start(used: Path, what: str) -> None:
    harm, says = DAMAGES[what]
    harm(used)
    before = {file.name: file.read_bytes() for file in used.iterdir()}
    with pytest.raises(CannotStart, match=says):
        Folder.opened(used)
    assert {file.name: file.read_bytes() for file in used.iterdir()} == before


def test_a_lost_state_is_begun_again_only_when_told(used: Path) -> None:
    key = (used / "witness.key").read_text()
    (used / "state.json").unlink()
    folder = Folder.opened(used, start_over=True)
    folder.close()
    assert (folder.logs, (used / "witness.key").read_text()) == ({}, key)
    with pytest.raises(CannotStart, match="without --start-over"):
        Folder.opened(used, start_over=True)


def test_a_name_is_kept_as_long_as_its_key(tmp_path: Path) -> None:
    Folder.opened(tmp_path, name="witness.example/w1").close()
    Folder.opened(tmp_path).close()
    with pytest.raises(CannotStart, match="is named"):
        Folder.opened(tmp_path, name="witness.example/w2")


def test_a_first_start_that_was_cut_off_is_completed(tmp_path: Path) -> None:
    """Killed between the state and the key, or between the key and the name."""
    Folder.opened(tmp_path).close()
    key = (tmp_path / "witness.key").read_text()
    (tmp_path / "witness.vkey").unlink()
    Folder.opened(tmp_path).close()
    assert (tmp_path / "witness.key").read_text() == key
    for name in ("witness.key", "witness.vkey"):
        (tmp_path / name).unlink()
    Folder.opened(tmp_path).close()
    assert (tmp_path / "witness.vkey").exists()


def test_two_witnesses_cannot_share_a_folder(running: Running) -> None:
    with pytest.raises(CannotStart, match="another witness"):
        Folder.opened(running.witness.folder.path)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "audit.witness", *map(str, arguments)]


def test_the_process_serves_starts_again_and_ends_when_told(tmp_path: Path) -> None:
    arguments = ("--folder", tmp_path / "w", "--listen", "127.0.0.1:0", "--log", LOG.signer.vkey)
    sizes = []
    for old in (0, 0):
        with subprocess.Popen(command(*arguments), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            first_line = process.stderr.readline()
            listens = re.search(r"listens on 127\.0\.0\.1:(\d+)", first_line)
            assert listens, first_line
            sizes.append(post(int(listens[1]), LOG.request(old, 5)).status)
            second = (
                subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False) if not sizes[1:] else None
            )
            assert second is None or (second.returncode, second.stderr.count("\n"), "another witness" in second.stderr) == (1, 1, True)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
    assert sizes == [200, 409]
    assert Verifier.of((tmp_path / "w/witness.vkey").read_text().strip()).kind == COSIGNATURE


def test_a_witness_needs_no_django_and_no_database() -> None:
    program = (
        "import sys, audit.witness.__main__; print([m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg', 'config', 'foundation')])"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"


WITNESS_KEY = Signer("w", b"w" * 32, COSIGNATURE).vkey


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["--listen", "127.0.0.1:0"], 2, "--log or --logs"),
        (["--listen", "127.0.0.1", "--log", LOG.signer.vkey], 2, "HOST:PORT"),
        (["--listen", "127.0.0.1:65536", "--log", LOG.signer.vkey], 2, "HOST:PORT"),
        (["--listen", "127.0.0.1:0", "--name", "a b", "--log", LOG.signer.vkey], 2, "no space"),
        (["--listen", "127.0.0.1:0", "--log", "half+a+key"], 1, "base64"),
        (["--listen", "127.0.0.1:0", "--log", WITNESS_KEY], 1, "no key of a log"),
        (["--listen", "192.0.2.1:0", "--log", LOG.signer.vkey], 1, "assign"),
    ],
    ids=["no log", "no port", "port too large", "bad name", "bad key", "a witness's key", "not our address"],
)
def test_bad_commands_are_told_in_one_line(
    tmp_path: Path, arguments: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    from audit.witness.__main__ import main

    try:
        code = main(["--folder", str(tmp_path / "w"), *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    told = [*capsys.readouterr().err.strip().split("\n")[-1:], *caplog.messages]
    assert code == status
    assert any(says in line for line in told)
