"""One text engine for all tests of redaction: it keeps nothing between texts."""

import pytest

from redaction.text.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()
