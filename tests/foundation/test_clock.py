"""One clock, which a test can move."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from foundation.clock import now, shifted


@pytest.fixture(autouse=True)
def a_step_begins() -> None:
    """The clock as it is."""


def is_right() -> bool:
    before = datetime.now(UTC)
    return before <= now() <= datetime.now(UTC)


def test_the_time_is_aware_and_utc() -> None:
    assert is_right()
    assert now().tzinfo is UTC


def test_a_moved_clock_is_moved_for_every_thread() -> None:
    seen: list[datetime] = []
    began = now()
    with shifted(hours=1), shifted(minutes=30):
        thread = Thread(target=lambda: seen.append(now()))
        thread.start()
        thread.join()
    assert began + timedelta(minutes=90) <= seen[0] <= now() + timedelta(minutes=90)


def test_the_clock_goes_back_even_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), shifted(hours=1):
        raise ZeroDivisionError
    assert is_right()
