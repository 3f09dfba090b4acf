"""The one clock of the house. Its time is passed into SQL, so that a test can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta()


def now() -> datetime:
    """The time in UTC, aware."""
    return datetime.now(UTC) + _shift


def to_the_minute(at: datetime | None, *, zone: str = "Z") -> str:
    """As an entry, a report and an address have it: 2026-05-31T14:30Z. zone: "" where a form or an address knows that it is UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}{zone}" if at else ""


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
