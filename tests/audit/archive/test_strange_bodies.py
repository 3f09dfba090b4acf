"""A body that nobody could read is found by nobody, and stops no publisher."""

import pytest

from audit.archive.index import build


@pytest.mark.parametrize("inner", ["[" * 30_000 + "]" * 30_000, "9" * 5_000, "{"])
def test_a_body_that_cannot_be_read_is_indexed_as_nothing(inner: str) -> None:
    assert not build([[b'{"details":' + inner.encode() + b"}"]]).postings.pairs
