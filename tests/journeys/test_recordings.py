"""The demo corpus through a whole house, and then a search for what must be nowhere: raw, in every place that bytes end in."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from playwright.sync_api import Browser

from config.env import Env
from config.services import Postgres
from redaction.demo import HERE, recordings, truths
from tests.journeys.browser import look, window
from tests.journeys.house import SHARED, House
from tests.journeys.signing_in import sign_in
from tests.waiting import wait_for

pytestmark = pytest.mark.slow
WAIT_S = 600
LARGEST_CHILD_MB = 600


class Eavesdropper:
    """Writes down every command that Redis gets."""

    def __init__(self, path: Path) -> None:
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(str(path))
        self.line.sendall(b"MONITOR\r\n")
        self.heard = bytearray()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while part := self.line.recv(1 << 16):
            self.heard += part

    def leave(self) -> None:
        self.line.shutdown(socket.SHUT_RDWR)
        self.thread.join(5)
        self.line.close()


def env_of(house: House) -> Env:
    return Env(data=house.folder, database_name="sotto")


@pytest.fixture(scope="module")
def admin(house: House) -> Iterator[psycopg.Connection]:
    with Postgres(env_of(house)).connect("sotto") as connection:
        yield connection


@pytest.fixture(scope="module")
def redacted(house: House, admin: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Eavesdropper]:
    """A third of the corpus a second time, as another controller's, with somebody listening to Redis; everything decided at the end."""
    spy = Eavesdropper(env_of(house).run_dir / "redis.sock")
    folder = tmp_path_factory.mktemp("again")
    (folder / "audio").symlink_to(HERE / "audio")
    path = folder / "manifest.jsonl"
    some = recordings()[::3]
    path.write_text("".join(json.dumps({**line, "controller": "Another Voice"}) + "\n" for line in some))
    said = house.manage("ingest", str(path), "--project", "again")
    path.unlink()
    assert f"taken {len(some)}, refused 0" in said
    wait_for(lambda: not count(admin, "state = 'received'"), WAIT_S)
    yield spy
    spy.leave()


def count(admin: psycopg.Connection, condition: str) -> int:
    row = admin.execute(f"SELECT count(*) FROM redaction_recording WHERE {condition}".encode()).fetchone()
    assert row
    return int(row[0])


def test_each_of_the_corpus_is_ready_or_held(redacted: Eavesdropper, admin: psycopg.Connection) -> None:
    every = len(recordings()) + len(recordings()[::3])
    assert count(admin, "true") == every
    assert count(admin, "state = 'ready'") >= 0.9 * every
    assert count(admin, "'failed' = ANY(held_for)") == 0


def canaries() -> list[bytes]:
    """Own numbers, full names and senders' ids as written, and each identifier as it was spoken; long enough to be nothing else."""
    found: set[str] = set()
    for line in recordings():
        found |= {line["account_id"], line["device_serial"], line["recording_id"], line.get("session_id") or line["recording_id"]}
        found |= {f"{line['first_name']} {line['last_name']}"} if line.get("last_name") else set()
    for line in recordings():
        spans = truths()[line["recording_id"]]["spans"]
        found |= {line["hypothesis"][span["start"] : span["end"]] for span in spans if span["own"]}
    return sorted({text.lower().encode() for text in found if len(text) >= 8})


CANARIES = canaries()


def raw_of(path: Path) -> bytes:
    """Nothing when it is no file, or is gone again: those who write here are at work."""
    with suppress(FileNotFoundError):
        return path.read_bytes() if path.is_file() else b""
    return b""


def search(raw: bytes, where: str) -> list[str]:
    """Where it was, if any canary is in it. Long runs of zeros, of which a database's files are full, are left out."""
    plain = raw.replace(bytes(64), b"").lower()
    return [where] if any(canary in plain for canary in CANARIES) else []


def test_the_search_finds_what_it_is_for() -> None:
    assert len(CANARIES) >= 100
    assert search((HERE / "manifest.jsonl").read_bytes(), "manifest")
    assert search(b"x" * 1000 + recordings()[0]["account_id"].encode(), "haystack")


@pytest.mark.asvs("14.2.1", "16.2.5", "11.7.2", "14.2.6")
def test_nothing_of_anybody_lies_in_database_files_logs_or_names(house: House, redacted: Eavesdropper, admin: psycopg.Connection) -> None:
    """Tables, indexes and write-ahead log as the server wrote them, log files, sockets' folder, clip store: every file of the house."""
    admin.execute("CHECKPOINT")
    found = []
    for path in house.folder.rglob("*"):
        found += search(str(path.relative_to(house.folder)).encode(), f"name of {path.parent.name}/…")
        found += search(raw_of(path), str(path.relative_to(house.folder)))
    assert not found


def test_nothing_of_anybody_lies_in_a_dump_of_the_database(redacted: Eavesdropper, admin: psycopg.Connection) -> None:
    """As rows, with compressed and hexadecimal values opened."""
    tables = [row[0] for row in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]
    found = []
    for table in tables:
        for row in admin.execute(f'SELECT * FROM "{table}"'.encode()).fetchall():
            raw = b"\n".join(bytes(value) if isinstance(value, bytes) else str(value).encode() for value in row)
            found += search(raw, table)
    assert not found


@pytest.mark.asvs("14.2.1")
def test_only_ids_go_through_redis(redacted: Eavesdropper, house: House) -> None:
    assert b"foundation.run" in redacted.heard
    assert not search(bytes(redacted.heard), "redis")
    with redis.Redis(unix_socket_path=str(env_of(house).run_dir / "redis.sock")) as client:
        assert not [key for key in client.scan_iter() if search(key + (client.dump(key) or b""), "key")]


@pytest.mark.asvs("11.7.2")
def test_no_temporary_file_holds_sound_or_words(redacted: Eavesdropper, house: House) -> None:
    kept = list(house.temporary.rglob("*"))
    found = [path.name for path in kept if raw_of(path)[:4] in (b"RIFF", b"fLaC", b"OggS")]
    for path in [*kept, *new_beside(house)]:
        found += search(raw_of(path), path.name)
    assert not found


def new_beside(house: House) -> Iterator[Path]:
    """Also where programs write that ask nobody: what appeared or changed there since; but not what the tests made themselves."""
    for path in (path for folder in SHARED for path in folder.iterdir() if not (path.is_dir() and path.name.startswith(("pytest-", "sotto-")))):
        for found in (path, *path.rglob("*")):
            with suppress(FileNotFoundError):
                is_new = path not in house.beside or (found.is_file() and not found.is_symlink() and found.stat().st_mtime >= house.started_at)
                if is_new and os.access(found, os.R_OK):
                    yield found


def memory_mb(pid: int) -> float:
    """Resident memory as the kernel counts it, shared pages included."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def test_a_redacting_child_stays_small(house: House, redacted: Eavesdropper, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = sorted(memory_mb(pid) for pid, words in house.processes().items() if "redactor@" in words)
    with capsys.disabled():
        print(f"\n  redactor's processes: {', '.join(f'{size:.0f} MB' for size in sizes)}")
    assert len(sizes) >= 2
    assert sizes[-1] <= LARGEST_CHILD_MB


def test_an_analyst_sees_what_is_held_and_why(browser: Browser, house: House, redacted: Eavesdropper) -> None:
    with window(browser) as page:
        sign_in(page, house, "ana")
        page.wait_for_url("**/desk/")
        assert "held" in page.inner_text("main")
        look(page, "desk")
        shown: Any = page.inner_text("main")
        assert not any(canary.decode().lower() in shown.lower() for canary in CANARIES)
