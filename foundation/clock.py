"""The one clock of the house. Its time is passed into SQL, so that a test can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta()


def now() -> datetime:
    """The time in UTC, aware."""
    return datetime.now(UTC) + _shift


@contextmanager
def shifted(**by: float) -> Iterator[None]:
    """Move the clock of this process, for tests: `with shifted(minutes=16): ...`; nests."""
    global _shift
    before = _shift
    _shift = before + timedelta(**by)
    try:
        yield
    finally:
        _shift = before
