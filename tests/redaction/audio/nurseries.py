"""Nurseries whose children do what a test says, and what such a child could try on others."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Callable
from contextlib import closing

from redaction.audio.child import MIB, ChildLimits, serve
from redaction.audio.nursery import Nursery, Start

Work = Callable[[bytes], bytes | memoryview]
SMALL = ChildLimits(wall_s=60.0, cpu_s=5, memory_bytes=64 * MIB, output_bytes=MIB)
IMPATIENT = ChildLimits(wall_s=0.2, cpu_s=5)
NOBODY = 65534
_PR_SET_DUMPABLE = 4
_LIBC = ctypes.CDLL(None, use_errno=True)


class _Part(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))


def forked(work: Work) -> Start:
    """A nursery that knows the test's own work; the house spawns its nurseries."""

    def start(control: socket.socket) -> int:
        pid = os.fork()
        if pid == 0:
            try:
                be_readable()
                serve(control, lambda raw, about: work(raw))
            finally:
                os._exit(0)
        return pid

    return start


def call(work: Work, raw: bytes, *, limits: ChildLimits = SMALL) -> bytearray:
    with closing(Nursery(forked(work))) as nursery:
        return nursery.call(raw, limits=limits)


def be_readable() -> None:
    """As every program begins."""
    if sys.platform == "linux":
        assert _LIBC.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0) == 0


def memory_of(pid: int, secret: ctypes.Array[ctypes.c_char]) -> bytes:
    """What another process has where this one has a secret. Raises OSError."""
    found = ctypes.create_string_buffer(len(secret))
    ours, theirs = _Part(ctypes.addressof(found), len(secret)), _Part(ctypes.addressof(secret), len(secret))
    if _LIBC.process_vm_readv(pid, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "not read")
    return found.value


def as_nobody(attempt: Callable[[], bytes]) -> bytes:
    """What it answers in a process without root's rights, which open every memory."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        pid = os.fork()
        if pid == 0:
            try:
                _drop_rights()
                theirs.sendall(attempt())
            except Exception as error:
                theirs.sendall(repr(error).encode())
            finally:
                os._exit(0)
        theirs.close()
        answer = ours.recv(MIB)
        os.waitpid(pid, 0)
    return answer


def _drop_rights() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    be_readable()
