"""An id of which the log knows nothing is answered like an address that is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from audit.reading.people import Unknown


@contextmanager
def or_404() -> Iterator[None]:
    """Unknown becomes Http404."""
    try:
        yield
    except Unknown as unknown:
        raise Http404("the log knows no such id") from unknown
