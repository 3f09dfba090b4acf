"""What a hostile decoder could do, done by a friendly one."""

from __future__ import annotations

import errno
import mmap
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from redaction.audio.child import MIB, ChildLimits
from redaction.audio.nursery import ChildFailed, ChildFault, NoNursery, Nursery, spawned
from tests.redaction.audio.nurseries import IMPATIENT, SMALL, Work, call, forked


@pytest.fixture(autouse=True)
def nothing_is_left_over() -> Iterator[None]:
    """Neither a process, alive or dead, nor an open descriptor."""
    before = sorted(Path("/dev/fd").iterdir()), children()
    yield
    assert (sorted(Path("/dev/fd").iterdir()), children()) == before


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split() if Path("/proc/self").exists() else []


def fault_of(work: Work, limits: ChildLimits = SMALL) -> ChildFault:
    with pytest.raises(ChildFailed) as failed:
        call(work, b"raw", limits=limits)
    return failed.value.code


def error_in_the_child(attempt: Callable[[], object]) -> str:
    def work(_: bytes) -> bytes:
        try:
            attempt()
        except OSError as error:
            return errno.errorcode[error.errno or 0].encode()
        return b"it worked"

    return call(work, b"", limits=SMALL).decode()


def test_it_returns_what_the_work_returns() -> None:
    assert call(lambda raw: raw[::-1], b"raw", limits=SMALL) == b"war"


def test_an_answer_may_be_empty_or_larger_than_a_pipe() -> None:
    assert call(lambda raw: b"", b"", limits=SMALL) == b""
    assert call(lambda raw: memoryview(bytes(range(250)) * 4000), b"", limits=SMALL) == bytes(range(250)) * 4000


def test_the_child_can_open_no_socket() -> None:
    assert error_in_the_child(socket.socket) == "EMFILE"


def test_the_child_can_open_no_file() -> None:
    assert error_in_the_child(lambda: Path(__file__).read_bytes()) == "EMFILE"


def test_the_child_can_use_no_socket_of_the_worker() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert error_in_the_child(lambda: theirs.send(b"secret")) == "EBADF"


def test_the_child_can_print_nothing() -> None:
    assert error_in_the_child(lambda: os.write(1, b"secret") + os.write(2, b"secret")) == "EBADF"


def test_a_child_that_eats_memory_is_out_of_memory() -> None:
    assert fault_of(lambda raw: bytes(bytearray(256 * MIB))) == "out_of_memory"


