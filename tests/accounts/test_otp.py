"""One-time codes: published vectors, one use, no tolerance, and a clock that drifts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import TotpDevice
from accounts.otp import Clock, Found, check, code_of, step_at

SEED = b"12345678901234567890"
AT = datetime(2026, 3, 2, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")])
def test_codes_are_those_of_rfc_6238(second: int, code: str) -> None:
    assert code_of(SEED, step_at(datetime.fromtimestamp(second, UTC))) == code


def give(clock: Clock, *, off: int, after_s: int = 0) -> Found:
    """Check, `after_s` later, the code that a device shows whose clock is `off` steps away."""
    at = AT + timedelta(seconds=after_s)
    return check(code_of(SEED, step_at(at) + off), SEED, clock, at=at, tolerance=TotpDevice.TOLERANCE)


@pytest.mark.asvs("6.5.5")
def test_only_the_code_of_this_very_step_is_right() -> None:
    assert TotpDevice.TOLERANCE == 0
    assert [give(Clock(), off=off).is_right for off in (-2, -1, 0, 1, 2)] == [False, False, True, False, False]


@pytest.mark.asvs("6.5.1")
def test_a_code_is_taken_once() -> None:
    first = give(Clock(), off=0)
    assert not give(first.clock, off=0, after_s=5).is_right
    assert give(first.clock, off=0, after_s=30).is_right


def test_a_device_that_is_late_is_found_out_by_two_fresh_codes_in_a_row() -> None:
    late = give(Clock(), off=-1)
    assert not late.is_right
    second = give(late.clock, off=-1, after_s=30)
    assert second.is_right
    assert second.clock.drift == -1
    assert give(second.clock, off=-1, after_s=60).is_right
    assert not give(second.clock, off=0, after_s=90).is_right


def test_the_same_late_code_twice_shows_nothing() -> None:
    late = give(Clock(), off=-1)
    assert not give(late.clock, off=-1, after_s=5).is_right


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "0x1234", "-00001"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert not check(code, SEED, Clock(), at=AT).is_right
