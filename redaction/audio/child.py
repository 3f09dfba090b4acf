"""Work on bytes that nobody vouches for, in a forked child that can open nothing and whose death is only a code.

The child inherits the bytes, closes every file and socket it inherited beside them, and can open no other (RLIMIT_NOFILE 0): no disk, no
network, no database. It answers over one pipe. Everything that `work` needs must be imported before the fork. Forking and ending cost 5 ms for each
100 MB that the parent has written to.
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import resource
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

MIB = 1 << 20
_CRASHED, _OUT_OF_MEMORY = 1, 3  # exit statuses of ours


class ChildFault(StrEnum):
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    TOO_MUCH_OUTPUT = "too_much_output"


class ChildFailed(Exception):
    """The child gave no whole answer. What it had said until then is thrown away."""

    def __init__(self, code: ChildFault) -> None:
        super().__init__(f"the child process gave no answer: {code}")
        self.code = code


@dataclass(frozen=True)
class ChildLimits:
    """memory_bytes: address space on top of what the parent has (not enforced by macOS). cpu_s: whole seconds, as the kernel counts them."""

    wall_s: float = 10.0
    cpu_s: int = 10
    memory_bytes: int = 256 * MIB
    output_bytes: int = 64 * MIB


def call(work: Callable[[bytes], bytes | memoryview], raw: bytes, *, limits: ChildLimits) -> bytearray:
    """What `work(raw)` returns, computed in a child. Raises ChildFailed; OSError if there is no room for a child at all."""
    ceiling = _address_space() + limits.memory_bytes
    output, inlet = os.pipe()
    # A handler that raises between the fork and the try would leave an orphan here, or a second worker there.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = _fork()
        if pid == 0:
            _be_the_child(work, raw, inlet, limits, ceiling)
        try:
            os.close(inlet)
            inlet = -1
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            answer = _listen(output, limits)
        finally:
            status = _end(pid)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for end in {output, inlet} - {-1}:
            os.close(end)
    if status != 0:
        raise ChildFailed(_fault_of(status))
    return answer


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads may hold. The child takes none of ours: it computes, writes to its pipe and leaves by _exit.
        warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
        return os.fork()


def _listen(output: int, limits: ChildLimits) -> bytearray:
    """All that the child writes until it closes the pipe."""
    deadline = time.monotonic() + limits.wall_s
    answer = bytearray()
    ready = select.poll()  # not select(): a busy worker may have descriptors above 1024
    ready.register(output, select.POLLIN)
    while True:
        left_s = deadline - time.monotonic()
        if left_s <= 0 or not ready.poll(left_s * 1000):
            raise ChildFailed(ChildFault.TIMED_OUT)
        part = os.read(output, MIB)
        if not part:
            return answer
        answer += part
        if len(answer) > limits.output_bytes:
            raise ChildFailed(ChildFault.TOO_MUCH_OUTPUT)


def _end(pid: int) -> int:
    """Exit status, or minus the signal. A child that closed its pipe and is on its way out keeps its own status: the kill comes too late for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:  # somebody else reaped it: we cannot know how it ended
        return _CRASHED


def _fault_of(status: int) -> ChildFault:
    if status == _OUT_OF_MEMORY:
        return ChildFault.OUT_OF_MEMORY
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        return ChildFault.TIMED_OUT
    return ChildFault.CRASHED


def _be_the_child(work: Callable[[bytes], bytes | memoryview], raw: bytes, inlet: int, limits: ChildLimits, ceiling: int) -> NoReturn:
    status = _CRASHED
    try:
        gc.disable()  # a collection would run the parent's finalizers and copy its memory
        _forget_handlers()
        _close_all_but(inlet)
        _confine(limits, ceiling)
        _write(inlet, work(raw))
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    finally:
        os._exit(status)  # whatever happened: no exception, exit handler or buffer of the parent's may live on here


def _forget_handlers() -> None:
    """Signals end the child instead of running the worker's handlers. The alarm ends it even if the worker is killed meanwhile."""
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _close_all_but(inlet: int) -> None:
    """Also 0, 1 and 2: a decoder that complains on stderr could print what a recording is named."""
    for name in os.listdir("/dev/fd"):  # noqa: PTH208  plain names, and nothing to import in the child
        if int(name) != inlet:
            with contextlib.suppress(OSError):  # the descriptor that listed them is closed already
                os.close(int(name))


def _confine(limits: ChildLimits, ceiling: int) -> None:
    signal.alarm(math.ceil(limits.wall_s) + 1)
    _lower(resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 1)  # soft first: its signal tells time from a kill
    _lower(resource.RLIMIT_CORE, 1, 1)  # 1, not 0: Linux pipes a core to a collector in spite of 0, but not with 1
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        _lower(kind, 0, 0)
    if sys.platform == "linux":  # macOS takes this limit and does not keep it
        _lower(resource.RLIMIT_AS, ceiling, ceiling)


def _lower(kind: int, soft: int, hard: int) -> None:
    """Set a limit unless it is tighter already."""
    held = resource.getrlimit(kind)[1]
    if held != resource.RLIM_INFINITY:
        soft, hard = min(soft, held), min(hard, held)
    resource.setrlimit(kind, (soft, hard))


def _write(inlet: int, answer: bytes | memoryview) -> None:
    left = memoryview(answer).cast("B")
    while left:
        left = left[os.write(inlet, left) :]


def _address_space() -> int:
    """Bytes of address space of this process; 0 where the system does not say and the limit is not used."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
