"""Time-based one-time codes (RFC 6238) on django-otp's arithmetic: which code is right now, and which a clock explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.crypto import constant_time_compare
from django_otp.oath import hotp

STEP_S = 30
DIGITS = 6


@dataclass(frozen=True)
class Clock:
    """What is known of a device's clock, in steps of 30 s since 1970.

    drift: how far it is ahead; last_t: the step of the last code taken; near_t: of the last code that was one step off.
    """

    drift: int = 0
    last_t: int = -1
    near_t: int = -1


@dataclass(frozen=True)
class Found:
    is_right: bool
    clock: Clock


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP_S


def code_of(seed: bytes, step: int) -> str:
    return f"{hotp(seed, step, digits=DIGITS):0{DIGITS}d}"


def check(code: str, seed: bytes, clock: Clock, *, at: datetime, tolerance: int = 0) -> Found:
    """Judge a code. Only the current step's is right, and none that is not newer than the last one taken.

    Two fresh codes in a row that are off by the same one step show a drifting clock: the second is taken and the
    drift kept, so that a display token grows old without a larger window for everybody.
    """
    expected = step_at(at) + clock.drift
    right = [t for t in range(expected - tolerance, expected + tolerance + 1) if _fits(code, seed, t, clock)]
    if right:
        return Found(True, Clock(drift=clock.drift, last_t=right[0]))
    for offset in (-1, 1):
        t = expected + offset
        if _fits(code, seed, t, clock):
            if 0 <= clock.near_t < t <= clock.near_t + 2:
                return Found(True, Clock(drift=clock.drift + offset, last_t=t))
            return Found(False, replace(clock, near_t=t))
    return Found(False, replace(clock, near_t=-1))


def _fits(code: str, seed: bytes, step: int, clock: Clock) -> bool:
    return step > clock.last_t and constant_time_compare(code, code_of(seed, step))
