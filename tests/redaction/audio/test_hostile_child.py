"""A child whose decoder was taken over: what it can learn, and whether it can stay."""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import secrets
import signal
import struct
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redaction.audio import nursery as nursery_module
from redaction.audio.nursery import ChildFailed, NoNursery, Nursery, spawned
from tests.redaction.audio.nurseries import IMPATIENT, SMALL, as_nobody, be_readable, call, forked, memory_of
from tests.waiting import wait_for

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory of a process")
SECRET = ctypes.create_string_buffer(b"what the worker knows")


class Told:
    """A process id that a child leaves where the test reads it."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)

    def tell(self) -> None:
        self._page[:8] = struct.pack("<Q", os.getpid())

    def forget(self) -> None:
        self._page[:8] = bytes(8)

    @property
    def pid(self) -> int:
        return int(struct.unpack("<Q", self._page[:8])[0])


def runs(pid: int) -> bool:
    """Not so of one that is dead and waits for whoever inherited it to notice."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def attempt(pid: int) -> bytes:
    try:
        return memory_of(pid, SECRET)
    except OSError as error:
        return errno.errorcode[error.errno or 0].encode()


@linux
def test_a_child_reads_its_own_memory_and_neither_its_nurserys_nor_the_workers() -> None:
    def work(raw: bytes) -> bytes:
        return b", ".join(attempt(pid) for pid in (os.getpid(), os.getppid(), int(raw)))

    assert as_nobody(lambda: bytes(call(work, str(os.getpid()).encode()))) == b"what the worker knows, EPERM, EPERM"


@linux
def test_a_worker_that_keeps_its_memory_private_can_still_ask_for_its_own_figures() -> None:
    def figures() -> bytes:
        call(lambda raw: raw, b"")
        files = [Path("/proc/self", name).read_bytes() for name in ("statm", "smaps_rollup", "status")]
        return str(all(files) and any(Path("/proc/self/fd").iterdir())).encode()

    assert as_nobody(figures) == b"True"


@linux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=lambda number: number.name)
def test_a_child_that_ends_or_stops_its_nursery_does_not_outlive_its_time(number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nursery_module, "_PATIENCE_S", 8.0)
    child = Told()

    def take_over(_: bytes) -> bytes:
        signal.alarm(0)
        child.tell()
        os.kill(os.getppid(), number)
        time.sleep(600)
        return b""

    with pytest.raises(NoNursery):
        call(take_over, b"hostile", limits=replace(IMPATIENT, wall_s=3.0))  # it begins with its recording, which comes when its number is known
    assert child.pid
    wait_for(lambda: not runs(child.pid), 60)


def test_a_nursery_that_is_gone_is_not_killed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number may be somebody else's."""
    killed = []
    kill = os.kill
    monkeypatch.setattr(os, "kill", lambda pid, number: (killed.append(pid), kill(pid, number)))
    nursery = Nursery(forked(lambda raw: str(os.getppid()).encode()))
    for forget in (nursery.close, lambda: nursery.call(b"", limits=SMALL)):
        pid = int(nursery.call(b"", limits=SMALL))
        kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        forget()
        assert pid not in killed
    nursery.close()
    assert len(killed) == 1


@linux
def test_no_child_has_the_recording_before_it() -> None:
    """A child is a copy of the nursery. What it was given itself is found in its memory; what the last one was given is not."""
    child = Told()

    def work(raw: bytes) -> bytes:
        if raw:
            be_readable()
            child.tell()
            signal.pause()
        return b""

    with closing(Nursery(forked(work))) as nursery:
        nursery.call(b"", limits=SMALL)  # begins it: from now on it gets no memory of ours
        first, second = (secrets.token_bytes(32) for _ in range(2))
        assert found_in_the_child(nursery, child, first, [first, second]) == [first]
        assert found_in_the_child(nursery, child, second, [first, second]) == [second]


def found_in_the_child(nursery: Nursery, child: Told, raw: bytes, sought: list[bytes]) -> list[bytes]:
    child.forget()
    with ThreadPoolExecutor(1) as beside:
        ended = beside.submit(nursery.call, raw, limits=SMALL)
        wait_for(lambda: bool(child.pid), 60)
        found = {one for part in memory_parts(child.pid) for one in sought if one in part}
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(ChildFailed):
            ended.result()
    return [one for one in sought if one in found]


def memory_parts(pid: int) -> Iterator[bytes]:
    """All that it may write and shares with nobody."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            area, rights = line.split()[:2]
            begin, end = (int(edge, 16) for edge in area.split("-"))
            if rights.startswith("rw") and rights.endswith("p") and "[v" not in line:
                memory.seek(begin)
                yield memory.read(end - begin)


def told_by_a_spawned_nursery() -> dict[str, Any]:
    with closing(Nursery(spawned("tests.redaction.audio.telling"))) as nursery:
        told: dict[str, Any] = json.loads(nursery.call(b"", limits=SMALL))
    return told


def test_a_spawned_nursery_has_nothing_of_the_environment_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTTO_TOLD", "secret")
    with Path(__file__).open() as ours:
        os.set_inheritable(ours.fileno(), True)
        told = told_by_a_spawned_nursery()
    assert "secret" not in told["environment"].values()
    assert told["files"] == [0, 1], "its control socket, and the one it was sent for the child"


def test_a_spawned_nursery_runs_no_code_from_the_folder_of_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("numpy", "resource", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert not {"", str(tmp_path)} & set(told_by_a_spawned_nursery()["path"])
