"""Work on bytes that nobody vouches for, in a child that can open nothing and whose death is only a code. This is the side of the child.

A nursery is a small process that waits beside a worker and forks a child a recording (nursery.py starts it and asks it). It has seen nothing of what
the worker knows, and no recording passes through it: the child itself reads from a socket that the worker sent along and answers there. Beside
that one it has closed every file it inherited, and can open no other (RLIMIT_NOFILE 0): no disk, no network, no database. Everything that `work`
needs must be imported before the fork.

Worker, nursery and child belong to one user, whose processes Linux lets read one another's memory and kill one another. The first is closed by
keep_private() in the worker and the nursery. The second is not: so the worker learns the child's id before the child gets a byte.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import math
import os
import resource
import signal
import socket
import struct
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

MIB = 1 << 20
CRASHED, OUT_OF_MEMORY = 1, 3  # exit statuses of ours
ASKED = struct.Struct("<dQQQQ")  # limits, and how many bytes of raw will come; what it should know about them follows
READY, BORN, OVER, ENDED = b"r", struct.Struct("<i"), b"o", struct.Struct("<i")
NO_ROOM = 0  # instead of the process id of one that is born
MOST_ABOUT = 1024
_PR_SET_DUMPABLE = 4

Work = Callable[[bytes, bytes], bytes | memoryview]  # gets raw and what it should know about it


@dataclass(frozen=True)
class ChildLimits:
    """memory_bytes: address space on top of the nursery's and of raw (not enforced by macOS). cpu_s: whole seconds, as the kernel counts them."""

    wall_s: float = 10.0
    cpu_s: int = 10
    memory_bytes: int = 256 * MIB
    output_bytes: int = 64 * MIB


def keep_private() -> None:
    """Linux: no process of the same user may read or change this one's memory any more, nor that of those it forks; a new program begins anew."""
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the memory of this process could not be closed to others")


def serve(control: socket.socket, work: Work) -> None:
    """Be a nursery: one child after the other, until the worker is gone. The worker says when a child is over; one that is not by then is killed."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are for the worker, who may have a recording to finish
        signal.signal(number, signal.SIG_IGN)
    keep_private()
    _close_all_but(control.fileno())
    control.sendall(READY)
    with contextlib.suppress(ConnectionError):
        while True:
            asked, doors, _, _ = socket.recv_fds(control, ASKED.size + MOST_ABOUT, 1)
            if not doors:
                return
            pid = _bear(work, asked, doors[0])
            os.close(doors[0])
            control.sendall(BORN.pack(pid))
            if pid != NO_ROOM:
                control.recv(len(OVER))
                control.sendall(ENDED.pack(_end(pid)))


def _bear(work: Work, asked: bytes, door: int) -> int:
    wall_s, cpu_s, memory_bytes, output_bytes, size = ASKED.unpack_from(asked)
    limits = ChildLimits(wall_s, cpu_s, memory_bytes, output_bytes)
    ceiling = _address_space() + size + memory_bytes
    try:
        pid = _fork()
    except OSError:
        return NO_ROOM
    if pid == 0:
        _be_the_child(lambda raw: work(raw, asked[ASKED.size :]), door, size, limits, ceiling)
    return pid


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads may hold. The child takes none of ours: it computes, writes to its socket and leaves by _exit.
        warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
        return os.fork()


def _end(pid: int) -> int:
    """Exit status, or minus the signal. A child that closed its socket and is on its way out keeps its own status: the kill comes too late for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:  # somebody else reaped it: we cannot know how it ended
        return CRASHED


def _be_the_child(work: Callable[[bytes], bytes | memoryview], door: int, size: int, limits: ChildLimits, ceiling: int) -> NoReturn:
    status = CRASHED
    try:
        gc.disable()  # a collection would run the parent's finalizers and copy its memory
        _forget_handlers()
        _close_all_but(door)
        _confine(limits, ceiling)
        worker = socket.socket(fileno=door)  # closed by the exit only: who sees it closed may kill what is left
        worker.sendall(work(worker.recv(size, socket.MSG_WAITALL) if size else b""))
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)  # whatever happened: no exception, exit handler or buffer of the parent's may live on here


def _forget_handlers() -> None:
    """Signals end the child. The alarm does so even if worker and nursery are killed meanwhile."""
    for number in signal.valid_signals():
        if signal.getsignal(number) not in (signal.SIG_DFL, None):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _close_all_but(kept: int) -> None:
    """Also 0, 1 and 2: a decoder that complains on stderr could print what a recording is named."""
    for name in os.listdir("/dev/fd"):  # noqa: PTH208  plain names, and nothing to import in the child
        if int(name) != kept:
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


def _address_space() -> int:
    """Bytes of address space of this process; 0 where the system does not say and the limit is not used."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
