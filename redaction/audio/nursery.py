"""The worker's side of child.py: a nursery of its own a process, and what its children answer.

A child forked from the worker itself would copy the tables of all its memory, which takes as long as everything else that is done to a short
recording, and would have a copy of that memory.

A hostile child can kill or stop its nursery. So the worker holds every child by a handle of its own from before the child gets a byte, and ends it
when the nursery no longer answers.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple
from enum import StrEnum
from functools import cache
from pathlib import Path

from redaction.audio.child import ASKED, BORN, ENDED, MIB, NO_ROOM, OUT_OF_MEMORY, OVER, READY, ChildLimits, keep_private

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 20.0  # with a nursery: it begins in half a second and answers in a thousandth, on a machine that is not overloaded
Start = Callable[[socket.socket], int]  # gets the nursery's end of the control socket, answers with its process id


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


class NoNursery(OSError):
    """It did not begin, had no room for a child, or ended meanwhile. Nothing is said of the recording by that."""


def spawned(module: str) -> Start:
    """A nursery that is a fresh program: it has nothing of this process, neither memory nor files nor environment, nor code from its folder (-P)."""

    def start(control: socket.socket) -> int:
        silent = [(os.POSIX_SPAWN_OPEN, end, os.devnull, os.O_WRONLY, 0) for end in (1, 2)]
        files = [(os.POSIX_SPAWN_DUP2, control.fileno(), 0), *silent]
        words = [sys.executable, "-P", "-s", "-m", module]
        return os.posix_spawn(sys.executable, words, {"PYTHONPATH": str(_ROOT)}, file_actions=files, setsigmask=[])

    return start


class Nursery:
    """Begun when it is first asked, and again when it is gone. One call at a time."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._running: tuple[int, socket.socket] | None = None

    def call(self, raw: bytes, about: bytes = b"", *, limits: ChildLimits) -> bytearray:
        """What `work(raw, about)` returns, computed in a child. Raises ChildFailed, NoNursery."""
        with self._lock:
            control = self._control()
            # A handler that raises between the order and the try would leave an orphan.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            try:
                with self._ordered(control, raw, about, limits) as child:
                    try:
                        signal.pthread_sigmask(signal.SIG_SETMASK, before)
                        answer = _talk(child.door, raw, limits)
                    finally:
                        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
                        status = self._ended(control, child)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if status != 0:
            raise ChildFailed(_fault_of(status))
        return answer

    def close(self) -> None:
        """Between calls: then it has no child. One that is gone already is not killed: its number may be another's by now."""
        if self._running is not None:
            (pid, control), self._running = self._running, None
            control.close()
            if _lives(pid):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def forget(self) -> None:
        """In a process that was forked: it is the other's."""
        self._lock = threading.Lock()
        if self._running is not None:
            self._running[1].close()
            self._running = None

    def _control(self) -> socket.socket:
        if self._running is not None and not _lives(self._running[0]):
            self._running[1].close()
            self._running = None
        if self._running is None:
            keep_private()
            ours, theirs = socket.socketpair()
            ours.settimeout(_PATIENCE_S)
            with theirs:
                self._running = self._start(theirs), ours
            try:
                if _heard(ours, len(READY)) != READY:
                    raise NoNursery("the process that starts decoders did not begin")
            except BaseException:
                self.close()
                raise
        return self._running[1]

    @contextlib.contextmanager
    def _ordered(self, control: socket.socket, raw: bytes, about: bytes, limits: ChildLimits) -> Iterator[_Child]:
        """A child that has not got a byte yet."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, contextlib.suppress(ConnectionError):
                socket.send_fds(control, [ASKED.pack(*astuple(limits), len(raw)) + about], [theirs.fileno()])
            with self._born(control, ours) as child:
                yield child

    def _born(self, control: socket.socket, door: socket.socket) -> _Child:
        answer = _heard(control, BORN.size)
        if answer == BORN.pack(NO_ROOM):
            raise NoNursery("there is no room for another process")
        try:
            (pid,) = BORN.unpack(answer)
            return _Child(pid, door)
        except (struct.error, OSError):
            self.close()  # nobody would tell it that this child is over
            raise NoNursery("the process that starts decoders did not start one") from None

    def _ended(self, control: socket.socket, child: _Child) -> int:
        """How the child ended."""
        with contextlib.suppress(ConnectionError):
            control.sendall(OVER)
        answer = _heard(control, ENDED.size)
        if not answer:
            self.close()
            child.kill()
            raise NoNursery("the process that starts decoders ended in the middle")
        return int(ENDED.unpack(answer)[0])


class _Child:
    """By our end of its socket, and by a handle that no later process of the same number can be taken for (Linux)."""

    def __init__(self, pid: int, door: socket.socket) -> None:
        self.door, self._pid = door, pid
        self._handle = os.pidfd_open(pid) if sys.platform == "linux" else None

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            os.close(self._handle)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._handle is None:
                os.kill(self._pid, signal.SIGKILL)
            elif sys.platform == "linux":
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)


@cache
def nursery(module: str) -> Nursery:
    """This process's own, whose program is a module that serves children."""
    made = Nursery(spawned(module))
    os.register_at_fork(after_in_child=made.forget)
    return made


def _lives(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == 0
    except ChildProcessError:  # somebody else reaped it
        return False


def _heard(control: socket.socket, size: int) -> bytes:
    """Nothing from a nursery that is gone, or that says nothing any more."""
    try:
        return control.recv(size)
    except (ConnectionError, TimeoutError):
        return b""


def _talk(child: socket.socket, raw: bytes, limits: ChildLimits) -> bytearray:
    """All that the child says until it closes its end."""
    deadline = time.monotonic() + limits.wall_s
    answer = bytearray()
    try:
        child.settimeout(limits.wall_s)
        with contextlib.suppress(ConnectionError):  # it ended before it had read all: its status says why
            child.sendall(raw)
        while part := _part(child, deadline):
            answer += part
            if len(answer) > limits.output_bytes:
                raise ChildFailed(ChildFault.TOO_MUCH_OUTPUT)
    except TimeoutError:
        raise ChildFailed(ChildFault.TIMED_OUT) from None
    return answer


def _part(child: socket.socket, deadline: float) -> bytes:
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError  # what comes late is late, though it lies there already
    child.settimeout(left_s)
    try:
        return child.recv(MIB)
    except ConnectionError:
        return b""


def _fault_of(status: int) -> ChildFault:
    if status == OUT_OF_MEMORY:
        return ChildFault.OUT_OF_MEMORY
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        return ChildFault.TIMED_OUT
    return ChildFault.CRASHED
