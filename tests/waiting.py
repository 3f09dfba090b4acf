"""Until something has happened, and not a moment longer: a generous limit costs a test nothing, a fixed pause is too short on a slow machine."""

import time
from collections.abc import Callable


def wait_for(condition: Callable[[], bool], seconds: float, *, rest: Callable[[float], None] = time.sleep) -> float:
    """Seconds that it took. rest: how to pause; a browser's page hears nothing while its process sleeps."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        rest(0.05)
    return time.monotonic() - began