def test_what_the_nursery_has_and_the_recording_itself_do_not_count() -> None:
    ballast = bytearray(2 * SMALL.memory_bytes)
    assert call(lambda raw: bytes((len(ballast) + len(raw)) // MIB), bytes(SMALL.memory_bytes), limits=SMALL) == bytes(192)


def test_a_child_that_loops_is_timed_out() -> None:
    def loop(_: bytes) -> bytes:
        while True:
            pass

    assert fault_of(loop, IMPATIENT) == "timed_out"


def test_a_child_that_sleeps_is_timed_out() -> None:
    assert fault_of(lambda raw: time.sleep(600) or b"", IMPATIENT) == "timed_out"


@pytest.mark.parametrize("number", [signal.SIGXCPU, signal.SIGALRM], ids=lambda number: number.name)
def test_a_child_that_the_kernel_stops_for_its_time_is_timed_out(number: signal.Signals) -> None:
    assert fault_of(lambda raw: os.kill(os.getpid(), number) or time.sleep(600) or b"") == "timed_out"


def test_a_child_that_is_killed_has_crashed() -> None:
    assert fault_of(lambda raw: os.kill(os.getpid(), signal.SIGKILL) or b"") == "crashed"


def test_a_child_that_raises_has_crashed_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert fault_of(lambda raw: bytes([1 // 0])) == "crashed"
    assert capfd.readouterr() == ("", "")


def test_a_child_that_closes_its_socket_and_goes_on_has_crashed() -> None:
    def turn_away(_: bytes) -> bytes:
        os.closerange(0, 256)
        time.sleep(600)
        return b""

    assert fault_of(turn_away) == "crashed"


def test_half_an_answer_is_none() -> None:
    def die_in_mid_word(_: bytes) -> bytes:
        (door,) = filter(is_open, range(256))
        os.write(door, b"half")
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    assert fault_of(die_in_mid_word) == "crashed"


def is_open(number: int) -> bool:
    try:
        return bool(os.fstat(number))
    except OSError:
        return False


def test_a_child_that_floods_is_cut_off() -> None:
    assert fault_of(lambda raw: bytes(2 * MIB)) == "too_much_output"


def test_a_child_runs_no_handler_of_the_worker() -> None:
    called = []
    before = signal.signal(signal.SIGTERM, lambda *_: called.append(True))
    try:
        assert fault_of(lambda raw: os.kill(os.getpid(), signal.SIGTERM) or b"") == "crashed"
    finally:
        signal.signal(signal.SIGTERM, before)
    assert called == []


def test_a_worker_that_is_told_to_stop_takes_its_child_along() -> None:
    class SoftLimit(Exception):
        pass

    def stop(*_: object) -> None:
        raise SoftLimit

    page = mmap.mmap(-1, mmap.PAGESIZE)

    def sleep(_: bytes) -> bytes:
        page[:8] = struct.pack("<Q", os.getpid())
        os.kill(worker, signal.SIGALRM)
        time.sleep(600)
        return b""

    worker = os.getpid()
    before = signal.signal(signal.SIGALRM, stop)
    try:
        with pytest.raises(SoftLimit):
            call(sleep, b"", limits=SMALL)
    finally:
        signal.signal(signal.SIGALRM, before)
    with pytest.raises(ProcessLookupError):
        os.kill(*struct.unpack("<Q", page[:8]), 0)


def test_threads_of_the_worker_do_not_disturb() -> None:
    """Python 3.12 and later warn of forking beside threads; here a warning would be an error."""
    over = threading.Event()
    busy = [threading.Thread(target=over.wait) for _ in range(4)]
    for thread in busy:
        thread.start()
    try:
        answers: list[bytes] = []
        callers = [threading.Thread(target=lambda: answers.append(call(lambda raw: raw * 2, b"ab", limits=SMALL))) for _ in range(4)]
        for thread in callers:
            thread.start()
        for thread in callers:
            thread.join()
        assert answers == [b"abab"] * 4
    finally:
        over.set()
        for thread in busy:
            thread.join()


def test_a_nursery_raises_one_child_after_the_other_whatever_became_of_the_last() -> None:
    def work(raw: bytes) -> bytes:
        return bytes([1 // raw[0]])

    with closing(Nursery(forked(work))) as nursery:
        for _ in range(2):
            assert nursery.call(b"\1", limits=SMALL) == b"\1"
            with pytest.raises(ChildFailed):
                nursery.call(b"\0", limits=SMALL)


def test_signals_for_the_worker_do_not_end_its_nursery() -> None:
    with closing(Nursery(forked(lambda raw: str(os.getppid()).encode()))) as nursery:
        pid = int(nursery.call(b"", limits=SMALL))
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(pid, number)
        assert int(nursery.call(b"", limits=SMALL)) == pid


def test_a_nursery_that_is_gone_is_replaced() -> None:
    with closing(Nursery(forked(lambda raw: str(os.getppid()).encode()))) as nursery:
        pid = int(nursery.call(b"", limits=SMALL))
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert int(nursery.call(b"", limits=SMALL)) != pid


def test_a_nursery_that_ends_during_a_recording_says_nothing_of_it() -> None:
    def work(_: bytes) -> bytes:
        os.kill(os.getppid(), signal.SIGKILL)
        return b""

    with pytest.raises(NoNursery):
        call(work, b"", limits=SMALL)


def test_a_process_that_was_forked_has_a_nursery_of_its_own() -> None:
    with closing(Nursery(forked(lambda raw: str(os.getppid()).encode()))) as nursery:
        ours = nursery.call(b"", limits=SMALL)
        nursery.forget()
        theirs = nursery.call(b"", limits=SMALL)
    assert ours != theirs
    os.waitpid(int(ours), 0)  # it ended by itself: nobody holds the other end


def test_a_module_that_is_no_nursery_is_refused() -> None:
    with pytest.raises(NoNursery), closing(Nursery(spawned("redaction.audio.sound"))) as nursery:
        nursery.call(b"", limits=SMALL)


def test_no_limit_is_left_on_the_worker() -> None:
    call(lambda raw: raw, b"", limits=SMALL)
    assert Path(__file__).read_bytes()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == set()
