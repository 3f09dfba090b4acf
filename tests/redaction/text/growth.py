"""Whether reading a text takes its length and not its square, on a machine of whatever speed."""

import time
from collections.abc import Callable, Sequence

QUICK_S = 4.0  # of this process's own time; measured on a quiet machine: 0.1 to 1.3 s


def is_linear(read: Callable[[str], object], text: str) -> bool:
    """Quick enough at once; or else so much quicker for a quarter of it that a square is out of the question (4 times; its square is 16 times)."""
    whole_s = taken_s(read, text)
    return whole_s < QUICK_S or whole_s < 8 * taken_s(read, text[: len(text) // 4])


def quickest_s(read: Callable[[str], object], texts: Sequence[str], *, tries: int = 10) -> float:
    """The best of several: beside other programs a processor's second holds a sixth of the work, but not each time."""
    return min(taken_s(lambda _: [read(text) for text in texts], "") for _ in range(tries))


def taken_s(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began
